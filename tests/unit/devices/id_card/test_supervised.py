"""What the front sees of the reader: first the duty in virtual time, then the whole thing behind a pty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.id_card.sdt import SdtProfile, SdtReader
from devices.id_card.supervised import Mode, ReaderDuty, ReaderSupervisor
from devices.ports import (
    CardGone,
    CardKind,
    CardLying,
    CardRead,
    CardRefused,
    DeviceEvent,
    DeviceFault,
    DeviceLost,
    Refusal,
)
from devices.simulators import cards
from devices.simulators.sdt import SdtSimulator
from devices.status import READY, Code, DeviceStatus, State
from tests.unit.devices.recorder import Recorder, nothing_left_behind

A_CARD = CardRead(CardKind.GA450, b"text", b"photo")


class FakeReader:
    """A reader by script: what lies there, what a read gives, what fails."""

    poll = 0.3

    def __init__(self) -> None:
        self.lying = False
        self.result: CardRead | Refusal = A_CARD
        self.calls: list[str] = []
        self.failing: Exception | None = None
        self.state = READY
        self.read_before = False

    def _call(self, name: str) -> None:
        self.calls.append(name)
        if self.failing:
            raise self.failing

    def open(self) -> DeviceStatus:
        self._call("open")
        return self.state

    def status(self) -> DeviceStatus:
        self._call("status")
        return self.state

    def card_gone(self) -> bool:
        self._call("card_gone")
        self.read_before = self.read_before and self.lying
        return not self.lying

    def read(self) -> CardRead | Refusal | None:
        self._call("read")
        if not self.lying or self.read_before:
            return None
        self.read_before = self.result is A_CARD
        return self.result

    def recover(self) -> None:
        self._call("recover")

    def cancel(self) -> None: ...

    def close(self) -> None: ...


class Stage:
    """A duty with its device, a clock that jumps, and what was said."""

    def __init__(self) -> None:
        self.now = 100.0
        self.said: list[DeviceEvent] = []
        self.reported: list[DeviceStatus] = []
        self.reader = FakeReader()
        self.duty = ReaderDuty(self.said.append, lambda: self.now)
        self.duty.connect(self.reader, 0)

    def pass_time(self, seconds: float) -> None:
        end = self.now + seconds
        while self.now < end:
            self.now += max(0.001, self.duty.turn(self.reader, self.reported.append))

    def kinds(self) -> list[type[DeviceEvent]]:
        return [type(event) for event in self.said]


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_a_card_laid_after_a_second_without_one_is_read_once(stage: Stage) -> None:
    stage.duty.give(Mode.READING)
    stage.pass_time(1.5)
    stage.reader.lying = True
    stage.pass_time(5)
    assert stage.said == [A_CARD]


def test_a_card_lying_from_before_is_told_once_and_never_read(stage: Stage) -> None:
    stage.reader.lying = True
    stage.duty.give(Mode.READING)
    stage.pass_time(60)
    assert stage.kinds() == [CardLying]
    assert "read" not in stage.reader.calls


def test_a_lying_card_lifted_and_laid_again_is_read(stage: Stage) -> None:
    stage.reader.lying = True
    stage.duty.give(Mode.READING)
    stage.pass_time(2)
    stage.reader.lying = False
    stage.pass_time(1.5)
    stage.reader.lying = True
    stage.pass_time(1)
    assert stage.kinds() == [CardLying, CardGone, CardRead]


def test_a_lying_card_moved_for_half_a_second_is_still_the_one_from_before(stage: Stage) -> None:
    stage.reader.lying = True
    stage.duty.give(Mode.READING)
    stage.pass_time(2)
    stage.reader.lying = False
    stage.pass_time(0.5)
    stage.reader.lying = True
    stage.pass_time(10)
    assert stage.kinds() == [CardLying]
    assert "read" not in stage.reader.calls


def test_a_card_laid_while_nothing_was_ordered_counts_as_lying(stage: Stage) -> None:
    stage.pass_time(3)
    stage.reader.lying = True
    stage.pass_time(3)
    stage.duty.give(Mode.READING)
    stage.pass_time(3)
    assert stage.kinds() == [CardLying]


def test_watched_while_idle_the_next_card_is_read_without_another_second(stage: Stage) -> None:
    stage.pass_time(3)
    stage.duty.give(Mode.READING)
    stage.reader.lying = True
    stage.pass_time(0.1)
    assert stage.kinds() == [CardRead]


def test_gone_is_told_once_after_a_second(stage: Stage) -> None:
    stage.reader.lying = True
    stage.duty.give(Mode.WATCHING)
    stage.pass_time(3)
    assert stage.said == []
    stage.reader.lying = False
    stage.pass_time(0.9)
    assert stage.said == []
    stage.pass_time(5)
    assert stage.kinds() == [CardGone]


def test_a_card_that_fails_twice_is_refused_once_and_may_still_be_read(stage: Stage) -> None:
    stage.duty.give(Mode.READING)
    stage.pass_time(1.5)
    stage.reader.lying, stage.reader.result = True, Refusal.UNREADABLE
    stage.pass_time(3)
    assert stage.said == [CardRefused(Refusal.UNREADABLE)]
    stage.reader.result = A_CARD
    stage.pass_time(1)
    assert stage.said == [CardRefused(Refusal.UNREADABLE), A_CARD]


def test_laid_again_a_bad_card_is_refused_again(stage: Stage) -> None:
    stage.duty.give(Mode.READING)
    stage.pass_time(1.5)
    stage.reader.result = Refusal.WRONG_KIND
    for lying in (True, False, True):
        stage.reader.lying = lying
        stage.pass_time(1)
    assert stage.said == [CardRefused(Refusal.WRONG_KIND)] * 2


def test_an_order_taken_back_says_nothing_more(stage: Stage) -> None:
    stage.duty.give(Mode.READING)
    stage.pass_time(1.5)
    stage.duty.give(Mode.IDLE)
    stage.reader.lying = True
    stage.pass_time(5)
    assert stage.said == []


def test_a_card_read_while_the_order_is_taken_back_is_not_told(stage: Stage) -> None:
    stage.duty.give(Mode.READING)
    stage.pass_time(1.5)
    true_read = stage.reader.read
    stage.reader.lying = True

    def read_and_stop() -> CardRead | Refusal | None:
        stage.duty.give(Mode.IDLE)
        return true_read()

    stage.reader.read = read_and_stop  # type: ignore[method-assign]
    stage.pass_time(1)
    assert stage.said == []


def test_no_reset_before_a_second_without_a_card_was_seen(stage: Stage) -> None:
    stage.reader.failing = DeviceLost("silent", code=Code.NOT_RESPONDING)
    with pytest.raises(DeviceLost):
        stage.pass_time(1)
    assert "recover" not in stage.reader.calls


def test_a_silent_reader_is_reset_where_it_stands_once_no_card_can_be_lost(stage: Stage) -> None:
    stage.pass_time(2)
    stage.reader.failing = DeviceLost("silent", code=Code.NOT_RESPONDING)

    def recover() -> None:
        stage.reader.calls.append("recover")
        stage.reader.failing = None

    stage.reader.recover = recover  # type: ignore[method-assign]
    stage.pass_time(2)
    assert stage.reader.calls.count("recover") == 1


def test_a_reset_that_helps_nothing_loses_the_reader(stage: Stage) -> None:
    stage.pass_time(2)
    stage.reader.recover = lambda: stage.reader.calls.append("recover")  # type: ignore[method-assign]
    stage.reader.failing = DeviceLost("silent", code=Code.NOT_RESPONDING)
    with pytest.raises(DeviceLost):
        stage.pass_time(2)
    assert stage.reader.calls.count("recover") == 1


def test_after_a_reset_the_first_card_found_is_lying_and_the_next_is_read(stage: Stage) -> None:
    stage.duty.give(Mode.READING)
    stage.pass_time(2)
    stage.duty.connect(stage.reader, 0)
    stage.pass_time(2)
    stage.reader.lying = True
    stage.pass_time(2)
    assert stage.kinds() == [CardLying]
    stage.reader.lying = False
    stage.pass_time(2)
    stage.reader.lying = True
    stage.pass_time(1)
    assert stage.kinds() == [CardLying, CardGone, CardRead]


def test_a_reader_silent_since_it_was_opened_is_reset_at_the_third_try_only() -> None:
    reader = FakeReader()
    duty = ReaderDuty(lambda event: None, lambda: 0.0)
    reader.failing = DeviceLost("silent", code=Code.NOT_RESPONDING)
    for failures in range(4):
        with pytest.raises(DeviceLost):
            duty.connect(reader, failures)
    assert reader.calls == ["open", "open", "open", "recover", "open", "recover"]


def test_a_reader_at_fault_is_asked_until_it_is_well(stage: Stage) -> None:
    stage.duty.give(Mode.READING)
    stage.reader.state = DeviceStatus(State.ATTENTION, Code.HARDWARE_ERROR)
    stage.pass_time(12)
    assert stage.reported[-1].state is State.ATTENTION
    stage.reader.state = READY
    stage.pass_time(7)
    assert stage.reported[-1] == READY


def test_a_fault_in_a_turn_is_not_swallowed(stage: Stage) -> None:
    stage.reader.failing = DeviceFault("broken")
    with pytest.raises(DeviceFault):
        stage.pass_time(1)


# ---- behind a pty ----------------------------------------------------------------------------------------------------

QUICK = SdtProfile(poll=0.05, short_deadline=0.3, read_deadline=0.5)


@pytest.fixture
def said() -> Recorder:
    return Recorder()


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[SdtSimulator]:
    device = SdtSimulator(link=tmp_path / "reader")
    yield device
    device.close()


@pytest.fixture
def supervised(simulator: SdtSimulator, said: Recorder) -> Iterator[ReaderSupervisor]:
    supervisor = ReaderSupervisor(SdtReader(simulator.path, QUICK), said)
    yield supervisor
    assert supervisor.close(5)


def test_a_whole_reading_behind_a_pty(simulator: SdtSimulator, supervised: ReaderSupervisor, said: Recorder) -> None:
    supervised.start()
    supervised.read_next_card()
    assert simulator.wait_for(0x30, 0x03, 5, times=4)
    supervised.watch_until_gone()
    gone = said.wait_for_type(CardGone)
    supervised.read_next_card()
    simulator.lay(cards.resident())
    read = said.wait_for_type(CardRead, after=gone)
    event = said.events[read]
    assert isinstance(event, CardRead)
    assert event.payload == cards.resident().text
    supervised.watch_until_gone()
    simulator.lift()
    said.wait_for_type(CardGone, after=read)
    assert (0x10, 0xFF) not in simulator.commands


def test_a_card_from_before_is_never_read_nor_the_reader_reset(
    simulator: SdtSimulator, supervised: ReaderSupervisor, said: Recorder
) -> None:
    simulator.lay(cards.permit())
    supervised.start()
    supervised.read_next_card()
    said.wait_for_type(CardLying)
    assert simulator.wait_for(0x20, 0x01, 5, times=30)
    assert not {(0x30, 0x01), (0x10, 0xFF)} & set(simulator.commands)


def test_a_card_read_by_the_front_before_is_never_read_by_the_next(simulator: SdtSimulator, said: Recorder) -> None:
    simulator.lay(cards.resident())
    before = SdtReader(simulator.path, QUICK)
    before.open()
    assert before.read() is not None
    before.close()
    supervisor = ReaderSupervisor(SdtReader(simulator.path, QUICK), said)
    supervisor.start()
    supervisor.read_next_card()
    said.wait_for_type(CardLying)
    assert simulator.wait_for(0x30, 0x03, 5, times=30)
    assert simulator.commands.count((0x30, 0x01)) == 1
    assert supervisor.close(5)


def test_pulled_in_mid_read_and_plugged_again_by_path_it_comes_back(
    simulator: SdtSimulator, supervised: ReaderSupervisor, said: Recorder
) -> None:
    supervised.start()
    supervised.watch_until_gone()
    said.wait_for_type(CardGone)
    supervised.read_next_card()
    simulator.spoil(pull_after=600)
    simulator.lay(cards.resident())
    lost = said.wait_for_state(State.LOST)
    assert said.status_at(lost).code is Code.NOT_REACHABLE
    simulator.lift()
    simulator.replug()
    back = said.wait_for_state(State.READY, after=lost)
    simulator.lay(cards.resident())
    lying = said.wait_for(lambda event: isinstance(event, CardLying), after=back)
    simulator.lift()
    gone = said.wait_for_type(CardGone, after=lying)
    simulator.lay(cards.resident())
    said.wait_for_type(CardRead, after=gone)
    assert len(said.of(CardRead)) == 1


def test_mute_it_is_lost_and_speaking_again_it_is_ready(
    simulator: SdtSimulator, supervised: ReaderSupervisor, said: Recorder
) -> None:
    supervised.start()
    ready = said.wait_for_state(State.READY)
    simulator.mute()
    lost = said.wait_for_state(State.LOST, after=ready)
    assert said.status_at(lost).code is Code.NOT_RESPONDING
    simulator.speak()
    said.wait_for_state(State.READY, after=lost)


def test_an_absent_reader_appears_when_it_is_plugged(
    simulator: SdtSimulator, supervised: ReaderSupervisor, said: Recorder
) -> None:
    simulator.unplug()
    supervised.start()
    lost = said.wait_for_state(State.LOST)
    simulator.replug()
    said.wait_for_state(State.READY, after=lost)


@pytest.mark.parametrize("trouble", ["none", "mute", "unplugged", "never started"])
def test_close_leaves_no_thread_and_no_handle(simulator: SdtSimulator, said: Recorder, trouble: str) -> None:
    with nothing_left_behind():
        supervisor = ReaderSupervisor(SdtReader(simulator.path, SdtProfile()), said)
        if trouble != "never started":
            supervisor.start()
            said.wait_for_state(State.READY)
        if trouble == "mute":
            simulator.mute()
            supervisor.read_next_card()
            assert simulator.wait_for_more(5)
        if trouble == "unplugged":
            simulator.unplug()
            said.wait_for_state(State.LOST)
        assert supervisor.close(2)
        assert supervisor.close(2)
