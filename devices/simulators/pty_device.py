"""A device at the far end of a serial line, for simulators: what any of them does wrong on the line, and its plug.

A device of a kind says what it answers (`answers`) and what it forgets without power (`powered`).
"""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devices.simulators.pty_port import PtyPort
from devices.simulators.worker import Worker

_BITS = 10  # a byte on the line: start, eight, stop
_PACED_PIECE = 16


@dataclass
class LineFaults:
    """What goes wrong on the line, whatever the device is."""

    silent: bool = False
    before: bytes = b""  # garbage put before each answer
    instead: bytes | None = None  # these bytes in place of each answer
    piece: int = 0  # bytes written at a time; 0: all at once
    baud: int = 0  # bytes leave as slowly as at this speed; 0: at once
    cut_after: int | None = None  # so many more bytes, then the plug is pulled


class PtyDevice:
    """One thread behind one pty. Every public method may be called from any thread."""

    scheme = ""

    def __init__(self, link: Path | None, faults: LineFaults) -> None:
        self._link, self._faults = link, faults
        self._heard = threading.Condition()
        self._commands: list[tuple[int, ...]] = []
        self._port: PtyPort | None = PtyPort(link)
        self._worker = Worker(f"{self.scheme}-simulator", self._watched, self._on_ready)

    def answers(self, data: bytes) -> Iterator[bytes]:
        """The whole answers to what was heard, one for each request that ended with `data`."""
        raise NotImplementedError

    def powered(self) -> None:
        """The device has lost its power and has it again."""
        raise NotImplementedError

    @property
    def path(self) -> str:
        """The serial port; with `link` it stays the same through unplug and replug."""
        return str(self._link) if self._link is not None else self._worker.do(self._present_path)

    @property
    def url(self) -> str:
        return f"{self.scheme}:{self.path}"

    def mute(self) -> None:
        self.spoil(silent=True)

    def speak(self) -> None:
        """Truly again, after `mute` and `babble`."""
        self.spoil(silent=False, instead=None)

    def garbage(self, data: bytes) -> None:
        """Before every answer from now on."""
        self.spoil(before=data)

    def babble(self, data: bytes) -> None:
        """In place of every answer from now on."""
        self.spoil(instead=data)

    def cut_after(self, count: int) -> None:
        """Pull the plug once so many more bytes of answers were sent."""
        self.spoil(cut_after=count)

    def spoil(self, **faults: Any) -> None:
        """Set fields of the device's faults."""

        def set_all() -> None:
            for name, value in faults.items():
                setattr(self._faults, name, value)

        self._worker.do(set_all)

    def send(self, data: bytes) -> None:
        """Unasked bytes."""
        self._worker.do(lambda: self._port.write(data) if self._port else None)

    def unplug(self) -> None:
        self._worker.do(self._pull)

    def replug(self) -> None:
        """It has lost its power meanwhile."""
        self._worker.do(self._plug)

    def wait_for_more(self, timeout: float) -> bool:
        """True once one more command has been heard."""
        with self._heard:
            before = len(self._commands)
            return self._heard.wait_for(lambda: len(self._commands) > before, timeout)

    def close(self) -> None:
        self._worker.close(self._pull)

    def note(self, *command: int) -> None:
        with self._heard:
            del self._commands[:-10_000]
            self._commands.append(command)
            self._heard.notify_all()

    def _watched(self) -> list[int]:
        return [self._port.fileno()] if self._port else []

    def _present_path(self) -> str:
        if self._port is None:
            raise RuntimeError("the simulator is unplugged")
        return self._port.path

    def _on_ready(self, _descriptor: int) -> None:
        if self._port is None:
            return
        for answer in self.answers(self._port.read()):
            if not self._faults.silent:
                told = answer if self._faults.instead is None else self._faults.instead
                self._say(self._faults.before + told)

    def _say(self, data: bytes) -> None:
        faults = self._faults
        port, cut = self._port, faults.cut_after
        if port is None:
            return
        if cut is not None:
            faults.cut_after = max(0, cut - len(data))
            data = data[:cut]
        step = faults.piece or (_PACED_PIECE if faults.baud else len(data) or 1)
        begun = time.monotonic()
        for start in range(0, len(data), step):
            port.write(data[start : start + step])
            if faults.baud:
                due = begun + min(start + step, len(data)) * _BITS / faults.baud
                time.sleep(max(0.0, due - time.monotonic()))
        if faults.cut_after == 0:
            faults.cut_after = None
            self._pull()

    def _pull(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close()

    def _plug(self) -> None:
        self.powered()
        self._port = self._port or PtyPort(self._link)
