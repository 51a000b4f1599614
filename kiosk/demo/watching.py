"""The other end of two fronts' observers: facts of both slots in one queue, orders to the one that is shown."""

import json
import queue
import socket
import threading
from base64 import b64decode
from dataclasses import dataclass
from typing import Any

from kiosk.wire import Slot


@dataclass(frozen=True, slots=True)
class Fact:
    slot: Slot
    name: str
    values: dict[str, Any]

    @property
    def png(self) -> bytes:
        return b64decode(self.values["png"])


class Watching:
    """Holds a socket pair for each slot; the front's end stays open here so that a restarted front inherits it."""

    def __init__(self) -> None:
        self._pairs = {slot: socket.socketpair() for slot in Slot}
        self.facts: queue.Queue[Fact] = queue.Queue()
        self._ended = False
        for slot, (ours, _) in self._pairs.items():
            threading.Thread(target=self._listen, args=(slot, ours), name=f"watch-{slot.name}", daemon=True).start()

    def descriptor(self, slot: Slot) -> int:
        return self._pairs[slot][1].fileno()

    def order(self, slot: Slot, **order: Any) -> None:
        self._pairs[slot][0].sendall(json.dumps(order).encode() + b"\n")

    def close(self) -> None:
        self._ended = True
        for ours, theirs in self._pairs.values():
            theirs.close()
            ours.shutdown(socket.SHUT_RDWR)
            ours.close()

    def _listen(self, slot: Slot, ours: socket.socket) -> None:
        buffer = b""
        while not self._ended:
            try:
                piece = ours.recv(1 << 20)
            except OSError:
                return
            if not piece:
                return
            *lines, buffer = (buffer + piece).split(b"\n")
            for line in lines:
                self._put(slot, line)

    def _put(self, slot: Slot, line: bytes) -> None:
        """A front killed inside a line leaves a torn one; its successor's next line is whole again."""
        try:
            values = json.loads(line)
        except ValueError:
            start = line.rfind(b'{"fact"')
            values = json.loads(line[start:]) if start > 0 else {"fact": "torn"}
        self.facts.put(Fact(slot, str(values.pop("fact")), values))
