"""Adapter of multi-function readers that speak STX/ETX frames and pass ID cards on from their own security module.

`stxetx:PORT?baud=115200&poll=0.3&lying=1`, PORT anything pyserial's `serial_for_url` takes. One command finds, selects
and reads an ID card; as with the module itself, a card read once is "no card" to it until it was lifted and laid again.
`lying`: 1 for models whose contactless find tells whether anything lies in the field; a model that does not know that
command is found out by its own answer. Without it, a look reads the card and forgets what it read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from devices.address import parse_address
from devices.id_card.exchange import Dialect, Exchange
from devices.id_card.stxetx_frames import Answer, Request, answer_of, encode_request, scanner
from devices.line import check_serial_url
from devices.ports import CardKind, CardRead, DeviceFault, Refusal
from devices.status import READY, Code, DeviceStatus, State

READ = Request(0xCA01, b"\0")
VERSION = Request(0x3111)
RESET = Request(0x3112)
FIND = Request(0x3225)

DONE, CARD_DONE, NO_CARD = 0x0000, 0x9000, 0x8000
UNKNOWN_COMMAND = 0x00F4
_BAD_FRAME = frozenset({0x00F1, 0x00F2, 0x00F3})
_REFUSALS: Mapping[int, Refusal] = MappingProxyType(
    {
        **dict.fromkeys((0x3100, 0x3200, 0x3300, 0x4100, 0x4700, 0x8100), Refusal.UNREADABLE),
        0x4000: Refusal.WRONG_KIND,
    }
)
_LEAST_TEXT = 256
OPTIONS = frozenset({"baud", "poll", "lying"})


@dataclass(frozen=True, slots=True)
class StxetxProfile:
    """What differs between models. Deadlines in seconds, for one sending of a request."""

    baud: int = 115200
    poll: float = 0.3
    lying: bool = True
    short_deadline: float = 1.0
    read_deadline: float = 5.0


def parse_stxetx_url(url: str) -> tuple[str, StxetxProfile]:
    """The port and the profile. Raises UnknownDevice; opens nothing."""
    address = parse_address(url, OPTIONS)
    check_serial_url(address.target)
    profile = StxetxProfile(
        baud=address.number("baud", 115200, 1200, 4_000_000),
        poll=address.number("poll", 0.3, 0.05, 5.0),
        lying=address.switch("lying", default=True),
    )
    return address.target, profile


Fits = Callable[[Answer], bool]
_DIALECT = Dialect(scanner, answer_of, refused=lambda answer: answer.status in _BAD_FRAME)


def _fits_any(answer: Answer) -> bool:
    return answer.status != CARD_DONE


def _fits_empty(answer: Answer) -> bool:
    return answer.status != CARD_DONE and (answer.status != DONE or not answer.data)


def _fits_read(answer: Answer) -> bool:
    """Text and photo lengths lead the data, which holds exactly both."""
    if answer.status != CARD_DONE:
        return answer.status != DONE
    text, photo = _lengths(answer.data)
    return text >= _LEAST_TEXT and len(answer.data) == 4 + text + photo


def _lengths(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")


class StxetxReader:
    """devices.ports.IdCardReader. One thread at a time; `cancel` from any."""

    def __init__(self, port: str, profile: StxetxProfile) -> None:
        self.profile = profile
        self._exchange = Exchange(_DIALECT, port, profile.short_deadline)
        self._knows_find = profile.lying

    @property
    def poll(self) -> float:
        return self.profile.poll

    def open(self) -> DeviceStatus:
        self._exchange.open(self.profile.baud)
        return self.status()

    def status(self) -> DeviceStatus:
        """READY by the reader's telling its version, the one question every model knows."""
        answer = self._ask(VERSION, _fits_any)
        if answer.status == DONE:
            return READY
        return DeviceStatus(State.ATTENTION, Code.HARDWARE_ERROR, answer.words)

    def version(self) -> str:
        """What the reader calls itself; bytes that are no printable ASCII are left out."""
        answer = self._ask(VERSION, _fits_any)
        return "".join(chr(byte) for byte in answer.data if 0x20 <= byte < 0x7F)

    def card_gone(self) -> bool:
        """Nothing in the field; on a model that cannot tell, nothing that a read finds."""
        if self._knows_find:
            found = self._ask(FIND, _fits_any)
            if found.status != UNKNOWN_COMMAND:
                return found.status != DONE
            self._knows_find = False
        answer = self._ask_for_card()
        return answer is not None and answer.status == NO_CARD

    def read(self) -> CardRead | Refusal | None:
        """An answer that was missed may have spent the card: then the module is reset, and finds it anew.

        Allowed here alone: reading comes after "no card", so no stranger's card can be taken for this one.
        """
        answer = self._ask_for_card()
        if answer is not None and answer.status == NO_CARD and self._exchange.misses:
            self.recover()
            answer = self._ask_for_card()
        if answer is None:
            return Refusal.UNREADABLE
        if answer.status == NO_CARD:
            return None
        if answer.status != CARD_DONE:
            return _refusal(answer)
        text, _ = _lengths(answer.data)
        return CardRead(CardKind.GA450, answer.data[4 : 4 + text], answer.data[4 + text :])

    def _ask_for_card(self) -> Answer | None:
        """None: this card's bytes do not come through; the reader itself answers."""
        try:
            return self._ask(READ, _fits_read, self.profile.read_deadline)
        except DeviceFault as fault:
            if fault.code is Code.FORMAT_ERROR:
                return None
            raise

    def recover(self) -> None:
        if not self._exchange.is_open:
            self._exchange.open(self.profile.baud)
        answer = self._ask(RESET, _fits_empty)
        if answer.status != DONE:
            raise DeviceFault("the reader refuses its reset", answer.words)

    def cancel(self) -> None:
        self._exchange.cancel()

    def close(self) -> None:
        self._exchange.close()

    def _ask(self, request: Request, fits: Fits, deadline: float | None = None) -> Answer:
        frame = encode_request(request)
        return self._exchange.ask(frame, fits, deadline or self.profile.short_deadline, f"{request.command:04X}")


def _refusal(answer: Answer) -> Refusal:
    """The module's code stands in the high byte. Raises DeviceFault when it is about the reader, or unknown."""
    refusal = _REFUSALS.get(answer.status)
    if refusal is None:
        raise DeviceFault("the reader reports a fault", answer.words)
    return refusal
