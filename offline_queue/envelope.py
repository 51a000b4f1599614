"""The envelope: header, exactly one of a sealed application and the keeper's statement, and a signature over both.

    envelope  = [version, header bytes, content type, content, signature 64]
    header    = [version, terminal 16, epoch 16, seq, previous 32, not_before, not_after, size class]
    sealed    = [version, suite, key id 8, id 16, kind, visit 16, size class, [chunk digest 32 …], ciphertext]
    statement = [1, previous epoch 16, seq, head 32, reason]  or  [2, epoch 16, seq, digest 0 | 32]

All CBOR in its one deterministic form. `previous` is the SHA-256 of the whole previous envelope of the epoch, zeros for
the first. The Ed25519 signature covers `label || [header bytes, content type, content]`. Nothing outside the seal
depends on the plaintext. Reading is strict and bounded: whatever the bytes, the answer is an Envelope or EnvelopeError.
"""

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import Any, assert_never

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from offline_queue import strict_cbor
from offline_queue.sealing import (
    CHUNK_LIMIT,
    DIGEST_BYTES,
    IDENTIFIER_BYTES,
    KEY_ID_BYTES,
    SIZE_CLASSES,
    Sealed,
)
from offline_queue.strict_cbor import CborError, array_of, bytes_of, count_of, some_bytes

VERSION = 1
TERMINAL_BYTES = 16
EPOCH_BYTES = 16
SIGNATURE_BYTES = 64
NO_DIGEST = bytes(DIGEST_BYTES)
NO_EPOCH = bytes(EPOCH_BYTES)
SEQ_LIMIT = 2**48
TIME_LIMIT = 2**40
OVERHEAD_LIMIT = 4096
ENVELOPE_LIMIT = SIZE_CLASSES[-1] + OVERHEAD_LIMIT + CHUNK_LIMIT * (DIGEST_BYTES + 2) + 512
_LABEL = b"kiosk envelope v1\x00"
_BYTE = 255


class EnvelopeError(ValueError):
    """The bytes are no envelope of ours, or its signature does not fit."""


class Reason(Enum):
    """Why an epoch was opened."""

    FIRST = 1
    DAMAGED = 2
    WRITE_FAILED = 3
    ROLLED_BACK = 4


class _ContentType(Enum):
    SEALED = 1
    STATEMENT = 2


@dataclass(frozen=True, slots=True)
class EpochOpened:
    """The keeper's word on how this epoch follows the one before: its last readable seq and that envelope's digest.

    The first epoch of a terminal names zeros.
    """

    previous_epoch: bytes
    seq: int
    head: bytes
    reason: Reason


@dataclass(frozen=True, slots=True)
class Lost:
    """The keeper's word that envelope (`epoch`, `seq`) can no longer be read here; `digest` where it is known."""

    epoch: bytes
    seq: int
    digest: bytes | None = None


Statement = EpochOpened | Lost


@dataclass(frozen=True, slots=True)
class Header:
    """`not_before`, `not_after`: Unix seconds between which it was recorded. `size_class` as in Sealed, 0 otherwise."""

    terminal: bytes
    epoch: bytes
    seq: int
    previous: bytes
    not_before: int
    not_after: int
    size_class: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """`header_bytes`: the header exactly as it was signed."""

    header: Header
    content: Sealed | Statement
    signature: bytes
    header_bytes: bytes


# ---- writing ---------------------------------------------------------------------------------------------------------


def encode_header(header: Header) -> bytes:
    return strict_cbor.encode(
        [
            VERSION,
            header.terminal,
            header.epoch,
            header.seq,
            header.previous,
            header.not_before,
            header.not_after,
            header.size_class,
        ]
    )


def signing_input(header_bytes: bytes, content: Sealed | Statement) -> bytes:
    """What the envelope key signs."""
    kind, body = _content(content)
    return _LABEL + strict_cbor.encode([header_bytes, kind.value, body])


def sign_envelope(header_bytes: bytes, content: Sealed | Statement, private: bytes) -> bytes:
    """The signature by the raw Ed25519 `private`."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(signing_input(header_bytes, content))


def write_envelope(header_bytes: bytes, content: Sealed | Statement, signature: bytes) -> bytes:
    """The envelope's bytes. Raises EnvelopeError where `read_envelope` would refuse them."""
    kind, body = _content(content)
    data = strict_cbor.encode([VERSION, header_bytes, kind.value, body, signature])
    read_envelope(data)
    return data


def envelope_digest(data: bytes) -> bytes:
    """The link of the chain: SHA-256 of the whole envelope."""
    return hashlib.sha256(data).digest()


