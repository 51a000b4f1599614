"""Frames with a head, a length and a check, found in a stream that may start anywhere and hold any garbage.

A `Framing` says how a family of readers writes them; a `FrameScanner` finds them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import xor

LENGTH_CAP = 4096
_LENGTH_BYTES = 2


class Garbled:
    """A frame that was whole but whose check is wrong."""


@dataclass(frozen=True, slots=True)
class Framing:
    """`start`, then LEN (2 bytes, big endian), LEN bytes, `tail` bytes that LEN does not count.

    `shortest`: the least LEN. `body`: what a whole frame carries, None when its check is wrong.
    """

    start: bytes
    tail: int
    shortest: int
    body: Callable[[bytes], bytes | None]

    @property
    def head(self) -> int:
        return len(self.start) + _LENGTH_BYTES


def checksum(body: bytes) -> int:
    return reduce(xor, body, 0)


class FrameScanner:
    """Takes bytes in any pieces. Holds at most one frame; what cannot be one is dropped byte by byte, so a false start
    costs nothing but itself.
    """

    def __init__(self, framing: Framing) -> None:
        self._framing = framing
        self._held = bytearray()

    @property
    def wanted(self) -> int:
        """At least so many bytes are missing to the end of the next frame: reading more would run past it."""
        framing = self._framing
        if len(self._held) < framing.head:
            return framing.head + framing.shortest + framing.tail - len(self._held)
        return self._end() - len(self._held)

    @property
    def amid(self) -> bool:
        """Part of what may be a frame is held."""
        return bool(self._held)

    def feed(self, data: bytes) -> Iterator[bytes | Garbled]:
        """Each frame's body, or Garbled."""
        self._held += data
        while self._align():
            end = self._end()
            if len(self._held) < end:
                return
            body = self._framing.body(bytes(self._held[:end]))
            if body is None:
                del self._held[0]  # a true frame may start inside the false one
                yield Garbled()
            else:
                del self._held[:end]
                yield body

    def abandon(self) -> Iterator[bytes | Garbled]:
        """The rest of the held frame never came: look for true frames inside it."""
        while self._held:
            del self._held[0]
            yield from self.feed(b"")

    def _align(self) -> bool:
        """Drop what cannot start a frame; True when a whole, plausible head is held."""
        start = self._framing.start
        while self._held:
            if not self._held.startswith(start) and not start.startswith(self._held):
                at = self._held.find(start[0], 1)
                del self._held[: at if at > 0 else len(self._held)]
            elif len(self._held) < self._framing.head:
                return False
            elif self._framing.shortest <= self._length() <= LENGTH_CAP:
                return True
            else:
                del self._held[0]
        return False

    def _length(self) -> int:
        return int.from_bytes(self._held[len(self._framing.start) : self._framing.head], "big")

    def _end(self) -> int:
        return self._framing.head + self._length() + self._framing.tail
