"""PostgreSQL: several processes serve one central, and none of them forgets, doubles or waits for ever."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from central.database import database
from central.state import StateError, StateFolder
from kiosk.contract.api import EnvelopeBatch
from kiosk.contract.reference import reference_of
from tests.support.postgres import Cluster, cluster
from tests.unit.central.conftest import Serving, command, until
from tests.unit.central.terminals import ZEROS, Terminal, an_application

pytestmark = pytest.mark.xdist_group("central")

Founding = Callable[[Path], Path]


@pytest.fixture(scope="module")
def two(founded_on_postgres: Founding, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Serving, Serving]]:
    """Two processes, each with its opening role, on one state folder and one database."""
    state = founded_on_postgres(tmp_path_factory.mktemp("two"))
    started = [Serving(state), Serving(state)]
    yield started[0], started[1]
    assert [serving.end() for serving in started] == [0, 0]
    assert "Traceback" not in started[0].errors.read_text()


def at_once(*tasks: Callable[[], object]) -> list:
    with ThreadPoolExecutor(len(tasks)) as threads:
        return [done.result() for done in [threads.submit(task) for task in tasks]]


def delivering(servings: Sequence[Serving], terminal: Terminal, *envelopes: bytes) -> list[Callable[[], object]]:
    return [lambda one=one: terminal.deliver(one.url, *envelopes) for one in servings]


def test_the_same_envelopes_through_two_processes_at_once_are_one_row_each(two: tuple[Serving, Serving]) -> None:
    terminal = two[0].terminal()
    key = two[0].sealing_key()
    for _ in range(10):
        batch = [terminal.envelope(terminal.seal(an_application(), key)) for _ in range(5)]
        answers = at_once(*delivering(two, terminal, *batch), *delivering(two, terminal, *batch[::-1]))
        assert sorted(word for have in answers for word in have.results) == ["duplicate"] * 15 + ["stored"] * 5
        assert {(have.seq, have.head) for have in answers} == {(terminal.seq, terminal.head)}
    query = "SELECT count(*), count(DISTINCT (epoch, seq)) FROM store_envelope WHERE terminal_id = ? AND NOT conflict"
    assert two[0].query(query, terminal.id.hex()) == [(50, 50)]


def test_other_bytes_for_one_place_through_two_processes_at_once_are_one_first_and_one_conflict(
    two: tuple[Serving, Serving],
) -> None:
    key = two[0].sealing_key()
    for _ in range(5):
        terminal = two[0].terminal()
        bodies = [terminal.envelope_at(1, ZEROS, terminal.seal(an_application(), key)) for _ in two]
        tasks = [delivering([one], terminal, body)[0] for one, body in zip(two, bodies, strict=True)]
        assert sorted(word for have in at_once(*tasks) for word in have.results) == ["conflict", "stored"]
        query = "SELECT conflict FROM store_envelope WHERE terminal_id = ? ORDER BY conflict"
        assert two[0].query(query, terminal.id.hex()) == [(False,), (True,)]


def test_one_code_given_to_two_processes_at_once_makes_one_terminal(two: tuple[Serving, Serving]) -> None:
    code = two[0].code()
    rivals = [Terminal(), Terminal()]
    tasks = [lambda one=one, rival=rival: rival.enrol(one.url, code) for one, rival in zip(two, rivals, strict=True)]
    assert sorted(reply.status for reply in at_once(*tasks)) == [200, 403]


def test_two_opening_roles_make_one_case_of_an_application_that_came_in_two_epochs(
    two: tuple[Serving, Serving],
) -> None:
    terminal = two[0].terminal()
    application = an_application()
    sealed = terminal.seal(application, two[0].sealing_key())
    first = EnvelopeBatch(terminal.epoch, [terminal.envelope(sealed)])
    terminal.epoch, terminal.seq, terminal.head = bytes(range(16)), 0, ZEROS
    second = EnvelopeBatch(terminal.epoch, [terminal.envelope(sealed)])
    batches = [msgspec.json.encode(first), msgspec.json.encode(second)]
    tasks = [
        lambda one=one, body=body: terminal.post(one.url, "/v1/envelopes", body)
        for one, body in zip(two, batches, strict=True)
    ]
    assert [reply.status for reply in at_once(*tasks)] == [200, 200]
    query = "SELECT count(*) FROM store_envelope WHERE identifier = ? AND state = 'opened'"
    assert until(lambda: two[0].query(query, application.id.hex()) == [(2,)])
    [case] = two[0].cases(reference_of(application.id))
    assert (case["state"], case["reason"]) == ("opened", None)


def test_what_postgresql_cannot_hold_is_for_a_clerk_and_the_next_one_opened(two: tuple[Serving, Serving]) -> None:
    terminal = two[0].terminal()
    key = two[0].sealing_key()
    plain = an_application()
    bad = msgspec.structs.replace(an_application(), applicant=msgspec.structs.replace(plain.applicant, name="\0"))
    terminal.deliver(two[0].url, *(terminal.envelope(terminal.seal(one, key)) for one in (bad, plain)))
    query = "SELECT state, reason FROM store_case WHERE id = ?"
    assert until(lambda: two[0].query(query, plain.id.hex()) == [("opened", "")])
    assert two[0].query(query, bad.id.hex()) == [("needs-clerk", "could-not-be-filed")]


def test_while_postgresql_is_away_a_terminal_is_told_to_come_back_and_then_nothing_is_missing(tmp_path: Path) -> None:
    with cluster() as own:
        status, _, errors = command("init", "--state", tmp_path / "state", "--database-url", own.new_database())
        assert status == 0, errors
        serving = Serving(tmp_path / "state", "--no-open")
        try:
            terminal = serving.terminal()
            envelopes = [terminal.envelope(terminal.seal(an_application(), serving.sealing_key())) for _ in range(2)]
            assert terminal.deliver(serving.url, envelopes[0]).seq == 1
            own.stop(signal.SIGQUIT)  # no checkpoint, no goodbye: recovered from its log
            body = msgspec.json.encode(EnvelopeBatch(terminal.epoch, envelopes))
            reply = terminal.post(serving.url, "/v1/envelopes", body)
            assert (reply.status, reply.headers.get("retry-after")) == (503, "10"), (reply, serving.errors.read_text())
            own.start()
            assert until(lambda: terminal.post(serving.url, "/v1/envelopes", body).status == 200)
            assert terminal.deliver(serving.url, *envelopes).results == ["duplicate", "duplicate"]
        finally:
            serving.end()


def test_a_database_that_may_forget_what_it_committed_is_refused(tmp_path: Path) -> None:
    with cluster("fsync=off") as careless:
        status, answer, errors = command("init", "--state", tmp_path / "s", "--database-url", careless.new_database())
    assert (status, answer["code"]) == (2, "usage")
    assert "SHOW fsync says off" in errors


def test_a_database_without_the_tables_is_said_to_be_the_wrong_one(
    founded_on_postgres: Founding, postgres: Cluster, tmp_path: Path
) -> None:
    state = founded_on_postgres(tmp_path)
    status, _, errors = command("cases", "--state", state, "--database-url", postgres.new_database())
    assert status == 2
    assert "holds no central service" in errors


def test_the_address_is_not_in_the_list_of_processes_nor_for_others_to_read(
    founded_on_postgres: Founding, tmp_path: Path
) -> None:
    state = founded_on_postgres(tmp_path)
    url = (state / "keys" / "database.url").read_text()
    assert (state / "keys" / "database.url").stat().st_mode & 0o777 == 0o600
    done = subprocess.run(
        [sys.executable, "-m", "central", "cases", "--state", state, "--json"], capture_output=True, check=True
    )
    assert url.encode() not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://a/b", "for postgresql://"),
        ("postgresql://[::1/d", "no PostgreSQL address"),
        ("postgresql://host", "names no database"),
    ],
)
def test_another_address_is_refused_without_repeating_it(tmp_path: Path, url: str, says: str) -> None:
    with pytest.raises(StateError, match=says) as refused:
        database(StateFolder(tmp_path), url)
    assert url not in str(refused.value)


def test_what_an_address_says_reaches_the_database(tmp_path: Path) -> None:
    told = database(StateFolder(tmp_path), "postgresql://u:p%40ss@db.example:6432/central?sslmode=verify-full")
    assert (told["USER"], told["PASSWORD"], told["HOST"], told["PORT"]) == ("u", "p@ss", "db.example", "6432")
    assert (told["NAME"], told["OPTIONS"]["sslmode"]) == ("central", "verify-full")
