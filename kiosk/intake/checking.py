"""What the front checks before it tells anyone "recorded": it believes the keeper nothing.

The digest is recomputed from header, the front's own seal and the signature; both signatures are checked against the
keys of the enrolment statement; terminal, id, place and times must agree in header, seal and proof.
"""

from dataclasses import dataclass

from kiosk.contract.api import EnrolmentStatement
from kiosk.contract.reference import reference_of
from offline_queue.envelope import (
    EnvelopeError,
    Header,
    envelope_digest,
    read_envelope,
    verify_envelope,
    write_envelope,
)
from offline_queue.proof import ProofClaims, ProofError, to_token, verify_proof
from offline_queue.sealing import Sealed

_REST_OF_ID = bytes(11)


class RecordNotBelieved(Exception):
    """The keeper's answer is not that of this terminal about this application. Carries no bytes of either."""


@dataclass(frozen=True, slots=True)
class CheckedRecord:
    """`token`: the text of the receipt's code; `digest`: SHA-256 of the envelope; times are Unix seconds."""

    seq: int
    token: str
    not_before: int
    not_after: int
    digest: bytes
    epoch: bytes
    reference: str


def check_recorded(
    *, sealed: Sealed, header: bytes, signature: bytes, proof: bytes, statement: EnrolmentStatement
) -> CheckedRecord:
    """Envelope and proof are this terminal's about `sealed`. Raises RecordNotBelieved."""
    claims = _own_claims(proof, statement)
    try:
        data = write_envelope(header, sealed, signature)
        envelope = read_envelope(data)
        verify_envelope(envelope, statement.envelope_key)
    except EnvelopeError as error:
        raise RecordNotBelieved(str(error)) from error
    if claims.head != envelope_digest(data):
        raise RecordNotBelieved("the proof is for another envelope")
    if claims.id5 != sealed.id[: len(claims.id5)]:
        raise RecordNotBelieved("the proof is for another reference")
    _agree(claims, envelope.header)
    return _checked(proof, claims)


def check_proof(proof: bytes, statement: EnrolmentStatement) -> CheckedRecord:
    """For an owed receipt, whose seal died with its front: the envelope's signature covers the seal and cannot be
    checked without it, the proof's can. Raises RecordNotBelieved.
    """
    return _checked(proof, _own_claims(proof, statement))


def _own_claims(proof: bytes, statement: EnrolmentStatement) -> ProofClaims:
    try:
        claims = verify_proof(proof, statement.receipt_key)
    except ProofError as error:
        raise RecordNotBelieved(str(error)) from error
    if claims.terminal != statement.terminal:
        raise RecordNotBelieved("recorded by another terminal")
    return claims


def _agree(claims: ProofClaims, header: Header) -> None:
    told = (claims.terminal, claims.epoch, claims.seq, claims.not_before, claims.not_after)
    if told != (header.terminal, header.epoch, header.seq, header.not_before, header.not_after):
        raise RecordNotBelieved("header and proof do not agree")


def _checked(proof: bytes, claims: ProofClaims) -> CheckedRecord:
    return CheckedRecord(
        seq=claims.seq,
        token=to_token(proof),
        not_before=claims.not_before,
        not_after=claims.not_after,
        digest=claims.head,
        epoch=claims.epoch,
        reference=reference_of(claims.id5 + _REST_OF_ID),
    )
