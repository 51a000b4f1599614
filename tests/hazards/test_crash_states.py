"""Crash states by the thousand: the long form of tests/unit/offline_queue/test_crash_states.py."""

from pathlib import Path

import pytest

from tests.support.crash_states import NORMAL, tally_of

pytestmark = pytest.mark.hazard
SEEDS = range(100, 112)


def test_twelve_days_of_a_thousand_power_cuts_lose_nothing(tmp_path: Path, tell) -> None:
    tally = tally_of(tmp_path, seeds=SEEDS, steps=100, states=1000)
    tell(f"{tally.states} states, {tally.between} of them between a chunk and its envelope: {tally.losses} losses")
    assert (tally.losses, tally.wrong) == (0, [])
    assert tally.states >= 10_000
    assert tally.between >= 1000


def test_the_same_days_without_full_flushes_lose(tmp_path: Path, tell) -> None:
    tally = tally_of(tmp_path, seeds=SEEDS, steps=100, states=100, synchronous=NORMAL)
    tell(f"{tally.states} states with synchronous=NORMAL: {tally.losses} losses")
    assert tally.losses > tally.states // 10
