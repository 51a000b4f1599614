"""An ID card reader of the SDT family, byte for byte, behind a pty.

It keeps the habit of real ones: after a good read `20 01` says "no card" until the card is lifted and laid again, while
`30 03` says 90 or 91 as long as the card selected last still lies there. A reset makes it forget: the lying card is
found anew.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from devices.id_card.sdt_frames import Answer, Request, encode_answer, request_of, request_scanner
from devices.simulators.cards import SimulatedCard
from devices.simulators.pty_port import PtyPort
from devices.simulators.worker import Worker

_SAM_ID = bytes.fromhex("05000100 52DC3201 39300000 2E160000")
_LAST_COMMANDS = 10_000

_READ = Request(0x30, 0x01)
_OK = Answer(0, 0, 0x90)
_NO_CARD = Answer(0, 0, 0x80)
_SELECT_FAILED = Answer(0, 0, 0x81)
_READ_FAILED = Answer(0, 0, 0x41)
_NO_CONTENT = Answer(0, 0, 0x91)
_BAD_CHECKSUM = Answer(0, 0, 0x10)
_BAD_COMMAND = Answer(0, 0, 0x21)


@dataclass
class Faults:
    """What the reader does wrong. Counters run down with each answer they spoil."""

    silent: bool = False
    before: bytes = b""  # garbage put before each answer
    wrong_checksums: int = 0
    answers: dict[tuple[int, int], Answer | None] = field(default_factory=dict)
    pull_after: int | None = None  # bytes of the next `30 01` answer, then the plug is pulled
    piece: int = 0  # bytes written at a time; 0: all at once


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


class SdtSimulator:
    """One thread behind one pty. Every method may be called from any thread."""

    def __init__(self, link: Path | None = None) -> None:
        self._faults = Faults()
        self._model = SamModel()
        self._link = link
        self._commands: list[tuple[int, int]] = []
        self._heard = threading.Condition()
        self._scanner = request_scanner()
        self._port: PtyPort | None = PtyPort(link)
        self._worker = Worker("sdt-simulator", self._watched, self._on_ready)

    @property
    def path(self) -> str:
        """The serial port; with `link` it stays the same through unplug and replug."""
        return str(self._link) if self._link is not None else self._worker.do(self._present_path)

    @property
    def url(self) -> str:
        return f"sdt:{self.path}"

    @property
    def commands(self) -> list[tuple[int, int]]:
        """What was heard, in order, as (command, parameter)."""
        with self._heard:
            return list(self._commands)

    def lay(self, card: SimulatedCard) -> None:
        self._worker.do(lambda: self._model.lay(card))

    def lift(self) -> None:
        self._worker.do(self._model.lift)

    def mute(self) -> None:
        self.spoil(silent=True)

    def speak(self) -> None:
        self.spoil(silent=False)

    def garbage(self, data: bytes) -> None:
        """Before every answer from now on."""
        self.spoil(before=data)

    def spoil(self, **faults: Any) -> None:
        """Set fields of Faults."""

        def set_all() -> None:
            for name, value in faults.items():
                setattr(self._faults, name, value)

        self._worker.do(set_all)

    def answer_with(self, command: int, parameter: int, answer: Answer | None) -> None:
        """Always this answer to a command; None: the true one again."""
        self._worker.do(lambda: self._faults.answers.update({(command, parameter): answer}))

    def send(self, data: bytes) -> None:
        """Unasked bytes."""
        self._worker.do(lambda: self._port.write(data) if self._port else None)

    def unplug(self) -> None:
        self._worker.do(self._pull)

    def replug(self) -> None:
        """The reader has lost its power meanwhile."""
        self._worker.do(self._plug)

    def wait_for(self, command: int, parameter: int, timeout: float, times: int = 1) -> bool:
        """True once the command has been heard so often, from the start."""
        with self._heard:
            return self._heard.wait_for(lambda: self._commands.count((command, parameter)) >= times, timeout)

    def wait_for_more(self, timeout: float) -> bool:
        """True once one more command has been heard."""
        with self._heard:
            before = len(self._commands)
            return self._heard.wait_for(lambda: len(self._commands) > before, timeout)

    def close(self) -> None:
        self._worker.close(self._pull)

    def _watched(self) -> list[int]:
        return [self._port.fileno()] if self._port else []

    def _present_path(self) -> str:
        if self._port is None:
            raise RuntimeError("the simulator is unplugged")
        return self._port.path

    def _on_ready(self, _descriptor: int) -> None:
        if self._port is not None:
            for found in self._scanner.feed(self._port.read()):
                self._answer(request_of(found) if isinstance(found, bytes) else None)

    def _answer(self, request: Request | None) -> None:
        """None: a request with a wrong checksum."""
        if request is not None:
            self._note(request)
        if self._faults.silent or self._port is None:
            return
        frame = bytearray(encode_answer(self._true_or_false(request)))
        if self._faults.wrong_checksums:
            self._faults.wrong_checksums -= 1
            frame[-1] ^= 0xFF
        frame[:0] = self._faults.before
        if request == _READ and self._faults.pull_after is not None:
            self._port.write(bytes(frame[: self._faults.pull_after]))
            self._faults.pull_after = None
            self._pull()
        else:
            self._say(self._port, bytes(frame))

    def _true_or_false(self, request: Request | None) -> Answer:
        if request is None:
            return _BAD_CHECKSUM
        return self._faults.answers.get((request.command, request.parameter)) or self._model.answer(request)

    def _note(self, request: Request) -> None:
        with self._heard:
            del self._commands[:-_LAST_COMMANDS]
            self._commands.append((request.command, request.parameter))
            self._heard.notify_all()

    def _say(self, port: PtyPort, data: bytes) -> None:
        step = self._faults.piece or len(data)
        for start in range(0, len(data), step):
            port.write(data[start : start + step])

    def _pull(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close()

    def _plug(self) -> None:
        self._model.reset()
        self._scanner = request_scanner()
        self._port = self._port or PtyPort(self._link)
