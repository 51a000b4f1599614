"""One question and its answer over a serial line: sent again when missed, three times at most.

Then the reader counts as lost (no answer) or at fault (only garbage). Deadlines are seconds for one sending.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from devices.id_card.framing import FrameScanner
from devices.line import Line, SerialLine
from devices.ports import DeviceFault, DeviceLost
from devices.status import Code

ATTEMPTS = 3
_STALLED = 0.5  # a frame that pauses so long in its middle does not go on
_SETTLED = 0.1  # after a garbled frame: a true one that follows it comes at once

Answer = TypeVar("Answer")


class _Miss(Enum):
    SILENT = "silent"
    GARBLED = "garbled"


@dataclass(frozen=True, slots=True)
class Dialect(Generic[Answer]):
    """`parse`: the answer in a frame's body. `refused`: the reader says that our frame came badly."""

    scanner: Callable[[], FrameScanner]
    parse: Callable[[bytes], Answer]
    refused: Callable[[Answer], bool]


class Exchange(Generic[Answer]):
    """Opened and closed any number of times. One thread at a time; `cancel` from any."""

    def __init__(self, dialect: Dialect[Answer], port: str, stall: float) -> None:
        self._dialect, self._port, self._stall = dialect, port, stall
        self._line: Line | None = None
        self.misses = 0  # of the last question, before its answer came
        self._cancelled = threading.Event()

    @property
    def is_open(self) -> bool:
        return self._line is not None

    def open(self, baud: int) -> None:
        self.close()
        self._line = SerialLine(self._port, baud, self._cancelled, stall=self._stall)

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def cancel(self) -> None:
        self._cancelled.set()

    def ask(self, frame: bytes, fits: Callable[[Answer], bool], deadline: float, name: str) -> Answer:
        """The answer that `fits`, whatever its status. A refused frame is sent once more, a missed answer twice."""
        miss, refused = _Miss.SILENT, 0
        for self.misses in range(ATTEMPTS):
            answer = self._attempt(frame, deadline)
            if isinstance(answer, _Miss):
                miss = answer
            elif self._dialect.refused(answer):
                miss, refused = _Miss.GARBLED, refused + 1
                if refused > 1:
                    break
            elif fits(answer):
                return answer
            else:
                miss = _Miss.GARBLED
        raise _missed(name, miss)

    def ask_once(self, frame: bytes, deadline: float) -> Answer | None:
        """Any answer at all."""
        answer = self._attempt(frame, deadline)
        return None if isinstance(answer, _Miss) else answer

    def _attempt(self, frame: bytes, deadline: float) -> Answer | _Miss:
        """Send once, listen until `deadline`. Old input is thrown away first."""
        line = self._line
        if line is None:
            raise DeviceLost("the reader is not open", code=Code.NOT_REACHABLE)
        line.discard_input()
        end = time.monotonic() + deadline
        line.write(frame, deadline)
        return self._heard(line, end)

    def _heard(self, line: Line, end: float) -> Answer | _Miss:
        """The first true frame: noise that looks like one costs only itself."""
        scanner, miss = self._dialect.scanner(), _Miss.SILENT
        while (left := end - time.monotonic()) > 0:
            patience = _STALLED if scanner.amid else _SETTLED if miss is _Miss.GARBLED else left
            came = line.read(scanner.wanted, min(left, patience))
            for found in scanner.feed(came):
                if isinstance(found, bytes):
                    return self._dialect.parse(found)
                miss = _Miss.GARBLED
            if not came:
                break
        hidden = [self._dialect.parse(found) for found in scanner.abandon() if isinstance(found, bytes)]
        return hidden[0] if hidden else miss


def _missed(name: str, miss: _Miss) -> DeviceLost | DeviceFault:
    if miss is _Miss.SILENT:
        return DeviceLost("the reader does not answer", name, Code.NOT_RESPONDING)
    return DeviceFault("the reader answers garbage", name, Code.FORMAT_ERROR)
