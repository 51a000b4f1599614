"""A tiny HTTP server on loopback whose answers, good or faulty, a test writes down to the byte."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

REQUEST_LIMIT = 4 * 1024 * 1024


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Peer:
    """The connection a request came on, for answers that `plain` cannot write."""

    connection: socket.socket
    stopped: threading.Event

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def dribble(self, data: bytes, pause: float) -> None:
        """A byte every `pause` seconds until the other side has enough or the server stops."""
        for place in range(len(data)):
            if self.stopped.wait(pause):
                return
            self.connection.sendall(data[place : place + 1])


Answering = Callable[[Request, Peer], bytes | None]


def plain(body: bytes = b"", status: str = "200 OK", kind: str = "application/json", extra: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
    return head.encode() + body


@dataclass
class Loopback:
    """`requests`: all that came in. An `answering` that returns None has written, or ends the connection."""

    answering: Answering
    tls: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._open: set[socket.socket] = set()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self._listener.getsockname()[1]}"

    def start(self) -> None:
        self._threads[0].start()

    def stop(self) -> None:
        self._stopped.set()
        with _quiet():
            self._listener.shutdown(socket.SHUT_RDWR)
        for connection in list(self._open):
            with _quiet():
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join(5)
        self._listener.close()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.settimeout(30)
            self._open.add(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, raw: socket.socket) -> None:
        with raw, _quiet():
            try:
                with self._wrapped(raw) as connection, connection.makefile("rb") as reader:
                    self._answer_all(reader, Peer(connection, self._stopped))
                    connection.shutdown(socket.SHUT_RDWR)
            finally:
                self._open.discard(raw)

    def _wrapped(self, raw: socket.socket) -> socket.socket:
        if self.tls is None:
            return raw
        wrapped = self.tls.wrap_socket(raw, server_side=True)
        self._open.add(wrapped)
        return wrapped

    def _answer_all(self, reader: BinaryIO, peer: Peer) -> None:
        while (request := _read_request(reader)) is not None:
            self.requests.append(request)
            answer = self.answering(request, peer)
            if answer is None:
                return
            peer.send(answer)


def _read_request(reader: BinaryIO) -> Request | None:
    line = reader.readline(65536).decode("latin-1").split()
    if len(line) != 3:
        return None
    headers = {}
    while (header := reader.readline(65536).decode("latin-1").strip()) != "":
        name, _, value = header.partition(":")
        headers[name.strip().lower()] = value.strip()
    length = min(int(headers.get("content-length", "0")), REQUEST_LIMIT)
    return Request(line[0], line[1], headers, reader.read(length))


@contextmanager
def _quiet() -> Iterator[None]:
    """The other side may go whenever it likes: that is what these tests are about."""
    try:
        yield
    except OSError:
        pass


@contextmanager
def loopback(answering: Answering, tls: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    server = Loopback(answering, tls)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def files(published: dict[str, bytes]) -> Answering:
    """Serves `path → body`; all else is 404."""

    def answer(request: Request, peer: Peer) -> bytes:
        body = published.get(request.path)
        return plain(b'{"code":"missing"}', "404 Not Found") if body is None else plain(body)

    return answer
