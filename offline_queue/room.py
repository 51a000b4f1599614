"""Room: promised before a citizen types anything, so that what is confirmed can be stored.

A promise counts against our own limit (`max_page_count`) and against the disk. The ballast is a file that is given up
when the disk is full all the same, so that acknowledging and purging, which make room, still can.
"""

import contextlib
import os
from pathlib import Path

from offline_queue.errors import OutboxFull
from offline_queue.store import PAGE_BYTES, EpochStore

KILOBYTE = 1024
BALLAST_BYTES = 2 * 1024 * 1024
_SPARE_BYTES = 64 * PAGE_BYTES  # notes, cursor, the pages of a purge
_WAL_BYTES = 1024 * PAGE_BYTES
_BALLAST = "ballast"


def stored_size(length: int) -> int:
    """Bytes a body of `length` takes: whole pages of overflow, and its place in a leaf."""
    return length + length // 16 + 2 * PAGE_BYTES


class Room:
    """Promises by visit. They live as long as the process: a visit ends with its front."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._promised: dict[bytes, int] = {}

    @property
    def promised(self) -> int:
        """Bytes."""
        return sum(self._promised.values())

    def reserve(self, store: EpochStore, visit: bytes, kilobytes: int) -> None:
        """A second promise to the same visit takes the place of the first. Raises OutboxFull."""
        need = stored_size(kilobytes * KILOBYTE)
        self._check(store, need, but=visit)
        self._promised[visit] = need

    def release(self, visit: bytes) -> None:
        self._promised.pop(visit, None)

    def check(self, store: EpochStore, visit: bytes, length: int) -> None:
        """`length` bytes may be stored for `visit` without breaking a promise to another. Raises OutboxFull."""
        self._check(store, stored_size(length), but=visit, spare=0)

    def used(self, visit: bytes, length: int) -> None:
        """Part of the promise was kept."""
        if visit in self._promised:
            self._promised[visit] = max(0, self._promised[visit] - stored_size(length))

    def _check(self, store: EpochStore, need: int, *, but: bytes, spare: int = _SPARE_BYTES) -> None:
        others = sum(size for visit, size in self._promised.items() if visit != but)
        used, most = store.pages()
        if (most - used) * PAGE_BYTES < others + need + spare:
            raise OutboxFull("the outbox is full")
        try:
            disk = os.statvfs(self._folder)
        except OSError as error:
            raise OutboxFull("the disk does not say how much room it has") from error
        if disk.f_bavail * disk.f_frsize < others + 2 * need + (_WAL_BYTES if spare else 0):
            raise OutboxFull("the disk is full")

    # -- ballast

    def take_ballast(self) -> None:
        """Best effort: without it a full disk only waits for its other user."""
        path = self._folder / _BALLAST
        with contextlib.suppress(OSError):
            if path.exists() and path.stat().st_size == BALLAST_BYTES:
                return
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.posix_fallocate(descriptor, 0, BALLAST_BYTES)
            finally:
                os.close(descriptor)

    def drop_ballast(self) -> None:
        with contextlib.suppress(OSError):
            (self._folder / _BALLAST).unlink(missing_ok=True)
