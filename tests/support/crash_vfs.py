"""An SQLite VFS that writes down everything it does to the disk, and what a disk may hold after a power cut.

What was synced is there. What was not may be there, may be lost, or may be there by halves: each pending write is kept,
dropped or torn at 512-byte sectors, each new or deleted name may be so or not yet. That is what POSIX allows; ext4 is
kinder. A name is durable once its folder was synced: by SQLite's first sync of a WAL or journal that it may have made,
by a delete that asks for it, or by the outbox itself.

It can also fail: `faults` is asked before each write, sync and truncate, and raises what the disk would answer.
"""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512
_MAKES_A_NAME = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL


@dataclass(frozen=True, slots=True)
class Write:
    file: int
    offset: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Truncate:
    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    file: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the folder from now on, or with `file` None no longer."""

    name: str
    file: int | None


@dataclass(frozen=True, slots=True)
class SyncFolder:
    """The names are durable."""


Operation = Write | Truncate | Sync | Named | SyncFolder
Fault = Callable[[str, str], None]


def no_fault(_what: str, _name: str) -> None:
    """The disk does what it is told."""


class RecordingVfs(apsw.VFS):
    """`operations`: all of them, in order. `faults(what, file name)`: called before write, sync, truncate."""

    def __init__(self, name: str, faults: Fault = no_fault) -> None:
        self.operations: list[Operation] = []
        self.faults = faults
        self.name = name
        self.files = 0
        self.numbers: dict[str, int] = {}
        super().__init__(name, base="")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        return RecordingFile(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        self.numbers.pop(Path(filename).name, None)
        self.operations.append(Named(Path(filename).name, None))
        if syncdir:
            self.operations.append(SyncFolder())

    def number_of(self, name: str, *, made: bool) -> int:
        if made or name not in self.numbers:
            self.files += 1
            self.numbers[name] = self.files
            self.operations.append(Named(name, self.files))
        return self.numbers[name]


class RecordingFile(apsw.VFSFile):
    def __init__(self, vfs: RecordingVfs, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "temporary")
        made = bool(flags[0] & apsw.SQLITE_OPEN_CREATE) and not path.exists()
        self._vfs, self._name = vfs, path.name
        self._names_too = bool(flags[0] & _MAKES_A_NAME) and bool(flags[0] & apsw.SQLITE_OPEN_CREATE)
        super().__init__("", name, flags)
        self._number = vfs.number_of(self._name, made=made)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._vfs.faults("write", self._name)
        super().xWrite(data, offset)
        self._vfs.operations.append(Write(self._number, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        self._vfs.faults("truncate", self._name)
        super().xTruncate(newsize)
        self._vfs.operations.append(Truncate(self._number, newsize))

    def xSync(self, flags: int) -> None:
        """The platter is the model's; a real flush would only take time."""
        self._vfs.faults("sync", self._name)
        self._vfs.operations.append(Sync(self._number))
        if self._names_too:
            self._vfs.operations.append(SyncFolder())
            self._names_too = False


# ---- the disk --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Write | Truncate] = field(default_factory=list)

    def settle(self) -> None:
        for operation in self.pending:
            _apply(self.durable, operation)
        self.pending.clear()


def _apply(content: bytearray, operation: Write | Truncate) -> None:
    if isinstance(operation, Truncate):
        del content[operation.size :]
        content.extend(bytes(operation.size - len(content)))
        return
    end = operation.offset + len(operation.data)
    content.extend(bytes(max(0, end - len(content))))
    content[operation.offset : end] = operation.data


def _torn(operation: Write, chance: random.Random) -> Iterator[Write]:
    """Some of its sectors."""
    data, start = operation.data, operation.offset
    begin = 0
    while begin < len(data):
        end = min(len(data), (start + begin) // SECTOR * SECTOR + SECTOR - start)
        if chance.random() < 0.5:
            yield Write(operation.file, start + begin, data[begin:end])
        begin = end


class Disk:
    """What is surely on it, and what may be, after the operations so far."""

    def __init__(self) -> None:
        self._files: dict[int, _File] = {}
        self._names: dict[str, int] = {}
        self._pending: list[Named] = []

    def apply(self, operation: Operation) -> None:
        match operation:
            case Write() | Truncate():
                self._file(operation.file).pending.append(operation)
            case Sync(file):
                self._file(file).settle()
            case Named():
                self._pending.append(operation)
            case SyncFolder():
                _rename(self._names, self._pending)
                self._pending.clear()

    def nothing_more(self) -> dict[str, bytes]:
        """All that was not synced is lost."""
        return self._seen(self._names, {})

    def everything(self) -> dict[str, bytes]:
        """All of it arrived, as after SIGKILL."""
        names = dict(self._names)
        _rename(names, self._pending)
        return self._seen(names, {number: list(file.pending) for number, file in self._files.items()})

    def something(self, chance: random.Random) -> dict[str, bytes]:
        """By lot."""
        names = dict(self._names)
        _rename(names, [named for named in self._pending if chance.random() < 0.5])
        kept = {number: list(_kept(file.pending, chance)) for number, file in self._files.items()}
        return self._seen(names, kept)

    def _file(self, number: int) -> _File:
        return self._files.setdefault(number, _File())

    def _seen(self, names: dict[str, int], more: dict[int, list[Write | Truncate]]) -> dict[str, bytes]:
        found = {}
        for name, number in names.items():
            content = bytearray(self._file(number).durable)
            for operation in more.get(number, ()):
                _apply(content, operation)
            found[name] = bytes(content)
        return found


def _rename(names: dict[str, int], changes: list[Named]) -> None:
    for change in changes:
        if change.file is None:
            names.pop(change.name, None)
        else:
            names[change.name] = change.file


def _kept(pending: list[Write | Truncate], chance: random.Random) -> Iterator[Write | Truncate]:
    for operation in pending:
        lot = chance.randrange(3)
        if lot == 0:
            yield operation
        elif lot == 1 and isinstance(operation, Write):
            yield from _torn(operation, chance)


def lay_out(state: dict[str, bytes], folder: Path) -> None:
    """The state as real files in `folder`, which is emptied first."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, content in state.items():
        with open(os.path.join(folder, name), "wb") as file:  # noqa: PTH118, PTH123 - thousands of times
            file.write(content)
