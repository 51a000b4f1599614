"""Frames of the SAM_V serial protocol of ID card readers ("SDT", GA 450 family), both directions.

    request : AA AA AA 96 69 | LEN(2, big endian) | CMD | PARA | DATA.. | CHK
    answer  : AA AA AA 96 69 | LEN(2, big endian) | SW1 | SW2 | SW3 | DATA.. | CHK

LEN counts everything after itself, CHK included; CHK is the XOR of all bytes from LEN to the last data byte.
"""

from dataclasses import dataclass

from devices.id_card.framing import FrameScanner, Framing, checksum

PREAMBLE = bytes.fromhex("AAAAAA9669")
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


def _frame(body: bytes) -> bytes:
    counted = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + counted + bytes([checksum(counted)])


def encode_request(request: Request) -> bytes:
    return _frame(bytes([request.command, request.parameter]) + request.data)


def encode_answer(answer: Answer) -> bytes:
    return _frame(bytes([answer.sw1, answer.sw2, answer.sw3]) + answer.data)


def _body(frame: bytes) -> bytes | None:
    """What stands between LEN and CHK."""
    counted = frame[len(PREAMBLE) :]
    return counted[2:-1] if checksum(counted) == 0 else None


_ANSWERS = Framing(PREAMBLE, tail=0, shortest=_SHORTEST_ANSWER, body=_body)
_REQUESTS = Framing(PREAMBLE, tail=0, shortest=_SHORTEST_REQUEST, body=_body)


def answer_scanner() -> FrameScanner:
    """As a host hears."""
    return FrameScanner(_ANSWERS)


def request_scanner() -> FrameScanner:
    """As a reader hears."""
    return FrameScanner(_REQUESTS)


def answer_of(body: bytes) -> Answer:
    """`body`: what an answer scanner yields."""
    return Answer(body[0], body[1], body[2], body[3:])


def request_of(body: bytes) -> Request:
    """`body`: what a request scanner yields."""
    return Request(body[0], body[1], body[2:])
