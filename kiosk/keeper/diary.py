"""The keeper's journal: events by the table, written by one thread, kept a while for central; in nobody's way."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.journal.chain import AuditFile
from kiosk.journal.events import EVENTS, EventCode, event_of_front
from kiosk.keeper.worker import Worker

_FOR_CENTRAL = 500

Told = tuple[int, str, list[int]]


class Diary:
    """Safe on any thread. What has no room, fits no kind, or finds a full disk is counted and said later."""

    def __init__(self, folder: Path, now: Callable[[], int], on_crash: Callable[[BaseException], None]) -> None:
        self._now = now
        self._worker = Worker("journal", on_crash)
        self._file = AuditFile(folder, now)
        self._dropped = 0
        self._for_central: deque[Told] = deque(maxlen=_FOR_CENTRAL)
        self._lock = threading.Lock()

    def start(self) -> None:
        self._worker.start()
        if self._file.tail_was_cut:
            self.note(EventCode.JOURNAL_TAIL_CUT)

    def note(self, code: EventCode, *values: int) -> None:
        """An event of the keeper's own."""
        kind = EVENTS[code]
        if not kind.fits(values) or not self._worker.offer(lambda: self._write(kind.name, values)):
            self._drop()

    def take_from_front(self, code: int, values: Sequence[int]) -> None:
        """An event a front told. Unknown ones and numbers beyond their limits are dropped."""
        kind = event_of_front(code, values)
        if kind is None or not self._worker.offer(lambda: self._write(kind.name, values)):
            self._drop()

    def unsent(self, limit: int) -> list[Told]:
        """Oldest first: (unix seconds, name, values)."""
        with self._lock:
            return list(self._for_central)[:limit]

    def sent(self, events: Sequence[Told]) -> None:
        """Central has stored these."""
        with self._lock:
            for event in events:
                if self._for_central and self._for_central[0] is event:
                    self._for_central.popleft()

    def close(self) -> None:
        self._worker.close()
        self._file.close()

    def _drop(self) -> None:
        with self._lock:
            self._dropped += 1

    def _write(self, name: str, values: Sequence[int]) -> None:
        with self._lock:
            dropped, self._dropped = self._dropped, 0
            self._for_central.append((self._now(), name, list(values)))
        try:
            if dropped:
                self._file.write(EVENTS[EventCode.EVENTS_DROPPED].name, (dropped,))
            self._file.write(name, values)
        except OSError:
            with self._lock:
                self._dropped += dropped + 1
