"""Attachments: sealed chunks named by the SHA-256 of their sealed bytes, stored before the envelope that names them.

A chunk belongs to the visit that brought it until that visit's envelope takes it; then it lives as long as that. One
that no envelope took is dropped when its visit ends, or, if nobody was there to say so, a day later.
"""

import hashlib
from collections.abc import Iterable

from offline_queue.envelope import read_envelope
from offline_queue.errors import SealRefused
from offline_queue.sealing import CHUNK_BYTES_LIMIT, Sealed
from offline_queue.store import EpochStore

STRAY_SECONDS = 24 * 3600


def is_new(store: EpochStore, visit: bytes, digest: bytes, chunk: bytes) -> bool:
    """False: this visit brought it before. Raises SealRefused."""
    if not 0 < len(chunk) <= CHUNK_BYTES_LIMIT or hashlib.sha256(chunk).digest() != digest:
        raise SealRefused("not a chunk of that name")
    if store.chunk(digest) is None:
        return True
    if digest not in store.loose(visit):
        raise SealRefused("a chunk of another visit or envelope")
    return False


def whole_chunk(store: EpochStore, digest: bytes) -> bytes | None:
    """None: it is not there, or no longer what it was."""
    chunk = store.chunk(digest)
    return chunk if chunk is not None and hashlib.sha256(chunk).digest() == digest else None


def chunks_of(envelopes: Iterable[bytes]) -> tuple[bytes, ...]:
    """The digests they name, each once, in order."""
    contents = (read_envelope(data).content for data in envelopes)
    found = [digest for content in contents if isinstance(content, Sealed) for digest in content.chunks]
    return tuple(dict.fromkeys(found))
