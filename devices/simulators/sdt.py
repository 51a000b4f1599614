"""An ID card reader of the SDT family, byte for byte, behind a pty.

It keeps the habit of real ones: after a good read `20 01` says "no card" until the card is lifted and laid again, while
`30 03` says 90 or 91 as long as the card selected last still lies there. A reset makes it forget: the lying card is
found anew.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from devices.id_card.sdt_frames import Answer, Request, encode_answer, request_of, request_scanner
from devices.simulators.cards import SimulatedCard
from devices.simulators.pty_device import LineFaults, PtyDevice

_SAM_ID = bytes.fromhex("05000100 52DC3201 39300000 2E160000")

_READ = Request(0x30, 0x01)
_OK = Answer(0, 0, 0x90)
_NO_CARD = Answer(0, 0, 0x80)
_SELECT_FAILED = Answer(0, 0, 0x81)
_READ_FAILED = Answer(0, 0, 0x41)
_NO_CONTENT = Answer(0, 0, 0x91)
_BAD_CHECKSUM = Answer(0, 0, 0x10)
_BAD_COMMAND = Answer(0, 0, 0x21)


@dataclass
class Faults(LineFaults):
    """What the reader does wrong. Counters run down with each answer they spoil."""

    wrong_checksums: int = 0
    answers: dict[tuple[int, int], Answer | None] = field(default_factory=dict)
    pull_after: int | None = None  # bytes of the next `30 01` answer, then the plug is pulled
    speed: int = 0  # hears only a host at this speed; 0: at any


class SamModel:
    """What the security module knows: pure, no line. One card at most."""

    def __init__(self) -> None:
        self.card: SimulatedCard | None = None
        self._found = self._selected = self._read = False

    def lay(self, card: SimulatedCard) -> None:
        self.lift()
        self.card = card

    def lift(self) -> None:
        self.card = None
        self._found = self._selected = self._read = False

    def answer(self, request: Request) -> Answer:
        handler = _HANDLERS.get((request.command, request.parameter))
        return handler(self) if handler else _BAD_COMMAND

    def reset(self) -> Answer:
        self._found = self._selected = self._read = False
        return _OK

    def status(self) -> Answer:
        return _OK

    def sam_id(self) -> Answer:
        return Answer(0, 0, 0x90, _SAM_ID)

    def find(self) -> Answer:
        if self.card is None or self._read:
            return _NO_CARD
        self._found = True
        return Answer(0, 0, 0x9F, self.card.identifier)

    def select(self) -> Answer:
        if self.card is None or not self._found:
            return _SELECT_FAILED
        self._selected = True
        return Answer(0, 0, 0x90, self.card.serial)

    def read(self) -> Answer:
        card = self.card
        if card is None or not self._selected:
            return _READ_FAILED
        self._read = True
        lengths = len(card.text).to_bytes(2, "big") + len(card.photo).to_bytes(2, "big")
        return Answer(0, 0, 0x90, lengths + card.text + card.photo)

    def read_address(self) -> Answer:
        if self.card is None or not self._selected:
            return _READ_FAILED
        return Answer(0, 0, 0x90, self.card.address) if self.card.address else _NO_CONTENT


_HANDLERS: Mapping[tuple[int, int], Callable[[SamModel], Answer]] = MappingProxyType(
    {
        (0x10, 0xFF): SamModel.reset,
        (0x11, 0xFF): SamModel.status,
        (0x12, 0xFF): SamModel.sam_id,
        (0x20, 0x01): SamModel.find,
        (0x20, 0x02): SamModel.select,
        (0x30, 0x01): SamModel.read,
        (0x30, 0x03): SamModel.read_address,
    }
)


class SdtSimulator(PtyDevice):
    """devices.simulators.pty_device.PtyDevice of this family."""

    scheme = "sdt"
    _faults: Faults

    def __init__(self, link: Path | None = None) -> None:
        self._model = SamModel()
        self._scanner = request_scanner()
        super().__init__(link, Faults())

    @property
    def commands(self) -> list[tuple[int, ...]]:
        """What was heard, in order, as (command, parameter)."""
        with self._heard:
            return list(self._commands)

    def lay(self, card: SimulatedCard) -> None:
        self._worker.do(lambda: self._model.lay(card))

    def lift(self) -> None:
        self._worker.do(self._model.lift)

    def answer_with(self, command: int, parameter: int, answer: Answer | None) -> None:
        """Always this answer to a command; None: the true one again."""
        self._worker.do(lambda: self._faults.answers.update({(command, parameter): answer}))

    def wait_for(self, command: int, parameter: int, timeout: float, times: int = 1) -> bool:
        """True once the command has been heard so often, from the start."""
        with self._heard:
            return self._heard.wait_for(lambda: self._commands.count((command, parameter)) >= times, timeout)

    def answers(self, data: bytes) -> Iterator[bytes]:
        if self._faults.speed and self._port and self._port.speed != self._faults.speed:
            return  # another speed's bytes are noise
        for found in self._scanner.feed(data):
            yield self._answer(request_of(found) if isinstance(found, bytes) else None)

    def powered(self) -> None:
        self._model.reset()
        self._scanner = request_scanner()

    def _answer(self, request: Request | None) -> bytes:
        """None: a request with a wrong checksum."""
        if request is not None:
            self.note(request.command, request.parameter)
        frame = bytearray(encode_answer(self._true_or_false(request)))
        if self._faults.wrong_checksums:
            self._faults.wrong_checksums -= 1
            frame[-1] ^= 0xFF
        if request == _READ and self._faults.pull_after is not None:
            self._faults.cut_after, self._faults.pull_after = self._faults.pull_after, None
        return bytes(frame)

    def _true_or_false(self, request: Request | None) -> Answer:
        if request is None:
            return _BAD_CHECKSUM
        return self._faults.answers.get((request.command, request.parameter)) or self._model.answer(request)
