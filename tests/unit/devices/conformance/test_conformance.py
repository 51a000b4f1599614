"""What every adapter keeps, against its byte-level twin behind a real transport. Deadlines are short; nothing sleeps."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.ports import DeviceError
from devices.status import READY, Code, State
from tests.unit.devices.conformance.entries import ENTRIES
from tests.unit.devices.conformance.entry import Entry, asked, done, opened
from tests.unit.devices.recorder import Recorder, nothing_left_behind

BACK_WITHIN = 3.0
LOADED_MACHINE = 2.0  # a busy machine may hold a thread up so long; the rule itself is shorter
HOSTILE = [pytest.param(entry, what, id=f"{entry.name}, {what}") for entry in ENTRIES for what in entry.hostile]
CUTS = [pytest.param(entry, place, id=f"{entry.name} at {place}") for entry in ENTRIES for place in entry.cuts]


@pytest.fixture(params=ENTRIES, ids=lambda entry: entry.name)
def entry(request: pytest.FixtureRequest) -> Entry:
    found: Entry = request.param
    return found


@pytest.fixture
def twin(entry: Entry, tmp_path: Path) -> Iterator[Any]:
    made = entry.twin(tmp_path / "device")
    yield made
    made.close()


@pytest.fixture
def device(entry: Entry, twin: Any) -> Iterator[Any]:
    made = entry.device(twin.url)
    yield made
    made.close()


def test_before_it_is_opened_nothing_is_ready(entry: Entry, device: Any) -> None:
    assert asked(entry, device).state is State.LOST


def test_opened_it_is_ready_by_its_own_word(entry: Entry, device: Any) -> None:
    assert opened(device) == READY
    assert asked(entry, device) == READY


def test_closed_twice_it_is_lost_and_opened_again_it_is_ready(entry: Entry, device: Any) -> None:
    device.close()
    assert opened(device) == READY
    device.close()
    device.close()
    assert asked(entry, device).state is State.LOST
    assert opened(device) == READY


def test_a_mute_device_is_lost_by_its_deadline(entry: Entry, twin: Any, device: Any) -> None:
    device.open()
    twin.mute()
    begun = time.monotonic()
    assert asked(entry, device).code is Code.NOT_RESPONDING
    assert time.monotonic() - begun < entry.mute_limit + LOADED_MACHINE


def test_a_device_mute_from_the_start_is_never_ready(entry: Entry, twin: Any, device: Any) -> None:
    twin.mute()
    assert opened(device).state is State.LOST


def test_cancelled_it_answers_nothing_more(entry: Entry, twin: Any, device: Any) -> None:
    device.open()
    device.cancel()
    assert asked(entry, device).code is Code.CANCELLED
    device.close()
    assert opened(device).code is Code.CANCELLED


def test_an_absent_device_is_lost(entry: Entry, twin: Any, device: Any) -> None:
    twin.unplug()
    assert opened(device).state is State.LOST


@pytest.mark.parametrize(("entry", "what"), HOSTILE)
def test_hostile_bytes_make_it_neither_ready_nor_hang_and_leave_no_trace(
    entry: Entry, what: str, twin: Any, device: Any
) -> None:
    assert opened(device) == READY
    twin.babble(entry.hostile[what])
    begun = time.monotonic()
    assert asked(entry, device).state in (State.LOST, State.ATTENTION)
    assert not done(entry, device, twin)
    assert time.monotonic() - begun < 2 * entry.mute_limit + LOADED_MACHINE
    twin.speak()
    assert opened(device) == READY


@pytest.mark.parametrize(("entry", "place"), CUTS)
def test_unplugged_in_mid_job_nothing_is_done_and_replugged_it_works(
    entry: Entry, place: int, twin: Any, device: Any
) -> None:
    assert opened(device) == READY
    entry.cut(twin, place)
    assert not done(entry, device, twin)
    device.close()
    twin.replug()
    assert opened(device) == READY
    assert done(entry, device, twin)


def test_uncut_the_job_is_done(entry: Entry, twin: Any, device: Any) -> None:
    """So a cut job that is not done says something."""
    device.open()
    assert done(entry, device, twin)


@pytest.mark.parametrize("trouble", ["none", "mute", "absent", "babbling"])
def test_whatever_the_trouble_no_thread_and_no_handle_is_left(entry: Entry, twin: Any, trouble: str) -> None:
    if trouble == "babbling" and not entry.hostile:
        pytest.skip("nothing it could babble")
    said = Recorder()
    with nothing_left_behind():
        device = entry.device(twin.url)
        match trouble:
            case "mute":
                twin.mute()
            case "absent":
                twin.unplug()
            case "babbling":
                twin.babble(bytes(range(256)))
        supervised = entry.supervise(device, said)
        said.wait_for(lambda _event: True)
        assert supervised.close(5)
        assert supervised.close(5)
    if trouble != "none":
        assert READY not in [getattr(event, "status", None) for event in said.events]


@pytest.mark.parametrize("trouble", ["mute", "absent"])
def test_it_is_ready_within_three_seconds_of_its_return(entry: Entry, twin: Any, trouble: str) -> None:
    said = Recorder()
    supervised = entry.supervise(entry.device(twin.url), said)
    ready = said.wait_for_state(State.READY)
    gone, back = (twin.mute, twin.speak) if trouble == "mute" else (twin.unplug, twin.replug)
    gone()
    lost = said.wait_for_state(State.LOST, after=ready)
    back()
    returned = time.monotonic()
    said.wait_for_state(State.READY, after=lost)
    assert time.monotonic() - returned < BACK_WITHIN + LOADED_MACHINE
    assert supervised.close(5)


def test_each_adapter_raises_its_own_kind_of_error_alone(entry: Entry, twin: Any, device: Any) -> None:
    """`asked`, `opened` and `done` let anything else through: so the tests above see it."""
    twin.unplug()
    with pytest.raises(DeviceError):
        device.open()
