"""A PostgreSQL of our own: made in a temporary folder, started and ended by pid, reached through a socket in that folder.

PostgreSQL refuses to run as root, so for a root suite it runs as a user without rights; durable as it comes.
"""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

PATIENCE = 60.0
UNPRIVILEGED = ("postgres", "nobody")
_DEBIAN = Path("/usr/lib/postgresql")


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs; None where there is none."""
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    found = versions[0] if versions else shutil.which("initdb")
    return Path(found).parent if found else None


class Cluster:
    """`start` after `make`. `settings`: as for `postgres -c`."""

    def __init__(self, folder: Path, where: Path, *settings: str) -> None:
        self.folder, self._where, self._settings = folder, where, settings
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        if os.geteuid() == 0:
            os.chown(self.folder, _user().pw_uid, _user().pw_gid)
        words = ["-D", self.folder / "data", "-U", "central", "-E", "UTF8", "--locale=C", "--auth=trust", "--no-sync"]
        done = subprocess.run([self._where / "initdb", *words], capture_output=True, check=False, **_as_nobody())
        assert done.returncode == 0, done.stderr.decode()

    def start(self) -> None:
        """Returns when it takes connections."""
        words = ["-D", self.folder / "data", "-k", self.folder, "-c", "listen_addresses=", "-c", "max_connections=60"]
        for setting in self._settings:
            words += ["-c", setting]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._where / "postgres", *words], stdin=subprocess.DEVNULL, stdout=log, stderr=log, **_as_nobody()
            )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            assert self._process is not None
            assert self._process.poll() is None, (self.folder / "log").read_text()
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, (self.folder / "log").read_text()
                time.sleep(0.05)

    def stop(self, how: int = signal.SIGINT) -> None:
        """SIGINT: ordered, whoever is connected. SIGQUIT: at once, as after a power cut of the process."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None

    def url(self, database: str) -> str:
        return f"postgresql://central@/{database}?host={self.folder}"

    def new_database(self, like: str = "template1") -> str:
        """The address of an empty database, or of a copy of `like`, which nobody may use meanwhile."""
        name = f"d{secrets.token_hex(6)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        return self.url(name)

    def run(self, program: str, *words: str | Path) -> bytes:
        """pg_dump and its kin; what it says."""
        return subprocess.run([self._where / program, *words], check=True, capture_output=True).stdout


@contextmanager
def cluster(*settings: str) -> Iterator[Cluster]:
    where = programs()
    assert where is not None, "no PostgreSQL on this machine"
    folder = Path(tempfile.mkdtemp(prefix="kiosk-pg-"))
    made = Cluster(folder, where, *settings)
    try:
        made.make()
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)


def _user() -> pwd.struct_passwd:
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LookupError("no user without rights")


def _as_nobody() -> dict:
    if os.geteuid() != 0:
        return {}
    return {"user": _user().pw_uid, "group": _user().pw_gid, "extra_groups": [], "cwd": "/"}
