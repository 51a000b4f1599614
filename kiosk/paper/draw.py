"""A slip's parts → one picture. Each part is drawn on a strip of its own; the strips are stacked.

Nothing is drawn twice for screen, file and printer: all three take these dots.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

import qrcode
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_M

from kiosk.paper.faces import Faces
from kiosk.paper.picture import Picture, from_image
from kiosk.paper.slip import Code, Facts, Gap, Part, Plate, Rule, Size, Words
from kiosk.paper.text import Pen

WIDE = 512
"""Paper from this many dots on takes the larger sizes (80 mm paper has 576, 58 mm paper 384; 8 dots a millimetre)."""
QUIET_ZONE = 4
MODULE_LIMIT = 8
"""Dots a QR module is at most: 1 mm, enough for every phone and scanner."""
_WHITE, _BLACK = 255, 0
_SIZES_WIDE = {Size.DISPLAY: 64, Size.TITLE: 46, Size.LABEL: 34, Size.BODY: 28, Size.CAPTION: 25}
_SIZES_NARROW = {Size.DISPLAY: 46, Size.TITLE: 38, Size.LABEL: 29, Size.BODY: 25, Size.CAPTION: 23}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper: `dots` across, drawn in one language."""

    dots: int
    language: str
    faces: Faces

    @property
    def margin(self) -> int:
        return 16 if self.dots >= WIDE else 8

    @property
    def width(self) -> int:
        return self.dots - 2 * self.margin

    def pen(self, size: Size, *, bold: bool = False) -> Pen:
        return Pen(self.faces, self.language, self.size(size), bold=bold)

    def size(self, size: Size) -> int:
        return (_SIZES_WIDE if self.dots >= WIDE else _SIZES_NARROW)[size]

    def strip(self, height: int) -> Image.Image:
        return Image.new("L", (self.dots, height), _WHITE)


def draw_slip(parts: Iterable[Part], sheet: Sheet) -> Picture:
    """Raises ValueError when the width is not a multiple of 8."""
    if sheet.dots % 8:
        raise ValueError("a paper's width in dots is a multiple of 8")
    strips = [_draw(part, sheet) for part in parts]
    whole = sheet.strip(sum(strip.height for strip in strips))
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return from_image(whole)


