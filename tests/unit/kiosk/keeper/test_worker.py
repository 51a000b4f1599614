"""One thread does the jobs in order; a bug in one is told and never leaves an asker waiting."""

import threading

import pytest

from kiosk.keeper.worker import Worker, WorkerEndedError

WAIT = 20.0


class Alarm:
    def __init__(self) -> None:
        self.rung = threading.Event()
        self.error: BaseException | None = None

    def __call__(self, error: BaseException) -> None:
        self.error = error
        self.rung.set()


def test_jobs_are_done_in_order_on_one_thread_and_all_before_it_ends() -> None:
    done: list[tuple[int, str]] = []
    worker = Worker("w", Alarm())
    worker.start()
    for number in range(50):
        worker.post(lambda n=number: done.append((n, threading.current_thread().name)))
    worker.close(WAIT)
    assert done == [(number, "w") for number in range(50)]


def test_a_question_is_answered_from_the_workers_thread() -> None:
    worker = Worker("w", Alarm())
    worker.start()
    assert worker.ask(lambda: threading.current_thread().name) == "w"
    worker.close(WAIT)


def test_what_a_question_raises_is_the_askers_and_the_worker_goes_on() -> None:
    alarm = Alarm()
    worker = Worker("w", alarm)
    worker.start()
    with pytest.raises(LookupError):
        worker.ask(lambda: {}[1])
    assert worker.ask(lambda: 5) == 5
    worker.close(WAIT)
    assert not alarm.rung.is_set()


def test_a_job_that_raises_rings_the_alarm_and_leaves_no_asker_waiting() -> None:
    alarm = Alarm()
    worker = Worker("w", alarm)
    worker.start()
    worker.post(lambda: {}[1])  # type: ignore[arg-type, return-value, index]
    assert alarm.rung.wait(WAIT)
    assert isinstance(alarm.error, KeyError)
    with pytest.raises(WorkerEndedError):
        worker.ask(lambda: 5)
    worker.close(WAIT)


def test_a_worker_that_ended_takes_nothing_more() -> None:
    worker = Worker("w", Alarm())
    worker.start()
    worker.close(WAIT)
    worker.close(WAIT)
    worker.post(lambda: None)
    with pytest.raises(WorkerEndedError):
        worker.ask(lambda: 5)


def test_a_full_queue_is_said_to_whoever_does_not_want_to_wait() -> None:
    gate = threading.Event()
    worker = Worker("w", Alarm())
    worker.start()
    worker.post(lambda: gate.wait(WAIT) and None)
    taken = 0
    while worker.offer(lambda: None):
        taken += 1
    assert taken >= 100
    gate.set()
    worker.close(WAIT)
