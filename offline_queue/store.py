"""One epoch in one SQLite file: append-only envelopes, a cursor of one row, a checkpoint, notes, attachment chunks.

WAL with `synchronous=FULL` (reference/queue.md 3.6: the cheapest mode that lost nothing in any cut), set and then read
back; `locking_mode=EXCLUSIVE`, so that there is no shared memory file and nobody else; `max_page_count` under the free
space, so that acknowledging and purging go on when it is full. No secondary index on envelopes. Knows no keys.

The WAL is emptied into the file by us and never by SQLite, which would hide a flush that failed and try it again on the
same file, where the second try succeeds whatever became of the first.
"""

import contextlib
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw

from offline_queue.delivery import Cursor
from offline_queue.errors import OutboxBroken, OutboxFull, OutboxUnusable

PAGE_BYTES = 8192
_FORMAT = 1
_APPLICATION = 0x4B534B51
_FULL_SYNC = 2
_CHECKPOINT_PAGES = 512
_QUICK_CHECK_PAGES = 4096
_TABLES = """
    CREATE TABLE envelope(seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    CREATE TABLE cursor(
        one INTEGER PRIMARY KEY CHECK (one = 1),
        acked_through INTEGER NOT NULL, next_attempt_at INTEGER NOT NULL, attempts INTEGER NOT NULL,
        sum INTEGER NOT NULL) STRICT;
    CREATE TABLE checkpoint(one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, head BLOB NOT NULL,
        sum INTEGER NOT NULL) STRICT;
    CREATE TABLE note(seq INTEGER NOT NULL, fact TEXT NOT NULL, PRIMARY KEY (seq, fact)) STRICT, WITHOUT ROWID;
    CREATE TABLE chunk(digest BLOB PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    CREATE TABLE loose(visit BLOB NOT NULL, digest BLOB NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (visit, digest)) STRICT, WITHOUT ROWID;
"""
_IN_THE_WAY = (apsw.BusyError, apsw.LockedError, apsw.CantOpenError, apsw.PermissionsError, apsw.ReadOnlyError)

Row = tuple[int, bytes]


class StoreDamaged(Exception):
    """The file is no store, or no longer whole."""


class UnfinishedStore(Exception):
    """The file was made, and its first transaction never ended."""


