"""What can still be read of a file that was set aside: every envelope that this terminal signed, on a copy.

The damaged file is only looked at. A seq that is missing among readable ones, or known to have been acknowledged to a
front and unreadable now, is a hole; central is told of each by a signed `lost`.
"""

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from offline_queue.attaching import chunks_of
from offline_queue.delivery import Cursor
from offline_queue.envelope import EnvelopeError, envelope_digest
from offline_queue.errors import OutboxError
from offline_queue.folder import EpochPlace, Marker, sync_folder
from offline_queue.pen import NO_HEAD, Head, Pen
from offline_queue.store import EpochStore, Row, StoreDamaged, UnfinishedStore

_AT_ONCE = 100
_ALL = 2**62
MOST_HOLES = 500


@dataclass(frozen=True, slots=True)
class Salvage:
    """`head`: the last readable envelope; `holes`: unreadable seqs that central is not known to hold, oldest first."""

    head: Head = NO_HEAD
    acked_through: int = 0
    holes: tuple[int, ...] = ()


def survey(place: EpochPlace, marker: Marker, pen: Pen, hint: int = 0) -> Salvage:
    """Reads everything and writes nothing. `hint`: a seq that this epoch is known to have reached."""
    try:
        store = EpochStore.look(place.file)
    except (StoreDamaged, UnfinishedStore, OutboxError):
        return Salvage(holes=tuple(range(1, min(max(hint, marker.through or 0), MOST_HOLES) + 1)))
    with contextlib.closing(store):
        return _surveyed(store, _readable(store, place, marker, pen), max(hint, marker.through or 0))


def _surveyed(store: EpochStore, readable: Iterator[Row], expected: int) -> Salvage:
    acked = _acked(store)
    head = NO_HEAD
    holes: list[int] = []
    for seq, data in readable:
        holes.extend(range(max(head.seq, acked) + 1, seq)[:MOST_HOLES])
        head = Head(seq, envelope_digest(data))
    holes.extend(range(max(head.seq, acked) + 1, expected + 1)[:MOST_HOLES])
    return Salvage(head, acked, tuple(holes[:MOST_HOLES]))


def copy_readable(place: EpochPlace, marker: Marker, pen: Pen, max_pages: int) -> None:
    """Makes the recovered file, whole or not at all. Raises OutboxError, OSError."""
    part = place.recovered.with_name(place.recovered.name + ".part")
    _remove(part)
    try:
        source = EpochStore.look(place.file)
    except (StoreDamaged, UnfinishedStore):
        source = None
    target = EpochStore.create(part, max_pages, ())
    with contextlib.closing(target):
        if source is not None:
            with contextlib.closing(source):
                _copy(source, target, place, marker, pen)
        target.flatten()
    part.replace(place.recovered)
    sync_folder(place.folder)


def drop_copy(place: EpochPlace) -> None:
    """It was damaged in its turn; its source is still there. Raises OSError."""
    _remove(place.recovered)


def _remove(file: Path) -> None:
    for leftover in file.parent.glob(file.name + "*"):
        leftover.unlink()


def _copy(source: EpochStore, target: EpochStore, place: EpochPlace, marker: Marker, pen: Pen) -> None:
    waiting: list[Row] = []
    for row in _readable(source, place, marker, pen):
        waiting.append(row)
        if len(waiting) == _AT_ONCE:
            target.append(*waiting)
            waiting.clear()
    target.append(*waiting)
    acked = _acked(source)
    _copy_chunks(source, target, acked)
    target.set_cursor(Cursor(acked_through=acked))


def _copy_chunks(source: EpochStore, target: EpochStore, acked: int) -> None:
    """An envelope goes on without a chunk that cannot be read; central sees that it is missing."""
    for digest in chunks_of(data for _, data in target.after(acked, _ALL)):
        with contextlib.suppress(StoreDamaged):
            chunk = source.chunk(digest)
            if chunk is not None and hashlib.sha256(chunk).digest() == digest:
                target.adopt(digest, chunk)


def _acked(store: EpochStore) -> int:
    """A cursor that cannot be read costs duplicates, which central drops."""
    try:
        return store.cursor().acked_through
    except StoreDamaged:
        return 0


def _readable(store: EpochStore, place: EpochPlace, marker: Marker, pen: Pen) -> Iterator[Row]:
    try:
        first, last = store.ends()
    except StoreDamaged:
        return
    if marker.through is not None:
        last = min(last, marker.through)
    for seq in range(max(first, 1), last + 1):
        with contextlib.suppress(StoreDamaged, EnvelopeError):
            data = store.envelope(seq)
            if data is not None:
                pen.recognise(data, place.epoch, seq)
                yield seq, data
