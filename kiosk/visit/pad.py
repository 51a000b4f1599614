"""What may be typed into a field on the pad: characters and how many."""

from collections.abc import Mapping

from kiosk.catalogue.answers import LONG_TEXT_LIMIT, TEXT_LIMIT
from kiosk.catalogue.model import Field, FieldKind

DIGITS = "0123456789"
ALPHABETS: Mapping[FieldKind, str] = {
    FieldKind.MOBILE: DIGITS,
    FieldKind.ID_NUMBER: DIGITS + "X",
    FieldKind.AMOUNT: DIGITS + ".",
}
LIMITS: Mapping[FieldKind, int] = {
    FieldKind.MOBILE: 11,
    FieldKind.ID_NUMBER: 18,
    FieldKind.AMOUNT: 10,
    FieldKind.HAN_NAME: TEXT_LIMIT,
    FieldKind.TEXT: TEXT_LIMIT,
    FieldKind.ADDRESS: TEXT_LIMIT,
    FieldKind.LONG_TEXT: LONG_TEXT_LIMIT,
}
GROUPS: Mapping[FieldKind, tuple[int, ...]] = {FieldKind.MOBILE: (3, 4, 4), FieldKind.ID_NUMBER: (6, 8, 4)}
"""Fixed slots; a field without groups shows its text as typed."""


def limit_of(field: Field) -> int:
    return field.maximum_length or LIMITS[field.kind]


def key_rows(kind: FieldKind) -> tuple[tuple[str, ...], ...]:
    """Three by four, 1 at the top left; a character of the kind's own takes a row of its own below."""
    own = tuple(character for character in ALPHABETS[kind] if character not in DIGITS)
    rows = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), ("clear", "0", "delete"))
    return (*rows, own) if own else rows
