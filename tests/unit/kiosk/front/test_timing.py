"""Timers run on while their length stays; idle begins anew with each touch."""

from collections.abc import Callable

from kiosk.front.timing import Timing
from kiosk.visit.events import TimedOut, Timer


class VirtualLoop:
    """`call_later` in virtual time."""

    def __init__(self) -> None:
        self.now = 0.0
        self._due: list[tuple[float, Callable[[], None]]] = []

    def call_later(self, seconds: float, function: Callable[[], None]) -> Callable[[], None]:
        entry = (self.now + seconds, function)
        self._due.append(entry)
        return lambda: self._due.remove(entry) if entry in self._due else None

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        for entry in [e for e in self._due if e[0] <= self.now]:
            self._due.remove(entry)
            entry[1]()

    @property
    def armed(self) -> int:
        return len(self._due)


def timing() -> tuple[VirtualLoop, Timing, list[Timer]]:
    loop, fired = VirtualLoop(), list[Timer]()

    def note(event: TimedOut) -> None:
        fired.append(event.timer)

    return loop, Timing(loop.call_later, note), fired


def test_a_timer_fires_once_and_is_gone() -> None:
    loop, arms, fired = timing()
    arms.follow({Timer.VEIL: 60}, 0)
    loop.pass_time(61)
    loop.pass_time(61)
    assert fired == [Timer.VEIL]
    assert loop.armed == 0


def test_idle_starts_again_with_a_touch_and_not_without() -> None:
    loop, arms, fired = timing()
    arms.follow({Timer.IDLE: 60}, 1)
    loop.pass_time(50)
    arms.follow({Timer.IDLE: 60}, 1)
    loop.pass_time(11)
    assert fired == [Timer.IDLE]
    arms.follow({Timer.IDLE: 60}, 2)
    loop.pass_time(50)
    arms.follow({Timer.IDLE: 60}, 3)
    loop.pass_time(11)
    assert fired == [Timer.IDLE]


def test_a_timer_no_longer_wanted_never_fires() -> None:
    loop, arms, fired = timing()
    arms.follow({Timer.SETTLE: 3, Timer.KEEPER: 15}, 0)
    arms.follow({Timer.KEEPER: 15}, 0)
    loop.pass_time(20)
    assert fired == [Timer.KEEPER]


def test_stopping_leaves_nothing_armed() -> None:
    loop, arms, fired = timing()
    arms.follow({Timer.SETTLE: 3, Timer.KEEPER: 15}, 0)
    arms.stop()
    loop.pass_time(100)
    assert fired == []
    assert loop.armed == 0
