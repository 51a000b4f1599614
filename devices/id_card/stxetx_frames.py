"""Frames of multi-function readers documented for financial terminals ("STX/ETX"), both directions.

    02 | LEN(2, big endian) | DATA | LRC | 03

LEN counts DATA only; LRC is the XOR of DATA. A request's DATA is a command (2 bytes) and its parameters, an answer's
two status bytes and what was asked for.
"""

from dataclasses import dataclass

from devices.id_card.framing import FrameScanner, Framing, checksum

_STX, _ETX = b"\x02", 0x03


@dataclass(frozen=True, slots=True)
class Request:
    """`command`: two bytes, high byte first."""

    command: int
    data: bytes = b""


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """`status`: two bytes, high byte first. `data` may be a person's: never shown by repr."""

    status: int
    data: bytes = b""

    def __repr__(self) -> str:
        return f"Answer({self.words}, {len(self.data)} bytes)"

    @property
    def words(self) -> str:
        return f"{self.status >> 8:02X} {self.status & 0xFF:02X}"


def _frame(data: bytes) -> bytes:
    return _STX + len(data).to_bytes(2, "big") + data + bytes([checksum(data), _ETX])


def encode_request(request: Request) -> bytes:
    return _frame(request.command.to_bytes(2, "big") + request.data)


def encode_answer(answer: Answer) -> bytes:
    return _frame(answer.status.to_bytes(2, "big") + answer.data)


def _body(frame: bytes) -> bytes | None:
    data, lrc, etx = frame[3:-2], frame[-2], frame[-1]
    return data if etx == _ETX and lrc == checksum(data) else None


_FRAMING = Framing(_STX, tail=2, shortest=2, body=_body)


def scanner() -> FrameScanner:
    """Both directions look alike."""
    return FrameScanner(_FRAMING)


def answer_of(body: bytes) -> Answer:
    return Answer(int.from_bytes(body[:2], "big"), body[2:])


def request_of(body: bytes) -> Request:
    return Request(int.from_bytes(body[:2], "big"), body[2:])
