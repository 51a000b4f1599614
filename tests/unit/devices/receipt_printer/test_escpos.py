"""The printer adapter against the byte-level simulator over TCP and a pty: what is said to be printed was printed."""

import io
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import pytest
import qrcode
import zxingcpp
from PIL import Image

from devices.ports import DeviceLost, Outcome, PrintJob, Raster, UnknownDevice
from devices.receipt_printer.escpos import (
    Connect,
    EscposPrinter,
    EscposProfile,
    parse_serial_url,
    parse_tcp_url,
)
from devices.simulators.printer import PrinterSimulator
from devices.status import READY, Code, State
from tests.unit.devices.recorder import nothing_left_behind

QR_TEXT = "K1:SPECIMEN 样本"


def job(raster: Raster) -> PrintJob:
    return PrintJob(b"0123456789abcdef", raster)


def slip(rows: int = 600, byte: int = 0x55) -> PrintJob:
    return job(Raster(576, rows, bytes([byte]) * (72 * rows)))


def parsed(url: str) -> tuple[Connect, EscposProfile]:
    connect, profile = parse_tcp_url(url) if url.startswith("escpos+tcp") else parse_serial_url(url)
    return connect, replace(profile, answer_deadline=0.2, try_deadline=0.1, write_deadline=0.5, rows_per_second=1000)


@pytest.fixture(params=["tcp", "pty"])
def simulator(request: pytest.FixtureRequest) -> Iterator[PrinterSimulator]:
    transport: Literal["tcp", "pty"] = request.param
    device = PrinterSimulator(transport)
    yield device
    device.close()


@pytest.fixture
def printer(simulator: PrinterSimulator) -> Iterator[EscposPrinter]:
    adapter = EscposPrinter(*parsed(simulator.url))
    assert adapter.open() == READY
    yield adapter
    adapter.close()


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def test_what_comes_out_is_the_raster_dot_for_dot(simulator: PrinterSimulator, printer: EscposPrinter) -> None:
    rows = bytes((x * 7 + y * 13) % 256 for y in range(700) for x in range(72))
    assert printer.print(job(Raster(576, 700, rows))) == (Outcome.PRINTED, READY)
    picture = opened(simulator.slips[0])
    assert picture.width == 576
    assert bytes(byte ^ 0xFF for byte in picture.tobytes()[: len(rows)]) == rows
    assert simulator.unknown_bytes == 0


def test_a_qr_code_on_the_slip_reads_back(simulator: PrinterSimulator, printer: EscposPrinter) -> None:
    code = qrcode.QRCode(box_size=6)
    code.add_data(QR_TEXT)
    picture = code.make_image().get_image().convert("1")
    canvas = Image.new("1", (576, picture.height), 1)
    canvas.paste(picture, (40, 0))
    rows = bytes(byte ^ 0xFF for byte in canvas.tobytes())
    assert printer.print(job(Raster(576, canvas.height, rows)))[0] is Outcome.PRINTED
    assert [found.text for found in zxingcpp.read_barcodes(opened(simulator.slips[0]).convert("L"))] == [QR_TEXT]


def test_status_commands_inside_a_picture_do_no_harm(simulator: PrinterSimulator, printer: EscposPrinter) -> None:
    rows = bytes.fromhex("1004011B401D5600") * 9 * 64
    assert printer.print(job(Raster(576, 64, rows)))[0] is Outcome.PRINTED
    assert len(simulator.slips) == 1


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ("paper_out", Code.MEDIA_EMPTY),
        ("jam", Code.MEDIA_JAMMED),
        ("open_cover", Code.COVER_OPEN),
        ("stick_cutter", Code.CUTTER_FAULT),
    ],
)
def test_before_the_first_row_trouble_means_surely_not_printed(
    simulator: PrinterSimulator, printer: EscposPrinter, trouble: str, code: Code
) -> None:
    getattr(simulator, trouble)()
    outcome, status = printer.print(slip())
    assert (outcome, status.state, status.code) == (Outcome.NOT_PRINTED, State.ATTENTION, code)
    assert b"\x1d\x76" not in simulator.raw


