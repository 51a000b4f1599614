"""One thread owns a simulator: it waits on descriptors and runs what other threads ask for, one thing at a time."""

import os
import queue
import select
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Result = TypeVar("Result")


class Worker:
    def __init__(self, name: str, watched: Callable[[], list[int]], on_ready: Callable[[int], None]) -> None:
        self._watched, self._on_ready = watched, on_ready
        self._asked: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._wake_read, self._wake_write = os.pipe()
        self._running = True
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def do(self, what: Callable[[], Result]) -> Result:
        """Run on the owner's thread; its answer or exception."""
        done: Future[Result] = Future()

        def run() -> None:
            try:
                done.set_result(what())
            except Exception as error:  # boundary: handed to the thread that asked
                done.set_exception(error)

        self._asked.put(run)
        os.write(self._wake_write, b"!")
        return done.result(10)

    def close(self, finish: Callable[[], None]) -> None:
        """Run `finish` last, then end. Twice is as good as once."""
        if not self._thread.is_alive():
            return
        self.do(lambda: self._finish(finish))
        self._thread.join(5)
        os.close(self._wake_read)
        os.close(self._wake_write)

    def _finish(self, finish: Callable[[], None]) -> None:
        self._running = False
        finish()

    def _run(self) -> None:
        while self._running:
            ready = select.select([self._wake_read, *self._watched()], [], [])[0]
            if self._wake_read in ready:
                os.read(self._wake_read, 1)
                self._asked.get()()
            else:
                self._on_ready(ready[0])
