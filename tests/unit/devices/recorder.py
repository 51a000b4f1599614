"""Events as they were emitted, with deadlines instead of sleeps; and a look for what was left behind."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from devices.ports import DeviceEvent, StatusChanged
from devices.status import DeviceStatus, State

PATIENCE = 5.0


class Recorder:
    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.events: list[DeviceEvent] = []

    def __call__(self, event: DeviceEvent) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def wait_for(self, wanted: Callable[[DeviceEvent], bool], timeout: float = 10.0, after: int = 0) -> int:
        """Place of the first such event from place `after`; fails when none came in time."""

        def found() -> list[int]:
            return [place for place, event in enumerate(self.events) if place >= after and wanted(event)]

        with self._changed:
            assert self._changed.wait_for(lambda: bool(found()), timeout), self.events
            return found()[0]

    def wait_for_type(self, kind: type[DeviceEvent], timeout: float = 10.0, after: int = 0) -> int:
        return self.wait_for(lambda event: isinstance(event, kind), timeout, after)

    def wait_for_state(self, state: State, timeout: float = 10.0, after: int = 0) -> int:
        return self.wait_for(
            lambda event: isinstance(event, StatusChanged) and event.status.state is state, timeout, after
        )

    def status_at(self, place: int) -> DeviceStatus:
        event = self.events[place]
        assert isinstance(event, StatusChanged)
        return event.status

    def of(self, kind: type[DeviceEvent]) -> list[DeviceEvent]:
        with self._changed:
            return [event for event in self.events if isinstance(event, kind)]


def _handles() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """No thread and no descriptor more after than before.

    A simulator in this process may need a moment to see that its peer hung up: descriptors get a deadline.
    """
    threads, handles = set(threading.enumerate()), _handles()
    yield
    assert set(threading.enumerate()) <= threads
    end = time.monotonic() + PATIENCE
    while _handles() > handles and time.monotonic() < end:
        threading.Event().wait(0.01)
    assert _handles() <= handles
