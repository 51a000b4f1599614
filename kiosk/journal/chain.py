"""The audit file: append-only, chained, bounded, and without personal data by construction.

One JSON array a line: `[number, unix seconds, name, [values…], link]`; `link` is the hex SHA-256 of the line before's
link and this line's first four fields, so that a line changed, taken out or put in is seen. A file is closed at
FILE_BYTES and the next begins with the link of the last; the oldest go when there are more than FILES. Lines are given
to the kernel at once and not fsynced: an application's durability never waits for its journal.
"""

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

FILE_BYTES = 1024 * 1024
FILES = 8
_START = "0" * 64
_PATTERN = "audit-*.jsonl"


class ChainBrokenError(ValueError):
    """A line of the audit file is not the one that was written; the text names file and line."""


class Line(msgspec.Struct, frozen=True, array_like=True):
    """`number` counts from 1 over all files."""

    number: int
    time: int
    name: str
    values: tuple[int, ...]
    link: str


def _link(before: str, number: int, time: int, name: str, values: Sequence[int]) -> str:
    body = msgspec.json.encode([number, time, name, list(values)])
    return hashlib.sha256(before.encode("ascii") + b"\x00" + body).hexdigest()


@dataclass(slots=True)
class _End:
    """Where the chain stands: the last line's number and link."""

    number: int = 0
    link: str = _START


class AuditFile:
    """Owned by one thread. Raises OSError where the disk does."""

    def __init__(
        self, folder: Path, now: Callable[[], int], *, file_bytes: int = FILE_BYTES, files: int = FILES
    ) -> None:
        self._folder, self._now = folder, now
        self._file_bytes, self._files = file_bytes, files
        folder.mkdir(mode=0o700, exist_ok=True)
        self._end, self.tail_was_cut = _recover(folder)
        self._descriptor = self._open(_paths(folder)[-1] if _paths(folder) else self._path(1))

    def write(self, name: str, values: Sequence[int] = ()) -> None:
        number, time = self._end.number + 1, self._now()
        link = _link(self._end.link, number, time, name, values)
        line = msgspec.json.encode(Line(number, time, name, tuple(values), link)) + b"\n"
        if self._size and self._size + len(line) > self._file_bytes:
            self._turn_over(number)
        if os.write(self._descriptor, line) != len(line):
            os.ftruncate(self._descriptor, self._size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._size += len(line)
        self._end = _End(number, link)

    def close(self) -> None:
        os.close(self._descriptor)

    def _path(self, first: int) -> Path:
        return self._folder / f"audit-{first:012d}.jsonl"

    def _open(self, path: Path) -> int:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._size = os.fstat(descriptor).st_size
        return descriptor

    def _turn_over(self, first: int) -> None:
        os.close(self._descriptor)
        self._descriptor = self._open(self._path(first))
        for path in _paths(self._folder)[: -self._files]:
            path.unlink(missing_ok=True)


def _paths(folder: Path) -> list[Path]:
    return sorted(folder.glob(_PATTERN))


def _recover(folder: Path) -> tuple[_End, bool]:
    """The end of the chain. A last line cut short by a crash is taken off, and that is said."""
    cut = False
    for path in reversed(_paths(folder)):
        whole = path.read_bytes()
        kept = whole[: whole.rfind(b"\n") + 1]
        if kept != whole:
            cut = True
            with path.open("r+b") as file:
                file.truncate(len(kept))
        for body in reversed(kept.splitlines()):
            with contextlib.suppress(msgspec.DecodeError):
                line = msgspec.json.decode(body, type=Line)
                return _End(line.number, line.link), cut
            cut = True
    return _End(), cut


def read_audit(folder: Path) -> Iterator[Line]:
    """Every line in order, each checked against the one before. The first kept file begins with a link that can no
    longer be checked. Raises ChainBrokenError, OSError.
    """
    before: Line | None = None
    for path in _paths(folder):
        for place, body in enumerate(path.read_bytes().splitlines(), 1):
            try:
                line = msgspec.json.decode(body, type=Line)
            except msgspec.DecodeError as error:
                raise ChainBrokenError(f"{path.name}:{place} cannot be read") from error
            _check(before, line, f"{path.name}:{place}")
            before = line
            yield line


def _check(before: Line | None, line: Line, where: str) -> None:
    if before is None and line.number != 1:
        return
    link, number = (before.link, before.number) if before else (_START, 0)
    if line.number != number + 1 or line.link != _link(link, line.number, line.time, line.name, line.values):
        raise ChainBrokenError(f"{where} is not the line that was written")
