"""APDUs of a card's open files: SELECT, READ RECORD and GET RESPONSE, and no other command ever.

PIN commands do not exist here: a default PIN tried on a citizen's card would lock it. pyscard does neither 61xx (fetch
the answer) nor 6Cxx (ask again with the right length), so both are done here.
"""

from collections.abc import Callable
from dataclasses import dataclass

ALLOWED = frozenset({0xA4, 0xB2, 0xC0})
NEEDS_AUTHENTICATION = 0x6982
_MOST_ROUNDS = 16
_MOST_BYTES = 4096

Send = Callable[[bytes], bytes]
"""One APDU; the answer with its two status bytes."""


class CardConfused(Exception):
    """The card's answer has no status, or its answers do not end."""


@dataclass(frozen=True, slots=True, repr=False)
class CardAnswer:
    status: int
    data: bytes = b""

    def __repr__(self) -> str:
        return f"CardAnswer({self.status:04X}, {len(self.data)} bytes)"

    @property
    def ok(self) -> bool:
        return self.status == 0x9000


def select_application(name: bytes) -> bytes:
    return bytes((0x00, 0xA4, 0x04, 0x00, len(name))) + name


def select_file(identifier: int) -> bytes:
    return bytes((0x00, 0xA4, 0x00, 0x00, 0x02)) + identifier.to_bytes(2, "big")


def read_record(number: int, mode: int, length: int) -> bytes:
    return bytes((0x00, 0xB2, number, mode, length))


def ask_card(send: Send, apdu: bytes) -> CardAnswer:
    """The whole answer. Raises CardConfused, and what `send` raises."""
    data = b""
    for _ in range(_MOST_ROUNDS):
        if apdu[1] not in ALLOWED:
            raise ValueError("this command is never sent")
        answer = send(apdu)
        if len(answer) < 2 or len(data) > _MOST_BYTES:
            raise CardConfused
        data, high, low = data + answer[:-2], answer[-2], answer[-1]
        match high:
            case 0x61:
                apdu = bytes((0x00, 0xC0, 0x00, 0x00, low))
            case 0x6C:
                apdu = apdu[:4] + bytes((low,))
            case _:
                return CardAnswer(high << 8 | low, data)
    raise CardConfused
