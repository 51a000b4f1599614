"""What citizens said is nowhere on the disk in clear: searched for in every file, in every form it could have."""

import base64
import zlib
from pathlib import Path

import pytest

from tests.support.disk_search import needles, search, search_files
from tests.support.planted_visits import people, plant, planted, visit_all
from tests.support.terminal_state import make_terminal_state

VISITS = 10


def test_after_some_visits_no_file_tells_anything_of_anybody(tmp_path: Path) -> None:
    visitors = people(VISITS)
    terminal = make_terminal_state(tmp_path / "state")
    assert visit_all(terminal, visitors) == VISITS
    assert search_files(tmp_path, planted(visitors)) == []
    plant(terminal.folder, visitors[3])  # the positive control
    assert search_files(tmp_path, planted(visitors)) == [f"state/careless.log: {visitors[3].name} in gb18030"]


@pytest.mark.parametrize("before", [b"", b"x", b"xy"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le", "gb18030"])
def test_a_name_is_found_in_every_form(before: bytes, coding: str) -> None:
    name = "样本甲乙丙"
    raw, wanted = name.encode(coding), needles([name])
    assert search(b"--" + raw, wanted)
    assert search(b"--" + base64.b64encode(before + raw + b"..."), wanted)
    assert search(b"--" + zlib.compress(before + raw), wanted)
    assert not search(b"--" + bytes(100), wanted)


def test_a_photo_is_found_by_a_piece_of_it() -> None:
    [person] = people(1)
    assert search(b"--" + person.photo[9000:12000], planted([person]))
