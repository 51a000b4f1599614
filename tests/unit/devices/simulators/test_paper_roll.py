"""The printer's inside: the detector must find what a careless program does."""

import io

import pytest
from PIL import Image

from devices.receipt_printer.escpos_bytes import FEED_AND_CUT, INITIALISE
from devices.simulators.paper_roll import PaperRoll

RASTER = bytes.fromhex("1d76300001000200") + b"\xf0\x0f"


def test_a_slip_is_the_rows_until_the_cut() -> None:
    roll = PaperRoll()
    assert roll.hear(INITIALISE + RASTER + b"\x1d\x56\x00") == b""
    picture = Image.open(io.BytesIO(roll.slips[0]))
    assert (picture.size, picture.mode) == ((8, 2), "1")
    assert picture.tobytes() == b"\x0f\xf0"


@pytest.mark.parametrize("piece", [1, 2, 5])
def test_bytes_may_come_in_any_pieces(piece: int) -> None:
    roll, data = PaperRoll(), INITIALISE + RASTER + FEED_AND_CUT
    for start in range(0, len(data), piece):
        roll.hear(data[start : start + piece])
    assert (len(roll.slips), roll.parser.unknown) == (1, 0)


def test_text_sent_as_text_is_counted_as_unknown() -> None:
    roll = PaperRoll()
    roll.hear("样本\n".encode("gb18030"))
    assert roll.parser.unknown == 5


def test_a_stopped_printer_tells_its_status_but_not_that_all_was_worked_off() -> None:
    roll = PaperRoll()
    roll.condition.no_paper = True
    assert roll.hear(RASTER + b"\x1d\x72\x01\x10\x04\x01\x10\x04\x04") == bytes([0x1A, 0x7E])
    roll.condition.no_paper = False
    assert roll.work() == b"\x00"


def test_a_cut_without_rows_is_no_slip() -> None:
    roll = PaperRoll()
    roll.hear(FEED_AND_CUT)
    assert roll.slips == []
