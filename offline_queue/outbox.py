"""The durable outbox: what was appended is on the disk, signed and chained, before `append` returns.

One thread owns it, the one that opened it; any other is a bug and raises. When the file or the disk fails, this epoch
is closed for good and never written to again; the next call opens another. Reasons and figures: reference/queue.md.
"""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from offline_queue.attaching import STRAY_SECONDS, chunks_of, is_new, whole_chunk
from offline_queue.delivery import BATCH, Batch, Clock, Cursor, HaveThroughFacts, Settlement
from offline_queue.envelope import EnvelopeError, Reason
from offline_queue.errors import OutboxBroken, OutboxError, OutboxFull, OutboxUnusable, SealRefused
from offline_queue.folder import EpochPlace, Marker
from offline_queue.opening import OpenEpoch, Opener, Shelf, drop_spoilt
from offline_queue.pen import OutboxIdentity, Pen
from offline_queue.records import Appended, OwedEnvelope, appended_of, owed_of
from offline_queue.retention import AT_ONCE, forgettable
from offline_queue.room import Room
from offline_queue.sealing import Sealed
from offline_queue.settling import batch_of, recognise_refused, recovered_batch, settled, settled_recovered
from offline_queue.status import OutboxStatus, reached, write_snapshot
from offline_queue.store import StoreDamaged

__all__ = [
    "Appended",
    "Outbox",
    "OutboxBroken",
    "OutboxError",
    "OutboxFull",
    "OutboxIdentity",
    "OutboxUnusable",
    "OwedEnvelope",
    "SealRefused",
]

_SNAPSHOT_SECONDS = 1.0
_ALARMING = (Settlement.CONFLICT, Settlement.AHEAD)

P = ParamSpec("P")
T = TypeVar("T")


def _owned(
    method: Callable[Concatenate["Outbox", P], T],
) -> Callable[Concatenate["Outbox", P], T]:
    """Called by the owner; a file that fails under it is closed and set aside."""

    def guarded(self: "Outbox", /, *given: P.args, **named: P.kwargs) -> T:
        if threading.get_ident() != self._owner:
            raise RuntimeError("the outbox belongs to another thread")
        try:
            answer = method(self, *given, **named)
            self._drop_failed()
            return answer
        except OutboxBroken:
            self._abandon(Reason.WRITE_FAILED)
            raise
        except (StoreDamaged, EnvelopeError) as error:
            if not self._drop_spoilt_copies():
                self._abandon(Reason.DAMAGED)
            raise OutboxBroken("the outbox's file is damaged") from error

    return guarded


