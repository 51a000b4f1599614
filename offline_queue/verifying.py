"""Whether what is stored is still what was written: each signature, link and place. Reads only; needs no secret.

A file that was set aside broke long ago and was dealt with: it is counted, not checked.
"""

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path

from offline_queue.attaching import chunks_of
from offline_queue.envelope import EnvelopeError, EpochOpened, envelope_digest, read_envelope, verify_envelope
from offline_queue.folder import EpochPlace, epochs
from offline_queue.status import reached
from offline_queue.store import EpochStore, StoreDamaged, UnfinishedStore

_ALL = 2**62


@dataclass(frozen=True, slots=True)
class Break:
    """The first place that does not hold. `seq` 0: the file as a whole."""

    epoch: bytes
    seq: int
    why: str


@dataclass(frozen=True, slots=True)
class Verification:
    """`envelopes`: how many hold, up to the break if there is one; `aside`: files set aside."""

    envelopes: int
    aside: int
    broken: Break | None = None


@dataclass(frozen=True, slots=True)
class _Hand:
    terminal: bytes
    public: bytes


def verify_outbox(folder: Path, terminal: bytes, public: bytes) -> Verification:
    """`public`: raw Ed25519 of the terminal's envelope key. Raises OutboxUnusable, OSError."""
    places = epochs(folder) if folder.is_dir() else []
    used = [place for place in places if place.marker() is None]
    aside, envelopes = len(places) - len(used), 0
    for place in used:
        count, broken = _checked_file(place, _Hand(terminal, public), reached(folder, place.epoch))
        envelopes += count
        if broken is not None:
            return Verification(envelopes, aside, broken)
    return Verification(envelopes, aside)


def _checked_file(place: EpochPlace, hand: _Hand, told: int) -> tuple[int, Break | None]:
    """How many envelopes hold, and the first break. `told`: how far the epoch is known to have come."""
    try:
        store = EpochStore.look(place.file)
    except (StoreDamaged, UnfinishedStore):
        return 0, Break(place.epoch, 0, "the file is damaged")
    with contextlib.closing(store):
        start = seq = 0
        try:
            start, head = store.checkpoint()
            seq = start
            for number, data in store.after(0, _ALL):
                if number != seq + 1:
                    return seq - start, Break(place.epoch, seq + 1, "the envelope is missing")
                _check(data, place, number, head, hand)
                _check_chunks(store, data)
                seq, head = number, envelope_digest(data)
            if max(told, store.cursor().acked_through) > seq:
                return seq - start, Break(place.epoch, seq + 1, "the envelope is missing at the end")
        except StoreDamaged:
            return seq - start, Break(place.epoch, seq + 1, "the file is damaged here")
        except EnvelopeError as error:
            return seq - start, Break(place.epoch, seq + 1, str(error))
    return seq - start, None


def _check(data: bytes, place: EpochPlace, seq: int, previous: bytes, hand: _Hand) -> None:
    """Raises EnvelopeError."""
    envelope = read_envelope(data)
    header = envelope.header
    if (header.terminal, header.epoch, header.seq) != (hand.terminal, place.epoch, seq):
        raise EnvelopeError("an envelope of another place")
    verify_envelope(envelope, hand.public)
    if header.previous != previous:
        raise EnvelopeError("the chain is broken")
    if seq == 1 and not isinstance(envelope.content, EpochOpened):
        raise EnvelopeError("the epoch was not opened by the keeper's word")


def _check_chunks(store: EpochStore, data: bytes) -> None:
    """Raises EnvelopeError."""
    for digest in chunks_of([data]):
        chunk = store.chunk(digest)
        if chunk is None or hashlib.sha256(chunk).digest() != digest:
            raise EnvelopeError("an attachment is missing")
