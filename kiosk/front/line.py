"""The front's line to the keeper: one thread reads, any thread sends, a broken line is attached again for ever.

Callbacks run on the reading thread; the front posts them to its own.
"""

import contextlib
import socket
import threading
from collections.abc import Callable
from pathlib import Path

from kiosk.wire import FromFront, FromKeeper, Hello, KeeperHello
from kiosk.wire_line import KEEPER_FRAME_LIMIT, WireError, connect, decode_from_keeper, encode, read_frame

RETRY_SECONDS = 0.2
HANDSHAKE_SECONDS = 5.0


class OtherBuildError(WireError):
    """The keeper is of another build: this front must not serve."""


class KeeperLine:
    """`hello` is asked anew at every attachment: it says what this front is doing just then."""

    def __init__(
        self,
        path: Path,
        *,
        hello: Callable[[], Hello],
        on_message: Callable[[FromKeeper], None],
        on_lost: Callable[[], None],
        on_back: Callable[[], None],
        on_refused: Callable[[], None],
    ) -> None:
        self._path = path
        self._hello = hello
        self._on_message, self._on_lost = on_message, on_lost
        self._on_back, self._on_refused = on_back, on_refused
        self._socket: socket.socket | None = None
        self._sending = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._live, name="keeper-line", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def send(self, message: FromFront) -> bool:
        """False while there is no line: the message is not kept."""
        with self._sending:
            if self._socket is None:
                return False
            try:
                self._socket.sendall(encode(message))
            except OSError:
                return False
        return True

    def close(self) -> None:
        self._ended.set()
        self._drop()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(2.0)

    def _live(self) -> None:
        attached_before = False
        while not self._ended.is_set():
            try:
                connection = self._attach()
            except OtherBuildError:
                self._on_refused()
                return
            except OSError:
                self._ended.wait(RETRY_SECONDS)
                continue
            if attached_before:
                self._on_back()
            attached_before = True
            self._listen(connection)
            if not self._ended.is_set():
                self._on_lost()

    def _attach(self) -> socket.socket:
        connection = connect(self._path)
        try:
            connection.settimeout(HANDSHAKE_SECONDS)
            hello = self._hello()
            connection.sendall(encode(hello))
            body = read_frame(connection, KEEPER_FRAME_LIMIT)
            if body is None:
                raise WireError("the keeper refused this front")
            answer = decode_from_keeper(body)
            if not isinstance(answer, KeeperHello) or answer.build != hello.build:
                raise OtherBuildError("the keeper is of another build")
            connection.settimeout(None)
        except OSError:
            connection.close()
            raise
        with self._sending:
            self._socket = connection
        return connection

    def _listen(self, connection: socket.socket) -> None:
        try:
            while (body := read_frame(connection, KEEPER_FRAME_LIMIT)) is not None:
                self._on_message(decode_from_keeper(body))
        except OSError:
            pass
        finally:
            self._drop()

    def _drop(self) -> None:
        with self._sending:
            connection, self._socket = self._socket, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
