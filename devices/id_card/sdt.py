"""Adapter of ID card readers with the SAM_V serial protocol ("SDT", GA 450 family).

`sdt:PORT?baud=115200&poll=0.3&lying=1`, PORT anything pyserial's `serial_for_url` takes. `lying`: 1 for models that
answer `30 03` with 90 or 91 while the card read last still lies there. After a good read most readers answer "no card"
to `20 01` until the card is lifted and laid again, so "gone" is never told from `20 01` alone on such a model.

Each request has a deadline and is sent three times at most; then the reader counts as lost (no answer) or at fault
(only garbage). A reader silent since it was opened is listened for once at each other speed of the family: it may have
been set to one by another program, or have lost one with its power. It is used at the speed it has. Logs may hold
status words and lengths, never contents.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from devices.address import Address, parse_address
from devices.id_card.exchange import Dialect, Exchange
from devices.id_card.sdt_frames import Answer, Request, answer_of, answer_scanner, encode_request
from devices.line import check_serial_url
from devices.ports import CardKind, CardRead, DeviceFault, DeviceLost, Refusal
from devices.status import READY, Code, DeviceStatus, State

RESET = Request(0x10, 0xFF)
STATUS = Request(0x11, 0xFF)
SAM_ID = Request(0x12, 0xFF)
FIND = Request(0x20, 0x01)
SELECT = Request(0x20, 0x02)
READ = Request(0x30, 0x01)
READ_ADDRESS = Request(0x30, 0x03)

OK, FOUND, NO_CARD, NO_CONTENT = 0x90, 0x9F, 0x80, 0x91
_BAD_FRAME = frozenset({0x10, 0x11})
_STILL_THERE = frozenset({OK, NO_CONTENT})
_REFUSALS: Mapping[int, Refusal] = MappingProxyType(
    {**dict.fromkeys((0x31, 0x32, 0x33, 0x41, 0x47, 0x81), Refusal.UNREADABLE), 0x40: Refusal.WRONG_KIND}
)
_SPEEDS = (115200, 57600, 38400, 19200, 9600)
_LISTEN_DEADLINE = 0.15  # an answer of eleven bytes takes 12 ms at the slowest speed
_LEAST_TEXT = 256
OPTIONS = frozenset({"baud", "poll", "lying"})


@dataclass(frozen=True, slots=True)
class SdtProfile:
    """What differs between models. Deadlines in seconds, for one sending of a request."""

    baud: int = 115200
    poll: float = 0.3
    lying: bool = True
    short_deadline: float = 1.0
    read_deadline: float = 5.0


_DIALECT = Dialect(answer_scanner, answer_of, refused=lambda answer: answer.sw3 in _BAD_FRAME)
Fits = Callable[[Answer], bool]


def _has(sw3: int, length: int) -> Fits:
    return lambda answer: answer.sw3 not in (OK, FOUND) or (answer.sw3 == sw3 and len(answer.data) == length)


_FITS_PLAIN = _has(OK, 0)
_FITS_SAM_ID = _has(OK, 16)
_FITS_FOUND = _has(FOUND, 4)
_FITS_SELECTED = _has(OK, 8)


def _fits_read(answer: Answer) -> bool:
    """Text and photo lengths lead the data, which holds exactly both."""
    if answer.sw3 not in (OK, FOUND):
        return True
    text, photo = _lengths(answer.data)
    return answer.sw3 == OK and text >= _LEAST_TEXT and len(answer.data) == 4 + text + photo


def _fits_any(answer: Answer) -> bool:
    return answer.sw3 != FOUND


def _lengths(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")


def parse_sdt_url(url: str) -> tuple[str, SdtProfile]:
    """The port and the profile. Raises UnknownDevice; opens nothing."""
    address: Address = parse_address(url, OPTIONS)
    check_serial_url(address.target)
    profile = SdtProfile(
        baud=address.number("baud", 115200, 1200, 4_000_000),
        poll=address.number("poll", 0.3, 0.05, 5.0),
        lying=address.switch("lying", default=True),
    )
    return address.target, profile


class SdtReader:
    """devices.ports.IdCardReader. One thread at a time; `cancel` from any."""

    def __init__(self, port: str, profile: SdtProfile) -> None:
        self.profile = profile
        self._baud = profile.baud
        self._exchange = Exchange(_DIALECT, port, profile.short_deadline)

    @property
    def poll(self) -> float:
        return self.profile.poll

    def open(self) -> DeviceStatus:
        self._exchange.open(self._baud)
        try:
            return self.status()
        except DeviceLost as lost:
            if lost.code is not Code.NOT_RESPONDING or not self._found_at_another_speed():
                raise
        return self.status()

    def status(self) -> DeviceStatus:
        """READY only by the SAM's own 90; a failed self-test or a missing licence is for the technician."""
        answer = self._ask(STATUS, _FITS_PLAIN)
        if answer.sw3 == OK:
            return READY
        return DeviceStatus(State.ATTENTION, Code.HARDWARE_ERROR, answer.words)

    def sam_id(self) -> str:
        """The security module's number as readers print it: `05.01-20110418-0000012345-0000005678`."""
        answer = self._ask(SAM_ID, _FITS_SAM_ID)
        if answer.sw3 != OK:
            raise DeviceFault("the reader does not tell its number", answer.words)
        return sam_id_text(answer.data)

    def card_gone(self) -> bool:
        """`20 01` says "no card" and, on models that can tell, `30 03` is neither 90 nor 91.

        A card just found is selected (not read), else `30 03` could not tell that it still lies there.
        """
        found = self._ask(FIND, _FITS_FOUND)
        if found.sw3 == FOUND:
            self._ask(SELECT, _FITS_SELECTED)
            return False
        if found.sw3 != NO_CARD:
            _refusal(found)
            return False
        return not self.profile.lying or self._ask(READ_ADDRESS, _fits_any).sw3 not in _STILL_THERE

    def read(self) -> CardRead | Refusal | None:
        found = self._ask(FIND, _FITS_FOUND)
        if found.sw3 == NO_CARD:
            return None
        if found.sw3 != FOUND:
            return _refusal(found)
        selected = self._ask(SELECT, _FITS_SELECTED)
        return self._read_selected() if selected.sw3 == OK else _refusal(selected)

    def _read_selected(self) -> CardRead | Refusal:
        try:
            answer = self._ask(READ, _fits_read, self.profile.read_deadline)
        except DeviceFault as fault:
            if fault.code is Code.FORMAT_ERROR:
                return Refusal.UNREADABLE  # this card's bytes do not come through; the reader itself answers
            raise
        if answer.sw3 != OK:
            return _refusal(answer)
        text, _ = _lengths(answer.data)
        return CardRead(CardKind.GA450, answer.data[4 : 4 + text], answer.data[4 + text :])

    def recover(self) -> None:
        if not self._exchange.is_open:
            self._exchange.open(self._baud)
        answer = self._ask(RESET, _FITS_PLAIN)
        if answer.sw3 != OK:
            raise DeviceFault("the reader refuses its reset", answer.words)

    def cancel(self) -> None:
        self._exchange.cancel()

    def close(self) -> None:
        self._exchange.close()

    def _found_at_another_speed(self) -> bool:
        """Ask for the status once at each; in vain, the configured speed stands again."""
        for self._baud in (speed for speed in _SPEEDS if speed != self.profile.baud):
            self._exchange.open(self._baud)
            if self._exchange.ask_once(encode_request(STATUS), _LISTEN_DEADLINE) is not None:
                return True
        self._baud = self.profile.baud
        return False

    def _ask(self, request: Request, fits: Fits, deadline: float | None = None) -> Answer:
        name = f"{request.command:02X} {request.parameter:02X}"
        return self._exchange.ask(encode_request(request), fits, deadline or self.profile.short_deadline, name)


def _refusal(answer: Answer) -> Refusal:
    """What a status means for the card laid. Raises DeviceFault when it is about the reader, or unknown."""
    refusal = _REFUSALS.get(answer.sw3)
    if refusal is None:
        raise DeviceFault("the reader reports a fault", answer.words)
    return refusal


def sam_id_text(data: bytes) -> str:
    """16 bytes, little endian u16.u16-u32-u32-u32."""
    parts = [int.from_bytes(data[start:end], "little") for start, end in ((0, 2), (2, 4), (4, 8), (8, 12), (12, 16))]
    return f"{parts[0]:02d}.{parts[1]:02d}-{parts[2]:08d}-{parts[3]:010d}-{parts[4]:010d}"
