"""The printer that is a file."""

import os
from pathlib import Path

import pytest

from devices.ports import DeviceLost, Outcome, PrintJob, Raster
from devices.receipt_printer.file import FilePrinter, parse_file_url
from devices.simulators.paper_roll import PaperRoll
from devices.status import READY, Code
from tests.unit.devices.recorder import nothing_left_behind

JOB = PrintJob(b"0123456789abcdef", Raster(576, 300, bytes([0xAA]) * 72 * 300))


def test_each_slip_is_appended_as_a_printer_would_take_it(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path / "slips.bin", 576)
    assert printer.open() == READY
    assert [printer.print(JOB) for _ in range(2)] == [(Outcome.PRINTED, READY)] * 2
    printer.close()
    roll = PaperRoll()
    assert roll.hear((tmp_path / "slips.bin").read_bytes()) == b""
    assert (len(roll.slips), roll.parser.unknown) == (2, 0)


def test_a_folder_or_nothing_above_it_is_lost(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none" / "slips.bin"):
        with pytest.raises(DeviceLost):
            FilePrinter(path, 576).open()


def test_a_pipe_nobody_reads_is_lost_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DeviceLost):
        FilePrinter(tmp_path / "pipe", 576).open()


def test_a_device_that_gives_no_evidence_leaves_the_outcome_unknown() -> None:
    printer = FilePrinter(Path("/dev/null"), 576)
    printer.open()
    assert printer.print(JOB)[0] is Outcome.UNKNOWN
    printer.close()


def test_a_full_disk_leaves_the_outcome_unknown() -> None:
    printer = FilePrinter(Path("/dev/full"), 576)
    printer.open()
    outcome, status = printer.print(JOB)
    assert (outcome, status.code) == (Outcome.UNKNOWN, Code.NOT_REACHABLE)
    printer.close()


def test_closing_twice_leaves_nothing(tmp_path: Path) -> None:
    with nothing_left_behind():
        printer = FilePrinter(tmp_path / "slips.bin", 384)
        printer.open()
        printer.close()
        printer.close()
        with pytest.raises(DeviceLost):
            printer.status()


def test_the_url_names_path_and_width() -> None:
    assert parse_file_url("escpos+file:/tmp/x.bin?dots=384") == (Path("/tmp/x.bin"), 384)
