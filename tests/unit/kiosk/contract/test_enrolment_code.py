"""The enrolment code: one spelling, leniently read, bound to one root."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract.enrolment_code import EnrolmentCodeError, code_for, parse_code


@given(secret=st.integers(0, 2**50 - 1), root=st.binary(max_size=64))
def test_what_is_written_is_read_back(secret: int, root: bytes) -> None:
    code = code_for(secret, root)
    assert parse_code(str(code)) == code
    assert code.names(root)
    assert not code.names(root + b" ")


def test_people_may_type_it_their_way() -> None:
    code = code_for(1, b"root")
    typed = " ".join(str(code).lower().replace("-", "").replace("0", "o").replace("1", "l"))
    assert parse_code(typed) == code


@pytest.mark.parametrize("text", ["", "0" * 25, "0" * 27, "U" * 26, "é" * 26])
def test_what_is_no_code_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(EnrolmentCodeError) as caught:
        parse_code(text)
    assert not text or text not in str(caught.value)


def test_a_secret_has_fifty_bits() -> None:
    with pytest.raises(EnrolmentCodeError):
        code_for(2**50, b"root")
