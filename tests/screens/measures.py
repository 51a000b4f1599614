"""What is measured on a page as drawn. Each measure gives its faults in words, none where all is well."""

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QImage, QRawFont
from PySide6.QtQuick import QQuickItem

from kiosk.visit.screen import Action, Choices, Keys, Plate, Role, ScreenModel, Tiles
from tests.screens.stage import SLACK, Stage, _painted, _place, _text
from ui.fonts import font_of

PRIMARY_TARGET = 25.0  # mm
LEAST_CONTRAST = 10.0
SOLID = 3
"""Pixels of a colour before it counts: letters have stems, noise has none."""


class Sight(NamedTuple):
    """A model put on a stage, and what is then on the screen."""

    stage: Stage
    model: ScreenModel
    picture: Image.Image


def look(stage: Stage, model: ScreenModel) -> Sight:
    stage.put(model)
    return Sight(stage, model, _taken(stage))


def _taken(stage: Stage) -> Image.Image:
    assert stage.window.window is not None
    grabbed = stage.window.window.grabWindow().convertToFormat(QImage.Format.Format_RGB888)
    size = (grabbed.width(), grabbed.height())
    return Image.frombytes("RGB", size, bytes(grabbed.constBits()), "raw", "RGB", grabbed.bytesPerLine())


# -- letters -----------------------------------------------------------------------------------------------------------


def missing_glyphs(sight: Sight) -> list[str]:
    """Characters that no face listed for the text's language holds: Qt would take a face nobody chose, or draw a box."""
    return [
        f"U+{ord(letter):04X} in {_text(item)}"
        for item in sight.stage.texts()
        for letter in sorted(set(_text(item)))
        if _drawn(letter) and not _held(letter, str(item.property("lang")))
    ]


def _drawn(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cf", "Cc", "Zs")


@cache
def _held(letter: str, language: str) -> bool:
    return any(_face(family).supportsCharacter(ord(letter)) for family in font_of(language, 20, bold=False).families())


@cache
def _face(family: str) -> QRawFont:
    return QRawFont.fromFont(QFont(family, 20))


# -- contrast ----------------------------------------------------------------------------------------------------------


def weak_words(sight: Sight) -> list[str]:
    """Texts whose letters stand out less than 10 to 1, by the pixels; what a sheet covers does not count."""
    ratios = ((_text(item), contrast_of(sight.picture, _place(item))) for item in sight.stage.texts() if _open(item))
    return [f"{ratio:.1f}: {text}" for text, ratio in ratios if ratio < LEAST_CONTRAST]


def _open(item: QQuickItem) -> bool:
    return item.isEnabled() and _painted(item).width() >= 2


def contrast_of(picture: Image.Image, place: QRectF) -> float:
    """The commonest colour there is the ground, the solid colour farthest from it the letters'."""
    box = (int(place.left()), int(place.top()), int(place.right()) + 1, int(place.bottom()) + 1)
    part = picture.crop(box)
    colours = part.getcolors(part.width * part.height) or []
    ground = max(colours, default=(0, (0, 0, 0)))[1]
    return max((ratio(ground, colour) for count, colour in colours if count >= SOLID), default=1.0)


def ratio(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """WCAG 2."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@cache
def _luminance(colour: tuple[int, ...]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# -- targets -----------------------------------------------------------------------------------------------------------


def small_main_targets(sight: Sight) -> list[str]:
    """The page's main action is larger than the rest."""
    main = {action.id for action in offered(sight.model) if action.role in (Role.PRIMARY, Role.START)}
    least = PRIMARY_TARGET * sight.stage.pixels_per_mm - SLACK
    places = sight.stage.targets().items()
    return [name for name, place in places if name in main and min(place.width(), place.height()) < least]


def offered(model: ScreenModel) -> tuple[Action, ...]:
    """What the counter, the row of actions and the sheet offer."""
    match model.counter:
        case Tiles(actions=actions) | Choices(actions=actions):
            own = actions
        case Keys(rows=rows):
            own = tuple(action for row in rows for action in row)
        case Plate(start=start, languages=languages):
            own = (start, *languages)
        case _:
            own = ()
    return (*own, *model.actions, *(model.sheet.actions if model.sheet else ()))


# -- focus -------------------------------------------------------------------------------------------------------------


def focus_order(sight: Sight) -> list[str]:
    """The scene holds the model's actions, in the model's order."""
    drawn, told = tuple(sight.stage.targets()), sight.model.focus
    return [] if drawn == told else [f"drawn {' '.join(drawn)}", f"told {' '.join(told)}"]


def focus_jumps(sight: Sight) -> list[str]:
    """Focus runs down, and along a row in reading direction; it goes up only into the next column. Keys are not read."""
    places = [(name, place) for name, place in sight.stage.targets().items() if not name.startswith("key.")]
    pairs = pairwise(places)
    return [f"{one} → {other}" for (one, a), (other, b) in pairs if _back(a, b, mirrored=sight.model.right_to_left)]


def _back(here: QRectF, then: QRectF, *, mirrored: bool) -> bool:
    along = (here.center().x() - then.center().x()) * (1 if mirrored else -1)
    down = then.center().y() - here.center().y()
    row = abs(down) < min(here.height(), then.height()) / 2
    return along <= 0 if row else down < 0 and along <= 0


Measure = Callable[[Sight], list[str]]

MEASURES: Mapping[str, Measure] = {
    "words that are not the model's": lambda sight: sight.stage.foreign_words(sight.model),
    "words cut off": lambda sight: sight.stage.cut_words(),
    "words off the screen": lambda sight: sight.stage.lost_words(),
    "words over one another": lambda sight: [" / ".join(pair) for pair in sight.stage.colliding_words()],
    "missing glyphs": missing_glyphs,
    "weak contrast": weak_words,
    "targets under 20 mm": lambda sight: sight.stage.small_targets(),
    "main targets under 25 mm": small_main_targets,
    "targets over one another": lambda sight: [" / ".join(pair) for pair in sight.stage.colliding_targets()],
    "order of focus": focus_order,
    "focus that jumps back": focus_jumps,
}


def faults(sight: Sight) -> dict[str, list[str]]:
    """Measure → what it found; measures that found nothing are left out."""
    found = {name: measure(sight) for name, measure in MEASURES.items()}
    return {name: words for name, words in found.items() if words}
