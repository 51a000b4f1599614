"""The robot presses real items: it finds them in the scene and sends real mouse events. For tours and tests."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtQuick import QQuickItem

from ui.window import KioskWindow

PREFIX = "action:"
PAD = "sign-pad"


class Robot:
    """Works on the main thread."""

    def __init__(self, window: KioskWindow) -> None:
        self._window = window

    def press(self, action: str) -> bool:
        """False when no such item is on the screen."""
        item = self._find(PREFIX + action)
        if item is None:
            return False
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        self._mouse(QEvent.Type.MouseButtonPress, middle)
        self._mouse(QEvent.Type.MouseButtonRelease, middle)
        return True

    def stroke(self, points: Sequence[tuple[int, int]]) -> bool:
        """`points` in thousandths of the pad."""
        pad = self._find(PAD)
        if pad is None or not points:
            return False
        scene = [pad.mapToScene(QPointF(pad.width() * x / 1000, pad.height() * y / 1000)) for x, y in points]
        self._mouse(QEvent.Type.MouseButtonPress, scene[0])
        for point in scene[1:]:
            self._mouse(QEvent.Type.MouseMove, point)
        self._mouse(QEvent.Type.MouseButtonRelease, scene[-1])
        return True

    def offered(self) -> list[str]:
        return [item.objectName().removeprefix(PREFIX) for item in self.pressable()]

    def pressable(self) -> Iterator[QQuickItem]:
        return (item for item in self._visible() if item.objectName().startswith(PREFIX))

    def _find(self, name: str) -> QQuickItem | None:
        """The last drawn of that name: a sheet lies above the page."""
        found = [item for item in self._visible() if item.objectName() == name]
        return found[-1] if found else None

    def _visible(self) -> Iterator[QQuickItem]:
        return _walk(self._window.items)

    def _mouse(self, kind: QEvent.Type, point: QPointF) -> None:
        window = self._window.window
        assert window is not None
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, point, point, point, button, held, Qt.KeyboardModifier.NoModifier)
        QGuiApplication.sendEvent(window, event)


def _walk(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible() and child.opacity() > 0:
            yield child
            yield from _walk(child)
