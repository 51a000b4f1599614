"""The inside of an ESC/POS printer: a byte parser, a buffer, a mechanism that can stop, and paper. Pure, no line.

Real-time status (`10 04 n`) is answered as it is heard; all else waits its turn in the buffer, so a stopped printer
still tells its status while `1D 72 01` stays unanswered. A raster piece is swallowed whole, whatever its bytes say.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType

from devices.simulators.png import png_of

_HEALTHY = 0x12


@dataclass(frozen=True, slots=True)
class Rows:
    width: int  # bytes
    rows: list[bytes]


@dataclass(frozen=True, slots=True)
class Feed:
    lines: int


@dataclass(frozen=True, slots=True)
class Cut:
    pass


@dataclass(frozen=True, slots=True)
class TellPaper:
    """`1D 72 01` in its turn."""


@dataclass(frozen=True, slots=True)
class TellNow:
    """`10 04 n`, at once."""

    what: int


Operation = Rows | Feed | Cut | TellPaper | TellNow

# Fixed lengths by first two bytes; what is not listed is passed over byte by byte.
_LENGTHS = MappingProxyType({b"\x1b\x40": 2, b"\x1b\x64": 3, b"\x1d\x56": 3, b"\x1d\x72": 3, b"\x10\x04": 3})
_RASTER = b"\x1d\x76"
_RASTER_HEAD = 8
_FEED_ROWS = 30


class Parser:
    """Bytes to operations; pieces of any size."""

    def __init__(self) -> None:
        self._held = bytearray()
        self.unknown = 0  # bytes that were part of no command

    def feed(self, data: bytes) -> Iterator[Operation]:
        self._held += data
        while self._held:
            length = self._command_length()
            if length is None or len(self._held) < length:
                return
            command = bytes(self._held[:length])
            del self._held[:length]
            operation = self._operation(command)
            if operation is not None:
                yield operation

    def _command_length(self) -> int | None:
        """None: not known before more bytes came."""
        if self._held[0] not in (0x1B, 0x1D, 0x10):
            return 1
        if len(self._held) < 2:
            return None
        if self._held[:2] != _RASTER:
            return _LENGTHS.get(bytes(self._held[:2]), 1)
        if len(self._held) < _RASTER_HEAD:
            return None
        width, height = (int.from_bytes(self._held[place : place + 2], "little") for place in (4, 6))
        return _RASTER_HEAD + width * height

    def _operation(self, command: bytes) -> Operation | None:
        if command[:2] == _RASTER:
            width = int.from_bytes(command[4:6], "little")
            body = command[_RASTER_HEAD:]
            return Rows(width, [body[start : start + width] for start in range(0, len(body), width or 1)])
        match command[:2]:
            case b"\x1b\x64":
                return Feed(command[2])
            case b"\x1d\x56":
                return Cut()
            case b"\x1d\x72":
                return TellPaper()
            case b"\x10\x04":
                return TellNow(command[2])
        self.unknown += len(command) == 1 and command != b"\0"
        return None


@dataclass
class Condition:
    """What a person could see. `*_after`: rows printed until it happens by itself."""

    no_paper: bool = False
    low: bool = False
    cover_open: bool = False
    jammed: bool = False
    cutter_stuck: bool = False
    no_paper_after: int | None = None
    jam_after: int | None = None

    @property
    def stopped(self) -> bool:
        return self.no_paper or self.cover_open or self.jammed or self.cutter_stuck


@dataclass
class PaperRoll:
    condition: Condition = field(default_factory=Condition)
    tells_worked_off: bool = True
    slips: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parser = Parser()
        self._waiting: deque[Operation] = deque()
        self._rows: list[bytes] = []
        self._width = 0

    def hear(self, data: bytes) -> bytes:
        """The answers to these bytes."""
        told = bytearray()
        for operation in self.parser.feed(data):
            if isinstance(operation, TellNow):
                told.append(self.status_byte(operation.what))
            else:
                self._waiting.append(operation)
                told += self.work()
        return bytes(told)

    def work(self) -> bytes:
        """Print what waits, as far as the mechanism goes; answers to what was asked in turn."""
        told = bytearray()
        while self._waiting and not self.condition.stopped:
            operation = self._waiting[0]
            if isinstance(operation, Rows) and not self._print(operation):
                break
            self._waiting.popleft()
            told += self._finish(operation)
        return bytes(told)

    def status_byte(self, what: int) -> int:
        state = self.condition
        bits = {
            1: 0x08 * state.stopped,
            2: 0x04 * state.cover_open | 0x20 * state.no_paper | 0x40 * (state.jammed or state.cutter_stuck),
            3: 0x04 * state.jammed | 0x08 * state.cutter_stuck,
            4: 0x6C * state.no_paper | 0x0C * state.low,
        }
        return _HEALTHY | bits.get(what, 0)

    def _print(self, piece: Rows) -> bool:
        """Row by row; False when the mechanism stopped inside, the rest of the piece still waiting."""
        self._width = max(self._width, piece.width)
        while piece.rows:
            self._rows.append(piece.rows.pop(0))
            self._wear()
            if self.condition.stopped:
                return False
        return True

    def _wear(self) -> None:
        state = self.condition
        if state.no_paper_after is not None:
            state.no_paper_after -= 1
            if state.no_paper_after < 0:
                state.no_paper, state.no_paper_after = True, None
        if state.jam_after is not None:
            state.jam_after -= 1
            if state.jam_after < 0:
                state.jammed, state.jam_after = True, None

    def _finish(self, operation: Operation) -> bytes:
        if isinstance(operation, Feed) and self._rows:
            self._rows += [b""] * (operation.lines * _FEED_ROWS)
        elif isinstance(operation, Cut):
            self._cut()
        elif isinstance(operation, TellPaper) and self.tells_worked_off:
            return bytes([0x03 * self.condition.low])
        return b""

    def _cut(self) -> None:
        if self._rows:
            self.slips.append(png_of(self._width * 8, [row.ljust(self._width, b"\0") for row in self._rows]))
        self._rows, self._width = [], 0
