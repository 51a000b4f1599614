"""Opening the outbox whatever state its folder is in: a damaged file costs an epoch, never the terminal.

    a whole file            is taken up where it ended
    an unfinished one       acknowledged nothing and is removed
    a damaged one           is marked, its readable envelopes are copied for delivery, and a new epoch begins whose
                            first envelope names the old epoch, its last readable head and the reason; then each hole

Every step may be cut by a crash and is done again by the next opening.
"""

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from offline_queue.envelope import (
    NO_EPOCH,
    Envelope,
    EnvelopeError,
    EpochOpened,
    Lost,
    Reason,
    Statement,
    envelope_digest,
    read_envelope,
)
from offline_queue.errors import OutboxError, OutboxUnusable
from offline_queue.folder import EpochPlace, Marker, epochs, make_folder, remove_unfinished, sync_folder
from offline_queue.pen import NO_HEAD, Head, Pen
from offline_queue.salvage import Salvage, copy_readable, drop_copy, survey
from offline_queue.sealing import Sealed
from offline_queue.store import EpochStore, Row, StoreDamaged, UnfinishedStore

RECENT = 1000
_TAIL = 64
_ALL = 2**62


@dataclass(slots=True)
class OpenEpoch:
    """A file in use. `recent`: id → seq of its newest envelopes; a front never asks for older ones. `copied`: what
    was readable of a file set aside; seqs may be missing.
    """

    place: EpochPlace
    store: EpochStore
    head: Head
    recent: dict[bytes, int] = field(default_factory=dict)
    copied: bool = False


@dataclass(slots=True)
class Shelf:
    """`recovered`: files of epochs set aside that hold what central is not known to have."""

    current: OpenEpoch
    recovered: list[OpenEpoch]

    def all(self) -> list[OpenEpoch]:
        return [self.current, *self.recovered]

    def close(self) -> None:
        for epoch in self.all():
            epoch.store.close()

    def abandon(self) -> None:
        """Closed without another write."""
        for epoch in self.all():
            epoch.store.abandon()


@dataclass(frozen=True, slots=True)
class Opener:
    """`reached`: how far an epoch is known to have come, from outside its file; 0 when nobody says."""

    folder: Path
    pen: Pen
    now: Callable[[], int]
    max_pages: int
    reached: Callable[[bytes], int]
    vfs: str | None = None

    def open(self) -> Shelf:
        """Raises OutboxUnusable, OutboxFull."""
        make_folder(self.folder)
        try:
            places = self._finished(epochs(self.folder))
            current = self._take_up(places[-1]) if places else self._begin(1, Salvage(), NO_EPOCH, Reason.FIRST)
            if current is None:
                current = self._follow(places)
            return Shelf(current, self._recovered(places))
        except OSError as error:
            raise OutboxUnusable(f"the folder {self.folder} cannot be used: {error.strerror}") from error

    def _finished(self, places: list[EpochPlace]) -> list[EpochPlace]:
        """Without the last file if its first transaction never ended."""
        if not places or places[-1].marker() is not None:
            return places
        try:
            EpochStore.look(places[-1].file).close()
        except UnfinishedStore:
            if self.reached(places[-1].epoch) == 0:
                remove_unfinished(places[-1])
                return places[:-1]
            places[-1].set_aside(Marker(Reason.DAMAGED))  # it was finished once
        except StoreDamaged:
            pass  # found out again when it is taken up
        return places

    def _take_up(self, place: EpochPlace) -> OpenEpoch | None:
        """None: it is set aside, now or since long."""
        if place.marker() is not None:
            return None
        try:
            store = EpochStore.open(place.file, self.max_pages, self.vfs)
        except (StoreDamaged, UnfinishedStore):
            place.set_aside(Marker(Reason.DAMAGED))
            return None
        try:
            return checked_end(place, store, self.pen, self.reached(place.epoch))
        except (StoreDamaged, EnvelopeError):
            store.close()
            place.set_aside(Marker(Reason.DAMAGED))
            return None
        except BaseException:
            store.close()
            raise

    def _follow(self, places: list[EpochPlace]) -> OpenEpoch:
        """What cannot be read now may have told of holes before it: those are told again."""
        old = places[-1]
        marker = old.marker() or Marker(Reason.DAMAGED)
        found = survey(old, marker, self.pen, self.reached(old.epoch))
        earlier = self._holes(places[:-1]) if found.holes else []
        return self._begin(old.number + 1, found, old.epoch, marker.reason, earlier)

    def _holes(self, places: list[EpochPlace]) -> list[Lost]:
        surveyed = ((place, place.marker()) for place in places)
        return [
            Lost(place.epoch, seq)
            for place, marker in surveyed
            if marker is not None
            for seq in survey(place, marker, self.pen).holes
        ]

    def _begin(
        self, number: int, before: Salvage, old: bytes, reason: Reason, earlier: Sequence[Lost] = ()
    ) -> OpenEpoch:
        place = EpochPlace(self.folder, number, os.urandom(len(NO_EPOCH)))
        statements: list[Statement] = [EpochOpened(old, before.head.seq, before.head.digest, reason)]
        statements += [*earlier, *(Lost(old, seq) for seq in before.holes)]
        rows: list[Row] = []
        head = NO_HEAD
        for statement in statements:
            written = self.pen.write(place.epoch, head, statement, self.now())
            head = written.head
            rows.append((head.seq, written.data))
        store = EpochStore.create(place.file, self.max_pages, rows, self.vfs)
        sync_folder(self.folder)
        return OpenEpoch(place, store, head)

    def _recovered(self, places: list[EpochPlace]) -> list[OpenEpoch]:
        found = []
        for place in places:
            marker = place.marker()
            if marker is not None and (epoch := self._recover(place, marker)) is not None:
                found.append(epoch)
        return found

    def _recover(self, place: EpochPlace, marker: Marker) -> OpenEpoch | None:
        """None: nothing waits there, or there is no room for a copy now. A copy that was damaged is made anew."""
        with contextlib.suppress(OutboxError):
            try:
                return self._opened_copy(place, marker)
            except (StoreDamaged, UnfinishedStore, EnvelopeError):
                drop_copy(place)
            with contextlib.suppress(StoreDamaged, UnfinishedStore, EnvelopeError):
                return self._opened_copy(place, marker)
        return None

    def _opened_copy(self, place: EpochPlace, marker: Marker) -> OpenEpoch | None:
        """Raises OutboxError, StoreDamaged, UnfinishedStore, EnvelopeError."""
        if not place.recovered.exists():
            copy_readable(place, marker, self.pen, self.max_pages)
        store = EpochStore.open(place.recovered, self.max_pages, self.vfs)
        try:
            if store.ends()[1] > store.cursor().acked_through:
                return _with_recent(place, store, copied=True)
        except BaseException:
            store.close()
            raise
        store.close()
        return None


