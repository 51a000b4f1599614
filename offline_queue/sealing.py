"""Sealing: what the front does to an application so that only central can read it.

Steps: zlib, pad to a size class, HPKE to central's public key. The HPKE info binds suite, terminal, key id, id, kind
and visit nonce, so that nothing clear can be changed or re-targeted. A suite is a number in a registry; a failure
raises SealingError and nothing is ever stored unsealed.
"""

from dataclasses import dataclass


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
