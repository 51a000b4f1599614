"""What central's word means for one epoch's cursor, and what is sent next. Reads only."""

from offline_queue.delivery import Batch, HaveThroughFacts, Settlement
from offline_queue.envelope import NO_DIGEST, envelope_digest
from offline_queue.opening import OpenEpoch, Shelf
from offline_queue.pen import Pen
from offline_queue.store import Row, StoreDamaged

BATCH_BYTES = 1024 * 1024
_REFUSED = "refused"
_HELD = frozenset({"stored", "duplicate", "conflict"})


def batch_of(epoch: OpenEpoch, limit: int) -> list[Row]:
    """At most `limit` envelopes and about a mebibyte, at least one while any waits. Raises StoreDamaged."""
    acked = epoch.store.cursor().acked_through
    if acked >= epoch.head.seq:
        return []
    rows: list[Row] = []
    size = 0
    for seq, data in epoch.store.after(acked, limit):
        if seq != acked + len(rows) + 1 and not epoch.copied:
            raise StoreDamaged("a seq is missing")
        size += len(data)
        if rows and size > BATCH_BYTES:
            break
        rows.append((seq, data))
    return rows


def recovered_batch(shelf: Shelf, limit: int) -> tuple[list[Row], OpenEpoch]:
    """Of the first that has any; its seqs may have holes."""
    for epoch in shelf.recovered:
        if rows := batch_of(epoch, limit):
            return rows, epoch
    return [], shelf.current


def settled(epoch: OpenEpoch, facts: HaveThroughFacts, batch: Batch | None) -> tuple[Settlement, int]:
    """What it is, and the seq the cursor belongs to then."""
    acked = epoch.store.cursor().acked_through
    if facts.seq > epoch.head.seq:
        return Settlement.AHEAD, acked
    checkpoint, _ = epoch.store.checkpoint()
    if facts.seq < checkpoint:
        # What lies below was purged; central is sent all that is left, and its `seq` never gets past the hole.
        return (Settlement.RESEND, checkpoint) if batch is None else _word_for_word(epoch, facts, batch)
    if _digest_at(epoch, facts.seq) != facts.head:
        return Settlement.CONFLICT, acked
    if facts.seq == acked:
        return Settlement.UNCHANGED, acked
    return Settlement.ADVANCED if facts.seq > acked else Settlement.RESEND, facts.seq


def settled_recovered(epoch: OpenEpoch, facts: HaveThroughFacts, batch: Batch | None) -> tuple[Settlement, int]:
    """A recovered epoch has holes, at which central's `seq` stops."""
    return _word_for_word(epoch, facts, batch)


def _word_for_word(epoch: OpenEpoch, facts: HaveThroughFacts, batch: Batch | None) -> tuple[Settlement, int]:
    """Central's word on each envelope sent counts."""
    acked = epoch.store.cursor().acked_through
    if batch is None or batch.epoch != facts.epoch or not _HELD.issuperset(facts.results):
        return Settlement.UNCHANGED, acked
    return (Settlement.ADVANCED, batch.last) if batch.last > acked else (Settlement.UNCHANGED, acked)


def recognise_refused(shelf: Shelf, facts: HaveThroughFacts, batch: Batch | None, pen: Pen) -> None:
    """What central refuses may have been damaged here since it was written. Raises StoreDamaged, EnvelopeError."""
    if batch is None or _REFUSED not in facts.results:
        return
    for epoch in shelf.all():
        if epoch.place.epoch == batch.epoch:
            for seq, data in epoch.store.after(batch.first - 1, len(batch.envelopes)):
                pen.recognise(data, batch.epoch, seq)


def _digest_at(epoch: OpenEpoch, seq: int) -> bytes | None:
    if seq == epoch.head.seq:
        return epoch.head.digest
    if seq == 0:
        return NO_DIGEST
    data = epoch.store.envelope(seq)
    if data is not None:
        return envelope_digest(data)
    checkpoint, head = epoch.store.checkpoint()
    return head if checkpoint == seq else None
