"""Named places where a test lets the keeper die by SIGKILL, once each; dead code on a terminal in service.

`KIOSK_CRASH_AT=<point>` is honoured in a demo alone. The file `<state>/crash-<point>` is made first, so that the keeper
started again passes the point.
"""

import os
import signal
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

VARIABLE = "KIOSK_CRASH_AT"


class CrashPoint(Enum):
    AFTER_RECORD_READ = "keeper.after-record-read"
    AFTER_FSYNC = "keeper.after-fsync"
    AFTER_RECORDED_SENT = "keeper.after-recorded-sent"
    AFTER_CENTRAL_ANSWER = "keeper.after-central-answer"


class CrashPoints:
    """`at` None: no point is armed."""

    def __init__(self, state: Path, at: CrashPoint | None) -> None:
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


def armed(state: Path, kind: str, environment: Mapping[str, str]) -> CrashPoints:
    """The points of this process. A production terminal has none, whatever the environment says."""
    wanted = environment.get(VARIABLE, "") if kind == "demo" else ""
    return CrashPoints(state, next((point for point in CrashPoint if point.value == wanted), None))