def _content(content: Sealed | Statement) -> tuple[_ContentType, list[Any]]:
    match content:
        case Sealed():
            return _ContentType.SEALED, [
                content.version,
                content.suite,
                content.key_id,
                content.id,
                content.kind,
                content.visit,
                content.size_class,
                list(content.chunks),
                content.ciphertext,
            ]
        case EpochOpened():
            return _ContentType.STATEMENT, [
                1,
                content.previous_epoch,
                content.seq,
                content.head,
                content.reason.value,
            ]
        case Lost():
            return _ContentType.STATEMENT, [2, content.epoch, content.seq, content.digest or b""]
        case _:
            assert_never(content)


# ---- reading ---------------------------------------------------------------------------------------------------------


def read_envelope(data: bytes) -> Envelope:
    """Strict and bounded; says nothing about the signature. Raises EnvelopeError."""
    if len(data) > ENVELOPE_LIMIT:
        raise EnvelopeError("longer than any envelope")
    try:
        version, header_bytes, kind, content, signature = array_of(strict_cbor.decode(data), 5)
        _is(version, VERSION)
        header = _header(some_bytes(header_bytes, 256))
        read = _sealed(content) if count_of(kind, _BYTE) == _ContentType.SEALED.value else _statement(kind, content)
        size_class = read.size_class if isinstance(read, Sealed) else 0
        if header.size_class != size_class:
            raise CborError("header and seal differ in size")
        return Envelope(header, read, bytes_of(signature, SIGNATURE_BYTES), header_bytes)
    except CborError as error:
        raise EnvelopeError(f"not an envelope: {error}") from error


def verify_envelope(envelope: Envelope, public: bytes) -> None:
    """Raises EnvelopeError unless the holder of `public` (raw Ed25519) signed it."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public)
        key.verify(envelope.signature, signing_input(envelope.header_bytes, envelope.content))
    except (InvalidSignature, ValueError) as error:
        raise EnvelopeError("the signature does not fit") from error


def _is(value: Any, expected: int) -> None:
    if count_of(value, _BYTE) != expected:
        raise CborError("an unknown version")


def _header(data: bytes) -> Header:
    version, terminal, epoch, seq, previous, not_before, not_after, size_class = array_of(strict_cbor.decode(data), 8)
    _is(version, VERSION)
    header = Header(
        terminal=bytes_of(terminal, TERMINAL_BYTES),
        epoch=bytes_of(epoch, EPOCH_BYTES),
        seq=count_of(seq, SEQ_LIMIT),
        previous=bytes_of(previous, DIGEST_BYTES),
        not_before=count_of(not_before, TIME_LIMIT),
        not_after=count_of(not_after, TIME_LIMIT),
        size_class=count_of(size_class, len(SIZE_CLASSES) - 1),
    )
    if header.seq == 0 or header.not_after < header.not_before:
        raise CborError("a header that cannot be")
    return header


def _sealed(content: Any) -> Sealed:
    version, suite, key_id, identifier, kind, visit, size_class, chunks, ciphertext = array_of(content, 9)
    _is(version, VERSION)
    if not isinstance(chunks, tuple) or len(chunks) > CHUNK_LIMIT:
        raise CborError("no list of chunks")
    sealed = Sealed(
        version=version,
        suite=count_of(suite, _BYTE),
        key_id=bytes_of(key_id, KEY_ID_BYTES),
        id=bytes_of(identifier, IDENTIFIER_BYTES),
        kind=count_of(kind, _BYTE),
        visit=bytes_of(visit, 16),
        size_class=count_of(size_class, len(SIZE_CLASSES) - 1),
        chunks=tuple(bytes_of(chunk, DIGEST_BYTES) for chunk in chunks),
        ciphertext=some_bytes(ciphertext, SIZE_CLASSES[-1] + OVERHEAD_LIMIT),
    )
    if not 0 < len(sealed.ciphertext) - SIZE_CLASSES[sealed.size_class] <= OVERHEAD_LIMIT:
        raise CborError("a ciphertext that is not of its size class")
    return sealed


def _statement(kind: Any, content: Any) -> Statement:
    if kind != _ContentType.STATEMENT.value or not isinstance(content, tuple) or not content:
        raise CborError("unknown content")
    match count_of(content[0], _BYTE):
        case 1:
            return _epoch_opened(content)
        case 2:
            return _lost(content)
        case _:
            raise CborError("an unknown statement")


def _epoch_opened(content: Any) -> EpochOpened:
    _, epoch, seq, head, reason = array_of(content, 5)
    number = count_of(reason, _BYTE)
    if number not in {known.value for known in Reason}:
        raise CborError("an unknown reason")
    return EpochOpened(
        bytes_of(epoch, EPOCH_BYTES), count_of(seq, SEQ_LIMIT), bytes_of(head, DIGEST_BYTES), Reason(number)
    )


def _lost(content: Any) -> Lost:
    _, epoch, seq, digest = array_of(content, 4)
    known = bytes_of(digest, DIGEST_BYTES) if digest != b"" else None
    return Lost(bytes_of(epoch, EPOCH_BYTES), count_of(seq, SEQ_LIMIT), known)
