"""A window to put models on, and measures of what is drawn there: in pixels of the scene, items as QML made them."""

from collections.abc import Iterator
from typing import Any

import msgspec
from PySide6.QtCore import QMessageLogContext, QRectF, QtMsgType
from PySide6.QtQuick import QQuickItem

from kiosk.terminal_file import Panel
from kiosk.visit.events import Drawn, Pressed
from kiosk.visit.screen import Entry, ScreenModel
from tests.screens.pages import receipt_png
from ui.robot import PREFIX, Robot
from ui.window import KioskWindow, Loop

PORTRAIT, LANDSCAPE = Panel(), Panel(476, 268, 1920, 1080)
SMALLEST_TARGET = 20.0  # mm
FITTED = 1.04  # Qt fits a text into a height by whole pixels of its em
SLACK = 1.5  # px: rounding of text and scale


class Listening(Loop):
    """Keeps Qt's messages with their text."""

    def __init__(self, panel: Panel) -> None:
        self.said: list[str] = []
        super().__init__(panel, lambda category, place: self.said.append(f"{category} {place}"))

    def _message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        self.said.append(text)


class Stage:
    """Holds what the person did in `done`."""

    def __init__(self, loop: Listening, panel: Panel) -> None:
        self.loop, self.panel = loop, panel
        self.done: list[Pressed | Drawn] = []
        self._texts: list[QQuickItem] = []
        self.window = KioskWindow(loop, self.done.append, panel)
        self.window.load()
        for name in ("receipt", "owed"):
            self.window.set_picture(name, receipt_png())
        self.window.show(lambda: None)
        self.robot = Robot(self.window)

    def put(self, model: ScreenModel) -> None:
        """A frame is drawn before anything is measured: only then has every item the place it was given."""
        self.window.display(model)
        self.loop.process()
        assert self.window.window is not None
        self.window.window.grabWindow()
        self._texts = []

    def items(self) -> Iterator[QQuickItem]:
        return _seen(self.window.items)

    def texts(self) -> list[QQuickItem]:
        """Of the model put last; found once, as walking the scene is what costs."""
        if not self._texts:
            self._texts = [item for item in self.items() if _is_words(item)]
        return self._texts

    def targets(self) -> dict[str, QRectF]:
        """Action id → where it is, of everything that can be pressed now, in the scene's order."""
        return {
            item.objectName().removeprefix(PREFIX): _place(item)
            for item in self.items()
            if item.objectName().startswith(PREFIX) and item.isEnabled()
        }

    @property
    def pixels_per_mm(self) -> float:
        return self.panel.width_px / self.panel.width_mm

    # -- measures: each a list of faults, empty when all is well -----------------------------------------------------

    def foreign_words(self, model: ScreenModel) -> list[str]:
        """Texts on the screen that are not the model's."""
        own = set(_strings(msgspec.to_builtins(model)))
        own |= {block.text + (block.composing or "") for block in model.blocks if isinstance(block, Entry)}
        letters = set("".join(own))
        return [text for item in self.texts() if (text := _text(item)) not in own and text not in letters]

    def cut_words(self) -> list[str]:
        return [_text(item) for item in self.texts() if _is_cut(item)]

    def lost_words(self) -> list[str]:
        """Texts that leave the screen."""
        screen = QRectF(0, 0, self.panel.width_px, self.panel.height_px)
        screen.adjust(-SLACK, -SLACK, SLACK, SLACK)
        return [_text(item) for item in self.texts() if not screen.contains(_painted(item))]

    def small_targets(self) -> list[str]:
        least = SMALLEST_TARGET * self.pixels_per_mm - SLACK
        return [name for name, place in self.targets().items() if min(place.width(), place.height()) < least]

    def colliding_targets(self) -> list[tuple[str, str]]:
        places = list(self.targets().items())
        return [
            (one, other)
            for at, (one, here) in enumerate(places)
            for other, there in places[at + 1 :]
            if here.adjusted(SLACK, SLACK, -SLACK, -SLACK).intersects(there)
        ]

    def colliding_words(self) -> list[tuple[str, str]]:
        """Texts drawn over one another; what a sheet covers does not count."""
        shown = [(_text(item), _painted(item)) for item in self.texts() if item.isEnabled()]
        return [
            (one, other)
            for at, (one, here) in enumerate(shown)
            for other, there in shown[at + 1 :]
            if _overlap(here, there)
        ]


def _seen(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible() and child.opacity() > 0:
            yield child
            yield from _seen(child)


def _is_words(item: QQuickItem) -> bool:
    return item.metaObject().className().startswith("Words") and bool(_text(item))


def _text(item: QQuickItem) -> str:
    return str(item.property("text"))


def _place(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _painted(item: QQuickItem) -> QRectF:
    """Where the letters are, about: half the height of the lines; the width of the widest, from the middle."""
    place = _place(item)
    share = min(1.0, item.property("contentWidth") / max(1.0, item.width()))
    width, height = place.width() * share, place.height() * 0.5
    return QRectF(place.center().x() - width / 2, place.center().y() - height / 2, width, height)


def _overlap(one: QRectF, other: QRectF) -> bool:
    both = one.intersected(other)
    return both.width() > 2 and both.height() > 0.3 * min(one.height(), other.height())


def _is_cut(item: QQuickItem) -> bool:
    return bool(
        item.property("truncated")
        or item.property("contentWidth") > item.width() + SLACK
        or item.property("contentHeight") > item.height() * FITTED + SLACK
    )


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _strings(inner)
        case list() | tuple():
            for inner in value:
                yield from _strings(inner)
