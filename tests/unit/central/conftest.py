"""Central as processes on loopback, ended by pid; one of them is shared by every test that does it no harm."""

import json
import os
import selectors
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest

from offline_queue.sealing import SealingKey
from tests.support.postgres import Cluster, cluster, programs
from tests.unit.central.terminals import Terminal, call

PATIENCE = 20.0


def command(*words: object) -> tuple[int, dict[str, Any], str]:
    done = subprocess.run(
        [sys.executable, "-m", "central", *map(str, words), "--json"], capture_output=True, timeout=60, check=False
    )
    return done.returncode, json.loads(done.stdout or b"{}"), done.stderr.decode()


class Serving:
    """`kiosk-central serve` on a free port."""

    def __init__(self, state: Path, *words: str, **environment: str) -> None:
        self.state = state
        self._words = words
        self._environment = environment
        self.start()

    def start(self) -> None:
        self.begin()
        self.url = json.loads(self._line())["url"]

    def begin(self) -> None:
        """Started; whether it will listen is not waited for."""
        self.errors = self.state.parent / "serve.err"
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "central", "serve", "--state", str(self.state), "--port", "0", *self._words],
                stdout=subprocess.PIPE,
                stderr=errors,
                stdin=subprocess.DEVNULL,
                env={**os.environ, **self._environment},
            )

    def _line(self) -> bytes:
        assert self.process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            assert selector.select(PATIENCE), "central did not start"
        line = self.process.stdout.readline()
        assert line, self.errors.read_text()
        return line

    def kill(self) -> None:
        self.end(signal.SIGKILL)

    def end(self, how: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(PATIENCE)
        if self.process.stdout:
            self.process.stdout.close()
        return status

    # ---- what a person would do ------------------------------------------------------------------------------

    def code(self, name: str = "T-1") -> str:
        status, facts, _ = command("enrolment-code", "--state", self.state, "--branch", "longhua", "--name", name)
        assert status == 0
        return str(facts["enrolment_code"])

    def terminal(self) -> Terminal:
        terminal = Terminal()
        assert terminal.enrol(self.url, self.code()).status == 200
        return terminal

    def cases(self, reference: str = "") -> list[dict[str, Any]]:
        words = ["--reference", reference] if reference else []
        return list(command("cases", "--state", self.state, *words)[1]["cases"])

    def sealing_key(self) -> SealingKey:
        [path] = (self.state / "tuf" / "targets").glob("*.sealing.json")
        [key] = msgspec.json.decode(path.read_bytes())["keys"]
        public = bytes.fromhex(key["public"])
        return SealingKey(bytes.fromhex(key["key_id"]), key["suite"], public, key["not_before"], key["not_after"])

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Past the service, from its own tables. Places are `?`."""
        url = self.state / "keys" / "database.url"
        if url.exists():
            with psycopg.connect(url.read_text()) as connection:
                return connection.execute(statement.replace("?", "%s"), values).fetchall()
        database = sqlite3.connect(self.state / "central.sqlite3", timeout=20)
        try:
            with database:
                return database.execute(statement, values).fetchall()
        finally:
            database.close()

    def get(self, path: str) -> Any:
        return call(self.url, "GET", path)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder right after `init`; copied, never used."""
    state = tmp_path_factory.mktemp("founded") / "central"
    status, _, errors = command("init", "--state", state)
    assert status == 0, errors
    return state


class Shared(Serving):
    """One central for all tests of a worker; each brings its own terminal. Codes are given out without a process."""

    def code(self, name: str = "T-1") -> str:
        from central.clock import SystemClock
        from central.fleet.offers import Place, give_out
        from central.keys import CODE, read_key

        first_root = (self.state / "tuf" / "metadata" / "1.root.json").read_bytes()
        key = read_key(self.state / "keys" / CODE)
        return str(give_out(Place(name, "longhua"), first_root, key, SystemClock().now()))


@pytest.fixture(scope="session")
def service(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    """Django in this process works on its tables too."""
    from central.django_settings import configure
    from central.state import StateFolder

    state = tmp_path_factory.mktemp("central") / "state"
    shutil.copytree(founded, state)
    serving = Shared(state)
    configure(StateFolder(state))
    yield serving
    from django.db import connections

    connections.close_all()
    assert serving.end() == 0
    assert "Traceback" not in serving.errors.read_text()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    if programs() is None:
        pytest.skip("no PostgreSQL on this machine")
    with cluster() as running:
        yield running


@pytest.fixture(scope="session")
def founded_on_postgres(postgres: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """A new state folder in the folder given, with a database of its own: a copy of one right after `init`."""
    pattern = tmp_path_factory.mktemp("founded-pg") / "central"
    url = postgres.new_database()
    status, _, errors = command("init", "--state", pattern, "--database-url", url)
    assert status == 0, errors

    def found(place: Path) -> Path:
        state = Path(shutil.copytree(pattern, place / "state"))
        name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
        (state / "keys" / "database.url").write_text(postgres.new_database(like=str(name)))
        return state

    return found


@pytest.fixture(scope="session")
def service_on_postgres(
    founded_on_postgres: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Serving]:
    serving = Serving(founded_on_postgres(tmp_path_factory.mktemp("central-pg")))
    yield serving
    assert serving.end() == 0
    assert "Traceback" not in serving.errors.read_text()


@pytest.fixture
def own_service(founded: Path, tmp_path: Path) -> Iterator[Callable[..., Serving]]:
    """A central for one test, that it may end as it likes."""
    started: list[Serving] = []

    def start(*words: str, **environment: str) -> Serving:
        shutil.copytree(founded, tmp_path / "state")
        started.append(Serving(tmp_path / "state", *words, **environment))
        return started[-1]

    yield start
    for serving in started:
        serving.end(signal.SIGTERM)


def until(found: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """The first true answer; asked again while a deadline lasts, for what another process does in its own time."""
    deadline = time.monotonic() + seconds
    while True:
        answer = found()
        if answer or time.monotonic() > deadline:
            return answer
        os.sched_yield()
