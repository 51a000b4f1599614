"""The state folder of a central service, and how files get into it: whole, durable, and closed to others.

central.sqlite3   demo-admins/   tuf/metadata, tuf/targets   content/<sha256>   lock
keys/ (0700: online, statement, code, django, database.url)   opening/ (0700: private opening keys, of another role)
"""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

PRIVATE_FILE, PRIVATE_FOLDER, PUBLIC_FILE = 0o600, 0o700, 0o644


class StateError(Exception):
    """The state folder cannot be used: missing, not initialised, or held by another process. One line for a person."""


def default_state() -> Path:
    """`$KIOSK_CENTRAL_STATE`, else the user's state folder."""
    chosen = os.environ.get("KIOSK_CENTRAL_STATE")
    return Path(chosen) if chosen else Path.home() / ".local" / "state" / "kiosk-central"


@dataclass(frozen=True, slots=True)
class StateFolder:
    """Where everything of one central lies."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "central.sqlite3"

    @property
    def database_file(self) -> Path:
        """Where the address of another database than SQLite's is kept: it may carry a password."""
        return self.keys / "database.url"

    @property
    def database_url(self) -> str:
        """As `init` or `serve` was last told; empty for SQLite."""
        return self.database_file.read_text("utf-8") if self.database_file.exists() else ""

    def remember_database(self, url: str) -> None:
        """So that no other command needs to be told, nor shows it in the list of processes."""
        if url and url != self.database_url:
            write_file(self.database_file, url.encode(), PRIVATE_FILE)

    @property
    def keys(self) -> Path:
        return self.path / "keys"

    @property
    def opening(self) -> Path:
        return self.path / "opening"

    @property
    def demo_admins(self) -> Path:
        return self.path / "demo-admins"

    @property
    def is_demo(self) -> bool:
        """Whoever reads the folder can sign as the admins; so it serves loopback and nobody real."""
        return self.demo_admins.exists()

    @property
    def metadata(self) -> Path:
        return self.path / "tuf" / "metadata"

    @property
    def targets(self) -> Path:
        return self.path / "tuf" / "targets"

    @property
    def content(self) -> Path:
        return self.path / "content"

    @property
    def initialised(self) -> bool:
        """Its last file is written last: a central that died in the middle of `init` starts over."""
        return (self.metadata / "timestamp.json").exists() and (self.database.exists() or bool(self.database_url))

    def require(self) -> None:
        """Raises StateError unless `init` was done."""
        if not self.initialised:
            raise StateError(f"{self.path} holds no central service; run kiosk-central init or serve first")

    def make(self) -> None:
        """The folders, with their modes. Raises StateError."""
        try:
            for folder in (self.path, self.keys, self.opening):
                folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            for folder in (self.metadata, self.targets, self.content):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StateError(f"{self.path} cannot be used: {error.strerror}") from error


def write_file(path: Path, data: bytes, mode: int = PUBLIC_FILE) -> None:
    """All of it or nothing, on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Lock:
    """One holder per file, until it is left or the process ends."""

    def __init__(self, path: Path, *, patient: bool = False) -> None:
        self._path = path
        self._patient = patient
        self._descriptor = -1

    def __enter__(self) -> "Lock":
        """Raises StateError when another process holds it and this one is not patient."""
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | (0 if self._patient else fcntl.LOCK_NB))
        except OSError as error:
            os.close(self._descriptor)
            raise StateError(f"another process serves {self._path.parent}") from error
        return self

    def __exit__(self, *_ended: object) -> None:
        os.close(self._descriptor)
