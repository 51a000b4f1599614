"""The keeper's time: the machine's clock, corrected by what central said in a signed answer."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class CorrectedClock:
    """Safe on any thread. The correction runs on the monotonic clock, so that a jump of the wall clock changes nothing
    after central has spoken.
    """

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._steady = wall, steady
        self._base: tuple[float, float] | None = None
        self._lock = threading.Lock()

    def now(self) -> int:
        """Unix seconds."""
        with self._lock:
            base = self._base
        return int(self._wall() if base is None else base[0] + self._steady() - base[1])

    def monotonic(self) -> float:
        return self._steady()

    def correct(self, central: int) -> None:
        """Central said that it is `central`, just now."""
        with self._lock:
            self._base = (float(central), self._steady())


def boot_identity() -> str:
    """Changes with every boot; empty where the kernel does not say."""
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except OSError:
        return ""


def seconds_since_boot() -> float:
    """Suspended time counts."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
