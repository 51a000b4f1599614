"""Arming a visit's named timers on the event loop.

A timer runs on while its length stays the same; IDLE starts again whenever the person did something.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.visit.events import TimedOut, Timer

Cancel = Callable[[], None]


@dataclass(slots=True)
class Timing:
    """`call_later(seconds, function)` returns a function that cancels."""

    call_later: Callable[[float, Callable[[], None]], Cancel]
    emit: Callable[[TimedOut], None]
    _armed: dict[Timer, tuple[float, int, Cancel]] = field(default_factory=dict)

    def follow(self, wanted: dict[Timer, float], touched: int) -> None:
        """Make the armed timers the wanted ones."""
        for timer in [t for t in self._armed if t not in wanted]:
            self._armed.pop(timer)[2]()
        for timer, seconds in wanted.items():
            armed = self._armed.get(timer)
            if armed and armed[0] == seconds and (timer is not Timer.IDLE or armed[1] == touched):
                continue
            if armed:
                armed[2]()
            self._armed[timer] = (seconds, touched, self.call_later(seconds, lambda t=timer: self._fire(t)))  # type: ignore[misc]

    def _fire(self, timer: Timer) -> None:
        self._armed.pop(timer, None)
        self.emit(TimedOut(timer))

    def stop(self) -> None:
        self.follow({}, 0)
