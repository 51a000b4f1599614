"""How the messages of kiosk.wire travel: frames, and the keeper's named socket.

A frame is a 4-byte big-endian length and a msgpack array; a longer frame than allowed ends the connection.
"""

import contextlib
import os
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kiosk.wire import FromFront, FromKeeper

FRONT_FRAME_LIMIT = 2 * 1024 * 1024
KEEPER_FRAME_LIMIT = 8 * 1024 * 1024
SOCKET_NAME = "keeper.sock"


class WireError(ConnectionError):
    """The peer sent what is not allowed: too long, not msgpack, not of the type, another build."""


_ENCODER = msgspec.msgpack.Encoder()
_FROM_FRONT: msgspec.msgpack.Decoder[FromFront] = msgspec.msgpack.Decoder(FromFront)
_FROM_KEEPER: msgspec.msgpack.Decoder[FromKeeper] = msgspec.msgpack.Decoder(FromKeeper)


def encode(message: FromFront | FromKeeper) -> bytes:
    """The framed message."""
    body = _ENCODER.encode(message)
    return struct.pack(">I", len(body)) + body


def decode_from_front(body: bytes) -> FromFront:
    """Raises WireError."""
    try:
        return _FROM_FRONT.decode(body)
    except (ValueError, RecursionError) as error:  # DecodeError, a string that is not UTF-8, nested too deep
        raise WireError("a front sent an unknown message") from error


def decode_from_keeper(body: bytes) -> FromKeeper:
    """Raises WireError."""
    try:
        return _FROM_KEEPER.decode(body)
    except (ValueError, RecursionError) as error:  # DecodeError, a string that is not UTF-8, nested too deep
        raise WireError("the keeper sent an unknown message") from error


def read_frame(connection: socket.socket, limit: int) -> bytes | None:
    """The next frame's body; None at the peer's orderly end. Raises WireError, or OSError from the socket."""
    head = _read_exactly(connection, 4)
    if head is None:
        return None
    (length,) = struct.unpack(">I", head)
    if length > limit:
        raise WireError("a frame is longer than allowed")
    body = _read_exactly(connection, length)
    if body is None:
        raise WireError("the peer ended inside a frame")
    return body


def _read_exactly(connection: socket.socket, count: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < count:
        piece = connection.recv(min(count - len(parts), 65536))
        if not piece:
            if parts:
                raise WireError("the peer ended inside a frame")
            return None
        parts += piece
    return bytes(parts)


# ---- the named socket ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _address(path: Path) -> Iterator[str]:
    """The socket's name through a descriptor of its folder: an AF_UNIX address holds 107 bytes, a state folder may be
    deeper.
    """
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def listen(path: Path) -> socket.socket:
    """The keeper's listening socket, mode 0600; one left by a dead keeper is replaced.

    The caller holds the state's lock. Raises OSError.
    """
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with _address(path) as address:
            listener.bind(address)
        path.chmod(0o600)
        listener.listen(8)
    except OSError:
        listener.close()
        raise
    return listener


def connect(path: Path) -> socket.socket:
    """A connection to a named socket. Raises OSError."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with _address(path) as address:
            connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
