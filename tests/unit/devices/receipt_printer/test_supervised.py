"""Each job gets exactly one answer, whatever the printer does."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from devices.ports import Outcome, PrintEnded, PrintJob, Raster
from devices.receipt_printer.escpos import EscposPrinter, parse_tcp_url
from devices.receipt_printer.supervised import PrinterSupervisor
from devices.simulators.printer import PrinterSimulator
from devices.status import Code, State
from tests.unit.devices.recorder import Recorder, nothing_left_behind


def job(number: int, rows: int = 200) -> PrintJob:
    return PrintJob(bytes([number]) * 16, Raster(576, rows, bytes([0x55]) * 72 * rows))


def adapter_for(simulator: PrinterSimulator) -> EscposPrinter:
    connect, profile = parse_tcp_url(simulator.url)
    return EscposPrinter(connect, replace(profile, answer_deadline=0.2, try_deadline=0.1))


@pytest.fixture
def simulator() -> Iterator[PrinterSimulator]:
    device = PrinterSimulator()
    yield device
    device.close()


@pytest.fixture
def said() -> Recorder:
    return Recorder()


@pytest.fixture
def supervised(simulator: PrinterSimulator, said: Recorder) -> Iterator[PrinterSupervisor]:
    supervisor = PrinterSupervisor(adapter_for(simulator), said)
    yield supervisor
    assert supervisor.close(5)


def ended(said: Recorder, number: int) -> PrintEnded:
    event = said.events[said.wait_for(lambda event: isinstance(event, PrintEnded) and event.job == job(number, 1).id)]
    assert isinstance(event, PrintEnded)
    return event


def test_jobs_ordered_before_it_is_open_are_printed_in_order(
    simulator: PrinterSimulator, supervised: PrinterSupervisor, said: Recorder
) -> None:
    for number in range(3):
        supervised.print(job(number))
    supervised.start()
    assert ended(said, 2).outcome is Outcome.PRINTED
    assert [event.job[0] for event in said.of(PrintEnded) if isinstance(event, PrintEnded)] == [0, 1, 2]
    assert len(simulator.slips) == 3


def test_it_is_busy_while_it_prints_and_ready_after(supervised: PrinterSupervisor, said: Recorder) -> None:
    supervised.start()
    ready = said.wait_for_state(State.READY)
    supervised.print(job(1))
    busy = said.wait_for_state(State.BUSY, after=ready)
    said.wait_for_state(State.READY, after=busy)


def test_an_absent_printer_answers_not_printed_at_once(simulator: PrinterSimulator, said: Recorder) -> None:
    adapter = adapter_for(simulator)
    simulator.close()
    supervisor = PrinterSupervisor(adapter, said)
    supervisor.start()
    said.wait_for_state(State.LOST)
    supervisor.print(job(1))
    event = ended(said, 1)
    assert (event.outcome, event.status.state) == (Outcome.NOT_PRINTED, State.LOST)
    assert supervisor.close(5)


def test_paper_out_and_refilled_is_told_by_status(
    simulator: PrinterSimulator, supervised: PrinterSupervisor, said: Recorder
) -> None:
    supervised.start()
    ready = said.wait_for_state(State.READY)
    simulator.paper_out()
    out = said.wait_for_state(State.ATTENTION, after=ready)
    assert said.status_at(out).code is Code.MEDIA_EMPTY
    supervised.print(job(1))
    assert ended(said, 1).outcome is Outcome.NOT_PRINTED
    simulator.refill()
    said.wait_for_state(State.READY, after=out)
    supervised.print(job(2))
    assert ended(said, 2).outcome is Outcome.PRINTED


def test_hung_up_on_in_the_middle_is_unknown_and_it_comes_back(
    simulator: PrinterSimulator, supervised: PrinterSupervisor, said: Recorder
) -> None:
    supervised.start()
    said.wait_for_state(State.READY)
    supervised.print(job(1, rows=40_000))
    assert simulator.wait_for_bytes(50_000, 5)
    simulator.hang_up()
    assert ended(said, 1).outcome is Outcome.UNKNOWN
    lost = said.wait_for_state(State.LOST)
    said.wait_for_state(State.READY, after=lost)


def test_after_a_death_the_half_slip_is_pushed_out_before_the_next(
    simulator: PrinterSimulator, supervised: PrinterSupervisor, said: Recorder
) -> None:
    supervised.start(reset_first=True)
    supervised.print(job(1))
    assert ended(said, 1).outcome is Outcome.PRINTED
    raw = simulator.raw
    assert 0 < raw.index(b"\x1b\x40\x1b\x64\x06\x1d\x56\x00") < raw.index(b"\x1d\x76\x30\x00")


def test_a_piece_cut_short_by_a_death_does_not_keep_the_printer_lost(
    simulator: PrinterSimulator, supervised: PrinterSupervisor, said: Recorder
) -> None:
    with socket.create_connection(simulator.address) as dead:
        dead.sendall(bytes.fromhex("1d76300048008000") + bytes([0xFF]) * 1000)
        assert simulator.wait_for_bytes(1008, 5)
    supervised.start(reset_first=True)
    said.wait_for_state(State.READY)
    supervised.print(job(1))
    assert ended(said, 1).outcome is Outcome.PRINTED
    assert len(simulator.slips) == 2


def test_without_paper_the_owed_reset_waits_and_jobs_do_not(
    simulator: PrinterSimulator, supervised: PrinterSupervisor, said: Recorder
) -> None:
    simulator.paper_out()
    supervised.start(reset_first=True)
    supervised.print(job(1))
    assert ended(said, 1).outcome is Outcome.NOT_PRINTED
    assert b"\x1b\x64" not in simulator.raw


def test_close_in_the_middle_of_a_job_answers_and_leaves_nothing(simulator: PrinterSimulator, said: Recorder) -> None:
    with nothing_left_behind():
        supervisor = PrinterSupervisor(adapter_for(simulator), said)
        supervisor.start()
        said.wait_for_state(State.READY)
        supervisor.print(job(1, rows=60_000))
        supervisor.print(job(2))
        assert simulator.wait_for_bytes(50_000, 5)
        assert supervisor.close(3)
        assert ended(said, 1).outcome is Outcome.UNKNOWN
        assert ended(said, 2).outcome is Outcome.NOT_PRINTED
        simulator.hang_up()
