"""The terminal's own hand: writes envelopes and proofs with its two keys, and knows its own writing again."""

from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from offline_queue.envelope import (
    NO_DIGEST,
    Envelope,
    EnvelopeError,
    Header,
    Statement,
    encode_header,
    envelope_digest,
    read_envelope,
    sign_envelope,
    verify_envelope,
    write_envelope,
)
from offline_queue.proof import ID_BYTES, ProofClaims, make_proof
from offline_queue.sealing import Sealed, key_id_of

MINUTE = 60


@dataclass(frozen=True, slots=True, repr=False)
class OutboxIdentity:
    """`terminal`: 16 bytes; raw private Ed25519 keys, 32 bytes each, one for envelopes and one for receipts."""

    terminal: bytes
    envelope_private: bytes
    receipt_private: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The newest envelope of an epoch: its seq and digest; (0, zeros) before the first."""

    seq: int = 0
    digest: bytes = NO_DIGEST


NO_HEAD = Head()


@dataclass(frozen=True, slots=True)
class Written:
    """An envelope's bytes and the head it makes."""

    data: bytes = field(repr=False)
    head: Head


class Pen:
    def __init__(self, identity: OutboxIdentity) -> None:
        self._identity = identity
        self.terminal = identity.terminal
        self.public = _public(identity.envelope_private)
        self._receipt_key_id = key_id_of(_public(identity.receipt_private))

    def write(self, epoch: bytes, after: Head, content: Sealed | Statement, now: int) -> Written:
        """The envelope that follows `after`. Time is told to the minute: the exact one is inside the seal.

        Raises EnvelopeError when `content` is not shaped as it must be.
        """
        begin = max(now, 0) // MINUTE * MINUTE
        header = encode_header(
            Header(
                terminal=self.terminal,
                epoch=epoch,
                seq=after.seq + 1,
                previous=after.digest,
                not_before=begin,
                not_after=begin + MINUTE,
                size_class=content.size_class if isinstance(content, Sealed) else 0,
            )
        )
        signature = sign_envelope(header, content, self._identity.envelope_private)
        data = write_envelope(header, content, signature)
        return Written(data, Head(after.seq + 1, envelope_digest(data)))

    def proof(self, envelope: Envelope, digest: bytes) -> bytes:
        """The same envelope has the same proof, whenever it is asked for (Ed25519 is deterministic)."""
        assert isinstance(envelope.content, Sealed), "the keeper's own statements have no receipt"
        header = envelope.header
        claims = ProofClaims(
            terminal=header.terminal,
            epoch=header.epoch,
            seq=header.seq,
            head=digest,
            id5=envelope.content.id[:ID_BYTES],
            not_before=header.not_before,
            not_after=header.not_after,
        )
        return make_proof(claims, self._identity.receipt_private, self._receipt_key_id)

    def is_foreign(self, data: bytes) -> bool:
        """Another terminal wrote it: its name is there, and not because ours was damaged. Raises EnvelopeError."""
        envelope = read_envelope(data)
        theirs = envelope.header.terminal
        if theirs == self.terminal:
            return False
        try:
            ours = replace(envelope, header_bytes=envelope.header_bytes.replace(theirs, self.terminal, 1))
            verify_envelope(ours, self.public)
        except EnvelopeError:
            return True
        return False

    def recognise(self, data: bytes, epoch: bytes, seq: int) -> Envelope:
        """The envelope, if this terminal wrote it for that place. Raises EnvelopeError."""
        envelope = read_envelope(data)
        header = envelope.header
        if (header.terminal, header.epoch, header.seq) != (self.terminal, epoch, seq):
            raise EnvelopeError("an envelope of another place")
        verify_envelope(envelope, self.public)
        return envelope


def _public(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
