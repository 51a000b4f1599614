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
    read_header,
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
    *, sealed: Sealed | None, header: bytes, signature: bytes, proof: bytes, statement: EnrolmentStatement
) -> CheckedRecord:
    """`sealed` None: an owed receipt, whose seal is not at hand; then proof and header alone must agree.

    Raises RecordNotBelieved.
    """
    try:
        claims = verify_proof(proof, statement.receipt_key)
        found = _own_envelope(sealed, header, signature, claims, statement) if sealed else read_header(header)
    except (EnvelopeError, ProofError) as error:
        raise RecordNotBelieved(str(error)) from error
    _agree(claims, found, statement)
    return CheckedRecord(
        seq=claims.seq,
        token=to_token(proof),
        not_before=claims.not_before,
        not_after=claims.not_after,
        digest=claims.head,
        epoch=claims.epoch,
        reference=reference_of(claims.id5 + _REST_OF_ID),
    )


def _own_envelope(
    sealed: Sealed, header: bytes, signature: bytes, claims: ProofClaims, statement: EnrolmentStatement
) -> Header:
    """The header of the envelope around our own seal."""
    data = write_envelope(header, sealed, signature)
    envelope = read_envelope(data)
    verify_envelope(envelope, statement.envelope_key)
    if claims.head != envelope_digest(data):
        raise RecordNotBelieved("the proof is for another envelope")
    if claims.id5 != sealed.id[: len(claims.id5)]:
        raise RecordNotBelieved("the proof is for another reference")
    return envelope.header


def _agree(claims: ProofClaims, header: Header, statement: EnrolmentStatement) -> None:
    if claims.terminal != statement.terminal or header.terminal != statement.terminal:
        raise RecordNotBelieved("recorded by another terminal")
    told = (claims.epoch, claims.seq, claims.not_before, claims.not_after)
    if told != (header.epoch, header.seq, header.not_before, header.not_after):
        raise RecordNotBelieved("header and proof do not agree")
