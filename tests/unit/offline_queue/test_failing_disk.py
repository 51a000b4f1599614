"""A disk that answers with an error is believed at once, and that file is never written to again."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from offline_queue.envelope import EpochOpened, Reason, read_envelope
from offline_queue.errors import OutboxBroken, OutboxFull
from offline_queue.outbox import Outbox
from offline_queue.verifying import verify_outbox
from tests.support.crash_vfs import RecordingVfs
from tests.support.stored_applications import (
    ENVELOPE_PUBLIC,
    IDENTITY,
    PAGES,
    TERMINAL,
    OwnClock,
    an_outbox,
    epoch_file,
    identifier,
    sealed,
)


class FailingDisk:
    """Fails the `at`-th operation `what` on a file whose name ends in `ending`, from `arm` on."""

    def __init__(self) -> None:
        self.what, self.ending, self.error = "", "", apsw.IOError
        self.failed_files: set[str] = set()
        self.touched_after: list[tuple[str, str]] = []

    def arm(self, what: str, ending: str, error: type[apsw.Error] = apsw.IOError) -> None:
        self.what, self.ending, self.error = what, ending, error

    def __call__(self, what: str, name: str) -> None:
        if name.removesuffix("-wal") in self.failed_files:
            self.touched_after.append((what, name))
        if what == self.what and name.endswith(self.ending):
            self.what = ""
            if self.error is apsw.IOError:
                self.failed_files.add(name.removesuffix("-wal"))
            raise self.error("the disk failed")


@pytest.fixture
def disk() -> FailingDisk:
    return FailingDisk()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def outbox(folder: Path, disk: FailingDisk) -> Iterator[Outbox]:
    vfs = RecordingVfs("failing", disk)
    outbox = Outbox.open(folder, IDENTITY, OwnClock(), PAGES, vfs=vfs.name)
    yield outbox
    outbox.close()
    vfs.unregister()


def opened(outbox: Outbox) -> object:
    return read_envelope(outbox.pending()[0][1]).content


@pytest.mark.parametrize("what", ["write", "sync"])
def test_an_append_whose_write_or_flush_fails_is_refused_and_goes_to_another_file(
    outbox: Outbox, disk: FailingDisk, what: str
) -> None:
    kept = outbox.append(identifier(1), sealed(1))
    disk.arm(what, "-wal")
    with pytest.raises(OutboxBroken):
        outbox.append(identifier(2), sealed(2))
    assert opened(outbox) == EpochOpened(kept.epoch, kept.seq, kept.digest, Reason.WRITE_FAILED)
    assert outbox.find(identifier(2)) is None
    assert outbox.append(identifier(2), sealed(2)).epoch != kept.epoch
    assert outbox.append(identifier(1), sealed(1)) == kept
    assert outbox.status().recovered == 2
    assert disk.touched_after == []


@pytest.mark.parametrize("what", ["write", "sync"])
def test_a_wal_that_cannot_be_emptied_costs_the_epoch_and_not_what_was_just_written(
    outbox: Outbox, disk: FailingDisk, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr("offline_queue.store._CHECKPOINT_PAGES", 8)
    disk.arm(what, ".sqlite3")
    written = []
    while not disk.failed_files:
        written.append(outbox.append(identifier(len(written) + 1), sealed(len(written) + 1)))
    last = written[-1]
    assert opened(outbox) == EpochOpened(last.epoch, last.seq, last.digest, Reason.WRITE_FAILED)
    assert all(outbox.find(identifier(number)) == known for number, known in enumerate(written, 1))
    assert disk.touched_after == []


def test_a_disk_without_room_for_the_wals_pages_fails_nothing(
    outbox: Outbox, disk: FailingDisk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("offline_queue.store._CHECKPOINT_PAGES", 8)
    disk.arm("write", ".sqlite3", apsw.FullError)
    for number in range(1, 20):
        outbox.append(identifier(number), sealed(number))
    assert disk.what == ""
    disk.arm("write", "-wal", apsw.FullError)
    with pytest.raises(OutboxFull):
        outbox.append(identifier(20), sealed(20))
    outbox.append(identifier(20), sealed(20))
    outbox.close()
    found = verify_outbox(folder, TERMINAL, ENVELOPE_PUBLIC)
    assert (found.broken, found.envelopes, found.aside) == (None, 21, 0)


def test_a_file_that_fails_while_it_is_closed_is_set_aside_and_loses_nothing(
    folder: Path, outbox: Outbox, disk: FailingDisk
) -> None:
    kept = outbox.append(identifier(1), sealed(1))
    disk.arm("sync", ".sqlite3")
    outbox.close()
    assert disk.touched_after == []
    again = an_outbox(folder)
    assert (again.status().aside, again.find(identifier(1))) == (1, kept)
    again.close()


# ---- never deleted ---------------------------------------------------------------------------------------------------


def flipped(path: Path, offset: int) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        (byte,) = file.read(1)
        file.seek(offset)
        file.write(bytes([byte ^ 1]))


def test_a_flipped_version_is_a_damaged_file_and_not_an_unfinished_one(folder: Path) -> None:
    outbox = an_outbox(folder)
    outbox.append(identifier(1), sealed(1))
    outbox.close()
    (folder / "status.json").unlink()
    file = epoch_file(folder)
    flipped(file, 63)  # user_version 1 → 0
    outbox = an_outbox(folder)
    assert file.exists()
    assert outbox.status().aside == 1
    outbox.close()


def test_a_file_that_was_emptied_keeps_its_wal(folder: Path) -> None:
    outbox = an_outbox(folder)
    outbox.append(identifier(1), sealed(1))
    wal = epoch_file(folder).with_name(epoch_file(folder).name + "-wal")
    content, file = wal.read_bytes(), epoch_file(folder)
    outbox.close()
    file.write_bytes(b"")
    wal.write_bytes(content)
    (folder / "status.json").unlink()
    outbox = an_outbox(folder)
    assert wal.read_bytes() == content
    assert outbox.status().aside == 1
    outbox.close()
