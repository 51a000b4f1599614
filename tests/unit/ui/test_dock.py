"""The dock presses what it is given and ends when the demo does."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from tests.screens.stage import Listening, _seen
from ui.dock.window import Dock, Group, Switch

pytestmark = pytest.mark.xdist_group("qt")


def _middle(item: QQuickItem) -> QPoint:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def test_a_switch_does_its_work_and_the_state_is_told(loop: Listening) -> None:
    laid: list[str] = []
    group = Group(
        "Card", lambda: f"cards: {len(laid)}", (Switch("Lay", lambda: laid.append("x")), Switch("Lift", laid.clear))
    )
    dock = Dock((group,), lambda: ["page home"], left=0, over=lambda: False)
    loop.process()
    switch = next(item for item in _seen(dock.window.contentItem()) if item.objectName() == "switch:0.0")
    QTest.mouseClick(dock.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, _middle(switch))
    loop.process()
    shown = {str(item.property("text")) for item in _seen(dock.window.contentItem())}
    assert laid == ["x"]
    assert {"Card", "Lay", "Lift", "cards: 1", "page home"} <= shown
    dock.close()


def test_the_dock_closes_when_the_demo_is_over(loop: Listening) -> None:
    dock = Dock((), list, left=0, over=lambda: True)
    dock.run()
    assert not dock.window.isVisible()
