"""Every adapter there is, with its twin."""

from tests.unit.devices.conformance.entry import Entry
from tests.unit.devices.conformance.sdt_entry import SDT

ENTRIES: tuple[Entry, ...] = (SDT,)
