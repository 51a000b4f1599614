"""A 1-bit raster as a PNG file, written by hand: simulators need no picture library."""

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png_of(width: int, rows: list[bytes]) -> bytes:
    """`rows`: `width`//8 bytes each, 1 = black, as printers take them (PNG's 1-bit grey has 1 = white)."""
    inverted = b"".join(b"\0" + bytes(byte ^ 0xFF for byte in row) for row in rows)
    head = struct.pack(">IIBBBBB", width, len(rows), 1, 0, 0, 0, 0)
    return _SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(inverted)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
