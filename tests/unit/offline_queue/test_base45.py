"""Base45 as RFC 9285 has it, in its one form."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_queue import base45


@pytest.mark.parametrize(
    ("data", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"", "")]
)
def test_the_examples_of_the_standard(data: bytes, text: str) -> None:
    assert base45.encode(data) == text
    assert base45.decode(text) == data


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_come_back(data: bytes) -> None:
    assert base45.decode(base45.encode(data)) == data


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=0x2FF), max_size=12))
def test_a_text_is_the_one_form_of_its_bytes_or_an_error(text: str) -> None:
    try:
        data = base45.decode(text)
    except base45.Base45Error:
        return
    assert base45.encode(data) == text


@pytest.mark.parametrize("text", ["A", "BB8A", ":::", "ZZ", "bb8", "B_8", "ÄÄÄ"])
def test_what_is_not_base45_is_refused(text: str) -> None:
    with pytest.raises(base45.Base45Error):
        base45.decode(text)
