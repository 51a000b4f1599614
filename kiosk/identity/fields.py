"""Fields of the 256-byte text block: UTF-16LE units padded at the right with U+0020 (or U+0000).

A character of two units is never split; what cannot be a character of a name or an address becomes U+FFFD.
"""

import unicodedata
from datetime import date

from kiosk.identity.document import Sex

LONG_TERM = "long-term"
_LONG_TERM_ON_CARD = "长期"
_REPLACEMENT = "\ufffd"
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})  # controls, direction overrides, lone surrogates
_PRIVATE_USE = "Co"
_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE, "9": Sex.NOT_STATED}


def text_of(raw: bytes) -> str:
    """The field without its padding; characters that cannot be kept are U+FFFD. An odd last byte is dropped."""
    text = raw[: len(raw) // 2 * 2].decode("utf-16-le", "surrogatepass").rstrip(" \0")
    return "".join(_REPLACEMENT if _refused(character) else character for character in text)


def _refused(character: str) -> bool:
    return unicodedata.category(character) in _REFUSED_CATEGORIES or ord(character) & 0xFFFE == 0xFFFE


def is_undecodable(text: str) -> bool:
    return _REPLACEMENT in text


def has_private_use(text: str) -> bool:
    return any(unicodedata.category(character) == _PRIVATE_USE for character in text)


def date_of(text: str) -> str:
    """`YYYYMMDD` as ISO 8601; empty when it is no date."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return ""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
    except ValueError:
        return ""


def end_of(text: str) -> str:
    """As `date_of`, and 长期 as `long-term`."""
    return LONG_TERM if text == _LONG_TERM_ON_CARD else date_of(text)


def sex_of(text: str) -> Sex:
    return _SEXES.get(text, Sex.UNKNOWN)
