"""ESC/POS as far as a drawn receipt needs it: raster, cut, and what the status bytes mean.

1B 40                          initialise
1D 76 30 00 wL wH hL hH data   raster, width in bytes, 1 = black
1B 64 n   1D 56 00             feed n lines, cut
10 04 n -> 1 byte              real-time status; genuine only if byte & 0x93 == 0x12
1D 72 01 -> 1 byte             paper status, answered only when all before it was worked off
"""

from collections.abc import Iterator
from dataclasses import dataclass

from devices.ports import Raster
from devices.status import READY, Code, DeviceStatus, State

INITIALISE = b"\x1b\x40"
FEED_AND_CUT = b"\x1b\x64\x06\x1d\x56\x00"
WORKED_OFF = b"\x1d\x72\x01"
RASTER_HEAD = b"\x1d\x76\x30\x00"
MOST_ROWS = 256

PRINTER, OFFLINE_CAUSE, ERROR_CAUSE, PAPER = 1, 2, 3, 4
_OFFLINE = 0x08
_COVER_OPEN, _PAPER_STOP, _ERROR = 0x04, 0x20, 0x40
_MECHANICAL, _CUTTER, _UNRECOVERABLE = 0x04, 0x08, 0x20
_PAPER_OUT, _PAPER_NEAR_END = 0x60, 0x0C
_WORKED_OFF_PAPER_OUT = 0x0C


def ask(what: int) -> bytes:
    return bytes([0x10, 0x04, what])


def is_genuine(answer: int) -> bool:
    """Whether a byte can be the answer to `10 04 n`."""
    return answer & 0x93 == 0x12


def is_worked_off(answer: int) -> bool:
    """Whether a byte can be the answer to `1D 72 01`."""
    return answer & 0x90 == 0


def worked_off_without_paper(answer: int) -> bool:
    return bool(answer & _WORKED_OFF_PAPER_OUT)


def pieces(raster: Raster, rows: int) -> Iterator[bytes]:
    """The raster as `GS v 0` commands of at most `rows` rows."""
    width = raster.width // 8
    for top in range(0, raster.height, rows):
        count = min(rows, raster.height - top)
        head = RASTER_HEAD + width.to_bytes(2, "little") + count.to_bytes(2, "little")
        yield head + raster.rows[top * width : (top + count) * width]


@dataclass(frozen=True, slots=True)
class StatusBytes:
    """Answers to `10 04 n`. `cause` and `error` are asked only of an offline printer; 0: it did not tell."""

    printer: int
    paper: int
    cause: int = 0
    error: int = 0

    def __str__(self) -> str:
        return " ".join(f"{byte:02X}" for byte in (self.printer, self.paper, self.cause, self.error))


def is_offline(printer: int) -> bool:
    return bool(printer & _OFFLINE)


def has_error(cause: int) -> bool:
    return bool(cause & _ERROR)


def judge(told: StatusBytes) -> DeviceStatus:
    """The first that holds, what a person must do first leading. A low roll still prints."""
    raw = str(told)
    needs_person = (
        (told.cause & _COVER_OPEN, Code.COVER_OPEN),
        (told.error & _CUTTER, Code.CUTTER_FAULT),
        (told.error & _MECHANICAL, Code.MEDIA_JAMMED),
        (told.paper & _PAPER_OUT or told.cause & _PAPER_STOP, Code.MEDIA_EMPTY),
        (told.printer & _OFFLINE or told.error & _UNRECOVERABLE, Code.HARDWARE_ERROR),
    )
    for holds, code in needs_person:
        if holds:
            return DeviceStatus(State.ATTENTION, code, raw)
    return DeviceStatus(State.READY, Code.MEDIA_LOW, raw) if told.paper & _PAPER_NEAR_END else READY
