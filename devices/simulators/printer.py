"""A receipt printer, byte for byte, behind a TCP port or a pty. What came out is in `slips`, as PNG."""

import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from devices.simulators.paper_roll import Condition, PaperRoll
from devices.simulators.pty_port import PtyPort
from devices.simulators.worker import Worker

_RAW_LIMIT = 16 * 1024 * 1024


class PrinterSimulator:
    """One thread. Every method may be called from any thread."""

    def __init__(self, transport: Literal["tcp", "pty"] = "tcp", link: Path | None = None) -> None:
        self._roll = PaperRoll()
        self._raw = bytearray()
        self._silent = False
        self._changed = threading.Condition()
        self._listener: socket.socket | None = None
        self._connection: socket.socket | None = None
        self._port: PtyPort | None = None
        if transport == "tcp":
            self._listener = socket.create_server(("127.0.0.1", 0))
            self.address: tuple[str, int] = self._listener.getsockname()
            self.url = f"escpos+tcp://127.0.0.1:{self.address[1]}"
        else:
            self._port = PtyPort(link)
            self.url = f"escpos+serial:{self._port.path}"
        self._worker = Worker("printer-simulator", self._watched, self._on_ready)

    @property
    def slips(self) -> list[bytes]:
        with self._changed:
            return list(self._roll.slips)

    @property
    def raw(self) -> bytes:
        """Every byte heard, from the start."""
        with self._changed:
            return bytes(self._raw)

    @property
    def unknown_bytes(self) -> int:
        """Bytes that were part of no command: a well-behaved program sends none."""
        return self._roll.parser.unknown

    def jam(self, after_rows: int | None = None) -> None:
        self._set(lambda state: setattr(state, *_now_or_after("jammed", "jam_after", after_rows)))

    def paper_out(self, after_rows: int | None = None) -> None:
        self._set(lambda state: setattr(state, *_now_or_after("no_paper", "no_paper_after", after_rows)))

    def paper_low(self) -> None:
        self._set(lambda state: setattr(state, "low", True))

    def open_cover(self) -> None:
        self._set(lambda state: setattr(state, "cover_open", True))

    def stick_cutter(self) -> None:
        self._set(lambda state: setattr(state, "cutter_stuck", True))

    def clear(self) -> None:
        """A person put all of it right; what waited in the buffer comes out."""
        self._worker.do(self._put_right)

    refill = clear

    def mute(self) -> None:
        """Hears and prints, tells nothing."""
        self._worker.do(lambda: setattr(self, "_silent", True))

    def speak(self) -> None:
        self._worker.do(lambda: setattr(self, "_silent", False))

    def forget_worked_off(self) -> None:
        """A model without `GS r`."""
        self._worker.do(lambda: setattr(self._roll, "tells_worked_off", False))

    def hang_up(self) -> None:
        """Close the connection (TCP); the next one is taken."""
        self._worker.do(self._drop)

    def wait_for_slips(self, count: int, timeout: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: len(self._roll.slips) >= count, timeout)

    def wait_for_bytes(self, count: int, timeout: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: len(self._raw) >= count, timeout)

    def close(self) -> None:
        self._worker.close(self._release)

    def _set(self, change: Callable[[Condition], None]) -> None:
        self._worker.do(lambda: change(self._roll.condition))

    def _put_right(self) -> None:
        self._roll.condition = Condition()
        with self._changed:
            told = self._roll.work()
            self._changed.notify_all()
        self._tell(told)

    def _watched(self) -> list[int]:
        return [end.fileno() for end in (self._listener, self._connection, self._port) if end is not None]

    def _on_ready(self, descriptor: int) -> None:
        if self._listener is not None and descriptor == self._listener.fileno():
            self._drop()
            self._connection = self._listener.accept()[0]
            return
        data = self._heard()
        with self._changed:
            self._raw += data
            del self._raw[:-_RAW_LIMIT]
            told = self._roll.hear(data)
            self._changed.notify_all()
        self._tell(told)

    def _heard(self) -> bytes:
        if self._port is not None:
            return self._port.read()
        assert self._connection is not None
        try:
            data = self._connection.recv(65536)
        except OSError:
            data = b""
        if not data:
            self._drop()
        return data

    def _tell(self, data: bytes) -> None:
        if not data or self._silent:
            return
        if self._port is not None:
            self._port.write(data)
        elif self._connection is not None:
            try:
                self._connection.sendall(data)
            except OSError:
                self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _release(self) -> None:
        self._drop()
        for end in (self._listener, self._port):
            if end is not None:
                end.close()


def _now_or_after(now: str, after: str, rows: int | None) -> tuple[str, bool | int]:
    return (now, True) if rows is None else (after, rows)
