"""What the outbox answers about an application it holds: that it was appended, and whose receipt is still owed."""

from dataclasses import dataclass

from offline_queue.envelope import envelope_digest, read_envelope
from offline_queue.opening import OpenEpoch
from offline_queue.pen import Pen
from offline_queue.retention import AT_ONCE
from offline_queue.sealing import Sealed
from offline_queue.store import StoreDamaged

STARTED, HANDED_OVER = "started", "handed-over"
_OWED_KIND = 1  # an application; nobody waits for the receipt of a rating


@dataclass(frozen=True, slots=True)
class Appended:
    """`digest`: SHA-256 of the whole envelope; `header`: its bytes as signed; `proof`: COSE_Sign1."""

    epoch: bytes
    seq: int
    header: bytes
    signature: bytes
    proof: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class OwedEnvelope:
    """An application whose receipt was not handed over. `started`: printing had begun; `proof`: COSE_Sign1."""

    seq: int
    started: bool
    proof: bytes


def appended_of(epoch: OpenEpoch, pen: Pen, seq: int) -> Appended:
    """The answer to `append`, the same whenever it is given. Raises StoreDamaged, EnvelopeError."""
    data = epoch.store.envelope(seq)
    if data is None:
        raise StoreDamaged("an envelope is missing")
    envelope, digest = read_envelope(data), envelope_digest(data)
    proof = pen.proof(envelope, digest)
    return Appended(epoch.place.epoch, seq, envelope.header_bytes, envelope.signature, proof, digest)


def owed_of(epoch: OpenEpoch, pen: Pen, since: int) -> OwedEnvelope | None:
    """The newest application recorded at or after `since` (Unix s) if its receipt was not handed over."""
    for seq, data in epoch.store.newest(AT_ONCE):
        envelope = read_envelope(data)
        if envelope.header.not_after <= since:
            return None
        content = envelope.content
        if not isinstance(content, Sealed) or content.kind != _OWED_KIND:
            continue
        notes = epoch.store.notes(seq)
        if HANDED_OVER in notes:
            return None
        return OwedEnvelope(seq, STARTED in notes, pen.proof(envelope, envelope_digest(data)))
    return None
