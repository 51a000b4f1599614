"""Card bytes to a Document: the four layouts of the 256-byte text block (GA 450 family).

Byte 248 names the layout. An unknown flag is refused, never read as a resident's card. Nothing here raises on any
bytes: what a chip says badly becomes a flag, for the chip is the authority.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType

import msgspec

from kiosk.contract.failure import FailureCode
from kiosk.identity import fields
from kiosk.identity.document import Document, DocumentKind, Flag
from kiosk.identity.ethnic import ETHNIC_NAMES
from kiosk.identity.numbers import number_problem

TEXT_BLOCK = 256
Span = tuple[slice, ...]


class NotReadable(Enum):
    UNKNOWN_FLAG = "unknown_flag"
    TOO_SHORT = "too_short"


class NotSupported(msgspec.Struct, frozen=True):
    """The bytes are no document this terminal knows."""

    reason: NotReadable
    failure: FailureCode = FailureCode.CARD_NOT_SUPPORTED


def _at(offset: int, length: int) -> slice:
    return slice(offset, offset + length)


_FLAG_SPAN = _at(248, 2)
_COMMON: Mapping[str, Span] = MappingProxyType(
    {
        "name": (_at(0, 30),),
        "sex": (_at(30, 2),),
        "birth": (_at(36, 16),),
        "address": (_at(52, 70),),
        "number": (_at(122, 36),),
        "issuer": (_at(158, 30),),
        "valid_from": (_at(188, 16),),
        "valid_to": (_at(204, 16),),
    }
)
_RESIDENT = MappingProxyType({**_COMMON, "ethnic": (_at(32, 4),)})
_PERMIT = MappingProxyType({**_COMMON, "pass_number": (_at(220, 18),)})
_FOREIGN_2017: Mapping[str, Span] = MappingProxyType(
    {
        "latin_name": (_at(0, 120),),
        "sex": (_at(120, 2),),
        "number": (_at(122, 30),),
        "country": (_at(152, 6),),
        "name": (_at(158, 30),),
        "valid_from": (_at(188, 16),),
        "valid_to": (_at(204, 16),),
        "birth": (_at(220, 16),),
        "issuer": (_at(240, 8),),
    }
)
_FOREIGN_2023: Mapping[str, Span] = MappingProxyType(
    {
        "name": (_at(0, 30),),
        "sex": (_at(30, 2),),
        "birth": (_at(36, 16),),
        "latin_name": (_at(52, 70), _at(220, 22)),  # joined before decoding: a pair may lie across the gap
        "number": (_at(122, 36),),
        "valid_from": (_at(188, 16),),
        "valid_to": (_at(204, 16),),
        "country": (_at(242, 6),),
    }
)
_LAYOUTS: Mapping[str, tuple[DocumentKind, Mapping[str, Span]]] = MappingProxyType(
    {
        "": (DocumentKind.RESIDENT, _RESIDENT),
        "J": (DocumentKind.PERMIT, _PERMIT),
        "I": (DocumentKind.FOREIGN_2017, _FOREIGN_2017),
        "Y": (DocumentKind.FOREIGN_2023, _FOREIGN_2023),
    }
)


def read_card(payload: bytes, photo: bytes = b"") -> Document | NotSupported:
    """The document on a GA 450 card. `payload`: its text block; bytes after the 256th are not looked at."""
    if len(payload) < TEXT_BLOCK:
        return NotSupported(NotReadable.TOO_SHORT, FailureCode.CARD_UNREADABLE)
    layout = _LAYOUTS.get(fields.text_of(payload[_FLAG_SPAN]))
    if layout is None:
        return NotSupported(NotReadable.UNKNOWN_FLAG)
    kind, spans = layout
    texts = {name: fields.text_of(b"".join(payload[part] for part in span)) for name, span in spans.items()}
    return _document(kind, texts, photo)


def _document(kind: DocumentKind, texts: dict[str, str], photo: bytes) -> Document:
    said = {name: _MEANINGS.get(name, str)(text) for name, text in texts.items()}
    said["name"] = said["name"] or said.get("latin_name", "")
    facts = {**said, "kind": kind, "sex": fields.sex_of(texts["sex"]), "photo": photo, "flags": _flags(texts, said)}
    return msgspec.convert(facts, Document)


def _ethnic_name(code: str) -> str:
    return ETHNIC_NAMES.get(code, code)


_MEANINGS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "number": str.upper,
        "country": str.upper,
        "birth": fields.date_of,
        "valid_from": fields.date_of,
        "valid_to": fields.end_of,
        "ethnic": _ethnic_name,
    }
)
_DATES = ("birth", "valid_from", "valid_to")
_NAMES = ("name", "latin_name")


def _flags(texts: dict[str, str], said: dict[str, str]) -> tuple[Flag, ...]:
    """What staff should know, in the order of Flag."""
    raised = {
        Flag.CHECK_DIGIT: number_problem(said["number"]) is not None,
        Flag.PRIVATE_USE: any(fields.has_private_use(said.get(name, "")) for name in _NAMES),
        Flag.UNDECODABLE: not said["name"] or any(map(fields.is_undecodable, texts.values())),
        Flag.BAD_DATE: not all(said[name] for name in _DATES),
        Flag.UNKNOWN_ETHNIC: texts.get("ethnic", "01") not in ETHNIC_NAMES,
    }
    return tuple(flag for flag, is_raised in raised.items() if is_raised)
