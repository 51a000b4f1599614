from devices.id_card.stxetx import StxetxProfile, StxetxReader
from devices.id_card.supervised import ReaderSupervisor
from devices.ports import CardRead, Emit
from devices.simulators import cards
from devices.simulators.stxetx import StxetxSimulator
from tests.unit.devices.conformance.entry import HOSTILE, Entry

QUICK = StxetxProfile(poll=0.05, short_deadline=0.2, read_deadline=0.4)
FALSE_FRAMES = {
    "a wrong checksum": bytes.fromhex("020002000001 03"),
    "a wrong end": bytes.fromhex("0200020000 00 04"),
    "a length that never comes": bytes.fromhex("020FFF0000"),
    "a length below the least": bytes.fromhex("020001 00 00 03"),
    "a length over the cap": bytes.fromhex("02FFFF0000"),
}


def _supervise(device: StxetxReader, emit: Emit) -> ReaderSupervisor:
    supervisor = ReaderSupervisor(device, emit)
    supervisor.start()
    return supervisor


def _read(device: StxetxReader, twin: StxetxSimulator) -> bool:
    twin.lay(cards.resident())
    return isinstance(device.read(), CardRead)


STXETX = Entry(
    name="stxetx",
    twin=lambda link: StxetxSimulator(link),
    device=lambda url: StxetxReader(url.partition(":")[2], QUICK),
    supervise=_supervise,
    ask=StxetxReader.status,
    mute_limit=3 * QUICK.short_deadline,
    cut=StxetxSimulator.cut_after,
    job=_read,
    cuts=(0, 1, 2, 3, 4, 5, 8, 9, 264, 265, 1000, 1289, 1290),
    all_cuts=range(1291),
    hostile={**HOSTILE, **FALSE_FRAMES},
)
