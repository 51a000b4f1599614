"""What an observer may order: press a real item, draw a stroke, take a picture. Demo terminals only."""

from typing import Any

from kiosk.front.observer import NoObserver, Observer
from kiosk.front.probe import probe
from ui.robot import Robot
from ui.window import KioskWindow, Loop

SETTLED_SECONDS = 0.35  # a page's arrival is over


class RobotOrders:
    """Orders arrive on the observer's thread and are carried out on the screen's."""

    def __init__(self, loop: Loop, window: KioskWindow) -> None:
        self._loop, self._window = loop, window
        self._robot = Robot(window)
        self.observer: Observer | NoObserver = NoObserver()

    def on_order(self, order: dict[str, Any]) -> None:
        self._loop.post(lambda: self._carry_out(order))

    def _grab(self, name: str) -> None:
        self.observer.tell_picture(name, self._window.grab())

    def _carry_out(self, order: dict[str, Any]) -> None:
        match order:
            case {"do": "press", "action": str(action)}:
                self.observer.tell("pressed", action=action, done=self._robot.press(action))
            case {"do": "stroke", "points": points}:
                self._robot.stroke([(int(x), int(y)) for x, y in points])
                self.observer.tell("drawn")
            case {"do": "grab", "name": str(name)}:
                self._loop.call_later(SETTLED_SECONDS, lambda: self._grab(name))
            case {"do": "stop-at", "point": str(point)}:
                self.observer.stop_at(point)
            case {"do": "probe"}:
                self.observer.tell("probed", **probe(order))
            case _:
                self.observer.tell("not-understood")
