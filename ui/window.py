"""The window and its event loop: all the rest of the terminal knows of Qt.

Drawing is by software, without a window manager: geometry is set before full screen (docs/adr, reference of Qt).
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QBuffer,
    QIODevice,
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    QUrl,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine, QQmlError
from PySide6.QtQuick import QQuickWindow

from kiosk.terminal_file import Panel
from kiosk.visit.events import Drawn, Pressed
from kiosk.visit.screen import ScreenModel
from ui.bridge import Bridge, SlipPictures

QML = Path(__file__).resolve().parent / "qml"
Warn = Callable[[str, str], None]


class PageError(RuntimeError):
    """A page does not load; the message names files and lines."""


class _Hub(QObject):
    """Other threads hand functions over here; they run on the main thread in order."""

    handed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.handed.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def _run(self, function: Callable[[], None]) -> None:
        function()


class Loop:
    """One Qt application. `on_warning(category, place)` gets Qt's messages without their text."""

    def __init__(self, panel: Panel, on_warning: Warn | None = None) -> None:
        self._warn = on_warning or _say_warning
        self._handler = qInstallMessageHandler(self._message)
        QGuiApplication.setApplicationName("kiosk")
        self.application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
        self.panel = panel
        self._hub = _Hub()

    def _message(self, kind: QtMsgType, context: QMessageLogContext, _text: str) -> None:
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            return
        self.warn(str(context.category or "qt"), f"{Path(context.file or 'qt').name}:{context.line}")

    def warn(self, category: str, place: str) -> None:
        self._warn(category, place)

    def post(self, function: Callable[[], None]) -> None:
        """From any thread: run `function` on the main thread."""
        self._hub.handed.emit(function)

    def call_later(self, seconds: float, function: Callable[[], None]) -> Callable[[], None]:
        """On the main thread, once. The returned function cancels."""
        timer = QTimer(self._hub)
        timer.setSingleShot(True)

        def fire() -> None:
            timer.deleteLater()
            function()

        def cancel() -> None:
            timer.stop()
            timer.deleteLater()

        timer.timeout.connect(fire)
        timer.start(round(seconds * 1000))
        return cancel

    def process(self) -> None:
        """What is due now; for tests."""
        self.application.processEvents()

    def run(self) -> int:
        return int(self.application.exec())

    def quit(self) -> None:
        self.application.quit()


def _say_warning(category: str, place: str) -> None:
    print(f"qt {category} {place}", file=sys.stderr, flush=True)


class KioskWindow:
    """`load`, then `display` models; `show` when the keeper says so. Everything on the main thread."""

    def __init__(self, loop: Loop, on_event: Callable[[Pressed | Drawn], None], panel: Panel) -> None:
        self._loop, self._panel = loop, panel
        self.bridge = Bridge(on_event)
        self._pictures = SlipPictures()
        self._engine: QQmlApplicationEngine | None = None
        self.window: QQuickWindow | None = None

    def load(self) -> None:
        """Every component is compiled, nothing is shown. Raises PageError."""
        engine = QQmlApplicationEngine()
        found: list[QQmlError] = []
        engine.warnings.connect(found.extend)
        engine.warnings.connect(self._on_qml_warnings)
        engine.addImageProvider("slip", self._pictures)
        engine.addImportPath(str(QML))
        panel = {"widthMm": self._panel.width_mm, "widthPx": self._panel.width_px, "heightPx": self._panel.height_px}
        engine.setInitialProperties({"bridge": self.bridge, "panel": panel})
        engine.load(QUrl.fromLocalFile(str(QML / "Kiosk" / "Main.qml")))
        roots = engine.rootObjects()
        if not roots or found:
            raise PageError("; ".join(f"{Path(e.url().path()).name}:{e.line()} {e.description()}" for e in found))
        self._engine = engine
        root = roots[0]
        assert isinstance(root, QQuickWindow)
        self.window = root
        root.setGeometry(0, 0, self._panel.width_px, self._panel.height_px)

    def _on_qml_warnings(self, errors: list[QQmlError]) -> None:
        for error in errors:
            self._loop.warn("qml", f"{Path(error.url().path()).name}:{error.line()}")

    def display(self, model: ScreenModel) -> None:
        self.bridge.display(model)

    def set_picture(self, name: str, png: bytes) -> None:
        self._pictures.put(name, png)
        self.bridge.renew_pictures()

    def clear_pictures(self) -> None:
        self._pictures.clear()
        self.bridge.renew_pictures()

    def show(self, on_first_frame: Callable[[], None]) -> None:
        """Full screen on the panel, above an older front's window; `on_first_frame` after the first picture."""
        window = self._window
        told = False

        def first() -> None:
            nonlocal told
            if not told:
                told = True
                on_first_frame()

        window.frameSwapped.connect(first, Qt.ConnectionType.QueuedConnection)
        screen = self._screen_geometry()
        window.setGeometry(*screen)
        if os.environ.get("KIOSK_WINDOWED"):
            window.setFlag(Qt.WindowType.FramelessWindowHint, False)
            window.show()
        else:
            window.showFullScreen()
        if QGuiApplication.platformName() != "offscreen":  # which knows no order of windows, and says so each time
            window.raise_()
        window.requestActivate()

    def _screen_geometry(self) -> tuple[int, int, int, int]:
        """The panel's size at the screen's corner: a demo window on a larger desktop keeps the panel's shape."""
        if os.environ.get("KIOSK_WINDOWED"):
            return 0, 0, self._panel.width_px, self._panel.height_px
        screen = self._window.screen().geometry()
        return screen.x(), screen.y(), screen.width(), screen.height()

    @property
    def _window(self) -> QQuickWindow:
        if self.window is None:
            raise PageError("the window is not loaded")
        return self.window

    def hide(self) -> None:
        self._window.hide()

    def grab(self) -> bytes:
        """PNG of what is on the screen now."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._window.grabWindow().save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def close(self) -> None:
        if self.window is not None:
            self.window.close()
            self.window = None
        if self._engine is not None:
            self._engine.deleteLater()
            self._engine = None

    @property
    def items(self) -> Any:
        return self._window.contentItem()
