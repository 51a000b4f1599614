"""What the outbox says of itself, to people and to the command line. No ids and no times of single applications."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from offline_queue.envelope import envelope_digest
from offline_queue.errors import OutboxUnusable
from offline_queue.folder import epochs, summed, with_sum
from offline_queue.store import EpochStore, UnfinishedStore

SNAPSHOT = "status.json"


@dataclass(frozen=True, slots=True)
class OutboxStatus:
    """`epoch`, `head`: hex. `waiting`: envelopes central is not known to hold, `recovered` of them from files set aside
    (`aside` of these). `alarm`: the last settlement that a person must look at, else empty. Times are Unix seconds.
    """

    epoch: str
    seq: int
    head: str
    acked_through: int
    waiting: int
    recovered: int
    aside: int
    next_attempt_at: int
    attempts: int
    pages: int
    max_pages: int
    promised_bytes: int
    alarm: str
    at: int


def write_snapshot(folder: Path, status: OutboxStatus) -> None:
    """Whole, not synced: it is a comfort. Raises OSError."""
    part = folder / (SNAPSHOT + ".part")
    part.write_bytes(with_sum(json.dumps(asdict(status)).encode("ascii")))
    part.replace(folder / SNAPSHOT)


def read_snapshot(folder: Path) -> OutboxStatus | None:
    """The owner's last snapshot; None when there is none that can be read."""
    try:
        return OutboxStatus(**json.loads(summed((folder / SNAPSHOT).read_bytes())))
    except (OSError, ValueError, TypeError):
        return None


def reached(folder: Path, epoch: bytes) -> int:
    """How far `epoch` had come by the last snapshot, 0 when it does not speak of it."""
    snapshot = read_snapshot(folder)
    return snapshot.seq if snapshot and snapshot.epoch == epoch.hex() and isinstance(snapshot.seq, int) else 0


def inspect(folder: Path) -> OutboxStatus | None:
    """The same, read from a file that nobody has open; None when there is no outbox. No keys are needed.

    Raises StoreDamaged, OutboxUnusable.
    """
    try:
        places = epochs(folder)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutboxUnusable(f"the folder {folder} cannot be read: {error.strerror}") from error
    used = [place for place in places if place.marker() is None]
    if not used:
        return None
    last = read_snapshot(folder)
    try:
        store = EpochStore.look(used[-1].file)
    except UnfinishedStore:
        return None
    try:
        seq = store.ends()[1] or store.checkpoint()[0]
        cursor = store.cursor()
        pages, most = store.pages()
        known = last if last and last.epoch == used[-1].epoch.hex() else None
        return OutboxStatus(
            epoch=used[-1].epoch.hex(),
            seq=seq,
            head=_head(store, seq).hex(),
            acked_through=cursor.acked_through,
            waiting=seq - cursor.acked_through + (known.recovered if known else 0),
            recovered=known.recovered if known else 0,
            aside=len(places) - len(used),
            next_attempt_at=cursor.next_attempt_at,
            attempts=cursor.attempts,
            pages=pages,
            max_pages=known.max_pages if known else most,
            promised_bytes=0,
            alarm=known.alarm if known else "",
            at=known.at if known else 0,
        )
    finally:
        store.close()


def _head(store: EpochStore, seq: int) -> bytes:
    data = store.envelope(seq)
    return envelope_digest(data) if data is not None else store.checkpoint()[1]
