"""The thread that owns a device: rebuilds for ever, tells each change once, leaves nothing."""

import threading
from collections.abc import Callable, Iterator

import pytest

from devices.ports import DeviceFault, DeviceLost, Kind, StatusChanged
from devices.status import READY, Code, DeviceStatus, State
from devices.supervisor import BACKOFF_MOST, CLOSED, Report, Supervisor, backoff
from tests.unit.devices.recorder import Recorder, nothing_left_behind


class FakeDevice:
    def __init__(self) -> None:
        self.cancelled = threading.Event()
        self.closed = 0

    def cancel(self) -> None:
        self.cancelled.set()

    def close(self) -> None:
        self.closed += 1


class FakeDuty:
    def __init__(self) -> None:
        self.opening: Callable[[], DeviceStatus] = lambda: READY
        self.turning: Callable[[], float] = lambda: 60.0
        self.failures: list[int] = []
        self.aways: list[DeviceStatus] = []
        self.turns = threading.Semaphore(0)

    def connect(self, device: FakeDevice, failures: int) -> DeviceStatus:
        self.failures.append(failures)
        return self.opening()

    def turn(self, device: FakeDevice, report: Report) -> float:
        self.turns.release()
        return self.turning()

    def away(self, status: DeviceStatus) -> None:
        self.aways.append(status)


class Stage:
    def __init__(self) -> None:
        self.device, self.duty, self.said = FakeDevice(), FakeDuty(), Recorder()
        self.supervisor: Supervisor[FakeDevice] = Supervisor(Kind.ID_CARD, self.device, self.duty, self.said)


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    assert made.supervisor.close(5)


def raising(error: Exception) -> Callable[[], DeviceStatus]:
    def fail() -> DeviceStatus:
        raise error

    return fail


def test_back_off_doubles_from_half_a_second_to_two() -> None:
    assert [backoff(failures) for failures in range(1, 5)] == [0.5, 1, 2, 2]
    assert backoff(10_000) == BACKOFF_MOST < 3.0  # ready within three seconds of a return


def test_an_order_wakes_it_at_once(stage: Stage) -> None:
    stage.supervisor.start()
    assert stage.duty.turns.acquire(timeout=5)
    stage.supervisor.wake()
    assert stage.duty.turns.acquire(timeout=5)


def test_a_failure_is_told_once_and_the_device_closed_and_opened_again(stage: Stage) -> None:
    stage.duty.opening = raising(DeviceLost("away", code=Code.NOT_REACHABLE))
    stage.supervisor.start()
    stage.said.wait_for_state(State.LOST)
    stage.duty.opening = lambda: READY
    stage.said.wait_for_state(State.READY)
    assert len(stage.said.of(StatusChanged)) == 2
    assert stage.device.closed == 1
    assert stage.duty.failures == [0, 1]


def test_a_fault_needs_a_person_and_is_tried_again(stage: Stage) -> None:
    stage.duty.turning = raising(DeviceFault("broken"))  # type: ignore[assignment]
    stage.supervisor.start()
    place = stage.said.wait_for_state(State.ATTENTION)
    assert stage.said.status_at(place).code is Code.HARDWARE_ERROR
    stage.duty.turning = lambda: 60.0
    stage.said.wait_for_state(State.READY, after=place)


def test_whatever_a_vendors_adapter_raises_the_thread_lives(stage: Stage) -> None:
    stage.duty.opening = raising(ZeroDivisionError("王样本"))
    stage.supervisor.start()
    place = stage.said.wait_for_state(State.LOST)
    assert stage.said.status_at(place).raw == "ZeroDivisionError"
    stage.duty.opening = lambda: READY
    stage.said.wait_for_state(State.READY)


def test_orders_during_the_back_off_are_answered(stage: Stage) -> None:
    stage.duty.opening = raising(DeviceLost("away"))
    stage.supervisor.start()
    stage.said.wait_for_state(State.LOST)
    before = len(stage.duty.aways)
    stage.supervisor.wake()
    assert stage.supervisor.close(5)
    assert len(stage.duty.aways) > before
    assert stage.duty.aways[-1] == CLOSED


def test_close_cancels_the_device_and_tells_nothing_more() -> None:
    with nothing_left_behind():
        stage = Stage()
        stage.duty.turning = lambda: float(stage.device.cancelled.wait(30))
        stage.supervisor.start()
        assert stage.duty.turns.acquire(timeout=5)
        assert stage.supervisor.close(5)
        assert stage.supervisor.close(5)
        assert stage.said.events == [StatusChanged(Kind.ID_CARD, READY)]


def test_a_device_that_does_not_let_go_is_said_so() -> None:
    stage = Stage()
    release = threading.Event()
    stage.duty.turning = lambda: float(release.wait(30))
    stage.supervisor.start()
    assert stage.duty.turns.acquire(timeout=5)
    assert not stage.supervisor.close(0.05)
    release.set()
    assert stage.supervisor.close(5)
