"""Whatever a power cut leaves of a seeded working day: nothing acknowledged is lost, no hole, the chain holds.

Some hundreds of states; thousands of them in tests/hazards.
"""

from pathlib import Path

from tests.support.crash_states import NORMAL, tally_of


def test_no_power_cut_loses_what_was_acknowledged_or_leaves_a_hole(tmp_path: Path) -> None:
    tally = tally_of(tmp_path, seeds=(1, 2, 3), steps=40, states=120)
    assert (tally.losses, tally.wrong) == (0, [])
    assert tally.states == 360
    assert tally.between > 10


def test_the_same_day_without_full_flushes_is_found_to_lose(tmp_path: Path) -> None:
    """The positive control: a check that finds nothing here would find nothing anywhere."""
    tally = tally_of(tmp_path, seeds=(1,), steps=40, states=60, synchronous=NORMAL)
    assert tally.losses > 10
