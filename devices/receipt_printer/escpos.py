"""Adapter of ESC/POS receipt printers over a serial port or TCP. Everything is drawn: text never goes out as text.

`escpos+serial:PORT?baud=115200&dots=576&flow=0` (PORT: anything for pyserial's `serial_for_url`; `flow=1`: RTS/CTS) and
`escpos+tcp://HOST:9100?dots=576`.

Bytes taken are not a receipt printed. PRINTED needs the device's word after the last byte: status and paper fine
and, where the printer knows `GS r` (tried before each first job), its answer that all before was worked off.
NOT_PRINTED is said only when no row was sent; all else is UNKNOWN.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from devices.address import Address, parse_address
from devices.line import Line, SerialLine, TcpLine, check_serial_url
from devices.ports import DeviceError, DeviceLost, Outcome, PrintJob, Raster, UnknownDevice
from devices.receipt_printer import escpos_bytes as codec
from devices.receipt_printer.escpos_bytes import StatusBytes
from devices.status import Code, DeviceStatus, State

Connect = Callable[[threading.Event], Line]

SERIAL_OPTIONS = frozenset({"baud", "dots", "flow"})
TCP_OPTIONS = frozenset({"dots"})
_ATTEMPTS = 3
TOO_WIDE = DeviceStatus(State.READY, Code.UNSUPPORTED, "raster wider than the paper")


@dataclass(frozen=True, slots=True)
class EscposProfile:
    """What differs between models. Seconds; `pace`: seconds a byte takes on the line."""

    dots: int = 576
    rows: int = 128
    pace: float = 0.0
    rows_per_second: int = 150  # slower than any receipt printer
    answer_deadline: float = 1.0
    try_deadline: float = 0.5
    write_deadline: float = 5.0


def check_dots(address: Address) -> int:
    """Raises UnknownDevice."""
    dots = address.number("dots", 576, 8, 1024)
    if dots % 8:
        raise UnknownDevice("option dots is no multiple of 8")
    return dots


def parse_serial_url(url: str) -> tuple[Connect, EscposProfile]:
    """Raises UnknownDevice; opens nothing."""
    address = parse_address(url, SERIAL_OPTIONS)
    check_serial_url(address.target)
    baud = address.number("baud", 115200, 1200, 4_000_000)
    flow = address.switch("flow", default=False)
    profile = EscposProfile(dots=check_dots(address), pace=10 / baud)
    return lambda cancelled: SerialLine(address.target, baud, cancelled, stall=5.0, rtscts=flow), profile


def parse_tcp_url(url: str) -> tuple[Connect, EscposProfile]:
    """Raises UnknownDevice; opens nothing."""
    address = parse_address(url.replace("//", "", 1), TCP_OPTIONS)
    try:
        where = urlsplit("//" + address.target)
        host, port = where.hostname, where.port or 9100
    except ValueError as error:
        raise UnknownDevice("no host and port", str(error)) from error
    if not host or where.path or where.username is not None:
        raise UnknownDevice("no host and port")
    return lambda cancelled: TcpLine(host, port, cancelled), EscposProfile(dots=check_dots(address))


class EscposPrinter:
    """devices.ports.ReceiptPrinter. One thread at a time; `cancel` from any."""

    def __init__(self, connect: Connect, profile: EscposProfile) -> None:
        self.profile = profile
        self._connect = connect
        self._line: Line | None = None
        self._cancelled = threading.Event()
        self._tells_worked_off: bool | None = None  # not tried yet
        self._unfinished = False  # rows of a job may be waiting in the printer

    @property
    def dots(self) -> int:
        return self.profile.dots

    def open(self) -> DeviceStatus:
        self.close()
        self._tells_worked_off = None
        self._line = self._connect(self._cancelled)
        try:
            return self.status()
        except DeviceLost as lost:
            if lost.code is not Code.NOT_RESPONDING or not self._unfinished:
                raise
        self.reset()  # the rest of our own broken piece may swallow every question
        return self.status()

    def status(self) -> DeviceStatus:
        return self._status(self.profile.answer_deadline)

    def print(self, job: PrintJob) -> tuple[Outcome, DeviceStatus]:
        """An unfinished job before this one is pushed out first, lest its rest comes out as part of this slip."""
        if job.raster.width > self.dots:
            return Outcome.NOT_PRINTED, TOO_WIDE
        try:
            status = self._prepare()
        except DeviceError as error:
            return Outcome.NOT_PRINTED, error.status
        if status.state is not State.READY:
            return Outcome.NOT_PRINTED, status
        self._unfinished = True
        try:
            finished, status = self._send(job.raster)
        except DeviceError as error:
            return Outcome.UNKNOWN, error.status
        if finished and status.state is State.READY:
            self._unfinished = False
            return Outcome.PRINTED, status
        return Outcome.UNKNOWN, status

    def reset(self) -> None:
        """As many NULs as a piece has bytes end a raster cut short in the middle; outside of one they do nothing."""
        rest = bytes(codec.MOST_ROWS * self.dots // 8)
        self._write(rest + codec.INITIALISE + codec.FEED_AND_CUT)
        self._unfinished = False

    def cancel(self) -> None:
        self._cancelled.set()

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _prepare(self) -> DeviceStatus:
        status = self.status()
        if status.state is not State.READY:
            return status
        if self._unfinished:
            self.reset()
        if self._tells_worked_off is None:
            self._tells_worked_off = self._worked_off(self.profile.try_deadline) is not None
        self._write(codec.INITIALISE)
        return status

    def _send(self, raster: Raster) -> tuple[bool, DeviceStatus]:
        """Whether all was sent and, where the printer can tell, worked off; and how it is after that."""
        patience = self.profile.answer_deadline + self.profile.rows / self.profile.rows_per_second
        for piece in codec.pieces(raster, self.profile.rows):
            self._write(piece)
            status = self._status(patience + len(piece) * self.profile.pace)
            if status.state is not State.READY:
                return False, status
        self._write(codec.FEED_AND_CUT)
        finished = self._surely_worked_off(patience)
        return finished, self._status(patience)

    def _surely_worked_off(self, patience: float) -> bool:
        if not self._tells_worked_off:
            return True  # the status alone must do
        answer = self._worked_off(patience + codec.MOST_ROWS / self.profile.rows_per_second)
        return answer is not None and not codec.worked_off_without_paper(answer)

    def _worked_off(self, deadline: float) -> int | None:
        line = self._open_line()
        line.discard_input()
        self._write(codec.WORKED_OFF)
        return _first(line, codec.is_worked_off, deadline)

    def _status(self, patience: float) -> DeviceStatus:
        """Causes are asked of an offline printer only, and one that cannot tell them is still offline."""
        printer, paper = self._ask(codec.PRINTER, patience), self._ask(codec.PAPER, patience)
        if not codec.is_offline(printer):
            return codec.judge(StatusBytes(printer, paper))
        cause = self._ask_once(codec.OFFLINE_CAUSE, self.profile.try_deadline) or 0
        error = self._ask_once(codec.ERROR_CAUSE, self.profile.try_deadline) or 0 if codec.has_error(cause) else 0
        return codec.judge(StatusBytes(printer, paper, cause, error))

    def _ask(self, what: int, deadline: float) -> int:
        """Three misses and the printer is lost: silence is never "ready"."""
        for _ in range(_ATTEMPTS):
            answer = self._ask_once(what, deadline)
            if answer is not None:
                return answer
        raise DeviceLost("the printer does not answer", f"10 04 {what:02X}", Code.NOT_RESPONDING)

    def _ask_once(self, what: int, deadline: float) -> int | None:
        line = self._open_line()
        line.discard_input()
        self._write(codec.ask(what))
        return _first(line, codec.is_genuine, deadline)

    def _write(self, data: bytes) -> None:
        self._open_line().write(data, self.profile.write_deadline + 2 * len(data) * self.profile.pace)

    def _open_line(self) -> Line:
        if self._line is None:
            raise DeviceLost("the printer is not open", code=Code.NOT_REACHABLE)
        return self._line


def _first(line: Line, genuine: Callable[[int], bool], deadline: float) -> int | None:
    """The first byte that can be the answer; None after `deadline`."""
    end = time.monotonic() + deadline
    while (left := end - time.monotonic()) > 0:
        for byte in line.read(1, left):
            if genuine(byte):
                return byte
    return None
