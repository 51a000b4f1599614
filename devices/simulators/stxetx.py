"""A multi-function reader with STX/ETX frames, byte for byte, behind a pty. Inside sits the module of the SDT family.

Its contactless find sees whatever lies in the field, read or not.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from devices.id_card import sdt_frames
from devices.id_card.stxetx_frames import Answer, Request, encode_answer, request_of, scanner
from devices.simulators.cards import SimulatedCard
from devices.simulators.pty_device import LineFaults, PtyDevice
from devices.simulators.sdt import SamModel

_READ, _VERSION, _RESET, _FIND = 0xCA01, 0x3111, 0x3112, 0x3225
_FIND_CARD, _SELECT_CARD, _READ_CARD = (
    sdt_frames.Request(0x20, 0x01),
    sdt_frames.Request(0x20, 0x02),
    sdt_frames.Request(0x30, 0x01),
)
_DONE = Answer(0x0000)
_NOTHING_THERE = Answer(0x00FE)
_BAD_CHECKSUM = Answer(0x00F3)
_BAD_COMMAND = Answer(0x00F4)
_VERSION_TEXT = b"STXETX-SIM 1.0"
_GOOD = frozenset({0x90, 0x9F})


@dataclass
class Faults(LineFaults):
    """What the reader does wrong. Counters run down with each answer they spoil."""

    wrong_checksums: int = 0
    answers: dict[int, Answer | None] = field(default_factory=dict)


class StxetxSimulator(PtyDevice):
    """devices.simulators.pty_device.PtyDevice of this family."""

    scheme = "stxetx"
    _faults: Faults

    def __init__(self, link: Path | None = None) -> None:
        self._model = SamModel()
        self._scanner = scanner()
        super().__init__(link, Faults())

    @property
    def commands(self) -> list[int]:
        """What was heard, in order."""
        with self._heard:
            return [command for (command,) in self._commands]

    def lay(self, card: SimulatedCard) -> None:
        self._worker.do(lambda: self._model.lay(card))

    def lift(self) -> None:
        self._worker.do(self._model.lift)

    def answer_with(self, command: int, answer: Answer | None) -> None:
        """Always this answer to a command; None: the true one again."""
        self._worker.do(lambda: self._faults.answers.update({command: answer}))

    def answers(self, data: bytes) -> Iterator[bytes]:
        for found in self._scanner.feed(data):
            yield self._answer(request_of(found) if isinstance(found, bytes) else None)

    def powered(self) -> None:
        self._model.reset()
        self._scanner = scanner()

    def _answer(self, request: Request | None) -> bytes:
        """None: a request with a wrong checksum."""
        if request is None:
            return encode_answer(_BAD_CHECKSUM)
        self.note(request.command)
        frame = bytearray(encode_answer(self._faults.answers.get(request.command) or self._true_answer(request)))
        if self._faults.wrong_checksums:
            self._faults.wrong_checksums -= 1
            frame[-2] ^= 0xFF
        return bytes(frame)

    def _true_answer(self, request: Request) -> Answer:
        handler = _HANDLERS.get(request.command)
        return handler(self) if handler else _BAD_COMMAND

    def version(self) -> Answer:
        return Answer(0x0000, _VERSION_TEXT)

    def reset(self) -> Answer:
        self._model.reset()
        return _DONE

    def find(self) -> Answer:
        return _DONE if self._model.card else _NOTHING_THERE

    def read(self) -> Answer:
        """Find, select and read in one; the module's own code of a failure stands in the high byte."""
        for request in (_FIND_CARD, _SELECT_CARD, _READ_CARD):
            answer = self._model.answer(request)
            if answer.sw3 not in _GOOD:
                return Answer(answer.sw3 << 8)
        return Answer(0x9000, answer.data)


_HANDLERS: Mapping[int, Callable[[StxetxSimulator], Answer]] = MappingProxyType(
    {
        _READ: StxetxSimulator.read,
        _VERSION: StxetxSimulator.version,
        _RESET: StxetxSimulator.reset,
        _FIND: StxetxSimulator.find,
    }
)
