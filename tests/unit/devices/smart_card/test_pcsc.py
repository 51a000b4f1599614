"""The adapter against a real pcscd with a virtual reader, in namespaces of its own."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.id_card.supervised import ReaderSupervisor
from devices.ports import CardGone, CardKind, CardRead, CardRefused, DeviceLost, Kind, Refusal
from devices.simulators.social_security import SocialSecurityChip
from devices.smart_card.pcsc import PcscReader, parse_pcsc_url
from devices.status import Code, State
from tests.unit.devices.conformance.pcsc_entry import Room, await_card, quick
from tests.unit.devices.recorder import Recorder, nothing_left_behind


@pytest.fixture
def room() -> Iterator[Room]:
    """A service of its own for every test: a hostile chip may leave a shared one confused."""
    made = Room(Path())
    yield made
    made.close()


@pytest.fixture
def reader(room: Room) -> Iterator[PcscReader]:
    adapter = quick(room.url)
    adapter.open()
    yield adapter
    adapter.close()


def laid(room: Room, reader: PcscReader, chip: SocialSecurityChip) -> None:
    room.lay(chip)
    await_card(reader)


def test_a_card_is_read_through_the_real_service_and_read_again(room: Room, reader: PcscReader) -> None:
    laid(room, reader, SocialSecurityChip())
    for _ in range(2):
        result = reader.read()
        assert isinstance(result, CardRead)
        assert result.kind is CardKind.SOCIAL_SECURITY
        assert b"11010519491231002X" in result.payload


def test_a_card_that_never_answers_costs_the_child_and_not_the_reader() -> None:
    room = Room(Path())
    pattern, profile = parse_pcsc_url(room.url)
    reader = PcscReader(pattern, replace(profile, card_deadline=0.5))
    reader.open()
    laid(room, reader, SocialSecurityChip(silent_after=3))
    begun = time.monotonic()
    assert reader.read() is Refusal.UNREADABLE
    assert time.monotonic() - begun < 3
    assert not reader.card_gone()
    room.lift()
    laid(room, reader, SocialSecurityChip())
    assert isinstance(reader.read(), CardRead)
    reader.close()
    room.close()


def test_a_card_pulled_in_mid_read_is_to_be_laid_again() -> None:
    room = Room(Path())
    reader = quick(room.url)
    reader.open()
    chip = SocialSecurityChip()
    pulled = threading.Event()

    def answer(apdu: bytes) -> bytes | None:
        if len(chip.heard) == 5:
            pulled.set()
            return None
        return chip(apdu)

    room.lay(answer)
    await_card(reader)
    puller = threading.Thread(target=lambda: (pulled.wait(10), room.lift()))
    puller.start()
    assert reader.read() is Refusal.UNREADABLE
    puller.join()
    assert pulled.is_set()
    reader.close()
    room.close()


@pytest.mark.parametrize("instead", [b"\x00\x00", bytes(255) + b"\x90\x00", b"\x61\xff", b"\x6c\x01"])
def test_a_hostile_chip_is_refused(room: Room, reader: PcscReader, instead: bytes) -> None:
    laid(room, reader, SocialSecurityChip(instead=instead))
    answer = reader.read()
    assert isinstance(answer, Refusal)


def test_a_card_that_wants_authentication_says_so_once(room: Room) -> None:
    said = Recorder()
    with nothing_left_behind():
        supervised = ReaderSupervisor(quick(room.url), said, Kind.SMART_CARD)
        supervised.start()
        supervised.watch_until_gone()
        gone = said.wait_for_type(CardGone)
        supervised.read_next_card()
        room.lay(SocialSecurityChip(version="3.00", locked=True))
        place = said.wait_for_type(CardRefused, after=gone)
        assert said.events[place] == CardRefused(Refusal.NEEDS_AUTHENTICATION)
        room.lift()
        assert supervised.close(5)


def test_a_card_from_before_is_never_read(room: Room, reader: PcscReader) -> None:
    chip, said = SocialSecurityChip(), Recorder()
    laid(room, reader, chip)
    supervised = ReaderSupervisor(quick(room.url), said, Kind.SMART_CARD)
    supervised.start()
    supervised.read_next_card()
    said.wait_for(lambda event: type(event).__name__ == "CardLying")
    assert chip.heard == []
    assert supervised.close(5)


def test_the_service_killed_and_restarted_the_reader_is_lost_and_back(room: Room) -> None:
    said = Recorder()
    supervised = ReaderSupervisor(quick(room.url), said, Kind.SMART_CARD)
    supervised.start()
    ready = said.wait_for_state(State.READY)
    room.unplug()
    lost = said.wait_for_state(State.LOST, after=ready)
    assert said.status_at(lost).code is Code.NOT_REACHABLE
    room.replug()
    said.wait_for_state(State.READY, after=lost)
    assert supervised.close(5)


def test_a_reader_whose_name_does_not_fit_is_absent_and_a_virtual_one_must_be_asked_for(room: Room) -> None:
    for pattern in ("ACS*", "*"):
        reader = quick(f"pcsc:{pattern}?socket={room.socket_path}")
        with pytest.raises(DeviceLost):
            reader.open()
        reader.close()
