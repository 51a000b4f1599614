"""Which face draws which character: assets/fonts.toml read for paper.

Pillow has no fallback, so a text is split into runs by what each face covers. A character is covered when its picture
differs from the face's own picture of "no such character"; private-use characters never count (every system draws
another one there). Arabic needs RAQM to join its letters: without it a face refuses to open.
"""

import functools
import tomllib
import unicodedata
from pathlib import Path
from typing import NamedTuple

import msgspec
from PIL import ImageFont, features

import assets

PROBE = 24
"""Size in dots at which coverage is looked at."""
NOT_A_CHARACTER = "\U0010fffe"
NO_GLYPH = "〓"
"""Printed in the place of a character no face has (JIS geta mark, the printers' own sign for it)."""
_NEVER_DRAWN = frozenset({"Cc", "Co", "Cs", "Zl", "Zp"})
"""Private use, lone surrogates, and control characters (RAQM refuses a text that holds one)."""


class FontsError(RuntimeError):
    """A face of fonts.toml is not installed, or Pillow cannot join Arabic letters (K604)."""


class Face(msgspec.Struct, frozen=True):
    """`bold` empty: one weight only; bold is then drawn with a wider stroke."""

    family: str
    file: str
    index: int
    package: str
    bold: str = ""


class FontFile(msgspec.Struct, frozen=True):
    languages: dict[str, tuple[str, ...]]
    faces: dict[str, Face]


class Run(NamedTuple):
    """`stroke`: dots by which every stroke is widened."""

    text: str
    font: ImageFont.FreeTypeFont
    stroke: int


class Faces:
    """Opens each face once a size; owned by one thread."""

    __slots__ = ("_covered", "_file", "_fonts")

    def __init__(self, file: FontFile) -> None:
        if not features.check("raqm"):
            raise FontsError("Pillow was built without RAQM")
        self._file = file
        self._fonts: dict[tuple[str, int, bool], ImageFont.FreeTypeFont] = {}
        self._covered: dict[tuple[str, str], bool] = {}

    @classmethod
    def load(cls, path: Path) -> "Faces":
        """Raises FontsError."""
        try:
            return cls(msgspec.convert(tomllib.loads(path.read_text("utf-8")), FontFile))
        except (OSError, ValueError) as error:
            raise FontsError(f"{path.name} cannot be read: {error}") from error

    def runs(self, text: str, language: str, size: int, *, bold: bool) -> tuple[Run, ...]:
        """`text` (of one direction) cut where the face changes; a space stays with the word before it."""
        cuts: list[tuple[str, str]] = []
        for character in text:
            face = self._face_of(character, language, cuts[-1][0] if cuts else "")
            drawn = character if face else NO_GLYPH
            face = face or self._face_of(NO_GLYPH, language, "") or self._order(language)[0]
            if cuts and cuts[-1][0] == face:
                cuts[-1] = (face, cuts[-1][1] + drawn)
            else:
                cuts.append((face, drawn))
        return tuple(self._run(face, part, size, bold) for face, part in cuts)

    def can_draw(self, text: str, language: str) -> bool:
        """Whether every character has a picture of its own."""
        return all(self._face_of(character, language, "") for character in text)

    def missing(self) -> tuple[str, ...]:
        """Files fonts.toml names that are not installed."""
        named = {file for face in self._file.faces.values() for file in (face.file, face.bold) if file}
        return tuple(sorted(file for file in named if not Path(file).exists()))

    def _order(self, language: str) -> tuple[str, ...]:
        return self._file.languages.get(language) or self._file.languages["zh-CN"]

    def _face_of(self, character: str, language: str, current: str) -> str:
        if character == " " and current:
            return current
        return next((name for name in self._order(language) if self._covers(name, character)), "")

    def _covers(self, name: str, character: str) -> bool:
        known = self._covered.get((name, character))
        if known is None:
            known = self._covered[name, character] = self._look(name, character)
        return known

    def _look(self, name: str, character: str) -> bool:
        if unicodedata.category(character) in _NEVER_DRAWN:
            return False
        font = self._font(name, PROBE, bold=False)
        nothing, seen = font.getmask(NOT_A_CHARACTER), font.getmask(character)
        return (nothing.size, bytes(nothing)) != (seen.size, bytes(seen))

    def _run(self, name: str, text: str, size: int, bold: bool) -> Run:
        widened = bold and not self._file.faces[name].bold
        return Run(text, self._font(name, size, bold=bold), max(1, size // 40) if widened else 0)

    def _font(self, name: str, size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
        key = (name, size, bold)
        if key not in self._fonts:
            self._fonts[key] = _open(self._file.faces[name], size, bold=bold)
        return self._fonts[key]


def _open(face: Face, size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    file = face.bold if bold and face.bold else face.file
    try:
        return ImageFont.truetype(file, size, index=face.index, layout_engine=ImageFont.Layout.RAQM)
    except OSError as error:
        raise FontsError(f"{face.family} is not installed (package {face.package})") from error


@functools.cache
def installed_faces() -> Faces:
    """The faces of this build's assets/fonts.toml. Raises FontsError."""
    return Faces.load(Path(assets.__file__).parent / "fonts.toml")
