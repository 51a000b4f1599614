"""Specimen cards for the reader simulator, built byte by byte. Published specimens only (样本); nobody's data.

Offsets are those of the 256-byte text block, kept apart from kiosk.identity on purpose: the two must agree by
the standard, not by sharing code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_BLOCK = 256
_FLAG_AT = 248
_PHOTO = 1024


@dataclass(frozen=True, slots=True, repr=False)
class SimulatedCard:
    """`address`: the newest address as `30 03` tells it (70 bytes); empty: the card has none, the answer is 91."""

    name: str
    text: bytes
    photo: bytes = field(default=bytes(_PHOTO))
    identifier: bytes = bytes.fromhex("0053414D")
    serial: bytes = bytes.fromhex("0100C0FFEE00A501")
    address: bytes = b""


def text_block(places: Mapping[int, str], flag: str = " ") -> bytes:
    """The text block with each string at its byte offset, all else blank."""
    block = bytearray(" ".encode("utf-16-le") * (_BLOCK // 2))
    for offset, text in {**places, _FLAG_AT: flag}.items():
        encoded = text.encode("utf-16-le", "surrogatepass")
        block[offset : offset + len(encoded)] = encoded
    if len(block) != _BLOCK:
        raise ValueError("a text runs over the end of the block")
    return bytes(block)


_RESIDENT_PLACES = MappingProxyType(
    {
        0: "样本",
        30: "2",
        32: "01",
        36: "19491231",
        52: "北京市样本区样本路1号",
        122: "11010519491231002X",
        158: "样本市公安局",
        188: "20200101",
        204: "长期",
    }
)
_PERMIT_PLACES = MappingProxyType(
    {
        0: "证件样本",
        30: "1",
        36: "19940823",
        52: "广东省深圳市样本区样本路2号",
        122: "810000199408230021",
        158: "样本市公安局",
        188: "20250101",
        204: "20300101",
        220: "H00000000",
        238: "01",
    }
)
_FOREIGN_2017_PLACES = MappingProxyType(
    {
        0: "ZHENGJIAN, YANGBEN",
        120: "1",
        122: "PAK310080010103",
        152: "PAK",
        158: "证件样本",
        188: "20200401",
        204: "20300331",
        220: "19800101",
        236: "01",
        240: "3100",
    }
)
_FOREIGN_2023_PLACES = MappingProxyType(
    {
        0: "证件样本",
        30: "2",
        32: "00",
        36: "19800101",
        52: "ZHENGJIAN, YANGBEN",
        122: "931586198001010028",
        188: "20230808",
        204: "20330807",
        242: "PAK",
        250: "000",
    }
)


def resident(name: str = "样本") -> SimulatedCard:
    """A resident card with another name on it, for rare characters and long ones."""
    return SimulatedCard("resident", text_block({**_RESIDENT_PLACES, 0: name}))


def permit() -> SimulatedCard:
    """Residence permit for Hong Kong, Macau and Taiwan residents, flag J."""
    return SimulatedCard("permit", text_block(_PERMIT_PLACES, "J"))


def foreign_2017() -> SimulatedCard:
    return SimulatedCard("foreign_2017", text_block(_FOREIGN_2017_PLACES, "I"))


def foreign_2023() -> SimulatedCard:
    return SimulatedCard("foreign_2023", text_block(_FOREIGN_2023_PLACES, "Y"))


def unknown_flag() -> SimulatedCard:
    """A layout nobody has published yet: it must be refused, never read as a resident's."""
    return SimulatedCard("unknown_flag", text_block(_RESIDENT_PLACES, "Q"))


def expired() -> SimulatedCard:
    return SimulatedCard("expired", text_block({**_RESIDENT_PLACES, 188: "20000101", 204: "20200101"}))


def rare() -> SimulatedCard:
    """王𬱖: two UTF-16 units in one character."""
    return SimulatedCard("rare", text_block({**_RESIDENT_PLACES, 0: "王𬱖"}))


def rare_bmp() -> SimulatedCard:
    """张䶮, which `gbk` cannot hold."""
    return SimulatedCard("rare_bmp", text_block({**_RESIDENT_PLACES, 0: "张䶮"}))


def private_use() -> SimulatedCard:
    """An old card with a character from a private-use area."""
    return SimulatedCard("private_use", text_block({**_RESIDENT_PLACES, 0: "王\ue863"}))


CARDS = MappingProxyType(
    {
        card.__name__: card
        for card in (resident, permit, foreign_2017, foreign_2023, unknown_flag, expired, rare, rare_bmp, private_use)
    }
)
"""By name, for the dock and the command line."""
