"""A front of a test: a process of its own that carries bytes between the keeper's socket and the test.

It must be a process: the keeper knows a front by the process that connected, and kills that one.
Run as a program it is the carrier: `fake_front.py STATE`, frames in on stdin, frames out on stdout.
"""

import contextlib
import os
import select
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

from kiosk import wire, wire_line
from kiosk.build import build_digest

WAIT = 30.0


def connect(state: Path) -> socket.socket:
    """The keeper may just be starting."""
    give_up = time.monotonic() + WAIT
    while True:
        try:
            return wire_line.connect(state / wire_line.SOCKET_NAME)
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def carry(state: Path) -> None:
    with connect(state) as keeper:

        def inward() -> None:
            while piece := os.read(0, 65536):
                with contextlib.suppress(OSError):  # its keeper is gone, and it is not
                    keeper.sendall(piece)
            os._exit(0)  # the test is done with this front

        threading.Thread(target=inward, daemon=True).start()
        with contextlib.suppress(OSError):
            while piece := keeper.recv(65536):
                os.write(1, piece)
    os.close(1)
    threading.Event().wait()  # like a front, it lives on without its keeper


class FakeFront:
    """Speaks kiosk.wire by hand. Every wait has a deadline."""

    def __init__(self, state: Path) -> None:
        self._buffer = bytearray()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.fake_front", str(state)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    @property
    def pid(self) -> int:
        return self.process.pid

    def send(self, *messages: wire.FromFront) -> None:
        self.send_bytes(b"".join(wire_line.encode(message) for message in messages))

    def send_bytes(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def hello(
        self,
        slot: wire.Slot = wire.Slot.A,
        *,
        shown: bool = False,
        visit: bytes | None = None,
        last_record: bytes | None = None,
        build: bytes | None = None,
    ) -> None:
        self.send(wire.Hello(build or build_digest(), slot, shown, visit, last_record))

    def next(self, seconds: float = WAIT) -> wire.FromKeeper | None:
        """The next message; None when the keeper ended the line. Raises TimeoutError."""
        head = self._exactly(4, seconds)
        if head is None:
            return None
        body = self._exactly(int.from_bytes(head, "big"), seconds)
        assert body is not None
        return wire_line.decode_from_keeper(body)

    def expect(self, kind: type, seconds: float = WAIT) -> wire.FromKeeper:
        """The next message of `kind`; others before it are passed over."""
        while (message := self.next(seconds)) is not None:
            if isinstance(message, kind):
                return message
        raise AssertionError(f"the keeper ended the line before a {kind.__name__}")

    def says_nothing(self, seconds: float) -> bool:
        """Whether no byte comes for so long."""
        assert self.process.stdout is not None
        return not self._buffer and not select.select([self.process.stdout], [], [], seconds)[0]

    def become_ready(self, slot: wire.Slot = wire.Slot.A) -> None:
        self.hello(slot)
        self.expect(wire.ConfigurationEnd)
        self.send(wire.Ready(), wire.Beat())

    def come_up(self, slot: wire.Slot = wire.Slot.A) -> wire.Show:
        """Hello to first frame and health."""
        self.become_ready(slot)
        show = self.expect(wire.Show)
        assert isinstance(show, wire.Show)
        self.send(wire.FirstFrame(), wire.Health(()))
        return show

    def died(self, seconds: float = WAIT) -> int:
        """Its exit status, once it is dead."""
        return self.process.wait(seconds)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def __enter__(self) -> "FakeFront":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def _exactly(self, count: int, seconds: float) -> bytes | None:
        assert self.process.stdout is not None
        while len(self._buffer) < count:
            if not select.select([self.process.stdout], [], [], seconds)[0]:
                raise TimeoutError(f"the keeper said nothing for {seconds} s")
            piece = os.read(self.process.stdout.fileno(), 65536)
            if not piece:
                return None
            self._buffer += piece
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken


if __name__ == "__main__":
    carry(Path(sys.argv[1]))
