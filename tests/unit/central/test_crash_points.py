"""Central dies around the COMMIT of an envelope: what was acknowledged is there, and what is there is there once."""

import http.client
import shutil
import sqlite3
from pathlib import Path

import msgspec
import pytest

from central.crash_points import CrashPoint, CrashPoints, armed
from central.state import StateError, StateFolder
from kiosk.contract.api import EnvelopeBatch
from tests.unit.central.conftest import Serving
from tests.unit.central.terminals import an_application

pytestmark = pytest.mark.xdist_group("central-crash")


def stored(serving: Serving) -> int:
    database = sqlite3.connect(serving.state / "central.sqlite3", timeout=20)
    try:
        return int(database.execute("SELECT count(*) FROM store_envelope").fetchone()[0])
    finally:
        database.close()


@pytest.mark.parametrize(
    ("point", "left"), [(CrashPoint.BEFORE_COMMIT, 0), (CrashPoint.AFTER_COMMIT, 1)], ids=["before", "after"]
)
def test_a_central_killed_around_the_commit_holds_the_envelope_once_after_it_was_sent_again(
    own_service, point: CrashPoint, left: int
) -> None:
    serving = own_service("--no-open", KIOSK_CRASH_AT=point.value)
    terminal, application = serving.terminal(), an_application()
    envelope = terminal.envelope(terminal.seal(application, serving.sealing_key()))
    body = msgspec.json.encode(EnvelopeBatch(terminal.epoch, [envelope]))
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        terminal.post(serving.url, "/v1/envelopes", body)
    assert serving.process.wait(20) == -9
    assert (serving.state / f"crash-{point.value}").exists()
    assert stored(serving) == left
    serving.end()
    serving.start()
    have = terminal.deliver(serving.url, envelope)
    assert (have.results, have.seq) == (["duplicate" if left else "stored"], 1)
    assert stored(serving) == 1
    assert [case["id"] for case in serving.cases()] == [application.id.hex()]


def test_a_service_that_is_no_demo_refuses_to_start_with_a_crash_point(founded: Path, tmp_path: Path) -> None:
    shutil.copytree(founded, tmp_path / "state")
    folder = StateFolder(tmp_path / "state")
    armed(folder, {"KIOSK_CRASH_AT": "central.after-commit"})
    shutil.rmtree(folder.demo_admins)
    with pytest.raises(StateError, match="demo"):
        armed(folder, {"KIOSK_CRASH_AT": "central.after-commit"})


@pytest.mark.parametrize("wanted", ["", "keeper.after-fsync", "central.somewhere"])
def test_points_of_other_processes_are_none_of_centrals(tmp_path: Path, wanted: str) -> None:
    points = armed(StateFolder(tmp_path), {"KIOSK_CRASH_AT": wanted})
    for point in CrashPoint:
        points.reach(point)
    assert list(tmp_path.iterdir()) == []


def test_a_point_that_was_reached_before_is_passed(tmp_path: Path) -> None:
    (tmp_path / "crash-central.after-commit").touch()
    CrashPoints(tmp_path, CrashPoint.AFTER_COMMIT).reach(CrashPoint.AFTER_COMMIT)


def test_after_kill_9_between_requests_have_through_is_what_was_acknowledged(own_service) -> None:
    serving = own_service("--no-open")
    terminal = serving.terminal()
    applications = [an_application() for _ in range(3)]
    envelopes = [terminal.envelope(terminal.seal(one, serving.sealing_key())) for one in applications]
    for number, envelope in enumerate(envelopes, 1):
        assert terminal.deliver(serving.url, envelope).seq == number
        serving.kill()
        serving.start()
    have = terminal.deliver(serving.url, *envelopes)
    assert (have.results, have.seq, have.head) == (["duplicate"] * 3, 3, terminal.head)
    assert sorted(case["id"] for case in serving.cases()) == sorted(one.id.hex() for one in applications)
    assert {case["state"] for case in serving.cases()} == {"received"}
