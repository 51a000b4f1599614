"""The chip of a social security card, APDU by APDU: versions 1.00 to 3.00, both forms of addressing a record.

Specimens only (样本). Kept apart from the adapter's tables on purpose: the two must agree by the standard.
"""

from dataclasses import dataclass, field
from typing import Literal

_NAME = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
_OK, _NOT_FOUND, _NO_RECORD, _LOCKED, _BAD = b"\x90\x00", b"\x6a\x82", b"\x6a\x83", b"\x69\x82", b"\x6d\x00"
_ID, _PERSON = 0xEF05, 0xEF06


def _specimen(version: str, name: str) -> dict[int, list[tuple[int, bytes]]]:
    encoded = name.encode("gb18030")
    return {
        _ID: [
            (0x01, bytes.fromhex("440300") + bytes(13)),
            (0x02, b"1"),
            (0x03, version.encode()),
            (0x04, bytes(12)),
            (0x05, bytes.fromhex("20200101")),
            (0x06, bytes.fromhex("20300101")),
            (0x07, b"A00000000"),
        ],
        _PERSON: [
            (0x08, b"11010519491231002X"),
            (0x09, encoded[:30].ljust(30, b"\0")),
            (0x4E, encoded[30:].ljust(20, b"\0")),
            (0x0A, b"2"),
            (0x0B, bytes.fromhex("01")),
            (0x0C, bytes.fromhex("110105")),
            (0x0D, bytes.fromhex("19491231")),
        ],
    }


@dataclass
class SocialSecurityChip:
    """Call it with an APDU. Faults are fields, set before the card is laid.

    `wrong_tags`: by number it answers with another record, as some issuers' cards do. `in_parts`: answers wait for GET
    RESPONSE. `length_first`: a wrong Le is answered with the right one. `silent_after`, `instead_after`: counted APDUs.
    """

    version: str = "2.00"
    name: str = "样本"
    form: Literal["number", "tag"] = "number"
    wrong_tags: bool = False
    in_parts: bool = False
    length_first: bool = False
    locked: bool = False
    other_card: bool = False
    silent_after: int | None = None
    instead: bytes | None = None
    heard: list[bytes] = field(default_factory=list)
    _file: int = 0
    _waiting: bytes = b""

    def __call__(self, apdu: bytes) -> bytes | None:
        self.heard.append(apdu)
        if self.silent_after is not None and len(self.heard) > self.silent_after:
            return None
        return self.instead if self.instead is not None else self._answer(apdu)

    def _answer(self, apdu: bytes) -> bytes:
        match apdu[1], apdu[2]:
            case 0xA4, 0x04:
                self._file = 0
                return self._told(b"\x6f\x00") if apdu[5 : 5 + apdu[4]] == _NAME and not self.other_card else _NOT_FOUND
            case 0xA4, 0x00:
                self._file = int.from_bytes(apdu[5:7], "big")
                return _OK if self._file in (_ID, _PERSON) else _NOT_FOUND
            case 0xB2, _:
                return self._record(apdu[2], apdu[3], apdu[4])
            case 0xC0, _:
                waiting, self._waiting = self._waiting, b""
                return waiting + _OK
        return _BAD

    def _record(self, which: int, mode: int, length: int) -> bytes:
        if self.locked and self._file == _PERSON:
            return _LOCKED
        records = _specimen(self.version, self.name).get(self._file, [])
        by_number = mode == 0x04
        if by_number and self.form == "tag":
            return self._told(b"\x7f\x00") if self.wrong_tags else _NO_RECORD
        found = records[which - 1 : which] if by_number else [each for each in records if each[0] == which]
        if not found or (found[0][0] == 0x4E and self.version == "1.00"):
            return _NO_RECORD
        told = bytes((found[0][0], len(found[0][1]))) + found[0][1]
        if self.length_first and length != len(told):
            return bytes((0x6C, len(told)))
        return self._told(told)

    def _told(self, data: bytes) -> bytes:
        if not self.in_parts:
            return data + _OK
        self._waiting = data
        return bytes((0x61, len(data)))
