"""Named places where a test lets central die by SIGKILL, once each: around the COMMIT of envelopes.

`KIOSK_CRASH_AT=<point>` arms one. The file `<state>/crash-<point>` is made first, so that the central started again
passes the point. Points of other processes are none of ours; a service that is no demo refuses to start with one of
these set, since its envelopes are people's.
"""

import os
import signal
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from central.state import StateError, StateFolder

VARIABLE = "KIOSK_CRASH_AT"


class CrashPoint(Enum):
    BEFORE_COMMIT = "central.before-commit"
    AFTER_COMMIT = "central.after-commit"


class CrashPoints:
    """`at` None: no point is armed."""

    def __init__(self, state: Path, at: CrashPoint | None = None) -> None:
        self._state = state
        self._at = at

    def reach(self, point: CrashPoint) -> None:
        """Die here if this point is armed and was not reached before."""
        if point is not self._at:
            return
        try:
            descriptor = os.open(self._state / f"crash-{point.value}", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return
        os.fsync(descriptor)
        os.kill(os.getpid(), signal.SIGKILL)


def armed(folder: StateFolder, environment: Mapping[str, str]) -> CrashPoints:
    """The points of this process. Raises StateError where one is set and the folder is not a demo's."""
    wanted = environment.get(VARIABLE, "")
    at = next((point for point in CrashPoint if point.value == wanted), None)
    if at is not None and not folder.is_demo:
        raise StateError(f"{VARIABLE} is for a demo alone; unset it")
    return CrashPoints(folder.path, at)
