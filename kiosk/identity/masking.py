"""How much of a person's data screens and receipts show. Lengths are characters (code points), never bytes.

The defaults are those of the plan; `NumberMask` is data, so central may decide otherwise.
"""

import re
from dataclasses import dataclass

_STAR = "*"
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_END = 0x0250  # Basic Latin to Latin Extended-B


@dataclass(frozen=True, slots=True)
class NumberMask:
    """Characters shown at either end."""

    first: int
    last: int


IDENTITY_NUMBER = NumberMask(first=3, last=4)
PHONE = NumberMask(first=3, last=4)


def mask_number(number: str, mask: NumberMask = IDENTITY_NUMBER) -> str:
    """`110***********002X`. A number too short to hide anything is hidden whole."""
    hidden = len(number) - mask.first - mask.last
    if hidden <= 0:
        return _STAR * len(number)
    return number[: mask.first] + _STAR * hidden + number[len(number) - mask.last :]


def mask_phone(phone: str, mask: NumberMask = PHONE) -> str:
    """`138****5678`."""
    return mask_number(phone, mask)


def mask_name(name: str) -> str:
    """Chinese: the first character, `*` for each other. Latin: the first letter of each word, `*` for each other."""
    if all(ord(character) < _LATIN_END for character in name):
        return _WORD.sub(lambda word: word[0][0] + _STAR * (len(word[0]) - 1), name)
    return name[0] + _STAR * (len(name) - 1)
