"""The receipt proof: "recorded by this terminal", small enough for a QR code of 61 modules, without personal data.

COSE_Sign1 (RFC 9052), Ed25519, protected header {1: -8, 4: key id 8}, external data `kiosk receipt proof v1`. The
payload is 84 bytes, big-endian and of fixed places, because a CBOR map would not fit the code:

    terminal 16 · epoch 16 · seq 6 · head digest 32 · first 5 bytes of the id · not_before 5 · not_after − not_before 4

As text: `K1:` and Base45, 257 characters of the 262 that QR version 9-M holds. Verifying shows that a terminal issued
it; it never says "accepted".
"""

import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from offline_queue import base45, strict_cbor
from offline_queue.sealing import KEY_ID_BYTES
from offline_queue.strict_cbor import CborError, Tagged, array_of, bytes_of

TOKEN_PREFIX = "K1:"  # noqa: S105 - a receipt's token, no secret
TOKEN_LIMIT = 262
ID_BYTES = 5
_COSE_SIGN1 = 18
_EDDSA = -8
_LAYOUT = struct.Struct(">16s16s6s32s5s5sI")
_EXTERNAL = b"kiosk receipt proof v1"
_PROOF_LIMIT = 256


class ProofError(ValueError):
    """No proof of ours, or its signature does not fit."""


@dataclass(frozen=True, slots=True)
class ProofClaims:
    """`head`: SHA-256 of the whole envelope `seq`; `id5`: the first 5 bytes of its id, which are the reference.

    Times are Unix seconds, less than 2⁴⁰; their distance less than 2³².
    """

    terminal: bytes
    epoch: bytes
    seq: int
    head: bytes
    id5: bytes
    not_before: int
    not_after: int


def make_proof(claims: ProofClaims, private: bytes, key_id: bytes) -> bytes:
    """`private`: raw Ed25519 of the receipt key; `key_id`: first 8 bytes of SHA-256 of its public half."""
    protected = strict_cbor.encode({1: _EDDSA, 4: key_id})
    payload = _LAYOUT.pack(
        claims.terminal,
        claims.epoch,
        claims.seq.to_bytes(6, "big"),
        claims.head,
        claims.id5,
        claims.not_before.to_bytes(5, "big"),
        claims.not_after - claims.not_before,
    )
    signature = Ed25519PrivateKey.from_private_bytes(private).sign(_signed(protected, payload))
    return b"\xd2" + strict_cbor.encode([protected, {}, payload, signature])


def verify_proof(data: bytes, public: bytes) -> ProofClaims:
    """Raises ProofError unless the holder of `public` (raw Ed25519) made it."""
    protected, _, payload, signature = _parts(data)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _signed(protected, payload))
    except (InvalidSignature, ValueError) as error:
        raise ProofError("the proof's signature does not fit") from error
    return _claims(payload)


def proof_key_id(data: bytes) -> bytes:
    """Which key must have made it. Raises ProofError."""
    return _parts(data)[1]


def unverified_claims(data: bytes) -> ProofClaims:
    """What it says, for finding the terminal's keys; believe it only after `verify_proof`. Raises ProofError."""
    return _claims(_parts(data)[2])


def to_token(data: bytes) -> str:
    """The text of the QR code."""
    return TOKEN_PREFIX + base45.encode(data)


def from_token(text: str) -> bytes:
    """Raises ProofError."""
    if not text.startswith(TOKEN_PREFIX) or len(text) > TOKEN_LIMIT:
        raise ProofError("not the text of a receipt")
    try:
        return base45.decode(text.removeprefix(TOKEN_PREFIX))
    except base45.Base45Error as error:
        raise ProofError("not the text of a receipt") from error


def _signed(protected: bytes, payload: bytes) -> bytes:
    """COSE's Sig_structure. Its first item is a text, which the strict reader does not know and never reads."""
    return strict_cbor.encode(["Signature1", protected, _EXTERNAL, payload])


def _parts(data: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Protected header, key id, payload, signature."""
    if len(data) > _PROOF_LIMIT:
        raise ProofError("longer than any proof")
    try:
        outer = strict_cbor.decode(data)
        if not isinstance(outer, Tagged) or outer.tag != _COSE_SIGN1:
            raise CborError("no COSE_Sign1")
        protected, unprotected, payload, signature = array_of(outer.value, 4)
        header = strict_cbor.decode(protected) if isinstance(protected, bytes) else None
        if unprotected != {} or not isinstance(header, dict) or set(header) != {1, 4} or header[1] != _EDDSA:
            raise CborError("unknown headers")
        return protected, bytes_of(header[4], KEY_ID_BYTES), bytes_of(payload, _LAYOUT.size), bytes_of(signature, 64)
    except CborError as error:
        raise ProofError(f"not a receipt's proof: {error}") from error


def _claims(payload: bytes) -> ProofClaims:
    terminal, epoch, seq, head, id5, not_before, span = _LAYOUT.unpack(payload)
    begin = int.from_bytes(not_before, "big")
    return ProofClaims(terminal, epoch, int.from_bytes(seq, "big"), head, id5, begin, begin + span)
