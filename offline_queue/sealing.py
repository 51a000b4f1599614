"""Sealing: what the front does to an application so that only central can read it.

Steps: zlib, pad to a size class, HPKE to central's public key. The HPKE info binds suite, terminal, key id, id, kind
and visit nonce, so that nothing clear can be changed or re-targeted. A suite is a number in a registry; a failure
raises SealingError and nothing is ever stored unsealed.
"""

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm

from offline_queue import strict_cbor
from offline_queue.suites import SUITES, SealingSuite

VERSION = 1
SIZE_CLASSES = tuple(1024 << step for step in range(9))  # 1 KiB … 256 KiB
PLAINTEXT_LIMIT = 1024 * 1024
CHUNK_LIMIT = 256
PIECE_BYTES = 120 * 1024  # of an attachment; sealed, it stays below CHUNK_BYTES_LIMIT whatever the suite
CHUNK_BYTES_LIMIT = 256 * 1024
KEY_ID_BYTES = 8
IDENTIFIER_BYTES = 16
DIGEST_BYTES = 32
_LENGTH_BYTES = 4
_INFO_LABEL = b"kiosk seal v1\x00"
_CHUNK_LABEL = b"kiosk chunk v1\x00"


class SealingError(Exception):
    """No valid key, an unknown suite, a plaintext too large: the intake is refused."""


@dataclass(frozen=True, slots=True)
class SealingKey:
    """A public key of central as the `sealing` role signed it. Times are Unix seconds."""

    key_id: bytes  # 8 bytes
    suite: int
    public: bytes
    not_before: int
    not_after: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """The sealed application. All but `ciphertext` is in clear and bound by the seal.

    `id`: 16 random bytes for ever; `kind`: kiosk.contract.application.Kind; `visit`: 16-byte visit nonce;
    `size_class`: index of the padded length; `chunks`: SHA-256 of each sealed attachment chunk, in order.
    """

    version: int
    suite: int
    key_id: bytes
    id: bytes
    kind: int
    visit: bytes
    size_class: int
    chunks: tuple[bytes, ...]
    ciphertext: bytes


def key_id_of(public: bytes) -> bytes:
    """The name of a public key: the first 8 bytes of its SHA-256."""
    return hashlib.sha256(public).digest()[:KEY_ID_BYTES]


def generate_key(
    suite: int, *, not_before: int, not_after: int, suites: Mapping[int, SealingSuite] = SUITES
) -> tuple[SealingKey, bytes]:
    """A new key and its private half. Raises SealingError for an unknown suite."""
    public, private = _suite(suites, suite).generate()
    return SealingKey(key_id_of(public), suite, public, not_before, not_after), private


def seal(
    plaintext: bytes,
    *,
    key: SealingKey,
    terminal: bytes,
    identifier: bytes,
    kind: int,
    visit: bytes,
    chunks: tuple[bytes, ...] = (),
    suites: Mapping[int, SealingSuite] = SUITES,
) -> Sealed:
    """`identifier`, `terminal` and `visit` have 16 bytes. Whether the key is valid now is the caller's to know.

    Raises SealingError.
    """
    suite = _suite(suites, key.suite)
    if key.key_id != key_id_of(key.public):
        raise SealingError("the key's id is that of another key")
    padded, size_class = _padded(plaintext)
    clear = Sealed(VERSION, key.suite, key.key_id, identifier, kind, visit, size_class, chunks, b"")
    try:
        ciphertext = suite.seal(padded, key.public, _info(clear, terminal))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SealingError("nothing can be sealed to this key") from error
    return Sealed(VERSION, key.suite, key.key_id, identifier, kind, visit, size_class, chunks, ciphertext)


def open_sealed(
    sealed: Sealed, private: bytes, *, terminal: bytes, suites: Mapping[int, SealingSuite] = SUITES
) -> bytes:
    """The plaintext. Raises SealingError if anything, clear or sealed, is not as it was sealed."""
    suite = _suite(suites, sealed.suite)
    try:
        padded = suite.open(sealed.ciphertext, private, _info(sealed, terminal))
    except (InvalidTag, ValueError, UnsupportedAlgorithm) as error:
        raise SealingError("the seal does not open") from error
    return _unpadded(padded)


