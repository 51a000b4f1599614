"""A social security card's records (versions 1.00 to 3.00) to what they say.

Payload: records as tag, length, value. Nothing here raises on any bytes: what a chip says badly becomes a flag. The
name is GB 18030, padded with zeros; a long one goes on in its extension.
"""

import msgspec

from kiosk.contract.failure import FailureCode
from kiosk.identity import fields
from kiosk.identity.document import Flag, Sex
from kiosk.identity.numbers import number_problem
from kiosk.identity.read import NotReadable, NotSupported

_VERSION, _ISSUED, _VALID_TO, _CARD = 0x03, 0x05, 0x06, 0x07
_NUMBER, _NAME, _MORE_NAME, _SEX, _BIRTH = 0x08, 0x09, 0x4E, 0x0A, 0x0D
VERSIONS = frozenset({"1.00", "2.00", "3.00"})


class SocialSecurityCard(msgspec.Struct, frozen=True, kw_only=True):
    """Dates are ISO 8601 or empty when unreadable. Holds personal data in memory for one visit."""

    version: str
    card_number: str
    number: str
    name: str
    sex: Sex
    birth: str
    valid_from: str
    valid_to: str
    flags: tuple[Flag, ...] = ()


def read_social_security_card(payload: bytes) -> SocialSecurityCard | NotSupported:
    records = records_of(payload)
    if records is None or _NUMBER not in records or _NAME not in records:
        return NotSupported(NotReadable.TOO_SHORT, FailureCode.CARD_UNREADABLE)
    version = _ascii(records.get(_VERSION, b""))
    if version not in VERSIONS:
        return NotSupported(NotReadable.UNKNOWN_FLAG)
    name = _name_of(records[_NAME] + records.get(_MORE_NAME, b""))
    number = _ascii(records[_NUMBER]).upper()
    dates = {tag: fields.date_of(records.get(tag, b"").hex()) for tag in (_BIRTH, _ISSUED, _VALID_TO)}
    return SocialSecurityCard(
        version=version,
        card_number=_ascii(records.get(_CARD, b"")),
        number=number,
        name=name,
        sex=fields.sex_of(_ascii(records.get(_SEX, b""))),
        birth=dates[_BIRTH],
        valid_from=dates[_ISSUED],
        valid_to=dates[_VALID_TO],
        flags=_flags(name, number, dates),
    )


def records_of(payload: bytes) -> dict[int, bytes] | None:
    """By tag; None when lengths do not add up. The first of two with one tag counts."""
    found: dict[int, bytes] = {}
    rest = payload
    while rest:
        if len(rest) < 2 or len(rest) < 2 + rest[1]:
            return None
        found.setdefault(rest[0], rest[2 : 2 + rest[1]])
        rest = rest[2 + rest[1] :]
    return found


def _name_of(raw: bytes) -> str:
    """Zeros between the name and its extension are padding too; what cannot be kept is U+FFFD."""
    text = raw.replace(b"\0", b"").decode("gb18030", "replace").strip(" ")
    return fields.text_of(text.encode("utf-16-le", "surrogatepass"))


def _ascii(raw: bytes) -> str:
    return raw.rstrip(b"\0 ").decode("ascii", "replace")


def _flags(name: str, number: str, dates: dict[int, str]) -> tuple[Flag, ...]:
    raised = {
        Flag.CHECK_DIGIT: number_problem(number) is not None,
        Flag.PRIVATE_USE: fields.has_private_use(name),
        Flag.UNDECODABLE: not name or fields.is_undecodable(name + number),
        Flag.BAD_DATE: not all(dates.values()),
    }
    return tuple(flag for flag, is_raised in raised.items() if is_raised)
