"""The outbox's folder: one SQLite file for each epoch, markers beside them, and what must hold of the disk below.

    000002-<epoch, hex>.sqlite3             the epoch in use: the highest number without a marker
    000001-<epoch, hex>.aside               that epoch's file was set aside: why, and how far it is to be believed
    000001-<epoch, hex>.recovered.sqlite3   its readable envelopes, for delivery
    ballast                                 room that is given up when the disk is full, so that acknowledging goes on
    status.json                             a snapshot for people, refreshed by the owner

A file set aside is never deleted, changed or written to again.
"""

import contextlib
import errno
import json
import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from offline_queue.envelope import Reason
from offline_queue.errors import OutboxUnusable

REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre", "davfs", "fuse.sshfs"}
    | {"fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs"}
)
_NAME = re.compile(r"(?P<number>\d{6})-(?P<epoch>[0-9a-f]{32})\.sqlite3")
_MOUNTS = Path("/proc/self/mountinfo")


@dataclass(frozen=True, slots=True)
class Marker:
    """`through`: the last seq that was acknowledged to a front from this file; None when nobody can say."""

    reason: Reason
    through: int | None = None


@dataclass(frozen=True, slots=True)
class EpochPlace:
    """Where an epoch lies. Epochs of one terminal are numbered from 1."""

    folder: Path
    number: int
    epoch: bytes

    @property
    def file(self) -> Path:
        return self._named(".sqlite3")

    @property
    def recovered(self) -> Path:
        return self._named(".recovered.sqlite3")

    def marker(self) -> Marker | None:
        """None: the file was not set aside. One that cannot be read sets it aside all the same."""
        try:
            told = json.loads(summed(self._named(".aside").read_bytes()))
            return Marker(Reason(told["reason"]), told["through"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            return Marker(Reason.DAMAGED)

    def set_aside(self, marker: Marker) -> None:
        """Durable when it returns. Raises OSError."""
        told = {"reason": marker.reason.value, "through": marker.through}
        write_durably(self._named(".aside"), with_sum(json.dumps(told).encode("ascii")))

    def _named(self, ending: str) -> Path:
        return self.folder / f"{self.number:06d}-{self.epoch.hex()}{ending}"


def with_sum(line: bytes) -> bytes:
    """`line`, and its CRC-32 in a second one: a flipped digit is not believed."""
    return b"%s\n%08x\n" % (line, zlib.crc32(line))


def summed(content: bytes) -> bytes:
    """The line of `with_sum`. Raises ValueError."""
    line = content.partition(b"\n")[0]
    if content != with_sum(line):
        raise ValueError("the sum does not fit")
    return line


def epochs(folder: Path) -> list[EpochPlace]:
    """Oldest first. Raises OSError."""
    found = (_NAME.fullmatch(path.name) for path in folder.iterdir())
    places = [EpochPlace(folder, int(match["number"]), bytes.fromhex(match["epoch"])) for match in found if match]
    return sorted(places, key=lambda place: (place.number, place.epoch))


def make_folder(folder: Path) -> None:
    """There, private, durable and on a disk of this machine. Raises OutboxUnusable."""
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            sync_folder(folder.parent)
    except OSError as error:
        raise OutboxUnusable(f"the folder {folder} cannot be made: {error.strerror}") from error
    kind = filesystem_of(folder)
    if kind in REMOTE:
        raise OutboxUnusable(f"{folder} lies on {kind}, which may forget what was written")


def filesystem_of(folder: Path, mounts: Path = _MOUNTS) -> str:
    """The kind of file system, as /proc/self/mountinfo names it; empty where the kernel does not say."""
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        point = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), before.split()[4])
        if len(point) >= len(best) and folder.resolve().is_relative_to(point):
            best, kind = point, after.split()[0]
    return kind


def sync_folder(folder: Path) -> None:
    """New names in `folder` survive a power cut. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, data: bytes) -> None:
    """Whole or not at all, also across a power cut. Raises OSError."""
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        if os.write(descriptor, data) != len(data):
            raise OSError(errno.ENOSPC, "no room for the whole of it")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    part.replace(path)
    sync_folder(path.parent)


def remove_unfinished(place: EpochPlace) -> None:
    """A file whose first transaction never ended: it acknowledged nothing. Raises OSError."""
    for ending in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(FileNotFoundError):
            place.file.with_name(place.file.name + ending).unlink()
    sync_folder(place.folder)