def drop_spoilt(shelf: Shelf, pen: Pen) -> bool:
    """Whether copies were damaged. Then the shelf is closed, they are gone, and the next opening makes them anew."""
    spoilt = [epoch for epoch in shelf.recovered if _is_spoilt(epoch, pen)]
    if spoilt:
        shelf.abandon()
    for epoch in spoilt:
        with contextlib.suppress(OSError):
            drop_copy(epoch.place)
    return bool(spoilt)


def _is_spoilt(epoch: OpenEpoch, pen: Pen) -> bool:
    """Whether a copy no longer holds what was copied."""
    try:
        for seq, data in epoch.store.after(epoch.store.cursor().acked_through, _ALL):
            pen.recognise(data, epoch.place.epoch, seq)
    except (StoreDamaged, EnvelopeError):
        return True
    return False


def checked_end(place: EpochPlace, store: EpochStore, pen: Pen, told: int = 0) -> OpenEpoch:
    """The newest envelopes are ours, whole and chained. `told`: how far it had come. Raises StoreDamaged,
    EnvelopeError, OutboxUnusable.
    """
    newest = list(store.newest(_TAIL))
    if newest and all(pen.is_foreign(data) for _, data in newest):
        raise OutboxUnusable("the outbox is that of another terminal")
    epoch = _with_recent(place, store)
    if epoch.head.seq < told:
        raise StoreDamaged("it ends too early")
    following: Envelope | None = None
    for seq, data in newest:
        envelope = pen.recognise(data, place.epoch, seq)
        if following is not None and following.header.previous != envelope_digest(data):
            raise EnvelopeError("the chain is broken")
        following = envelope
    if store.cursor().acked_through > epoch.head.seq:
        raise StoreDamaged("acknowledged further than it goes")
    return epoch


def _with_recent(place: EpochPlace, store: EpochStore, *, copied: bool = False) -> OpenEpoch:
    recent: dict[bytes, int] = {}
    head = NO_HEAD
    expected: int | None = None
    for seq, data in store.newest(RECENT):
        if head.seq == 0:
            head = Head(seq, envelope_digest(data))
        if expected is not None and seq != expected and not copied:
            raise StoreDamaged("a seq is missing")
        expected = seq - 1
        content = read_envelope(data).content
        if isinstance(content, Sealed):
            recent.setdefault(content.id, seq)
    if head.seq == 0:
        head = Head(*store.checkpoint())
    return OpenEpoch(place, store, head, recent, copied)
