"""Ways to seal, each under a number that travels in clear. A suite lives here for as long as anything sealed by it may
still be opened; a national suite (SM2/SM3/SM4) takes the next number.

    1  HPKE base mode: X25519, HKDF-SHA-256, AES-256-GCM (RFC 9180)
    2  the same with the KEM ML-KEM-768 + X25519: safe as long as either of the two is
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

X25519_AES = 1
HYBRID_AES = 2

_RAW = 32
_MLKEM_PUBLIC = 1184
_MLKEM_SEED = 64


class SealingSuite(Protocol):
    """Keys are raw bytes. `overhead`: how much longer than the plaintext a ciphertext is.

    Raises ValueError for a key that is none, cryptography's InvalidTag for what does not open.
    """

    @property
    def overhead(self) -> int: ...

    def generate(self) -> tuple[bytes, bytes]:
        """A new (public, private) pair."""

    def seal(self, plaintext: bytes, public: bytes, info: bytes) -> bytes: ...

    def open(self, ciphertext: bytes, private: bytes, info: bytes) -> bytes: ...


class X25519Suite:
    """Both keys are 32 bytes."""

    overhead = 32 + 16

    def __init__(self) -> None:
        self._suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)

    def generate(self) -> tuple[bytes, bytes]:
        private = X25519PrivateKey.generate()
        return private.public_key().public_bytes_raw(), private.private_bytes_raw()

    def seal(self, plaintext: bytes, public: bytes, info: bytes) -> bytes:
        return self._suite.encrypt(plaintext, X25519PublicKey.from_public_bytes(public), info)

    def open(self, ciphertext: bytes, private: bytes, info: bytes) -> bytes:
        return self._suite.decrypt(ciphertext, X25519PrivateKey.from_private_bytes(private), info)


class HybridSuite:
    """Public: ML-KEM-768 encapsulation key (1184 bytes), then X25519 (32). Private: ML-KEM seed (64), then X25519."""

    overhead = 1088 + 32 + 16

    def __init__(self) -> None:
        self._suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)

    def generate(self) -> tuple[bytes, bytes]:
        lattice, curve = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
        public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
        return public, lattice.private_bytes_raw() + curve.private_bytes_raw()

    def seal(self, plaintext: bytes, public: bytes, info: bytes) -> bytes:
        lattice, curve = _halves(public, _MLKEM_PUBLIC)
        key = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(lattice), X25519PublicKey.from_public_bytes(curve)
        )
        return self._suite.encrypt(plaintext, key, info)

    def open(self, ciphertext: bytes, private: bytes, info: bytes) -> bytes:
        lattice, curve = _halves(private, _MLKEM_SEED)
        key = MLKEM768X25519PrivateKey(
            MLKEM768PrivateKey.from_seed_bytes(lattice), X25519PrivateKey.from_private_bytes(curve)
        )
        return self._suite.decrypt(ciphertext, key, info)


def _halves(key: bytes, first: int) -> tuple[bytes, bytes]:
    if len(key) != first + _RAW:
        raise ValueError(f"a key of this suite has {first + _RAW} bytes")
    return key[:first], key[first:]


SUITES: Mapping[int, SealingSuite] = MappingProxyType({X25519_AES: X25519Suite(), HYBRID_AES: HybridSuite()})
