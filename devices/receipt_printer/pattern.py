"""A slip that shows what a printer does wrong: lost columns, lost rows, a worn head, a wrong paper width.

From the top: a frame of 4 dots, a ruler with a tooth each 8 dots (long each 64), a diagonal, a chessboard, a solid bar.
Drawn without fonts, so it prints on a machine that lacks them.
"""

from devices.ports import Raster

_FRAME = 4
_RULER, _BOARD, _BAR = 32, 64, 24
_TOOTH, _LONG_TOOTH, _SQUARE = 8, 64, 8


def pattern_slip(dots: int) -> Raster:
    """`dots`: the paper's width, a multiple of 8."""
    solid = [True] * dots
    rows = [solid] * _FRAME
    rows += [_framed(_ruler_row(dots, y)) for y in range(_RULER)]
    rows += [_framed([x == y for x in range(dots)]) for y in range(dots)]
    rows += [_framed([(x // _SQUARE + y // _SQUARE) % 2 == 0 for x in range(dots)]) for y in range(_BOARD)]
    rows += [solid] * _BAR
    return Raster(dots, len(rows), b"".join(_packed(row) for row in rows))


def _ruler_row(dots: int, y: int) -> list[bool]:
    return [x % (_LONG_TOOTH if y >= _RULER // 2 else _TOOTH) == 0 for x in range(dots)]


def _framed(row: list[bool]) -> list[bool]:
    edge = [True] * _FRAME
    return edge + row[_FRAME:-_FRAME] + edge


def _packed(row: list[bool]) -> bytes:
    """Most significant bit left."""
    bits = "".join("1" if black else "0" for black in row)
    return int(bits, 2).to_bytes(len(row) // 8, "big")
