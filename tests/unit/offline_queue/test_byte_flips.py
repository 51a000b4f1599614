"""One flipped bit anywhere in the outbox's files: what can be read is delivered, what cannot is told as `lost`.

Some dozens of flips; thousands of them in tests/hazards.
"""

import contextlib
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from tests.support.byte_flips import PLACES, TAIL, Stored, at_rest, flips, set_aside, survived

FLIPS = 12


@pytest.fixture(autouse=True)
def _short_tail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most envelopes lie deeper than what is checked at the opening, as in a file of weeks."""
    monkeypatch.setattr("offline_queue.opening._TAIL", TAIL)


@pytest.mark.parametrize(("made", "pattern"), PLACES)
def test_a_flipped_bit_costs_at_most_what_it_hit_and_that_is_told(
    tmp_path: Path, made: Callable[[Path], Stored], pattern: str
) -> None:
    assert flips(made(tmp_path), pattern, FLIPS, tmp_path / "flipped") == []


def test_a_hole_is_told_again_when_the_file_that_told_it_is_damaged_in_its_turn(tmp_path: Path) -> None:
    stored = set_aside(tmp_path)
    [second] = stored.folder.glob("000002-*.sqlite3")
    with contextlib.closing(apsw.Connection(str(second))) as connection:
        connection.execute("UPDATE envelope SET bytes = zeroblob(length(bytes)) WHERE seq = 2")
    assert survived(stored, stored.folder) == []


def test_an_envelope_that_was_taken_away_is_found_missing(tmp_path: Path) -> None:
    """The positive control."""
    stored = at_rest(tmp_path)
    stored.written[(stored.epoch, 1000)] = b"never written"
    assert survived(stored, stored.folder) == ["envelope 1000 is gone"]


def test_another_envelope_in_its_place_is_found(tmp_path: Path) -> None:
    stored = at_rest(tmp_path)
    stored.written[(stored.epoch, 20)] = b"another"
    assert "envelope 20 arrived as another" in survived(stored, stored.folder)
