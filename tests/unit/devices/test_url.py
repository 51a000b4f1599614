"""Device URLs, built-in and vendors' drivers."""

from importlib.metadata import EntryPoint

import pytest

from devices.address import parse_address
from devices.id_card.sdt import SdtReader
from devices.id_card.stxetx import StxetxReader
from devices.ports import IdCardReader, Kind, UnknownDevice
from devices.receipt_printer.escpos import EscposPrinter
from devices.receipt_printer.file import FilePrinter
from devices.simulators import cards
from devices.simulators.sdt import SdtSimulator
from devices.smart_card.pcsc import PcscReader
from devices.status import Code, State
from devices.url import GROUP, Driver, connect_printer, connect_reader, kind_of, load_drivers, make_printer, make_reader
from tests.unit.devices.recorder import nothing_left_behind


def vendor_reader(url: str) -> IdCardReader:
    return SdtReader("/dev/null", SdtReader("x", None).profile)  # type: ignore[arg-type]


VENDOR = Driver(Kind.ID_CARD, reader=vendor_reader)
NOT_A_DRIVER = object()
HERE = __name__


def entry(name: str, what: str) -> EntryPoint:
    return EntryPoint(name, f"{HERE}:{what}" if "." not in what else what, GROUP)


@pytest.mark.parametrize(
    ("url", "kind", "adapter"),
    [
        ("sdt:/dev/ttyUSB0?baud=9600", Kind.ID_CARD, SdtReader),
        ("sdt:socket://127.0.0.1:4001", Kind.ID_CARD, SdtReader),
        ("stxetx:/dev/ttyS1?lying=0", Kind.ID_CARD, StxetxReader),
        ("pcsc:ACS ACR39U*", Kind.SMART_CARD, PcscReader),
        ("escpos+serial:/dev/ttyS2", Kind.RECEIPT_PRINTER, EscposPrinter),
        ("escpos+tcp://10.0.0.9:9100", Kind.RECEIPT_PRINTER, EscposPrinter),
        ("escpos+tcp://[::1]", Kind.RECEIPT_PRINTER, EscposPrinter),
        ("escpos+file:/tmp/x.bin", Kind.RECEIPT_PRINTER, FilePrinter),
    ],
)
def test_a_built_in_scheme_names_its_adapter_and_opens_nothing(url: str, kind: Kind, adapter: type) -> None:
    with nothing_left_behind():
        assert kind_of(url) is kind
        made = make_printer(url) if kind is Kind.RECEIPT_PRINTER else make_reader(url)
        assert isinstance(made, adapter)


@pytest.mark.parametrize("url", ["", "sdt", "sdt:", ":x", "sim:reader", "nobody:/dev/x", "sdt:?baud=9600"])
def test_what_names_no_adapter_is_refused(url: str) -> None:
    with pytest.raises(UnknownDevice) as caught:
        connect_reader(url, print)
    assert (caught.value.status.state, caught.value.status.code) == (State.LOST, Code.UNSUPPORTED)


def test_a_reader_is_no_printer_and_a_printer_no_reader() -> None:
    with pytest.raises(UnknownDevice):
        connect_printer("sdt:/dev/ttyUSB0", print)
    with pytest.raises(UnknownDevice):
        connect_reader("escpos+file:/tmp/x", print)


def test_a_vendors_scheme_is_known_and_a_built_in_one_is_never_replaced() -> None:
    drivers = load_drivers([entry("acme", "VENDOR"), entry("sdt", "VENDOR")])
    assert drivers.by_scheme["acme"] is VENDOR
    assert drivers.by_scheme["sdt"] is not VENDOR
    assert drivers.problems == ("sdt: this scheme is built in",)
    assert kind_of("acme:anything", drivers) is Kind.ID_CARD


def test_a_broken_vendor_is_reported_and_the_rest_works() -> None:
    broken = [entry("gone", "no.such.module:X"), entry("odd", "NOT_A_DRIVER"), entry("acme", "VENDOR")]
    drivers = load_drivers(broken)
    assert drivers.problems == ("gone: ModuleNotFoundError", "odd: not a Driver")
    assert {"acme", "sdt"} <= set(drivers.by_scheme)


def test_options_of_pyserials_own_urls_are_passed_on() -> None:
    address = parse_address("sdt:spy:///dev/ttyUSB0?file=x&baud=9600", frozenset({"baud"}))
    assert (address.target, address.options) == ("spy:///dev/ttyUSB0?file=x", {"baud": "9600"})


def test_a_connected_reader_is_a_supervised_one() -> None:
    simulator = SdtSimulator()
    simulator.lay(cards.resident())
    reader = connect_reader(simulator.url, lambda event: None)
    reader.start()
    assert reader.close(5)
    simulator.close()