# ---- attachments -----------------------------------------------------------------------------------------------------


def seal_chunk(
    piece: bytes,
    *,
    key: SealingKey,
    terminal: bytes,
    identifier: bytes,
    place: int,
    suites: Mapping[int, SealingSuite] = SUITES,
) -> bytes:
    """Piece `place` (from 0) of the attachments of application `identifier`: [version, suite, key id, ciphertext].

    Its SHA-256 goes into `Sealed.chunks` at that place, so that the application's own seal binds it. Raises
    SealingError.
    """
    if len(piece) > PIECE_BYTES or not 0 <= place < CHUNK_LIMIT:
        raise SealingError("more than a chunk may hold")
    if key.key_id != key_id_of(key.public):
        raise SealingError("the key's id is that of another key")
    padded, _ = _padded(piece)
    clear = [VERSION, key.suite, key.key_id]
    try:
        ciphertext = _suite(suites, key.suite).seal(padded, key.public, _chunk_info(clear, terminal, identifier, place))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SealingError("nothing can be sealed to this key") from error
    return strict_cbor.encode([*clear, ciphertext])


def open_chunk(
    chunk: bytes,
    privates: Mapping[bytes, bytes],
    *,
    terminal: bytes,
    identifier: bytes,
    place: int,
    suites: Mapping[int, SealingSuite] = SUITES,
) -> bytes:
    """The piece. `privates`: private keys by key id. Raises SealingError."""
    try:
        version, suite, key_id, ciphertext = strict_cbor.array_of(strict_cbor.decode(chunk), 4)
        number = strict_cbor.count_of(suite, 255)
        data = strict_cbor.some_bytes(ciphertext, CHUNK_BYTES_LIMIT)
        private = privates[strict_cbor.bytes_of(key_id, KEY_ID_BYTES)]
        info = _chunk_info([version, number, key_id], terminal, identifier, place)
        return _unpadded(_suite(suites, number).open(data, private, info))
    except (strict_cbor.CborError, KeyError, InvalidTag, ValueError, UnsupportedAlgorithm) as error:
        raise SealingError("the chunk does not open") from error


def _chunk_info(clear: list[Any], terminal: bytes, identifier: bytes, place: int) -> bytes:
    return _CHUNK_LABEL + strict_cbor.encode([*clear, terminal, identifier, place])


# ---- inside ----------------------------------------------------------------------------------------------------------


def _suite(suites: Mapping[int, SealingSuite], number: int) -> SealingSuite:
    suite = suites.get(number)
    if suite is None:
        raise SealingError(f"suite {number} is unknown")
    return suite


def _info(sealed: Sealed, terminal: bytes) -> bytes:
    """What the seal binds besides its content: every clear field, and the terminal."""
    return _INFO_LABEL + strict_cbor.encode(
        [
            sealed.version,
            sealed.suite,
            terminal,
            sealed.key_id,
            sealed.id,
            sealed.kind,
            sealed.visit,
            sealed.size_class,
            list(sealed.chunks),
        ]
    )


def _padded(plaintext: bytes) -> tuple[bytes, int]:
    """Length of the compressed bytes (4, big-endian), these bytes, zeros up to the class; and the class."""
    if len(plaintext) > PLAINTEXT_LIMIT:
        raise SealingError("more than an application may hold")
    packed = zlib.compress(plaintext, 6)
    body = len(packed).to_bytes(_LENGTH_BYTES, "big") + packed
    for size_class, size in enumerate(SIZE_CLASSES):
        if len(body) <= size:
            return body.ljust(size, b"\0"), size_class
    raise SealingError("more than an application may hold")


def _unpadded(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    packed = padded[_LENGTH_BYTES : _LENGTH_BYTES + length]
    if len(packed) != length or any(padded[_LENGTH_BYTES + length :]):
        raise SealingError("the padding is wrong")
    unpacker = zlib.decompressobj()
    try:
        plaintext = unpacker.decompress(packed, PLAINTEXT_LIMIT + 1)
    except zlib.error as error:
        raise SealingError("what was sealed is not compressed") from error
    if len(plaintext) > PLAINTEXT_LIMIT or not unpacker.eof or unpacker.unused_data:
        raise SealingError("what was sealed is too long or cut short")
    return plaintext
