"""Envelopes and proofs: one byte form, signed, and hostile bytes are an error."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_queue import strict_cbor
from offline_queue.envelope import (
    NO_DIGEST,
    NO_EPOCH,
    EnvelopeError,
    EpochOpened,
    Header,
    Lost,
    Reason,
    Statement,
    encode_header,
    envelope_digest,
    read_envelope,
    sign_envelope,
    verify_envelope,
    write_envelope,
)
from offline_queue.proof import (
    TOKEN_LIMIT,
    ProofClaims,
    ProofError,
    from_token,
    make_proof,
    proof_key_id,
    to_token,
    unverified_claims,
    verify_proof,
)
from offline_queue.sealing import Sealed, key_id_of
from tests.support.stored_applications import ENVELOPE_PUBLIC, RECEIPT_PUBLIC, TERMINAL, sealed

EPOCH = b"e" * 16
CLAIMS = ProofClaims(TERMINAL, EPOCH, 2**48 - 1, b"h" * 32, b"12345", 2**40 - 61, 2**40 - 1)


def written(content: Sealed | Statement, **changes: object) -> bytes:
    size = content.size_class if isinstance(content, Sealed) else 0
    header = Header(TERMINAL, EPOCH, 1, NO_DIGEST, 60, 120, size)
    header_bytes = encode_header(dataclasses.replace(header, **changes))
    return write_envelope(header_bytes, content, sign_envelope(header_bytes, content, b"E" * 32))


CONTENTS = [
    sealed(1),
    sealed(2, plaintext=bytes(range(256)) * 30),
    EpochOpened(NO_EPOCH, 0, NO_DIGEST, Reason.FIRST),
    EpochOpened(EPOCH, 9, b"d" * 32, Reason.ROLLED_BACK),
    Lost(EPOCH, 7),
    Lost(EPOCH, 7, b"d" * 32),
]


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: type(content).__name__)
def test_an_envelope_is_read_back_and_verifies(content: Sealed | Statement) -> None:
    envelope = read_envelope(written(content))
    assert envelope.content == content
    verify_envelope(envelope, ENVELOPE_PUBLIC)


@pytest.mark.parametrize("content", [CONTENTS[0], CONTENTS[3]], ids=["sealed", "statement"])
def test_no_byte_of_an_envelope_may_be_another(content: Sealed | Statement) -> None:
    data = written(content)
    step = 1 if len(data) < 400 else 7
    for place in range(0, len(data), step):
        altered = bytearray(data)
        altered[place] ^= 1
        with pytest.raises(EnvelopeError):
            verify_envelope(read_envelope(bytes(altered)), ENVELOPE_PUBLIC)


def test_another_key_did_not_sign_it() -> None:
    with pytest.raises(EnvelopeError):
        verify_envelope(read_envelope(written(CONTENTS[0])), RECEIPT_PUBLIC)


@pytest.mark.parametrize(
    "changes",
    [
        {"terminal": b"short"},
        {"seq": 0},
        {"seq": 2**48 + 1},
        {"previous": b""},
        {"not_before": 121},
        {"not_after": 2**40 + 1},
        {"size_class": 3},
    ],
)
def test_a_header_that_cannot_be_is_not_written(changes: dict[str, object]) -> None:
    with pytest.raises(EnvelopeError):
        written(CONTENTS[0], **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"key_id": b"short"},
        {"kind": 256},
        {"visit": b""},
        {"size_class": 1},
        {"chunks": (b"c",)},
        {"chunks": (b"c" * 32,) * 257},
        {"ciphertext": b""},
        {"ciphertext": bytes(1024 + 4097)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_seal_that_cannot_be_is_not_written(changes: dict[str, object]) -> None:
    with pytest.raises(EnvelopeError):
        written(dataclasses.replace(CONTENTS[0], **changes))  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_hostile_bytes_are_no_envelope_and_no_proof(data: bytes) -> None:
    with pytest.raises(EnvelopeError):
        read_envelope(data)
    with pytest.raises(ProofError):
        unverified_claims(data)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 300) | st.binary(max_size=64), max_size=10))
def test_well_formed_nonsense_is_no_envelope(value: object) -> None:
    with pytest.raises(EnvelopeError):
        read_envelope(strict_cbor.encode([1, strict_cbor.encode([1] * 8), 1, value, b"s" * 64]))


def test_the_chain_covers_the_signature_too() -> None:
    data = written(CONTENTS[0])
    assert envelope_digest(data) != envelope_digest(data[:-1] + bytes([data[-1] ^ 1]))


# ---- the proof -------------------------------------------------------------------------------------------------------


def test_a_proof_tells_its_claims_and_fits_its_code() -> None:
    proof = make_proof(CLAIMS, b"R" * 32, key_id_of(RECEIPT_PUBLIC))
    assert verify_proof(proof, RECEIPT_PUBLIC) == CLAIMS == unverified_claims(proof)
    assert proof_key_id(proof) == key_id_of(RECEIPT_PUBLIC)
    assert len(to_token(proof)) <= TOKEN_LIMIT
    assert from_token(to_token(proof)) == proof


def test_a_proof_of_another_key_or_label_is_none() -> None:
    proof = make_proof(CLAIMS, b"E" * 32, key_id_of(RECEIPT_PUBLIC))
    with pytest.raises(ProofError):
        verify_proof(proof, RECEIPT_PUBLIC)
    with pytest.raises(ProofError):
        verify_proof(proof, b"no key")


def test_no_byte_of_a_proof_may_be_another() -> None:
    proof = make_proof(CLAIMS, b"R" * 32, key_id_of(RECEIPT_PUBLIC))
    for place in range(len(proof)):
        altered = bytearray(proof)
        altered[place] ^= 1
        with pytest.raises(ProofError):
            verify_proof(bytes(altered), RECEIPT_PUBLIC)
