"""The open records of a social security card, versions 1.00 to 3.00, as bytes; kiosk.identity reads them.

Two forms of addressing a record are in use: by its number, and by its tag. The first is tried, the tag that comes back
is verified, and the other one is used for the rest of the card when it does not fit.
"""

from collections.abc import Mapping
from types import MappingProxyType

from devices.ports import Refusal
from devices.smart_card.apdu import (
    NEEDS_AUTHENTICATION,
    CardConfused,
    Send,
    ask_card,
    read_record,
    select_application,
    select_file,
)

APPLICATION = bytes.fromhex("7378312E7368 2E C9E7BBE1B1A3D5CF")  # sx1.sh.社会保障 in GBK
FILES: Mapping[int, tuple[tuple[int, int], ...]] = MappingProxyType(
    {
        0xEF05: ((0x01, 16), (0x02, 1), (0x03, 4), (0x04, 12), (0x05, 4), (0x06, 4), (0x07, 9)),
        0xEF06: ((0x08, 18), (0x09, 30), (0x4E, 20), (0x0A, 1), (0x0B, 1), (0x0C, 3), (0x0D, 4)),
    }
)
"""Each file's records in the order of their numbers, as (tag, length)."""
_NUMBER, _TAG = 0x04, 0x00


def read_social_security(send: Send) -> bytes | Refusal:
    """Every record the card tells, as tag, length, value. Raises what `send` raises."""
    try:
        if not ask_card(send, select_application(APPLICATION)).ok:
            return Refusal.WRONG_KIND
        return _read_files(send)
    except CardConfused:
        return Refusal.UNREADABLE


def _read_files(send: Send) -> bytes | Refusal:
    told, mode = b"", _NUMBER
    for identifier, records in FILES.items():
        selected = ask_card(send, select_file(identifier))
        if selected.status == NEEDS_AUTHENTICATION:
            return Refusal.NEEDS_AUTHENTICATION
        if not selected.ok:
            return Refusal.UNREADABLE
        for number, (tag, length) in enumerate(records, 1):
            record, mode = _record(send, number, tag, length, mode)
            if isinstance(record, Refusal):
                return record
            told += record
    return told or Refusal.UNREADABLE  # a chip that tells nothing is no card that was read


def _record(send: Send, number: int, tag: int, length: int, mode: int) -> tuple[bytes | Refusal, int]:
    """The record and the form it came by; empty for one the card does not have (an older version's)."""
    for form in dict.fromkeys((mode, _TAG)):
        by_number = form == _NUMBER
        apdu = read_record(number, _NUMBER, 0) if by_number else read_record(tag, _TAG, length + 2)
        answer = ask_card(send, apdu)
        if answer.status == NEEDS_AUTHENTICATION:
            return Refusal.NEEDS_AUTHENTICATION, form
        if answer.ok and _is_record(answer.data, tag):
            return answer.data[: 2 + answer.data[1]], form
    return b"", mode


def _is_record(data: bytes, tag: int) -> bool:
    return len(data) >= 2 and data[0] == tag and len(data) >= 2 + data[1]
