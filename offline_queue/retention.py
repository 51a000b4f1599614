"""What may be forgotten: acknowledged long ago. A checkpoint keeps the chain's place, so that it still verifies.

Bodies stay for a while after central has them (they tell nothing without central's key): a central restored from an
older backup asks for them again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from offline_queue.envelope import envelope_digest, read_envelope
from offline_queue.sealing import Sealed
from offline_queue.store import Row

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Forgettable:
    """Everything up to `through`, whose digest is `head`; `chunks`: digests of attachment chunks that go with it."""

    through: int
    head: bytes
    chunks: tuple[bytes, ...]


def forgettable(rows: Iterable[Row], acked_through: int, before: int) -> Forgettable | None:
    """`rows` from the oldest on. An envelope goes when it is acknowledged and was recorded before `before` (Unix s);
    never one that follows another that stays, and never the newest of what is acknowledged, which holds the chain.
    """
    found: Forgettable | None = None
    chunks: list[bytes] = []
    for seq, data in rows:
        envelope = read_envelope(data)
        if seq >= acked_through or envelope.header.not_after >= before:
            break
        if isinstance(envelope.content, Sealed):
            chunks.extend(envelope.content.chunks)
        found = Forgettable(seq, envelope_digest(data), tuple(chunks))
    return found
