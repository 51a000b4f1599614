"""Lines of text on paper: measured, broken and drawn in dots.

Breaking follows the habits of each script: Chinese may break at every character but a line neither begins with a
closing mark nor ends with an opening one; other scripts break at spaces; what is wider than the paper breaks anywhere.
"""

import unicodedata
from collections.abc import Iterator

from PIL import Image, ImageDraw

from kiosk.paper.bidi import is_mark, open_isolates, visual_blocks
from kiosk.paper.faces import Faces, Run
from kiosk.wording.languages import is_right_to_left

_NOT_FIRST = frozenset("、。，：；！？）》」』”’…·,.:;!?)%")
_NOT_LAST = frozenset("（《「『“‘(")
NO_BREAK = "\u00a0"
_LINE_FACTOR = {"ar": 142, "en": 125, "fr": 125}
_LINE_FACTOR_HAN = 130
"""Line height in hundredths of the em (design: zh 1.30, Latin 1.25, Arabic 1.42)."""
_ASCENT = 88
"""Of the em above the base line, in hundredths: the ideographic em box."""


class Pen:
    """One size and weight in one language."""

    __slots__ = ("_bold", "_faces", "language", "right_to_left", "size")

    def __init__(self, faces: Faces, language: str, size: int, *, bold: bool = False) -> None:
        self._faces = faces
        self._bold = bold
        self.language = language
        self.size = size
        self.right_to_left = is_right_to_left(language)

    @property
    def line_height(self) -> int:
        return self.size * _LINE_FACTOR.get(self.language, _LINE_FACTOR_HAN) // 100

    def width(self, text: str) -> int:
        return round(sum(run.font.getlength(run.text, direction=way) for run, way in self._runs(text)))

    def widest(self, text: str) -> int:
        """The width `text` cannot be broken below without cutting a word."""
        return max((self.width(unit.rstrip(" ")) for unit in _joined(text)), default=0)

    def lines(self, text: str, width: int) -> list[str]:
        """`text` broken so that each line is at most `width` dots, if a single character is.

        A last line that would be a stub takes some of the others: no character stands alone.
        """
        lines = self._broken(text, width)
        if len(lines) < 2 or self.width(lines[-1]) * 4 > width:
            return lines
        for narrower in range(width - self.size, max(width // 2, self.widest(text)), -self.size):
            evener = self._broken(text, narrower)
            if len(evener) > len(lines):
                break
            lines = evener
            if self.width(lines[-1]) * 4 > width:
                break
        return lines

    def _broken(self, text: str, width: int) -> list[str]:
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line = ""
            for unit in self._units(paragraph, width):
                if line and self.width((line + unit).rstrip(" ")) > width:
                    lines.append(line.rstrip(" "))
                    line = unit.lstrip(" ")
                else:
                    line += unit
            lines.append(line.rstrip(" "))
        return list(_carried(lines))

    def draw(self, image: Image.Image, text: str, left: int, top: int, ink: int) -> None:
        """One line whose leftmost dot is at `left`."""
        canvas = ImageDraw.Draw(image)
        base = top + (self.line_height - self.size) // 2 + self.size * _ASCENT // 100
        place = float(left)
        for run, way in self._runs(text):
            canvas.text(
                (place, base), run.text, ink, run.font, "ls", direction=way, stroke_width=run.stroke, stroke_fill=ink
            )
            place += run.font.getlength(run.text, direction=way)

    def _runs(self, text: str) -> Iterator[tuple[Run, str]]:
        for block in visual_blocks(text, right_to_left=self.right_to_left):
            runs = self._faces.runs(block.text, self.language, self.size, bold=self._bold)
            for run in reversed(runs) if block.right_to_left else runs:
                yield run, "rtl" if block.right_to_left else "ltr"

    def _units(self, text: str, width: int) -> Iterator[str]:
        for unit in _joined(text):
            if self.width(unit) <= width:
                yield unit
            else:
                yield from unit


def _carried(lines: list[str]) -> Iterator[str]:
    """An isolate that a break cut through is opened again on the next line."""
    still_open = ""
    for line in lines:
        yield still_open + line
        still_open = open_isolates(still_open + line)


def _joined(text: str) -> Iterator[str]:
    """The smallest pieces that may stand on a line of their own."""
    unit = ""
    for character in text:
        if unit and _may_break(unit[-1], character):
            yield unit
            unit = character
        else:
            unit += character
    if unit:
        yield unit


def _may_break(before: str, after: str) -> bool:
    if is_mark(after) or is_mark(before) or NO_BREAK in (before, after):
        return False
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return before == " " or _is_han(before) or (_is_han(after) and after != " ")


def _is_han(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F")
