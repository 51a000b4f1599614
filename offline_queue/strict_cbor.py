"""A reader for the CBOR we write, and for nothing else (RFC 8949 deterministic encoding, section 4.2).

Integers, byte strings, arrays, maps with integer keys and tags, each in its one shortest form, nothing indefinite, no
text, no floats, nothing after the end. A general decoder would build dates, decimals and regular expressions from
hostile bytes; this one cannot. Lengths are checked against what is there before anything is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cbor2

DEEPEST = 6
_MOST_ITEMS = 1024
_SHORTEST = {24: 24, 25: 1 << 8, 26: 1 << 16, 27: 1 << 32}


class CborError(ValueError):
    """The bytes are not the one encoding of a value of ours."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag and what it holds."""

    tag: int
    value: Any


def encode(value: Any) -> bytes:
    """The one encoding of nested sequences, bytes, bounded integers, and maps with keys from 0 to 23."""
    return cbor2.dumps(value, canonical=True)


def decode(data: bytes) -> Any:
    """Arrays come as tuples. Raises CborError."""
    value, end = _item(data, 0, 0)
    if end != len(data):
        raise CborError("bytes after the end")
    return value


def array_of(value: Any, length: int) -> Sequence[Any]:
    """`value`, which must be an array of `length` items. Raises CborError."""
    if not isinstance(value, tuple) or len(value) != length:
        raise CborError(f"expected an array of {length}")
    return value


def bytes_of(value: Any, length: int) -> bytes:
    """`value`, which must be `length` bytes. Raises CborError."""
    if not isinstance(value, bytes) or len(value) != length:
        raise CborError(f"expected {length} bytes")
    return value


def some_bytes(value: Any, most: int) -> bytes:
    """`value`, which must be at most `most` bytes. Raises CborError."""
    if not isinstance(value, bytes) or len(value) > most:
        raise CborError(f"expected at most {most} bytes")
    return value


def count_of(value: Any, most: int) -> int:
    """`value`, which must be an integer from 0 to `most`. Raises CborError."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise CborError(f"expected a number from 0 to {most}")
    return value


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Major type, argument, and where the item goes on."""
    if at >= len(data):
        raise CborError("ends too early")
    major, short = data[at] >> 5, data[at] & 31
    if short < 24:
        return major, short, at + 1
    if short > 27:
        raise CborError("indefinite or reserved")
    end = at + 1 + (1 << (short - 24))
    if end > len(data):
        raise CborError("ends too early")
    argument = int.from_bytes(data[at + 1 : end], "big")
    if argument < _SHORTEST[short]:
        raise CborError("a number longer than it needs to be")
    return major, argument, end


def _item(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    if depth > DEEPEST:
        raise CborError("too deep")
    major, argument, at = _head(data, at)
    match major:
        case 0:
            return argument, at
        case 1:
            return -1 - argument, at
        case 2:
            if argument > len(data) - at:
                raise CborError("ends too early")
            return data[at : at + argument], at + argument
        case 4:
            return _array(data, at, argument, depth)
        case 5:
            return _map(data, at, argument, depth)
        case 6:
            value, at = _item(data, at, depth + 1)
            return Tagged(argument, value), at
        case _:
            raise CborError("a type we do not write")


def _array(data: bytes, at: int, count: int, depth: int) -> tuple[tuple[Any, ...], int]:
    if count > min(_MOST_ITEMS, len(data) - at):
        raise CborError("more items than there can be")
    items = []
    for _ in range(count):
        item, at = _item(data, at, depth + 1)
        items.append(item)
    return tuple(items), at


def _map(data: bytes, at: int, count: int, depth: int) -> tuple[dict[int, Any], int]:
    if count > min(_MOST_ITEMS, len(data) - at):
        raise CborError("more items than there can be")
    entries: dict[int, Any] = {}
    before = b""
    for _ in range(count):
        start = at
        key, at = _item(data, at, depth + 1)
        written = data[start:at]
        if not isinstance(key, int) or written <= before:
            raise CborError("keys out of order, twice, or no numbers")
        entries[key], at = _item(data, at, depth + 1)
        before = written
    return entries, at