@pytest.mark.parametrize(("trouble", "code"), [("paper_out", Code.MEDIA_EMPTY), ("jam", Code.MEDIA_JAMMED)])
@pytest.mark.parametrize("rows", [0, 1, 300, 599])
@pytest.mark.parametrize("tells_worked_off", [True, False])
def test_trouble_in_the_middle_is_unknown_and_never_printed(
    simulator: PrinterSimulator, printer: EscposPrinter, trouble: str, code: Code, rows: int, tells_worked_off: bool
) -> None:
    if not tells_worked_off:
        simulator.forget_worked_off()
    getattr(simulator, trouble)(after_rows=rows)
    outcome, status = printer.print(slip())
    assert (outcome, status.state, status.code) == (Outcome.UNKNOWN, State.ATTENTION, code)
    assert simulator.slips == []


def test_a_slip_after_a_broken_one_comes_out_alone(simulator: PrinterSimulator, printer: EscposPrinter) -> None:
    simulator.jam(after_rows=200)
    assert printer.print(slip(byte=0xFF))[0] is Outcome.UNKNOWN
    simulator.clear()
    assert printer.print(slip(rows=64, byte=0x0F))[0] is Outcome.PRINTED
    scrap, whole = simulator.slips
    assert opened(scrap).height >= 200
    assert set(bytes(byte ^ 0xFF for byte in opened(whole).tobytes()[: 72 * 64])) == {0x0F}


def test_a_raster_cut_short_by_a_death_is_pushed_out_by_a_reset(simulator: PrinterSimulator) -> None:
    connect, profile = parsed(simulator.url)
    dead = connect(threading.Event())
    dead.write(bytes.fromhex("1d76300048008000") + bytes([0xFF]) * 1000, 1)
    assert simulator.wait_for_bytes(1008, 5)
    dead.close()
    printer = EscposPrinter(connect, profile)
    with pytest.raises(DeviceLost):  # the unfinished piece swallows the question
        printer.open()
    printer.close()
    printer = EscposPrinter(connect, profile)
    printer._line = connect(threading.Event())
    printer.reset()
    assert simulator.wait_for_slips(1, 5)
    assert printer.print(slip(rows=64))[0] is Outcome.PRINTED
    printer.close()


