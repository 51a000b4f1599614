"""Which adapter a device URL means, and a supervised device of it.

Built-in schemes win. A vendor adds one by an entry point of the group `kiosk.devices`: its name is the scheme, its
object a `Driver`. A vendor's driver that does not load is collected as a problem; the rest works.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType

from devices.address import split_scheme
from devices.id_card.sdt import SdtReader, parse_sdt_url
from devices.id_card.stxetx import StxetxReader, parse_stxetx_url
from devices.id_card.supervised import ReaderSupervisor
from devices.ports import (
    Emit,
    IdCardReader,
    Kind,
    ReceiptPrinter,
    SupervisedPrinter,
    SupervisedReader,
    UnknownDevice,
)
from devices.receipt_printer.escpos import EscposPrinter, parse_serial_url, parse_tcp_url
from devices.receipt_printer.file import FilePrinter, parse_file_url
from devices.receipt_printer.supervised import PrinterSupervisor
from devices.smart_card.pcsc import PcscReader, parse_pcsc_url

GROUP = "kiosk.devices"


@dataclass(frozen=True, slots=True)
class Driver:
    """`reader` or `printer`, as `kind` says: an adapter for a whole device URL, opening nothing.

    May raise UnknownDevice for options it cannot take.
    """

    kind: Kind
    reader: Callable[[str], IdCardReader] | None = None
    printer: Callable[[str], ReceiptPrinter] | None = None


_BUILT_IN = MappingProxyType(
    {
        "sdt": Driver(Kind.ID_CARD, reader=lambda url: SdtReader(*parse_sdt_url(url))),
        "stxetx": Driver(Kind.ID_CARD, reader=lambda url: StxetxReader(*parse_stxetx_url(url))),
        "pcsc": Driver(Kind.SMART_CARD, reader=lambda url: PcscReader(*parse_pcsc_url(url))),
        "escpos+serial": Driver(Kind.RECEIPT_PRINTER, printer=lambda url: EscposPrinter(*parse_serial_url(url))),
        "escpos+tcp": Driver(Kind.RECEIPT_PRINTER, printer=lambda url: EscposPrinter(*parse_tcp_url(url))),
        "escpos+file": Driver(Kind.RECEIPT_PRINTER, printer=lambda url: FilePrinter(*parse_file_url(url))),
    }
)


@dataclass(frozen=True, slots=True)
class Drivers:
    """`problems`: one line for each vendor driver that does not load; for the technician."""

    by_scheme: MappingProxyType[str, Driver]
    problems: tuple[str, ...] = ()


def load_drivers(vendors: Iterable[EntryPoint] | None = None) -> Drivers:
    """All drivers of this machine. `vendors` None: the installed entry points."""
    found: dict[str, Driver] = {}
    problems: list[str] = []
    for entry in entry_points(group=GROUP) if vendors is None else vendors:
        try:
            driver = entry.load()
        except Exception as error:  # boundary: a vendor's package may fail in any way while it loads
            problems.append(f"{entry.name}: {type(error).__name__}")
            continue
        if not isinstance(driver, Driver):
            problems.append(f"{entry.name}: not a Driver")
        elif entry.name in _BUILT_IN:
            problems.append(f"{entry.name}: this scheme is built in")
        else:
            found[entry.name] = driver
    return Drivers(MappingProxyType({**found, **_BUILT_IN}), tuple(problems))


def driver_for(url: str, drivers: Drivers | None = None) -> Driver:
    """Vendors are loaded only for a scheme that is not built in. Raises UnknownDevice."""
    scheme, _ = split_scheme(url)
    if drivers is None and scheme in _BUILT_IN:
        return _BUILT_IN[scheme]
    driver = (drivers or load_drivers()).by_scheme.get(scheme)
    if driver is None:
        raise UnknownDevice(f"no adapter is called {scheme}")
    return driver


def kind_of(url: str, drivers: Drivers | None = None) -> Kind:
    """Raises UnknownDevice."""
    return driver_for(url, drivers).kind


def make_reader(url: str, drivers: Drivers | None = None) -> IdCardReader:
    """The bare adapter, not opened. Raises UnknownDevice."""
    driver = driver_for(url, drivers)
    if driver.reader is None:
        raise UnknownDevice("this URL names no card reader")
    return driver.reader(url)


def make_printer(url: str, drivers: Drivers | None = None) -> ReceiptPrinter:
    """The bare adapter, not opened. Raises UnknownDevice."""
    driver = driver_for(url, drivers)
    if driver.printer is None:
        raise UnknownDevice("this URL names no receipt printer")
    return driver.printer(url)


def connect_reader(url: str, emit: Emit) -> SupervisedReader:
    """Not started yet. Raises UnknownDevice."""
    return ReaderSupervisor(make_reader(url), emit, kind_of(url))


def connect_printer(url: str, emit: Emit) -> SupervisedPrinter:
    """Not started yet. Raises UnknownDevice."""
    return PrinterSupervisor(make_printer(url), emit)
