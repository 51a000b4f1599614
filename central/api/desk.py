"""Two threads that may touch the database, so that the event loop never waits for it.

One writes (SQLite has one writer anyway; PostgreSQL has more processes), one reads. Too long a queue is told to the
caller as busy, with a time.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connections

from central.refusal import Refusal, Refused

QUEUE_LIMIT = 256
RETRY_SECONDS = 5

P = ParamSpec("P")
R = TypeVar("R")


class Desk:
    def __init__(self, limit: int = QUEUE_LIMIT) -> None:
        self._writer = ThreadPoolExecutor(1, "central-writer")
        self._reader = ThreadPoolExecutor(1, "central-reader")
        self._limit = limit
        self._queued = {self._writer: 0, self._reader: 0}

    async def write(self, task: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
        """Raises Refused(BUSY), and what `task` raises."""
        return await self._run(self._writer, lambda: task(*given, **named))

    async def read(self, task: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
        """Raises Refused(BUSY), and what `task` raises."""
        return await self._run(self._reader, lambda: task(*given, **named))

    async def _run(self, thread: ThreadPoolExecutor, task: Callable[[], R]) -> R:
        if self._queued[thread] >= self._limit:
            raise Refused(Refusal.BUSY, RETRY_SECONDS)
        self._queued[thread] += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(thread, _with_connection, task)
        finally:
            self._queued[thread] -= 1

    def close(self) -> None:
        """What is queued is done first."""
        for thread in (self._writer, self._reader):
            thread.submit(connections.close_all)
            thread.shutdown(wait=True)


def _with_connection(task: Callable[[], R]) -> R:
    """A connection that broke under the task before this one (PostgreSQL was started again) is replaced."""
    close_old_connections()
    return task()
