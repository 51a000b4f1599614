"""Terminals that wait for news: one held request each, answered at once when its manifest is newer.

Lives on the event loop. What another process published (an enrolment on a second one, a new revision) is seen by the
repository's timestamp.
"""

import asyncio
from collections.abc import Callable, Mapping

LONGEST_WAIT = 50


class WaitingRoom:
    """`manifests`: terminal (hex) → published manifest version, read anew by `look`."""

    def __init__(self, manifests: Callable[[], Mapping[str, int]]) -> None:
        self._read = manifests
        self._manifests: Mapping[str, int] = {}
        self._waiting: dict[str, asyncio.Event] = {}
        self._closed = False

    def look(self) -> None:
        """Read the published manifests and call those who wait for a newer one. Blocks: a few small files."""
        self.take(self._read())

    def take(self, manifests: Mapping[str, int]) -> None:
        before, self._manifests = self._manifests, manifests
        for terminal, woken in list(self._waiting.items()):
            if manifests.get(terminal) != before.get(terminal):
                woken.set()

    def manifest(self, terminal: str) -> int:
        """0 for a terminal that has none."""
        return self._manifests.get(terminal, 0)

    async def news(self, terminal: str, running: int, seconds: int) -> int:
        """The published manifest's version: at once when newer than `running`, else when it changes or time is up."""
        self.call(terminal)
        if self.manifest(terminal) > running or seconds <= 0 or self._closed:
            return self.manifest(terminal)
        woken = self._waiting[terminal] = asyncio.Event()
        try:
            await asyncio.wait_for(woken.wait(), min(seconds, LONGEST_WAIT))
        except TimeoutError:
            pass
        finally:
            if self._waiting.get(terminal) is woken:
                del self._waiting[terminal]
        return self.manifest(terminal)

    def call(self, terminal: str) -> None:
        """End the wait of one terminal: it asks again on another connection."""
        woken = self._waiting.get(terminal)
        if woken is not None:
            woken.set()

    def close(self) -> None:
        """Answer everybody now, and hold nobody any more: the service ends."""
        self._closed = True
        for woken in self._waiting.values():
            woken.set()