class Outbox:
    """Everything but `close` may raise OutboxError."""

    def __init__(self, opener: Opener, clock: Clock) -> None:
        self._owner = threading.get_ident()
        self._opener, self._clock = opener, clock
        self._pen = opener.pen
        self._room = Room(opener.folder)
        self._shelf: Shelf | None = None
        self._closed = False
        self._alarm = ""
        self._settled_at, self._resent_from = 0, -1
        self._snapshot_at = float("-inf")
        self._failed: tuple[EpochPlace, Marker] | None = None
        self._files()

    @classmethod
    def open(
        cls, directory: Path, identity: OutboxIdentity, clock: Clock, max_pages: int, *, vfs: str | None = None
    ) -> "Outbox":
        """Pages have 8 KiB. Raises OutboxUnusable, OutboxFull."""
        opener = Opener(
            folder=directory,
            pen=Pen(identity),
            now=clock.now,
            max_pages=max_pages,
            reached=lambda epoch: reached(directory, epoch),
            vfs=vfs,
        )
        return cls(opener, clock)

    # -- room

    @_owned
    def reserve(self, visit: bytes, kilobytes: int) -> None:
        """Before the citizen types. Raises OutboxFull."""
        self._room.reserve(self._files().current.store, visit, kilobytes)

    @_owned
    def release(self, visit: bytes) -> None:
        """The visit is over; chunks it left without an envelope go."""
        self._room.release(visit)
        store = self._files().current.store
        if store.loose(visit):
            with contextlib.suppress(OutboxFull):
                self._relieved(lambda: store.drop_loose(visit))

    # -- recording

    @_owned
    def attach(self, visit: bytes, digest: bytes, chunk: bytes) -> None:
        """A sealed chunk, durable when it returns, before the envelope that names it. Asked again, nothing changes.

        Raises OutboxFull, OutboxBroken, SealRefused.
        """
        store = self._files().current.store
        if is_new(store, visit, digest, chunk):
            self._room.check(store, visit, len(chunk))
            store.attach(visit, digest, chunk, self._clock.now())
            self._room.used(visit, len(chunk))

    @_owned
    def chunk(self, epoch: bytes, digest: bytes) -> bytes | None:
        """For delivery, which sends an envelope's chunks before it. None: it is not there, or not whole."""
        stores = (known.store for known in self._files().all() if known.place.epoch == epoch)
        return next((whole_chunk(store, digest) for store in stores), None)

    @_owned
    def append(self, identifier: bytes, sealed: Sealed) -> Appended:
        """Durable when it returns, and at most once for an id: asked again, it answers the same.

        Raises OutboxFull (surely nothing stored), OutboxBroken, SealRefused.
        """
        known = self._known(identifier)
        if known is not None:
            return known
        if sealed.id != identifier:
            raise SealRefused("the seal is that of another id")
        current = self._files().current
        if sealed.chunks and not current.store.loose(sealed.visit).issuperset(sealed.chunks):
            raise SealRefused("an attachment is missing")
        try:
            written = self._pen.write(current.place.epoch, current.head, sealed, self._clock.now())
        except (EnvelopeError, ValueError, TypeError, OverflowError) as error:
            raise SealRefused("not shaped like a sealed application") from error
        self._room.check(current.store, sealed.visit, len(written.data))
        current.store.append((written.head.seq, written.data), chunks=sealed.chunks)
        current.head = written.head
        current.recent[identifier] = written.head.seq
        self._room.used(sealed.visit, len(written.data))
        self._refresh()
        return appended_of(current, self._pen, written.head.seq)

    @_owned
    def find(self, identifier: bytes) -> Appended | None:
        """What `append` answered, if this outbox holds `identifier` among its newest."""
        return self._known(identifier)

    @_owned
    def note(self, seq: int, fact: str) -> None:
        """A fact about an envelope of this epoch. On a full disk the fact is lost and the application is not."""
        current = self._files().current
        if 0 < seq <= current.head.seq:
            with contextlib.suppress(OutboxFull):
                self._relieved(lambda: current.store.note(seq, fact))

    @_owned
    def owed(self, since: int) -> OwedEnvelope | None:
        """The newest application recorded at or after `since` (Unix s) if its receipt was not handed over."""
        return owed_of(self._files().current, self._pen, since)

    # -- delivery

    @_owned
    def head(self) -> tuple[bytes, int, bytes]:
        """Epoch, and the newest envelope's seq and digest."""
        current = self._files().current
        return current.place.epoch, current.head.seq, current.head.digest

    @_owned
    def pending(self, limit: int = BATCH) -> list[tuple[int, bytes]]:
        """What central is not known to hold of this epoch, oldest first; never empty while something waits."""
        return batch_of(self._files().current, limit)

    @_owned
    def next_batch(self, limit: int = BATCH) -> Batch | None:
        """The epoch in use first, then what was recovered of others."""
        shelf = self._files()
        rows, epoch = batch_of(shelf.current, limit), shelf.current
        if not rows:
            rows, epoch = recovered_batch(shelf, limit)
        if not rows:
            return None
        envelopes = tuple(data for _, data in rows)
        return Batch(epoch.place.epoch, rows[0][0], rows[-1][0], envelopes, chunks_of(envelopes))

    @_owned
    def settle(self, facts: HaveThroughFacts, batch: Batch | None = None) -> Settlement:
        """Central's verified word. The cursor moves only if the digest it names is ours."""
        shelf = self._files()
        recognise_refused(shelf, facts, batch, self._pen)
        if facts.epoch == shelf.current.place.epoch:
            settlement = self._settle_current(shelf.current, facts, batch)
        else:
            settlement = self._settle_recovered(shelf, facts, batch)
        if settlement in _ALARMING:
            self._alarm = settlement.value
        if settlement is Settlement.AHEAD:
            self._abandon(Reason.ROLLED_BACK)  # these seqs are taken; none of them may be used a second time
        self._refresh()
        return settlement

    @_owned
    def cursor(self) -> Cursor:
        return self._files().current.store.cursor()

    @_owned
    def reschedule(self, cursor: Cursor) -> None:
        """Only the schedule is taken from `cursor`. On a full disk it is kept until the next restart only by luck."""
        store = self._files().current.store
        with contextlib.suppress(OutboxFull):
            self._relieved(lambda: store.set_cursor(replace(cursor, acked_through=store.cursor().acked_through)))

    @_owned
    def purge(self, before: int) -> int:
        """Forget what was acknowledged and recorded before `before` (Unix s); how many went. Call it again until 0."""
        current = self._files().current
        store = current.store
        first, _ = store.ends()
        old = forgettable(store.after(first - 1, AT_ONCE), store.cursor().acked_through, before)
        if old is None:
            return 0
        self._relieved(lambda: store.purge(old.through, old.head, old.chunks))
        current.recent = {known: seq for known, seq in current.recent.items() if seq > old.through}
        return old.through - first + 1

    # -- the house

    @_owned
    def status(self) -> OutboxStatus:
        shelf = self._files()
        current, cursor = shelf.current, shelf.current.store.cursor()
        pages, most = current.store.pages()
        recovered = sum(epoch.store.count_after(epoch.store.cursor().acked_through) for epoch in shelf.recovered)
        return OutboxStatus(
            epoch=current.place.epoch.hex(),
            seq=current.head.seq,
            head=current.head.digest.hex(),
            acked_through=cursor.acked_through,
            waiting=current.head.seq - cursor.acked_through + recovered,
            recovered=recovered,
            aside=current.place.number - 1,
            next_attempt_at=cursor.next_attempt_at,
            attempts=cursor.attempts,
            pages=pages,
            max_pages=most,
            promised_bytes=self._room.promised,
            alarm=self._alarm,
            at=self._clock.now(),
        )

    @_owned
    def refresh(self) -> None:
        """Bring the snapshot file up to date, take back the ballast, drop stray chunks; for an idle moment."""
        self._room.take_ballast()
        self._resent_from = -1  # once an hour it may be sent again
        store = self._files().current.store
        for visit in store.stray(self._clock.now() - STRAY_SECONDS):
            store.drop_loose(visit)
        self._refresh(at_once=True)

    def close(self) -> None:
        """Nothing can be asked afterwards. Never raises."""
        if self._shelf is not None:
            with contextlib.suppress(OutboxError):
                self._refresh(at_once=True)
            self._flatten_files()
            self._close_files()
        self._closed = True

    def _refresh(self, *, at_once: bool = False) -> None:
        """The snapshot is for people: at most one a second, and a disk that has no room for it is no trouble."""
        moment = self._clock.monotonic()
        if self._shelf is None or not (at_once or moment - self._snapshot_at >= _SNAPSHOT_SECONDS):
            return
        self._snapshot_at = moment
        with contextlib.suppress(OSError):
            write_snapshot(self._opener.folder, self.status())

    def _files(self) -> Shelf:
        """The open files; opened again, as another epoch, after a failure. Raises OutboxError."""
        if self._closed:
            raise OutboxUnusable("the outbox was closed")
        if self._failed is not None:
            self._set_aside(*self._failed)
        if self._shelf is None:
            self._shelf = self._opener.open()
            self._room.take_ballast()
            self._refresh(at_once=True)
        return self._shelf

    def _abandon(self, reason: Reason) -> None:
        """Close this epoch for good. What was acknowledged of it is believed, and nothing after that."""
        if self._shelf is None:
            return
        current = self._shelf.current
        self._failed = current.place, Marker(reason, current.head.seq)
        self._shelf.abandon()
        self._shelf = None
        with contextlib.suppress(OutboxError):
            self._set_aside(*self._failed)

    def _drop_failed(self) -> None:
        """What was just answered is safe; the next call opens another epoch."""
        if self._shelf is None:
            return
        if self._shelf.current.store.failed:
            self._abandon(Reason.WRITE_FAILED)
        elif any(epoch.store.failed for epoch in self._shelf.recovered):
            self._shelf.abandon()  # a copy: its source is still there
            self._shelf = None

    def _drop_spoilt_copies(self) -> bool:
        """Whether it was one of them that is damaged; the next call makes it anew from its source."""
        if self._shelf is None or not drop_spoilt(self._shelf, self._pen):
            return False
        self._shelf = None
        return True

    def _flatten_files(self) -> None:
        """So that the files alone hold everything while nobody has them open."""
        try:
            for epoch in self._shelf.all() if self._shelf else ():
                with contextlib.suppress(OutboxFull):
                    epoch.store.flatten()
        except OutboxBroken:
            self._abandon(Reason.WRITE_FAILED)

    def _set_aside(self, place: EpochPlace, marker: Marker) -> None:
        """Without the mark the file is not opened again. Raises OutboxBroken."""
        try:
            place.set_aside(marker)
        except OSError as error:
            raise OutboxBroken("the outbox's disk failed") from error
        self._failed = None

    def _close_files(self) -> None:
        if self._shelf is not None:
            self._shelf.close()
        self._shelf = None

    def _relieved(self, action: Callable[[], None]) -> None:
        """On a full disk once more without the ballast. Raises OutboxFull."""
        try:
            action()
        except OutboxFull:
            self._room.drop_ballast()
            action()

    # -- answers

    def _known(self, identifier: bytes) -> Appended | None:
        for epoch in self._files().all():
            seq = epoch.recent.get(identifier)
            if seq is not None:
                return appended_of(epoch, self._pen, seq)
        return None

    def _settle_current(self, current: OpenEpoch, facts: HaveThroughFacts, batch: Batch | None) -> Settlement:
        settlement, acked = settled(current, facts, batch)
        if settlement is Settlement.RESEND and (facts.time < self._settled_at or facts.seq == self._resent_from):
            return Settlement.UNCHANGED  # an older word that came late; or all that is left was sent again before
        if settlement in (Settlement.ADVANCED, Settlement.RESEND):
            self._settled_at = max(self._settled_at, facts.time)
            self._resent_from = facts.seq if facts.seq < acked else -1
            self._acknowledge(current, acked)
        return settlement

    def _settle_recovered(self, shelf: Shelf, facts: HaveThroughFacts, batch: Batch | None) -> Settlement:
        for epoch in shelf.recovered:
            if epoch.place.epoch == facts.epoch:
                settlement, acked = settled_recovered(epoch, facts, batch)
                if settlement is Settlement.ADVANCED:
                    self._acknowledge(epoch, acked)
                return settlement
        return Settlement.OTHER_EPOCH

    def _acknowledge(self, epoch: OpenEpoch, through: int) -> None:
        cursor = replace(epoch.store.cursor(), acked_through=through)
        self._relieved(lambda: epoch.store.set_cursor(cursor))
