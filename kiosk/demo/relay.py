"""The link between a demo terminal and its central, with a switch: cut, it behaves like a dead network.

Cut: every connection is reset and a new one is closed at once; nothing reaches central.
"""

import contextlib
import socket
import struct
import threading

_PIECE = 65536
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER on, zero seconds: close sends a reset


class Relay:
    """Listens on a free port of loopback and passes bytes on to `target` (host, port)."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._cut = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._accept, name="relay", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        self._cut.set()
        self._hang_up()

    def restore(self) -> None:
        self._cut.clear()

    def divert(self, target: tuple[str, int]) -> None:
        """Whoever calls central from now on finds `target` instead: a portal, a broken proxy, another central."""
        self._target = target
        self._hang_up()

    @property
    def is_cut(self) -> bool:
        return self._cut.is_set()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        self._thread.join(2)

    def _hang_up(self) -> None:
        with self._lock:
            open_now = list(self._open)
        for connection in open_now:
            _reset(connection)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self._cut.is_set():
                _reset(near)
                continue
            threading.Thread(target=self._join, args=(near,), name="relay-join", daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._target, timeout=5)
        except OSError:
            _reset(near)
            return
        far.settimeout(None)
        with self._lock:
            self._open |= {near, far}
        back = threading.Thread(target=self._pump, args=(far, near), name="relay-back", daemon=True)
        back.start()
        self._pump(near, far)
        back.join()
        with self._lock:
            self._open -= {near, far}
        near.close()
        far.close()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(_PIECE):
                sink.sendall(piece)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def _reset(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
