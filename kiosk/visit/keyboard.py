"""The letter keyboard: layers of keys, and what of typing a question remembers. Pure tables.

Rows are named keys: one character types itself; `shift`, `delete`, `space`, `split`, `rare` and `layer.<name>` act.
"""

from collections.abc import Mapping
from enum import Enum

import msgspec

from kiosk.catalogue.model import Field, FieldKind
from kiosk.visit.composing import Candidate


class Layer(Enum):
    PINYIN = "pinyin"
    LATIN = "latin"
    ACCENTS = "accents"
    SIGNS = "signs"


class Typing(msgspec.Struct, frozen=True):
    """`letters`: pinyin not yet chosen for. `behind`: where the candidate pages before this one begin."""

    layer: Layer = Layer.LATIN
    shift: bool = False
    single: bool = False
    letters: str = ""
    spelling: str = ""
    candidates: tuple[Candidate, ...] = ()
    more: bool = False
    behind: tuple[int, ...] = ()


KINDS = frozenset({FieldKind.HAN_NAME, FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.ADDRESS})
"""Kinds of question that are answered on the letter keyboard."""

Rows = tuple[tuple[str, ...], ...]
_TOP, _MIDDLE, _LOW = tuple("qwertyuiop"), tuple("asdfghjkl"), tuple("zxcvbnm")
_DIGITS = tuple("1234567890")

ROWS: Mapping[Layer, Rows] = {
    Layer.PINYIN: (
        _TOP,
        _MIDDLE,
        ("split", *_LOW, "delete"),
        ("layer.signs", "rare", "space", "layer.latin"),
    ),
    Layer.LATIN: (
        _TOP,
        _MIDDLE,
        ("shift", *_LOW, "delete"),
        ("layer.signs", "layer.accents", "space", "'", "-", "layer.pinyin"),
    ),
    Layer.ACCENTS: (
        tuple("éèêëàâäáôö"),
        tuple("îïíûùüúçñ"),
        ("shift", *"ßœæåøóã", "delete"),
        ("layer.signs", "layer.latin", "space", "'", "-", "layer.pinyin"),
    ),
    Layer.SIGNS: (
        _DIGITS,
        tuple("-/#&,.:()"),
        (*"，。、（）·", "delete"),
        ("layer.latin", "space", "layer.pinyin"),
    ),
}


def rows_of(layer: Layer, *, shift: bool, pinyin: bool) -> Rows:
    """As shown: big letters under shift, no way to pinyin where there is no engine."""
    return tuple(
        tuple(
            key.upper() if shift and len(key) == 1 and key != "ß" else key
            for key in row
            if pinyin or key != "layer.pinyin"
        )
        for row in ROWS[layer]
    )


def starting_layer(field: Field, language: str, *, pinyin: bool) -> Layer:
    """Chinese pages begin with pinyin, and so does a Chinese name on any page."""
    chinese = language.startswith("zh") or field.kind is FieldKind.HAN_NAME
    return Layer.PINYIN if pinyin and chinese else Layer.LATIN
