"""The long form of tests/unit/kiosk/test_nothing_in_clear.py: a hundred visits, and the blocks no file owns any more."""

from pathlib import Path

import pytest

from tests.support.disk_search import search, search_files
from tests.support.loop_disk import make_image, mounted, needs_loop_disk
from tests.support.planted_visits import people, plant, planted, visit_all
from tests.support.terminal_state import make_terminal_state

pytestmark = [pytest.mark.hazard, needs_loop_disk]
VISITS = 100


def test_after_a_hundred_visits_the_whole_disk_tells_nothing(tmp_path: Path, tell) -> None:
    visitors = people(VISITS)
    wanted = planted(visitors)
    image = make_image(tmp_path / "disk.img", 64)
    with mounted(image, tmp_path / "disk") as point:
        assert visit_all(make_terminal_state(point / "state"), visitors) == VISITS
        assert search_files(point, wanted) == []
    assert search(image.read_bytes(), wanted) == []
    with mounted(image, tmp_path / "disk") as point:
        plant(point, visitors[7])  # the positive control: written, and deleted again
    with mounted(image, tmp_path / "disk") as point:
        (point / "careless.log").unlink()
    found = search(image.read_bytes(), wanted)
    assert found == [f"{visitors[7].name} in gb18030"]
    tell(f"{VISITS} visits, {len(wanted)} needles, {image.stat().st_size} bytes of disk: none; the planted one found")
