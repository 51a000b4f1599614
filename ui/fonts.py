"""Fonts of a language, as Qt wants them: the families of assets/fonts.toml in the order they are tried.

QML knows one family name a font; a QFont knows the list, so fonts are made here and bound in Theme.
"""

import functools
import tomllib
from pathlib import Path

from PySide6.QtGui import QFont, QRawFont

FONTS_FILE = Path(__file__).resolve().parents[1] / "assets" / "fonts.toml"
BASE = "zh-CN"


@functools.cache
def families() -> dict[str, tuple[str, ...]]:
    """Language → family names."""
    file = tomllib.loads(FONTS_FILE.read_text("utf-8"))
    return {
        language: tuple(str(file["faces"][face]["family"]) for face in faces)
        for language, faces in file["languages"].items()
    }


def font_of(language: str, pixels: int, *, bold: bool) -> QFont:
    """`pixels`: the em. An unknown language is drawn as Chinese."""
    known = families()
    font = QFont()
    font.setFamilies(list(known.get(language, known[BASE])))
    font.setPixelSize(max(1, pixels))
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@functools.cache
def _raw_faces() -> tuple[QRawFont, ...]:
    """The faces Chinese is drawn with, in their order."""
    return tuple(QRawFont.fromFont(QFont(family)) for family in families()[BASE])


@functools.cache
def _drawn(character: str) -> bool:
    return any(face.supportsCharacter(ord(character)) for face in _raw_faces())


def can_draw(text: str) -> bool:
    """Whether our own fonts have every character of `text`."""
    return all(_drawn(character) for character in text)
