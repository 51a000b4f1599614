"""One thread that does jobs in order: the owner of a file that only one thread may touch."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")
Job = Callable[[], None]

_ROOM = 256


class WorkerEndedError(RuntimeError):
    """The worker takes no more jobs: the keeper is ending."""


class Worker:
    """Jobs wait in a bounded queue; a full one makes the giver wait, which slows a flooding front down.

    A job that raises is a bug: `on_crash` is told and the thread ends.
    """

    def __init__(self, name: str, on_crash: Callable[[BaseException], None]) -> None:
        self._jobs: queue.Queue[Job | None] = queue.Queue(_ROOM)
        self._on_crash = on_crash
        self._ending = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def post(self, job: Job) -> None:
        """Do `job` after those before it. Nothing is done once the worker ends."""
        if not self._ending:
            self._jobs.put(job)

    def offer(self, job: Job) -> bool:
        """As `post`, but never waits. False: there is no room, the job is not done."""
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            return False
        return True

    def ask(self, question: Callable[[], T]) -> T:
        """The answer of `question`, worked out on the worker's thread; what it raises is raised here.

        Raises WorkerEndedError.
        """
        answer: Future[T] = Future()

        def job() -> None:
            try:
                answer.set_result(question())
            # The boundary between the asking thread and the owner's: the asker gets whatever was raised.
            except BaseException as error:
                answer.set_exception(error)

        if self._ending:
            raise WorkerEndedError
        self._jobs.put(job)
        while True:
            try:
                return answer.result(timeout=1.0)
            except TimeoutError:
                if answer.done() or self._thread.is_alive():
                    continue
                raise WorkerEndedError from None

    def close(self, timeout: float = 10.0) -> None:
        """Do what was posted before, then end."""
        if not self._ending:
            self._ending = True
            self._jobs.put(None)
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(timeout)

    def _work(self) -> None:
        try:
            while (job := self._jobs.get()) is not None:
                job()
        # The thread's boundary: a bug in a job must end the whole keeper, never leave it half alive.
        except BaseException as error:
            self._on_crash(error)
