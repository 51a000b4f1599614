"""ESC/POS bytes and what status bytes mean, by the reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ports import Raster
from devices.receipt_printer.escpos_bytes import StatusBytes, is_genuine, is_worked_off, judge, pieces
from devices.receipt_printer.pattern import pattern_slip
from devices.status import READY, Code, State


def test_a_raster_goes_out_in_pieces_that_join_to_itself() -> None:
    raster = Raster(16, 300, bytes(range(200)) * 3)
    parts = list(pieces(raster, 128))
    assert [part[:8].hex() for part in parts] == ["1d76300002008000", "1d76300002008000", "1d76300002002c00"]
    assert b"".join(part[8:] for part in parts) == raster.rows


@pytest.mark.parametrize(("width", "height", "size"), [(0, 1, 0), (12, 1, 1), (8, 0, 0), (8, 2, 1), (8, 1, 2)])
def test_a_raster_whose_rows_do_not_fit_cannot_be_made(width: int, height: int, size: int) -> None:
    with pytest.raises(ValueError, match="rows do not fit"):
        Raster(width, height, bytes(size))


@pytest.mark.parametrize(
    ("told", "state", "code"),
    [
        (StatusBytes(0x12, 0x12), State.READY, Code.OK),
        (StatusBytes(0x12, 0x1E), State.READY, Code.MEDIA_LOW),
        (StatusBytes(0x12, 0x7E), State.ATTENTION, Code.MEDIA_EMPTY),
        (StatusBytes(0x1A, 0x7E, 0x32), State.ATTENTION, Code.MEDIA_EMPTY),
        (StatusBytes(0x1A, 0x12, 0x16), State.ATTENTION, Code.COVER_OPEN),
        (StatusBytes(0x1A, 0x12, 0x52, 0x16), State.ATTENTION, Code.MEDIA_JAMMED),
        (StatusBytes(0x1A, 0x12, 0x52, 0x1A), State.ATTENTION, Code.CUTTER_FAULT),
        (StatusBytes(0x1A, 0x12, 0x52, 0x32), State.ATTENTION, Code.HARDWARE_ERROR),
        (StatusBytes(0x1A, 0x12), State.ATTENTION, Code.HARDWARE_ERROR),
    ],
)
def test_status_bytes_mean(told: StatusBytes, state: State, code: Code) -> None:
    assert (judge(told).state, judge(told).code) == (state, code)


@given(st.integers(0, 255))
def test_only_bytes_with_the_fixed_bits_are_answers_and_the_two_kinds_never_meet(byte: int) -> None:
    assert is_genuine(byte) == (byte & 0b10010011 == 0b00010010)
    assert not (is_genuine(byte) and is_worked_off(byte))


@given(st.integers(0, 127), st.integers(0, 127))
def test_an_offline_printer_is_never_ready(cause: int, error: int) -> None:
    assert judge(StatusBytes(0x1A, 0x12, cause, error)).state is State.ATTENTION
    assert judge(StatusBytes(0x12, 0x12)) == READY


@pytest.mark.parametrize("dots", [384, 512, 576])
def test_the_pattern_fits_the_paper_and_is_framed(dots: int) -> None:
    slip = pattern_slip(dots)
    rows = [slip.rows[start : start + dots // 8] for start in range(0, len(slip.rows), dots // 8)]
    assert slip.width == dots
    assert all(row[0] & 0xF0 == 0xF0 and row[-1] & 0x0F == 0x0F for row in rows)
