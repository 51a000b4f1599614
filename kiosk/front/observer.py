"""The observer of a tour or test: orders in, facts and pictures out, on a socket inherited at start.

Only a demo terminal takes one. One JSON object a line both ways. Orders: `{"do": "press", "action": …}`,
`{"do": "stroke", "points": [[x, y], …]}`, `{"do": "grab", "name": …}`, `{"do": "stop-at", "point": …}`. Facts carry
`fact`. A front told to stop at a named point says `reached` there and waits to be killed.
"""

import contextlib
import json
import socket
import threading
from base64 import b64encode
from collections.abc import Callable
from typing import Any

LINE_LIMIT = 64 * 1024
STOPPED_SECONDS = 60.0


class Observer:
    """`on_order` is called on the reading thread."""

    def __init__(self, descriptor: int, on_order: Callable[[dict[str, Any]], None]) -> None:
        self._socket = socket.socket(fileno=descriptor)
        self._sending = threading.Lock()
        self._on_order = on_order
        self._stops: set[str] = set()
        self._thread = threading.Thread(target=self._listen, name="observer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def tell(self, fact: str, **facts: Any) -> None:
        line = json.dumps({"fact": fact, **facts}, ensure_ascii=False).encode() + b"\n"
        with self._sending, contextlib.suppress(OSError):
            self._socket.sendall(line)

    def tell_picture(self, name: str, png: bytes) -> None:
        self.tell("picture", name=name, png=b64encode(png).decode())

    def stop_at(self, point: str) -> None:
        self._stops.add(point)

    def reach(self, point: str) -> None:
        """Called where a crash would hurt most; waits to be killed when told to stop there."""
        if point in self._stops:
            self.tell("reached", point=point)
            threading.Event().wait(STOPPED_SECONDS)

    def _listen(self) -> None:
        with contextlib.suppress(OSError), self._socket.makefile("rb") as lines:
            while line := lines.readline(LINE_LIMIT):
                self._on_order(json.loads(line))


class NoObserver:
    """Nobody looks on: a terminal in service."""

    def start(self) -> None:
        pass

    def tell(self, fact: str, **facts: Any) -> None:
        pass

    def tell_picture(self, name: str, png: bytes) -> None:
        pass

    def stop_at(self, point: str) -> None:
        pass

    def reach(self, point: str) -> None:
        pass
