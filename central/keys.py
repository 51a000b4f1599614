"""Central's own private keys: raw 32-byte Ed25519 in files of mode 0600, and the statements they sign."""

import hashlib
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]  # not in its __all__

from central.state import PRIVATE_FILE, StateError, write_file
from kiosk.contract.api import Signed

TufSigner = CryptoSigner
ONLINE, STATEMENT, CODE = "online.key", "statement.key", "code.key"


def make_key(path: Path) -> bytes:
    """The 32 bytes in `path`, made by chance if there are none yet."""
    if not path.exists():
        write_file(path, secrets.token_bytes(32), PRIVATE_FILE)
    return read_key(path)


def read_key(path: Path) -> bytes:
    """Raises StateError."""
    try:
        key = path.read_bytes()
    except OSError as error:
        raise StateError(f"the key {path.name} cannot be read: {error.strerror}") from error
    if len(key) != 32:
        raise StateError(f"the key {path.name} is damaged")
    return key


def tuf_signer(private: bytes) -> TufSigner:
    """The same key as python-tuf wants it."""
    return TufSigner(Ed25519PrivateKey.from_private_bytes(private))


def key_id(public: bytes) -> bytes:
    """First 8 bytes of SHA-256 over the raw public key."""
    return hashlib.sha256(public).digest()[:8]


class StatementKey:
    """Signs what central tells a terminal: `label || 0x00 || payload` under Ed25519."""

    def __init__(self, private: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(private)
        self.public = self._private.public_key().public_bytes_raw()
        self.key_id = key_id(self.public)

    def sign(self, label: str, payload: bytes) -> Signed:
        return Signed(label, self.key_id, payload, self._private.sign(label.encode() + b"\0" + payload))