class EpochStore:
    """Raises OutboxFull (nothing changed) or OutboxBroken (nobody knows) from everything that writes, StoreDamaged from
    what reads.
    """

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._wal_pages = 0
        connection.set_wal_hook(self._count_wal)  # instead of SQLite's own
        self.failed = False  # what was written is safe, and nothing more may be: the WAL could not be emptied

    # -- opening

    @classmethod
    def create(cls, path: Path, max_pages: int, first: Sequence[Row], vfs: str | None = None) -> "EpochStore":
        """A new file that holds `first`, in one transaction. Raises OutboxUnusable, OutboxFull."""
        try:
            connection = _connect(path, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE, vfs)
            connection.pragma("page_size", PAGE_BYTES)
            _settle_modes(connection, max_pages)
            store = cls(connection)
            with store._transaction():
                _run(connection, _TABLES)
                _run(connection, "INSERT INTO cursor VALUES (1, 0, 0, 0, ?)", (_sum(0, 0, 0),))
                connection.pragma("application_id", _APPLICATION)
                connection.pragma("user_version", _FORMAT)
                for row in first:
                    _run(connection, "INSERT INTO envelope VALUES (?, ?)", row)
            connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_FULL)
            return store
        except apsw.FullError as error:
            raise OutboxFull("no room for an outbox") from error
        except (apsw.Error, OutboxBroken) as error:
            raise OutboxUnusable(f"no outbox can be made here ({type(error).__name__})") from error

    @classmethod
    def open(cls, path: Path, max_pages: int, vfs: str | None = None) -> "EpochStore":
        """Raises StoreDamaged, UnfinishedStore, OutboxUnusable."""
        _check_beside(path)
        with _reading():
            connection = _connect(path, apsw.SQLITE_OPEN_READWRITE, vfs)
            try:
                _check_format(connection)
                _settle_modes(connection, max_pages)
                _quick_check(connection)
            except BaseException:
                connection.close()
                raise
            return cls(connection)

    @classmethod
    def look(cls, path: Path) -> "EpochStore":
        """Changes nothing, and reads as far as it can be read: for status, verify and salvage.

        Opened to write all the same: SQLite reads the WAL that a killed owner left only under an exclusive lock, which
        a file opened to read never gets. Raises StoreDamaged, UnfinishedStore, OutboxUnusable.
        """
        _check_beside(path)
        with _reading():
            connection = _connect(path, apsw.SQLITE_OPEN_READWRITE, None)
            try:
                connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
                connection.pragma("query_only", True)
                _check_format(connection)
            except BaseException:
                connection.close()
                raise
            return cls(connection)

    def close(self) -> None:
        """Never raises: what was acknowledged is in the file or its WAL."""
        with contextlib.suppress(apsw.Error):
            self._connection.close()

    def abandon(self) -> None:
        """Close without another write to the file. Never raises."""
        with contextlib.suppress(apsw.Error):
            self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        self.close()

    def flatten(self) -> None:
        """All of the WAL into the file itself. Raises OutboxBroken, OutboxFull."""
        try:
            left, _ = self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        except apsw.FullError as error:
            raise OutboxFull("no room to empty the WAL") from error
        except apsw.Error as error:
            raise OutboxBroken(f"the outbox's file failed ({type(error).__name__})") from error
        if left:
            raise OutboxBroken("the outbox's WAL could not be emptied")

    # -- envelopes

    def append(self, *rows: Row, chunks: Sequence[bytes] = ()) -> None:
        """On the disk, all of them, when it returns. `chunks` are loose no longer: they are theirs."""
        with self._transaction():
            for row in rows:
                _run(self._connection, "INSERT INTO envelope VALUES (?, ?)", row)
            for digest in chunks:
                _run(self._connection, "DELETE FROM loose WHERE digest = ?", (digest,))

    def ends(self) -> tuple[int, int]:
        """First and last seq, zeros when there is none."""
        first, last = self._row("SELECT (SELECT min(seq) FROM envelope), (SELECT max(seq) FROM envelope)")
        return first or 0, last or 0

    def envelope(self, seq: int) -> bytes | None:
        row = self._find("SELECT bytes FROM envelope WHERE seq = ?", (seq,))
        return row[0] if row else None

    def after(self, seq: int, limit: int) -> Iterator[Row]:
        """In order."""
        return self._rows("SELECT seq, bytes FROM envelope WHERE seq > ? ORDER BY seq LIMIT ?", (seq, limit))

    def newest(self, limit: int) -> Iterator[Row]:
        """From the last one back."""
        return self._rows("SELECT seq, bytes FROM envelope ORDER BY seq DESC LIMIT ?", (limit,))

    def count_after(self, seq: int) -> int:
        """Bounded by what waits, not by what is kept."""
        return int(self._row("SELECT count(*) FROM envelope WHERE seq > ?", (seq,))[0])

    # -- attachment chunks; loose while no envelope names them

    def attach(self, visit: bytes, digest: bytes, data: bytes, at: int) -> None:
        """On the disk when it returns."""
        with self._transaction():
            _run(self._connection, "INSERT INTO chunk VALUES (?, ?)", (digest, data))
            _run(self._connection, "INSERT INTO loose VALUES (?, ?, ?)", (visit, digest, at))

    def adopt(self, digest: bytes, data: bytes) -> None:
        """A chunk whose envelope is here already."""
        with self._transaction():
            _run(self._connection, "INSERT OR IGNORE INTO chunk VALUES (?, ?)", (digest, data))

    def chunk(self, digest: bytes) -> bytes | None:
        row = self._find("SELECT bytes FROM chunk WHERE digest = ?", (digest,))
        return row[0] if row else None

    def loose(self, visit: bytes) -> frozenset[bytes]:
        return frozenset(digest for (digest,) in self._rows("SELECT digest FROM loose WHERE visit = ?", (visit,)))

    def stray(self, before: int) -> list[bytes]:
        """Visits that left a chunk without an envelope before `before` (Unix s)."""
        return [visit for (visit,) in self._rows("SELECT DISTINCT visit FROM loose WHERE at < ?", (before,))]

    def drop_loose(self, visit: bytes) -> None:
        with self._transaction():
            _run(
                self._connection,
                "DELETE FROM chunk WHERE digest IN (SELECT digest FROM loose WHERE visit = ?)",
                (visit,),
            )
            _run(self._connection, "DELETE FROM loose WHERE visit = ?", (visit,))

    # -- cursor, checkpoint, notes

    def cursor(self) -> Cursor:
        return Cursor(*_checked(self._row("SELECT acked_through, next_attempt_at, attempts, sum FROM cursor")))

    def set_cursor(self, cursor: Cursor) -> None:
        values = (cursor.acked_through, cursor.next_attempt_at, cursor.attempts)
        with self._transaction():
            _run(self._connection, "REPLACE INTO cursor VALUES (1, ?, ?, ?, ?)", (*values, _sum(*values)))

    def checkpoint(self) -> Row:
        """Seq and digest of the last purged envelope; (0, zeros) when none was."""
        row = self._find("SELECT seq, head, sum FROM checkpoint")
        if row is None:
            return 0, bytes(32)
        seq, head = _checked(row)
        return seq, head

    def purge(self, through: int, head: bytes, chunks: Sequence[bytes]) -> None:
        """Forget envelopes up to `through`, whose digest is `head`, with their notes and `chunks`."""
        with self._transaction():
            _run(self._connection, "DELETE FROM envelope WHERE seq <= ?", (through,))
            _run(self._connection, "DELETE FROM note WHERE seq <= ?", (through,))
            for digest in chunks:
                _run(self._connection, "DELETE FROM chunk WHERE digest = ?", (digest,))
            values = (through, head, _sum(through, head))
            _run(self._connection, "REPLACE INTO checkpoint VALUES (1, ?, ?, ?)", values)

    def note(self, seq: int, fact: str) -> None:
        with self._transaction():
            _run(self._connection, "INSERT OR IGNORE INTO note VALUES (?, ?)", (seq, fact))

    def notes(self, seq: int) -> frozenset[str]:
        return frozenset(fact for (fact,) in self._rows("SELECT fact FROM note WHERE seq = ?", (seq,)))

    # -- room

    def pages(self) -> tuple[int, int]:
        """In use, and the most there may be."""
        return self._pragma("page_count") - self._pragma("freelist_count"), self._pragma("max_page_count")

    def _pragma(self, name: str) -> int:
        with _reading():
            return int(self._connection.pragma(name))

    # -- statements

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            _run(self._connection, "BEGIN IMMEDIATE")
            yield
            _run(self._connection, "COMMIT")
        except apsw.FullError as error:
            self._roll_back()
            raise OutboxFull("the outbox or its disk is full") from error
        except apsw.Error as error:
            self._roll_back()
            raise OutboxBroken(f"the outbox's file failed ({type(error).__name__})") from error
        except BaseException:
            self._roll_back()
            raise
        if self._wal_pages >= _CHECKPOINT_PAGES:
            self._empty_wal()

    def _count_wal(self, _connection: apsw.Connection, _name: str, pages: int) -> int:
        self._wal_pages = pages
        return int(apsw.SQLITE_OK)

    def _empty_wal(self) -> None:
        """What was committed is safe in the WAL, whatever comes of this; without room it is done later."""
        try:
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        except apsw.FullError:
            return
        except apsw.Error:
            self.failed = True

    def _roll_back(self) -> None:
        with contextlib.suppress(apsw.Error):
            if self._connection.in_transaction:
                _run(self._connection, "ROLLBACK")

    def _rows(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        with _reading():
            yield from self._connection.execute(statement, values)

    def _find(self, statement: str, values: Sequence[Any] = ()) -> Any:
        with _reading():
            found = self._connection.execute(statement, values).fetchall()
        return found[0] if found else None

    def _row(self, statement: str, values: Sequence[Any] = ()) -> Any:
        row = self._find(statement, values)
        if row is None:
            raise StoreDamaged("a row is missing")
        return row


def _connect(path: Path, flags: int, vfs: str | None) -> apsw.Connection:
    connection = apsw.Connection(str(path), flags=flags, vfs=vfs)
    connection.pragma("locking_mode", "EXCLUSIVE")  # before the first read: then the WAL's index stays in memory
    return connection


def _settle_modes(connection: apsw.Connection, max_pages: int) -> None:
    """Set, and read back: a build or a disk that does otherwise is refused. Raises OutboxUnusable."""
    mode = connection.pragma("journal_mode", "WAL")
    connection.pragma("synchronous", _FULL_SYNC)
    if mode != "wal" or connection.pragma("synchronous") != _FULL_SYNC:
        raise OutboxUnusable("this SQLite does not keep its word: no WAL with synchronous=FULL")
    connection.pragma("max_page_count", max_pages)


def _check_beside(path: Path) -> None:
    """SQLite deletes a WAL that lies beside an empty file; such a file was emptied by something else. Raises
    StoreDamaged.
    """
    with contextlib.suppress(OSError):
        if path.stat().st_size == 0 and path.with_name(path.name + "-wal").stat().st_size:
            raise StoreDamaged("the file was emptied")


def _check_format(connection: apsw.Connection) -> None:
    """Unfinished is only what holds no table at all: anything else may have been acknowledged."""
    if connection.pragma("page_count") <= 1 and not connection.execute("SELECT 1 FROM sqlite_schema").fetchall():
        raise UnfinishedStore
    if connection.pragma("application_id") != _APPLICATION or connection.pragma("user_version") != _FORMAT:
        raise StoreDamaged("not an outbox of this version")


def _quick_check(connection: apsw.Connection) -> None:
    """SQLite's own, where it takes no time that grows; the newest envelopes are checked by their owner in any case."""
    if connection.pragma("page_count") <= _QUICK_CHECK_PAGES and connection.pragma("quick_check", 1) != "ok":
        raise StoreDamaged("the file is damaged")


def _sum(*values: int | bytes) -> int:
    """The rows that nothing signs: one flipped bit in them would be believed."""
    return zlib.crc32(repr(values).encode("ascii"))


def _checked(row: Sequence[Any]) -> Sequence[Any]:
    """All but the sum, which fits. Raises StoreDamaged."""
    *values, told = row
    if _sum(*values) != told:
        raise StoreDamaged("a row and its sum differ")
    return values


def _run(connection: apsw.Connection, statement: str, values: Sequence[Any] = ()) -> None:
    connection.execute(statement, values)


@contextlib.contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except _IN_THE_WAY as error:
        raise OutboxUnusable(f"the outbox's file cannot be used ({type(error).__name__})") from error
    except apsw.Error as error:
        raise StoreDamaged(type(error).__name__) from error
