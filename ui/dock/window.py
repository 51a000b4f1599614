"""The dock's window: groups of labelled switches beside a demo terminal. Knows neither simulators nor a house."""

import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from PySide6.QtCore import Property, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow, QSGRendererInterface

QML = Path(__file__).resolve().parents[1] / "qml" / "Dock" / "Dock.qml"
GLANCE_MS = 250
WIDTH, HEIGHT, BESIDE = 400, 780, 12  # pixels
HEARD_LINES = 12
ENDING = (signal.SIGINT, signal.SIGTERM)


class DockError(RuntimeError):
    """The dock's page does not load."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A button. `do` runs on the main thread and must be quick."""

    label: str
    do: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Group:
    """Switches of one thing; `state` says how it stands now, in a few words."""

    title: str
    state: Callable[[], str]
    switches: tuple[Switch, ...]


class Board(QObject):
    """What the page shows, renewed four times a second. `listen`: what was said since the last call."""

    changed = Signal()

    def __init__(self, groups: Sequence[Group], listen: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._groups, self._listen = tuple(groups), listen
        self._states: list[str] = []
        self._heard: list[str] = []

    def glance(self) -> None:
        states = [group.state() for group in self._groups]
        heard = [*self._heard, *self._listen()][-HEARD_LINES:]
        if (states, heard) != (self._states, self._heard):
            self._states, self._heard = states, heard
            self.changed.emit()

    titles = Property("QVariantList", lambda self: [group.title for group in self._groups], constant=True)  # type: ignore[arg-type]
    labels = Property(
        "QVariantList",  # type: ignore[arg-type]
        lambda self: [[switch.label for switch in group.switches] for group in self._groups],
        constant=True,
    )
    states = Property("QVariantList", lambda self: self._states, notify=changed)  # type: ignore[arg-type]
    heard = Property("QVariantList", lambda self: self._heard, notify=changed)  # type: ignore[arg-type]

    @Slot(int, int)
    def flip(self, group: int, switch: int) -> None:
        self._groups[group].switches[switch].do()
        self.glance()


class Dock:
    """Shown when made. `left`: where the terminal's window ends, pixels. `over`: the demo ended by itself."""

    def __init__(
        self,
        groups: Sequence[Group],
        listen: Callable[[], Sequence[str]],
        *,
        left: int,
        over: Callable[[], bool],
    ) -> None:
        QQuickWindow.setGraphicsApi(QSGRendererInterface.GraphicsApi.Software)
        self._application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
        self._over = over
        self._board = Board(groups, listen)
        self._engine = QQmlApplicationEngine()
        self._engine.setInitialProperties({"board": self._board})
        self._engine.load(QUrl.fromLocalFile(str(QML)))
        if not self._engine.rootObjects():
            raise DockError(f"{QML.name} does not load")
        window = self._engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        self.window = window
        self._place(left)
        self._board.glance()
        self._timer = QTimer()
        self._timer.timeout.connect(self._glance)

    def _place(self, left: int) -> None:
        screen = self.window.screen().availableGeometry()
        height = min(HEIGHT, screen.height())
        x = min(left + BESIDE, screen.width() - WIDTH)
        self.window.setGeometry(screen.x() + max(0, x), screen.y(), WIDTH, height)
        self.window.setFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.window.show()

    def _glance(self) -> None:
        self._board.glance()
        if self._over():
            self.window.close()

    def run(self) -> None:
        """Until the window is closed, or this process is told to end."""
        before = {number: signal.signal(number, self._on_signal) for number in ENDING}
        self.window.visibleChanged.connect(self._on_visible)
        self._timer.start(GLANCE_MS)
        try:
            if self.window.isVisible():
                self._application.exec()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            self.close()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """Python runs it when the next glance is due."""
        self.window.close()

    def _on_visible(self) -> None:
        if not self.window.isVisible():
            self._application.quit()

    def close(self) -> None:
        self._timer.stop()
        self.window.close()
        self._engine.deleteLater()