def _draw(part: Part, sheet: Sheet) -> Image.Image:
    match part:
        case Words():
            return _draw_words(part, sheet)
        case Plate():
            return _draw_plate(part, sheet)
        case Facts():
            return _draw_facts(part, sheet)
        case Code():
            return _draw_code(part, sheet)
        case Rule():
            return _draw_rule(sheet)
        case Gap(tenths):
            return sheet.strip(sheet.pen(Size.BODY).line_height * tenths // 10)
        case _:
            assert_never(part)


def _draw_words(words: Words, sheet: Sheet) -> Image.Image:
    pen = _fitting(words, sheet) if words.fit else sheet.pen(words.size, bold=words.bold)
    lines = pen.lines(words.text, sheet.width)
    strip = sheet.strip(pen.line_height * len(lines))
    _write(strip, pen, lines, (sheet.margin, 0), sheet.width, centred=words.centred)
    return strip


def _fitting(words: Words, sheet: Sheet) -> Pen:
    """The largest pen not above the named size with which the words stand on one line."""
    largest = sheet.size(words.size)
    for size in range(largest, sheet.size(Size.CAPTION), -1):
        pen = Pen(sheet.faces, sheet.language, size, bold=words.bold)
        if pen.width(words.text) <= sheet.width:
            return pen
    return sheet.pen(Size.CAPTION, bold=words.bold)


def _draw_plate(plate: Plate, sheet: Sheet) -> Image.Image:
    inset = sheet.margin
    inside = sheet.width - 2 * inset
    title, detail = (
        sheet.pen(plate.size, bold=True),
        sheet.pen(Size.BODY, bold=plate.filled),
    )  # white strokes burn in thin
    heads = title.lines(plate.title, inside)
    tails = detail.lines(plate.detail, inside) if plate.detail else []
    height = len(heads) * title.line_height + len(tails) * detail.line_height + 2 * inset
    strip = sheet.strip(height)
    paper, ink = (_BLACK, _WHITE) if plate.filled else (_WHITE, _BLACK)
    box = (sheet.margin, 0, sheet.dots - sheet.margin - 1, height - 1)
    ImageDraw.Draw(strip).rounded_rectangle(box, radius=sheet.margin, fill=paper, outline=_BLACK, width=4)
    left = sheet.margin + inset
    _write(strip, title, heads, (left, inset), inside, ink=ink)
    _write(strip, detail, tails, (left, inset + len(heads) * title.line_height), inside, ink=ink)
    return strip


def _draw_facts(facts: Facts, sheet: Sheet) -> Image.Image:
    caption, value = sheet.pen(Size.CAPTION), sheet.pen(Size.LABEL, bold=True)
    column = max(caption.width(name) for name, _ in facts.rows) + sheet.margin
    fits = all(value.widest(text) <= sheet.width - column for _, text in facts.rows)
    beside = fits and column <= sheet.width * 3 // 10
    rows = [_fact_beside(row, caption, value, column, sheet) if beside else _fact_above(row, caption, value, sheet)
            for row in facts.rows]  # fmt: skip
    strip = sheet.strip(sum(row.height for row in rows))
    top = 0
    for row in rows:
        strip.paste(row, (0, top))
        top += row.height
    return strip


def _fact_beside(row: tuple[str, str], caption: Pen, value: Pen, column: int, sheet: Sheet) -> Image.Image:
    room = sheet.width - column
    lines = value.lines(row[1], room)
    gap = value.line_height // 4
    strip = sheet.strip(len(lines) * value.line_height + gap)
    sink = (value.line_height - caption.line_height) * 3 // 4  # so that both stand on nearly one base line
    captions, values = (sheet.margin + room, sheet.margin) if value.right_to_left else (
        sheet.margin, sheet.margin + column)  # fmt: skip
    _write(strip, caption, [row[0]], (captions, sink), column)
    _write(strip, value, lines, (values, 0), room)
    return strip


def _fact_above(row: tuple[str, str], caption: Pen, value: Pen, sheet: Sheet) -> Image.Image:
    names, lines = caption.lines(row[0], sheet.width), value.lines(row[1], sheet.width)
    high = len(names) * caption.line_height
    strip = sheet.strip(high + len(lines) * value.line_height + value.line_height // 4)
    _write(strip, caption, names, (sheet.margin, 0), sheet.width)
    _write(strip, value, lines, (sheet.margin, high), sheet.width)
    return strip


def _write(
    strip: Image.Image,
    pen: Pen,
    lines: list[str],
    corner: tuple[int, int],
    width: int,
    *,
    centred: bool = False,
    ink: int = _BLACK,
) -> None:
    """Lines downwards from `corner`, at the start side of `width` dots or in their middle."""
    left, top = corner
    for line in lines:
        free = width - pen.width(line)
        indent = free // 2 if centred else free if pen.right_to_left else 0
        pen.draw(strip, line, left + indent, top, ink)
        top += pen.line_height


def _draw_code(code: Code, sheet: Sheet) -> Image.Image:
    matrix = code_matrix(code.content)
    module = min(MODULE_LIMIT, sheet.dots // (len(matrix) + 2 * QUIET_ZONE))
    if module < 2:
        raise ValueError("the paper is too narrow for this code")
    side = len(matrix) * module
    strip = sheet.strip(side + 2 * QUIET_ZONE * module)
    canvas = ImageDraw.Draw(strip)
    left, top = (sheet.dots - side) // 2, QUIET_ZONE * module
    for row, line in enumerate(matrix):
        for column, dark in enumerate(line):
            if dark:
                x, y = left + column * module, top + row * module
                canvas.rectangle((x, y, x + module - 1, y + module - 1), fill=_BLACK)
    return strip


def code_matrix(content: str) -> list[list[bool]]:
    """The smallest QR code of error level M, without quiet zone."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(content, optimize=0)
    code.make(fit=True)
    return [[bool(dark) for dark in line] for line in code.get_matrix()]


def _draw_rule(sheet: Sheet) -> Image.Image:
    gap = sheet.margin
    strip = sheet.strip(2 * gap + 2)
    ImageDraw.Draw(strip).rectangle((sheet.margin, gap, sheet.dots - sheet.margin - 1, gap + 1), fill=_BLACK)
    return strip
