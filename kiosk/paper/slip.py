"""A slip as data: parts from top to bottom. Sizes are names; dots come with the paper's width."""

from dataclasses import dataclass
from enum import Enum


class Size(Enum):
    DISPLAY = "display"
    TITLE = "title"
    LABEL = "label"
    BODY = "body"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph at the start side, or in the middle. `fit`: made smaller until it stands on one line."""

    text: str
    size: Size = Size.BODY
    bold: bool = False
    centred: bool = False
    fit: bool = False


@dataclass(frozen=True, slots=True)
class Plate:
    """What state it is in: `filled` black with white words, else framed. Shape and word say it, never shade alone."""

    title: str
    detail: str = ""
    filled: bool = False
    size: Size = Size.TITLE


@dataclass(frozen=True, slots=True)
class Facts:
    """Caption and value pairs: beside each other when the captions are short enough, else above."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code across the paper, with its quiet zone of four modules."""

    content: str


@dataclass(frozen=True, slots=True)
class Rule:
    pass


@dataclass(frozen=True, slots=True)
class Gap:
    """`lines` of body text, in tenths."""

    tenths: int = 5


Part = Words | Plate | Facts | Code | Rule | Gap