def test_its_own_broken_piece_is_pushed_out_when_it_is_opened_again() -> None:
    simulator = PrinterSimulator("tcp")
    connect, profile = parsed(simulator.url)
    printer = EscposPrinter(connect, profile)
    printer.open()
    line = printer._open_line()

    def write_half(data: bytes, deadline: float) -> None:
        if data.startswith(b"\x1d\x76"):
            true_write(data[: len(data) // 2], deadline)
            raise DeviceLost("cut", code=Code.NOT_REACHABLE)
        true_write(data, deadline)

    true_write, line.write = line.write, write_half  # type: ignore[method-assign]
    assert printer.print(slip())[0] is Outcome.UNKNOWN
    assert printer.open() == READY
    assert printer.print(slip(rows=64))[0] is Outcome.PRINTED
    assert opened(simulator.slips[-1]).height < 300
    printer.close()
    simulator.close()


def test_a_silent_printer_is_not_ready_and_prints_nothing(simulator: PrinterSimulator, printer: EscposPrinter) -> None:
    simulator.mute()
    outcome, status = printer.print(slip())
    assert (outcome, status.state, status.code) == (Outcome.NOT_PRINTED, State.LOST, Code.NOT_RESPONDING)


def test_a_printer_that_falls_silent_in_the_middle_leaves_the_outcome_unknown(simulator: PrinterSimulator) -> None:
    connect, profile = parsed(simulator.url)
    printer = EscposPrinter(connect, profile)
    printer.open()

    def fall_silent() -> None:
        simulator.wait_for_bytes(10_000, 5)
        simulator.mute()

    silencer = threading.Thread(target=fall_silent)
    silencer.start()
    outcome, status = printer.print(slip(rows=6_000))
    silencer.join()
    assert (outcome, status.state) == (Outcome.UNKNOWN, State.LOST)
    printer.close()


def test_a_low_roll_still_prints_and_says_so(simulator: PrinterSimulator, printer: EscposPrinter) -> None:
    simulator.paper_low()
    outcome, status = printer.print(slip())
    assert (outcome, status.state, status.code) == (Outcome.PRINTED, State.READY, Code.MEDIA_LOW)


def test_a_model_without_the_worked_off_answer_is_believed_by_its_status(
    simulator: PrinterSimulator, printer: EscposPrinter
) -> None:
    simulator.forget_worked_off()
    assert printer.print(slip())[0] is Outcome.PRINTED


def test_one_that_could_tell_and_then_does_not_is_not_believed(
    simulator: PrinterSimulator, printer: EscposPrinter
) -> None:
    assert printer.print(slip(rows=8))[0] is Outcome.PRINTED
    simulator.forget_worked_off()
    assert printer.print(slip(rows=8))[0] is Outcome.UNKNOWN


def test_a_slip_wider_than_the_paper_is_not_started(simulator: PrinterSimulator, printer: EscposPrinter) -> None:
    before = simulator.raw
    outcome, status = printer.print(job(Raster(584, 1, bytes(73))))
    assert (outcome, status.code) == (Outcome.NOT_PRINTED, Code.UNSUPPORTED)
    assert simulator.raw == before


def test_bytes_that_cannot_be_a_status_are_silence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        connect, profile = parsed(f"escpos+tcp://127.0.0.1:{server.getsockname()[1]}")
        printer = EscposPrinter(connect, profile)

        def chatter() -> None:
            peer = server.accept()[0]
            with peer:
                while peer.recv(100):
                    peer.sendall(b"\x00\xff\x10\x93")

        chatterer = threading.Thread(target=chatter)
        chatterer.start()
        with pytest.raises(DeviceLost):
            printer.open()
        printer.close()
        chatterer.join()


def test_a_printer_that_takes_no_more_bytes_does_not_hold_us(simulator: PrinterSimulator) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        connect, _ = parsed(f"escpos+tcp://127.0.0.1:{server.getsockname()[1]}")
        line = connect(threading.Event())
        with server.accept()[0], pytest.raises(DeviceLost) as caught:
            line.write(bytes(50_000_000), 0.3)
        assert caught.value.code is Code.TIMEOUT
        line.close()


def test_hung_up_on_it_is_lost_and_can_be_opened_again() -> None:
    simulator = PrinterSimulator("tcp")
    printer = EscposPrinter(*parsed(simulator.url))
    printer.open()
    simulator.hang_up()
    with pytest.raises(DeviceLost):
        for _ in range(3):
            printer.status()
    assert printer.open() == READY
    printer.close()
    simulator.close()


def test_nobody_at_the_address_is_lost_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with nothing_left_behind(), pytest.raises(DeviceLost) as caught:
        EscposPrinter(*parse_tcp_url(f"escpos+tcp://127.0.0.1:{port}")).open()
    assert caught.value.code is Code.NOT_REACHABLE


def test_cancelled_every_call_ends_at_once(printer: EscposPrinter) -> None:
    printer.cancel()
    outcome, status = printer.print(slip())
    assert (outcome, status.code) == (Outcome.NOT_PRINTED, Code.CANCELLED)


@pytest.mark.parametrize(
    "url",
    [
        "escpos+tcp://",
        "escpos+tcp://host:99999",
        "escpos+tcp://host:9100/path",
        "escpos+tcp://user@host",
        "escpos+tcp://host?dots=577",
        "escpos+tcp://host?dost=576",
        "escpos+tcp://[::1",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UnknownDevice):
        parse_tcp_url(url)


def test_width_and_speed_come_from_the_url() -> None:
    _, profile = parse_serial_url("escpos+serial:/dev/ttyS2?baud=19200&dots=384")
    assert (profile.dots, round(1 / profile.pace)) == (384, 1920)
