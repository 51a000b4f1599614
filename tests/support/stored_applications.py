"""An outbox of a test: its identity, a clock that is ours, and sealed applications to put in."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from offline_queue.outbox import Outbox, OutboxIdentity
from offline_queue.sealing import Sealed, SealingKey, generate_key, seal

NOW = 1_800_000_030
TERMINAL = bytes(range(16))
VISIT = b"v" * 16
PAGES = 4096
IDENTITY = OutboxIdentity(TERMINAL, b"E" * 32, b"R" * 32)
ENVELOPE_PUBLIC = Ed25519PrivateKey.from_private_bytes(b"E" * 32).public_key().public_bytes_raw()
RECEIPT_PUBLIC = Ed25519PrivateKey.from_private_bytes(b"R" * 32).public_key().public_bytes_raw()


@dataclass
class OwnClock:
    """Stands still until it is told to go on."""

    time: int = NOW
    steady: float = 0.0

    def now(self) -> int:
        return self.time

    def monotonic(self) -> float:
        return self.steady


def identifier(number: int) -> bytes:
    return number.to_bytes(16, "big")


def a_key() -> tuple[SealingKey, bytes]:
    return generate_key(1, not_before=0, not_after=2**40)


def sealed(
    number: int,
    *,
    kind: int = 1,
    plaintext: bytes = b"an application",
    terminal: bytes = TERMINAL,
    visit: bytes = VISIT,
    chunks: tuple[bytes, ...] = (),
) -> Sealed:
    key, _ = a_key()
    clear = {"identifier": identifier(number), "kind": kind, "visit": visit, "chunks": chunks}
    return seal(plaintext, key=key, terminal=terminal, **clear)


def an_outbox(folder: Path, clock: OwnClock | None = None, *, pages: int = PAGES) -> Outbox:
    return Outbox.open(folder, IDENTITY, clock or OwnClock(), pages)


def epoch_file(folder: Path) -> Path:
    """The file in use: the newest."""
    return max(path for path in folder.glob("*.sqlite3") if ".recovered" not in path.name)
