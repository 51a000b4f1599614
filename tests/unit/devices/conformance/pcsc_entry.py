import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from devices.id_card.supervised import ReaderSupervisor
from devices.ports import CardRead, DeviceError, Emit, Kind
from devices.simulators.pcsc_room import PcscRoom, RoomNotToBeHad
from devices.simulators.social_security import SocialSecurityChip
from devices.smart_card.pcsc import PcscReader, parse_pcsc_url
from tests.unit.devices.conformance.entry import Entry

LOOK = 1.0
PATIENCE = 20.0


def quick(url: str) -> PcscReader:
    pattern, profile = parse_pcsc_url(url)
    return PcscReader(pattern, replace(profile, look_deadline=LOOK, card_deadline=3.0))


def await_reader(url: str) -> None:
    """A service just started lists its readers some milliseconds later."""
    reader, end = quick(url), time.monotonic() + PATIENCE
    while True:
        try:
            reader.open()
        except DeviceError:
            assert time.monotonic() < end
            threading.Event().wait(0.02)
        else:
            break
        finally:
            reader.close()


def await_card(reader: PcscReader) -> None:
    end = time.monotonic() + PATIENCE
    while reader.card_gone():
        assert time.monotonic() < end
        threading.Event().wait(0.02)


class Room(PcscRoom):
    """The plug is the service: pulled, it is killed."""

    def __init__(self, _link: Path) -> None:
        try:
            super().__init__()
        except RoomNotToBeHad as lacking:
            pytest.skip(str(lacking))
        self._cut: int | None = None
        await_reader(self.url)

    def replug(self) -> None:
        super().replug()
        await_reader(self.url)

    def cut_at(self, place: int) -> None:
        self._cut = place

    def lay_cut(self) -> None:
        """The card; with a cut ordered, the service dies while the card works on that APDU."""
        chip, cut = SocialSecurityChip(), self._cut
        self._cut = None

        def answer(apdu: bytes) -> bytes | None:
            if cut is not None and len(chip.heard) == cut:
                self.unplug()
            return chip(apdu)

        self.lay(answer)


def _supervise(device: PcscReader, emit: Emit) -> ReaderSupervisor:
    supervisor = ReaderSupervisor(device, emit, Kind.SMART_CARD)
    supervisor.start()
    return supervisor


def _read(device: PcscReader, room: Room) -> bool:
    """A card just laid may fail once, as the duty of a reader knows."""
    room.lay_cut()
    await_card(device)
    return any(isinstance(device.read(), CardRead) for _ in range(3))


PCSC = Entry(
    name="pcsc",
    twin=Room,
    device=quick,
    supervise=_supervise,
    ask=PcscReader.status,
    mute_limit=3 * LOOK,
    cut=Room.cut_at,
    job=_read,
    cuts=(0, 1, 8, 16),
    all_cuts=range(17),  # select, two files, fourteen records
    hostile={},  # the service's own protocol is not ours; hostile cards are in test_pcsc.py
)
