"""Every adapter there is, with its twin."""

from tests.unit.devices.conformance.entry import Entry
from tests.unit.devices.conformance.pcsc_entry import PCSC
from tests.unit.devices.conformance.sdt_entry import SDT
from tests.unit.devices.conformance.stxetx_entry import STXETX

ENTRIES: tuple[Entry, ...] = (SDT, STXETX, PCSC)
