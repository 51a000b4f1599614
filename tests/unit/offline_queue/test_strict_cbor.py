"""The reader takes the one encoding of a value of ours and nothing else, whatever the bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_queue import strict_cbor
from offline_queue.strict_cbor import CborError, Tagged

NUMBERS = st.integers(-(2**64), 2**64 - 1)
KEYS = st.integers(0, 23)
LEAVES = NUMBERS | st.binary(max_size=40)
SHALLOW = LEAVES | st.lists(LEAVES, max_size=4) | st.dictionaries(KEYS, LEAVES, max_size=4)
VALUES = SHALLOW | st.lists(SHALLOW, max_size=4) | st.dictionaries(KEYS, SHALLOW, max_size=4)
SLOW_MACHINE = settings(max_examples=150, deadline=None)


def read_back(value: object) -> object:
    match value:
        case list():
            return tuple(read_back(item) for item in value)
        case dict():
            return {key: read_back(item) for key, item in value.items()}
        case _:
            return value


@SLOW_MACHINE
@given(VALUES)
def test_what_is_written_is_read_back(value: object) -> None:
    assert strict_cbor.decode(strict_cbor.encode(value)) == read_back(value)


@SLOW_MACHINE
@given(st.binary(max_size=60))
def test_hostile_bytes_are_a_value_in_its_one_form_or_an_error(data: bytes) -> None:
    try:
        value = strict_cbor.decode(data)
    except CborError:
        return
    if b"Tagged" not in repr(value).encode():
        assert strict_cbor.encode(value) == data


@SLOW_MACHINE
@given(VALUES, st.data())
def test_a_shortened_or_lengthened_value_is_refused(value: object, draw: st.DataObject) -> None:
    data = strict_cbor.encode(value)
    cut = draw.draw(st.integers(0, len(data) - 1))
    with pytest.raises(CborError):
        strict_cbor.decode(data[:cut])
    with pytest.raises(CborError):
        strict_cbor.decode(data + b"\x00")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x18\x17",  # 23 in two bytes
        b"\x19\x00\xff",
        b"\x1b\x00\x00\x00\x00\xff\xff\xff\xff",
        b"\x1f",
        b"\x5f\x41a\xff",  # indefinite
        b"\x61a",  # text
        b"\xf5",  # true
        b"\xf6",  # null
        b"\xfb" + bytes(8),  # a float
        b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff",  # more bytes than there are
        b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x9a\x00\x00\x04\x01" + bytes(1025),  # more items than allowed
        b"\x81" * 8 + b"\x00",  # too deep
        b"\xa2\x01\x00\x01\x00",  # a key twice
        b"\xa2\x02\x00\x01\x00",  # keys out of order
        b"\xa1\x41a\x00",  # a key that is no number
        b"\xc1" * 8 + b"\x00",
        b"\x81" * 100_000,
    ],
)
def test_what_we_never_write_is_never_read(data: bytes) -> None:
    with pytest.raises(CborError):
        strict_cbor.decode(data)


def test_a_tag_is_kept_and_means_nothing() -> None:
    assert strict_cbor.decode(b"\xc0\x41a") == Tagged(0, b"a")


@pytest.mark.parametrize("value", [b"x", None, True, -1, 5])
def test_a_count_is_a_number_within_its_bounds(value: object) -> None:
    with pytest.raises(CborError):
        strict_cbor.count_of(value, 4)
