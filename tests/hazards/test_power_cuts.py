"""Thirty power cuts on an ext4 of its own: the long form of tests/unit/offline_queue/test_real_disk.py."""

from pathlib import Path

import pytest

from tests.support.loop_disk import needs_loop_disk
from tests.support.power_cuts import cut

pytestmark = [pytest.mark.hazard, needs_loop_disk]
CUTS = 30


def test_thirty_power_cuts_lose_nothing(tmp_path: Path, tell) -> None:
    cuts = [cut(tmp_path, seed) for seed in range(CUTS)]
    acknowledged = sum(one.acknowledged for one in cuts)
    tell(f"{CUTS} cuts of the image, {acknowledged} acknowledged: {sum(one.lost for one in cuts)} lost")
    assert [one for one in cuts if one.lost or one.wrong] == []


def test_the_same_cuts_without_full_flushes_lose(tmp_path: Path, tell) -> None:
    cuts = [cut(tmp_path, seed, synchronous=1) for seed in range(5)]
    tell(f"5 cuts with synchronous=NORMAL: {sum(one.lost > 0 for one in cuts)} lost something")
    assert any(one.lost for one in cuts)
