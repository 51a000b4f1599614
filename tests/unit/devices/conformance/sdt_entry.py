from devices.id_card.sdt import SdtProfile, SdtReader
from devices.id_card.supervised import ReaderSupervisor
from devices.ports import CardRead, Emit
from devices.simulators import cards
from devices.simulators.sdt import SdtSimulator
from tests.unit.devices.conformance.entry import HOSTILE, Entry

QUICK = SdtProfile(poll=0.05, short_deadline=0.2, read_deadline=0.4)
FALSE_FRAMES = {
    "a wrong checksum": bytes.fromhex("AAAAAA9669000400009095"),
    "a length that never comes": bytes.fromhex("AAAAAA96690FFF0000"),
    "a length below the least": bytes.fromhex("AAAAAA96690001900091"),
    "a length over the cap": bytes.fromhex("AAAAAA9669FFFF000090"),
    "data where none belongs": bytes.fromhex("AAAAAA966900050000900194"),
}


def _supervise(device: SdtReader, emit: Emit) -> ReaderSupervisor:
    supervisor = ReaderSupervisor(device, emit)
    supervisor.start()
    return supervisor


def _read(device: SdtReader, twin: SdtSimulator) -> bool:
    twin.lay(cards.resident())
    return isinstance(device.read(), CardRead)


SDT = Entry(
    name="sdt",
    twin=lambda link: SdtSimulator(link),
    device=lambda url: SdtReader(url.partition(":")[2], QUICK),
    supervise=_supervise,
    ask=SdtReader.status,
    mute_limit=3 * QUICK.short_deadline,
    cut=SdtSimulator.cut_after,
    job=_read,
    # found, selected and read take 15 + 19 + 1295 bytes
    cuts=(0, 1, 5, 7, 14, 15, 33, 34, 39, 41, 44, 48, 300, 304, 1000, 1328),
    all_cuts=range(15 + 19 + 1295),
    hostile={**HOSTILE, **FALSE_FRAMES},
)
