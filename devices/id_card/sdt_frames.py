"""Frames of the SAM_V serial protocol of ID card readers ("SDT", GA 450 family), both directions.

    request : AA AA AA 96 69 | LEN(2, big endian) | CMD | PARA | DATA.. | CHK
    answer  : AA AA AA 96 69 | LEN(2, big endian) | SW1 | SW2 | SW3 | DATA.. | CHK

LEN counts everything after itself, CHK included; CHK is the XOR of all bytes from LEN to the last data byte.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import xor

PREAMBLE = bytes.fromhex("AAAAAA9669")
LENGTH_CAP = 4096
_HEAD = len(PREAMBLE) + 2
_SHORTEST_REQUEST = 3
_SHORTEST_ANSWER = 4


@dataclass(frozen=True, slots=True)
class Request:
    command: int
    parameter: int
    data: bytes = b""


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """`sw1`, `sw2`: zero, or the card's own status words. `data` may be a person's: never shown by repr."""

    sw1: int
    sw2: int
    sw3: int
    data: bytes = b""

    def __repr__(self) -> str:
        return f"Answer({self.words}, {len(self.data)} bytes)"

    @property
    def words(self) -> str:
        return f"{self.sw1:02X} {self.sw2:02X} {self.sw3:02X}"


class Garbled:
    """A frame that was whole but whose checksum is wrong."""


def checksum(body: bytes) -> int:
    return reduce(xor, body, 0)


def _frame(body: bytes) -> bytes:
    counted = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + counted + bytes([checksum(counted)])


def encode_request(request: Request) -> bytes:
    return _frame(bytes([request.command, request.parameter]) + request.data)


def encode_answer(answer: Answer) -> bytes:
    return _frame(bytes([answer.sw1, answer.sw2, answer.sw3]) + answer.data)


class FrameScanner:
    """Finds frames in a stream that may start anywhere, come in any pieces and hold any garbage.

    `shortest`: the least LEN of a frame. Holds at most one frame; what cannot be one is dropped byte by byte, so a
    false preamble costs nothing but itself.
    """

    def __init__(self, shortest: int) -> None:
        self._shortest = shortest
        self._held = bytearray()

    @property
    def wanted(self) -> int:
        """At least so many bytes are missing to the end of the next frame: reading more would run past it."""
        if len(self._held) < _HEAD:
            return _HEAD + self._shortest - len(self._held)
        return _HEAD + self._length() - len(self._held)

    def feed(self, data: bytes) -> Iterator[bytes | Garbled]:
        """Each frame's bytes between LEN and CHK, or Garbled."""
        self._held += data
        while self._align():
            end = _HEAD + self._length()
            if len(self._held) < end:
                return
            body = bytes(self._held[len(PREAMBLE) : end])
            if checksum(body) == 0:
                del self._held[:end]
                yield body[2:-1]
            else:
                del self._held[0]  # a true frame may start inside the false one
                yield Garbled()

    def abandon(self) -> Iterator[bytes | Garbled]:
        """The rest of the held frame never came: look for true frames inside it."""
        while self._held:
            del self._held[0]
            yield from self.feed(b"")

    def _align(self) -> bool:
        """Drop what cannot start a frame; True when a whole, plausible head is held."""
        while self._held:
            if not self._held.startswith(PREAMBLE) and not PREAMBLE.startswith(self._held):
                del self._held[: max(1, self._held.find(PREAMBLE[0], 1))]
                if PREAMBLE[0] not in self._held:
                    self._held.clear()
            elif len(self._held) < _HEAD:
                return False
            elif self._shortest <= self._length() <= LENGTH_CAP:
                return True
            else:
                del self._held[0]
        return False

    def _length(self) -> int:
        return int.from_bytes(self._held[len(PREAMBLE) : _HEAD], "big")


def answer_scanner() -> FrameScanner:
    """As a host hears."""
    return FrameScanner(_SHORTEST_ANSWER)


def request_scanner() -> FrameScanner:
    """As a reader hears."""
    return FrameScanner(_SHORTEST_REQUEST)


def answer_of(body: bytes) -> Answer:
    """`body`: what an answer scanner yields."""
    return Answer(body[0], body[1], body[2], body[3:])


def request_of(body: bytes) -> Request:
    """`body`: what a request scanner yields."""
    return Request(body[0], body[1], body[2:])
