"""Flipped bits by the thousand: the long form of tests/unit/offline_queue/test_byte_flips.py."""

from pathlib import Path

import pytest

from tests.support.byte_flips import PLACES, TAIL, flips

pytestmark = pytest.mark.hazard
FLIPS = 400


@pytest.mark.parametrize(("made", "pattern"), PLACES)
def test_hundreds_of_flipped_bits_lose_nothing_in_silence(tmp_path: Path, monkeypatch, tell, made, pattern) -> None:
    monkeypatch.setattr("offline_queue.opening._TAIL", TAIL)
    found = flips(made(tmp_path), pattern, FLIPS, tmp_path / "flipped")
    tell(f"{FLIPS} flips in {pattern} ({made.__name__}): {len(found)} faults")
    assert found == []
