"""The note of an open visit, the crash points, the diary, the clock: small files and small rules."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.journal.chain import read_audit
from kiosk.journal.events import EventCode
from kiosk.keeper.clock import CorrectedClock
from kiosk.keeper.crash_points import CrashPoint, armed
from kiosk.keeper.diary import Diary
from kiosk.keeper.facts import FoundOpenVisit
from kiosk.keeper.open_visit import NAME, OpenVisit

VISIT = b"v" * 16


def test_an_open_visit_is_found_by_the_next_keeper_of_the_same_boot(tmp_path: Path) -> None:
    OpenVisit(tmp_path, "boot-1").note(VISIT, kept=False)
    assert OpenVisit(tmp_path, "boot-1").found() == FoundOpenVisit(VISIT, kept=False)
    OpenVisit(tmp_path, "boot-1").note(VISIT, kept=True)
    assert OpenVisit(tmp_path, "boot-1").found() == FoundOpenVisit(VISIT, kept=True)
    assert OpenVisit(tmp_path, "boot-2").found() is None


def test_a_visit_that_is_over_is_not_found(tmp_path: Path) -> None:
    noted = OpenVisit(tmp_path, "boot")
    noted.note(VISIT, kept=True)
    noted.clear()
    noted.clear()
    assert noted.found() is None


@pytest.mark.parametrize("torn", [b"", b"0123", b"\xff\xfe", b"zz" * 16 + b" 1 boot\n", b"00" * 16 + b" 7 boot\n"])
def test_a_broken_note_is_none(tmp_path: Path, torn: bytes) -> None:
    (tmp_path / NAME).write_bytes(torn)
    assert OpenVisit(tmp_path, "boot").found() is None


def test_a_note_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    noted = OpenVisit(tmp_path / "missing", "boot")
    noted.note(VISIT, kept=False)
    noted.clear()
    assert noted.found() is None


REACH = (
    "import sys\n"
    "from pathlib import Path\n"
    "from kiosk.keeper.crash_points import CrashPoint, armed\n"
    "points = armed(Path(sys.argv[1]), sys.argv[2], {'KIOSK_CRASH_AT': 'keeper.after-fsync'})\n"
    "points.reach(CrashPoint.AFTER_RECORD_READ)\n"
    "points.reach(CrashPoint.AFTER_FSYNC)\n"
    "print('passed')\n"
)


def reach(state: Path, kind: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-c", REACH, str(state), kind], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.strip()


def test_an_armed_point_kills_once_and_is_passed_the_next_time(tmp_path: Path) -> None:
    assert reach(tmp_path, "demo") == (-9, "")
    assert (tmp_path / "crash-keeper.after-fsync").exists()
    assert reach(tmp_path, "demo") == (0, "passed")


def test_a_production_terminal_has_no_crash_points(tmp_path: Path) -> None:
    assert reach(tmp_path, "production") == (0, "passed")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_point_arms_nothing(tmp_path: Path) -> None:
    points = armed(tmp_path, "demo", {"KIOSK_CRASH_AT": "keeper.somewhere"})
    for point in CrashPoint:
        points.reach(point)


def raise_it(error: BaseException) -> None:
    raise error


def test_the_diary_writes_what_fits_and_counts_what_does_not(tmp_path: Path) -> None:
    diary = Diary(tmp_path, lambda: 1000, raise_it)
    diary.start()
    diary.take_from_front(EventCode.COMPONENT_CHANGED, (1, 2, 3))
    diary.take_from_front(EventCode.COMPONENT_CHANGED, (1, 2, 3000))
    diary.take_from_front(EventCode.KEEPER_STARTED, ())
    diary.take_from_front(60_000, ())
    diary.note(EventCode.LINK_UP)
    diary.close()
    written = [(line.name, line.values) for line in read_audit(tmp_path)]
    assert [line for line in written if line[0] != "events-dropped"] == [
        ("component-changed", (1, 2, 3)),
        ("link-up", ()),
    ]
    assert sum(values[0] for name, values in written if name == "events-dropped") == 3


def test_central_gets_each_event_until_it_has_stored_it(tmp_path: Path) -> None:
    diary = Diary(tmp_path, lambda: 1000, raise_it)
    diary.start()
    diary.note(EventCode.PAPER, 1, 2)
    diary.note(EventCode.LINK_UP)
    diary.close()
    assert diary.unsent(10) == [(1000, "paper", [1, 2]), (1000, "link-up", [])]
    diary.sent(diary.unsent(1))
    assert diary.unsent(10) == [(1000, "link-up", [])]


def test_the_clock_follows_central_and_no_jump_of_the_machine() -> None:
    wall, steady = [5000.0], [10.0]
    clock = CorrectedClock(lambda: wall[0], lambda: steady[0])
    assert clock.now() == 5000
    clock.correct(9000)
    wall[0] = 0.0
    steady[0] = 25.5
    assert clock.now() == 9015
