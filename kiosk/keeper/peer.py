"""One front on the keeper's socket: who it is, a thread that reads, a thread that writes."""

import contextlib
import os
import queue
import select
import signal
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from kiosk import wire, wire_line

HELLO_SECONDS = 5
SEND_SECONDS = 10
EXIT_SECONDS = 5.0
_QUEUED = 256

Outgoing = tuple[Iterable[wire.FromKeeper], Callable[[], None] | None]


@dataclass(frozen=True, slots=True)
class Credentials:
    """Of the process that connected, as the kernel says."""

    pid: int
    uid: int


def credentials_of(connection: socket.socket) -> Credentials:
    pid, uid, _gid = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return Credentials(pid, uid)


class Reception(Protocol):
    """What is done with what a front says. Called on the peer's reading thread."""

    def hello(self, peer: "Peer", hello: wire.Hello) -> None:
        """The first message. Raises WireError to refuse."""

    def message(self, peer: "Peer", message: wire.FromFront) -> None:
        """Every later one. Raises WireError to break with the front."""

    def gone(self, peer: "Peer", error: OSError | None) -> None:
        """The connection is over and, if the front was greeted, its process has ended."""


class Peer:
    """`number` names the connection in facts and orders. The process is held by a descriptor: a pid may be reused.

    `visit` and `last_record` are as told; `greeted` once the desk has welcomed it.

    A front whose line broke is killed: nobody could tell it to leave the screen.
    """

    def __init__(self, number: int, connection: socket.socket, pid: int, reception: Reception) -> None:
        self.number = number
        self.slot = wire.Slot.A
        self.visit: bytes | None = None
        self.last_record: bytes | None = None
        self.greeted = False
        self.spared = False
        self._reception = reception
        self._process = os.pidfd_open(pid)
        self._process_lock = threading.Lock()
        self._connection = connection
        self._outgoing: queue.Queue[Outgoing | None] = queue.Queue(_QUEUED)
        self._reader = threading.Thread(target=self._read, name=f"front-{number}-in", daemon=True)
        self._writer = threading.Thread(target=self._write, name=f"front-{number}-out", daemon=True)

    def start(self) -> None:
        _limit(self._connection, socket.SO_SNDTIMEO, SEND_SECONDS)
        self._writer.start()  # first: a reader that ends at once waits for it
        self._reader.start()

    def send(self, *messages: wire.FromKeeper, then: Callable[[], None] | None = None) -> None:
        """Queue for the writer. `then` is called once the bytes are with the kernel."""
        self.send_all(messages, then)

    def send_all(self, messages: Iterable[wire.FromKeeper], then: Callable[[], None] | None = None) -> None:
        """`messages` may be made while they are sent. A front that takes nothing any more is broken with."""
        try:
            self._outgoing.put_nowait((messages, then))
        except queue.Full:
            self.hang_up()

    def kill(self) -> None:
        with self._process_lock, contextlib.suppress(OSError):
            if self._process >= 0:
                signal.pidfd_send_signal(self._process, signal.SIGKILL)

    def spare(self) -> None:
        """Its end of the line is none of its process's business: turned away, or the keeper is ending."""
        self.spared = True

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def join(self, timeout: float) -> None:
        for thread in (self._reader, self._writer):
            if thread is not threading.current_thread():
                thread.join(timeout)

    # -- the reading thread

    def _read(self) -> None:
        error: OSError | None = None
        try:
            for message in self._messages():
                self._reception.message(self, message)
        except OSError as broken:
            error = broken
        self._end()
        self._let_go()
        self._reception.gone(self, error)

    def _messages(self) -> Iterator[wire.FromFront]:
        _limit(self._connection, socket.SO_RCVTIMEO, HELLO_SECONDS)
        first = self._next()
        if not isinstance(first, wire.Hello):
            raise wire_line.WireError("a front did not say hello")
        _limit(self._connection, socket.SO_RCVTIMEO, 0)
        self._reception.hello(self, first)
        while (message := self._next()) is not None:
            yield message

    def _next(self) -> wire.FromFront | None:
        body = wire_line.read_frame(self._connection, wire_line.FRONT_FRAME_LIMIT)
        return None if body is None else wire_line.decode_from_front(body)

    def _end(self) -> None:
        self.hang_up()
        if self.greeted and not self.spared:
            if not self._exited(EXIT_SECONDS):
                self.kill()
            self._exited(EXIT_SECONDS)
        with contextlib.suppress(queue.Full):
            self._outgoing.put_nowait(None)
        self._writer.join(SEND_SECONDS)
        self._connection.close()

    def _exited(self, seconds: float) -> bool:
        poll = select.poll()
        poll.register(self._process, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def _let_go(self) -> None:
        with self._process_lock:
            os.close(self._process)
            self._process = -1

    # -- the writing thread

    def _write(self) -> None:
        try:
            while (outgoing := self._outgoing.get()) is not None:
                messages, then = outgoing
                for message in messages:
                    self._connection.sendall(wire_line.encode(message))
                if then is not None:
                    then()
        except OSError:
            self.hang_up()


def _limit(connection: socket.socket, option: int, seconds: int) -> None:
    connection.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", seconds, 0))
