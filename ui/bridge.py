"""Between Python and QML: a screen model goes in by sections, what the person did comes out.

A section's signal fires only when that section changed, so that a key under a finger is not made anew because the
field above it got a digit.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtGui import QFont, QImage
from PySide6.QtQuick import QQuickImageProvider

from kiosk.visit.events import Drawn, Pressed
from kiosk.visit.screen import ScreenModel
from ui.fonts import font_of

SECTIONS = (
    "page",
    "language",
    "right_to_left",
    "look",
    "header",
    "blocks",
    "counter",
    "candidates",
    "actions",
    "footer",
    "sheet",
    "shutter",
    "clock",
)


def _section(name: str, notify: Signal) -> Property:
    """A section as QML sees it: maps, lists and plain values."""
    return Property("QVariant", lambda bridge: bridge.section(name), notify=notify)  # type: ignore[arg-type]


class Bridge(QObject):
    """QML reads `bridge.header` and so on; `pressed` and `stroke` are called by QML on the main thread."""

    pageChanged = Signal()
    languageChanged = Signal()
    rightToLeftChanged = Signal()
    lookChanged = Signal()
    headerChanged = Signal()
    blocksChanged = Signal()
    counterChanged = Signal()
    candidatesChanged = Signal()
    actionsChanged = Signal()
    footerChanged = Signal()
    sheetChanged = Signal()
    shutterChanged = Signal()
    clockChanged = Signal()
    picturesChanged = Signal()

    def __init__(self, on_event: Callable[[Pressed | Drawn], None]) -> None:
        super().__init__()
        self._on_event = on_event
        self._sections: dict[str, Any] = dict.fromkeys(SECTIONS)
        self._sections |= {"look": {"size": "normal", "theme": "light", "reduce_motion": False}, "language": "zh-CN"}
        self._sections |= {"right_to_left": False, "blocks": [], "actions": [], "footer": [], "page": "", "clock": ""}
        self._edition = 0

    def display(self, model: ScreenModel) -> None:
        """Language and look first: what follows is drawn in them."""
        new: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(model))  # lists, as QML wants them
        changed = [name for name in SECTIONS if self._sections[name] != new[name]]
        self._sections = {name: new[name] for name in SECTIONS}
        for name in sorted(changed, key=lambda section: section not in ("language", "right_to_left", "look", "page")):
            getattr(self, _SIGNALS[name]).emit()

    def renew_pictures(self) -> None:
        self._edition += 1
        self.picturesChanged.emit()

    def section(self, name: str) -> Any:
        return self._sections[name]

    def _page(self) -> str:
        return str(self._sections["page"])

    def _language(self) -> str:
        return str(self._sections["language"])

    def _right_to_left(self) -> bool:
        return bool(self._sections["right_to_left"])

    def _clock(self) -> str:
        return str(self._sections["clock"])

    page = Property(str, _page, notify=pageChanged)
    language = Property(str, _language, notify=languageChanged)
    rightToLeft = Property(bool, _right_to_left, notify=rightToLeftChanged)
    clock = Property(str, _clock, notify=clockChanged)
    look = _section("look", lookChanged)
    header = _section("header", headerChanged)
    blocks = _section("blocks", blocksChanged)
    counter = _section("counter", counterChanged)
    candidates = _section("candidates", candidatesChanged)
    actions = _section("actions", actionsChanged)
    footer = _section("footer", footerChanged)
    sheet = _section("sheet", sheetChanged)
    shutter = _section("shutter", shutterChanged)
    pictureEdition = Property(int, lambda self: self._edition, notify=picturesChanged)

    @Slot(str)
    def press(self, action: str) -> None:
        self._on_event(Pressed(action))

    @Slot("QVariantList")
    def stroke(self, points: list[Any]) -> None:
        """A flat list x, y, x, y … in thousandths of the pad."""
        numbers = [int(number) for number in points]
        self._on_event(Drawn(tuple(zip(numbers[::2], numbers[1::2], strict=False))))

    @Slot(str, int, bool, result=QFont)
    def font(self, language: str, pixels: int, bold: bool) -> QFont:
        return font_of(language, pixels, bold=bold)


_SIGNALS = {name: "rightToLeftChanged" if name == "right_to_left" else f"{name}Changed" for name in SECTIONS}


class SlipPictures(QQuickImageProvider):
    """`image://slip/<name>?<edition>`: pictures the front has drawn, in memory alone."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._pictures: dict[str, QImage] = {}

    def put(self, name: str, png: bytes) -> None:
        self._pictures[name] = QImage.fromData(png)

    def clear(self) -> None:
        self._pictures.clear()

    def requestImage(self, name: str, size: Any, _requested: Any) -> QImage:
        picture = self._pictures.get(name.partition("?")[0])
        if picture is None:
            picture = QImage(8, 8, QImage.Format.Format_Mono)
            picture.fill(1)
        return picture
