"""Central's own time. Terminals correct theirs by it, never the other way round."""

import time
from typing import Protocol


class Clock(Protocol):
    """`now`: whole Unix seconds."""

    def now(self) -> int: ...


class SystemClock:
    def now(self) -> int:
        return int(time.time())
