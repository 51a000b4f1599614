"""One bit of an outbox's files turned over, and what must come of it: each envelope is delivered as it was written, or
a signed `lost` tells central of it; the terminal goes on recording; nobody is told anything false.
"""

import contextlib
import hashlib
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import apsw

from offline_queue.delivery import deliver_once
from offline_queue.errors import OutboxBroken
from offline_queue.outbox import Appended, Outbox
from tests.support.model_central import ModelCentral
from tests.support.stored_applications import OwnClock, an_outbox, identifier, sealed

ENVELOPES, SETTLED = 40, 12
TAIL = 8
_AFTERWARDS = 10**9
_ROUNDS = 30
T = TypeVar("T")


@dataclass
class Stored:
    """An outbox at rest. `written`: what was acknowledged to a front, by its place."""

    folder: Path
    epoch: bytes
    written: dict[tuple[bytes, int], bytes]
    central: ModelCentral
    clock: OwnClock = field(default_factory=OwnClock)


def store(folder: Path, *, killed: bool) -> Stored:
    """Some dozens of envelopes, attachments among them, the first of them settled. Killed: its WAL lies beside it."""
    clock, central, chance = OwnClock(), ModelCentral(), random.Random(7)
    outbox = an_outbox(folder / "living", clock)
    for number in range(1, ENVELOPES + 1):
        clock.steady += 2  # the snapshot is written once a second
        _append(outbox, number, chance)
        if number == SETTLED:
            deliver_once(outbox, central, clock)
    written = {(outbox.head()[0], seq): data for seq, data in outbox.pending(ENVELOPES)}
    written |= {place: found[0] for place, found in central.held.items()}
    if killed:
        shutil.copytree(folder / "living", folder / "rest")
    outbox.close()
    if not killed:
        shutil.copytree(folder / "living", folder / "rest")
    shutil.rmtree(folder / "living")
    return Stored(folder / "rest", max(written)[0], written, central, clock)


def _append(outbox: Outbox, number: int, chance: random.Random) -> Appended:
    visit = chance.randbytes(16)
    pieces = [chance.randbytes(5000)] if number % 8 == 0 else []
    chunks = tuple(hashlib.sha256(piece).digest() for piece in pieces)
    for digest, piece in zip(chunks, pieces, strict=True):
        outbox.attach(visit, digest, piece)
    plaintext = chance.randbytes(chance.choice((100, 1500, 9000)))
    return outbox.append(identifier(number), sealed(number, plaintext=plaintext, visit=visit, chunks=chunks))


def flip(path: Path, chance: random.Random) -> str:
    """Where."""
    content = bytearray(path.read_bytes())
    at, bit = chance.randrange(len(content)), chance.randrange(8)
    content[at] ^= 1 << bit
    path.write_bytes(content)
    return f"bit {bit} of byte {at} in {path.name}"


def survived(stored: Stored, folder: Path) -> list[str]:
    """Goes on with the files in `folder` until central has everything it can have; what did not hold."""
    central = ModelCentral(held=stored.central.backup())
    outbox = _patiently(lambda: an_outbox(folder, stored.clock))
    try:
        _patiently(lambda: outbox.append(identifier(_AFTERWARDS), sealed(_AFTERWARDS)))
        for _ in range(_ROUNDS):
            _patiently(lambda: deliver_once(outbox, central, stored.clock))
            _patiently(lambda: outbox.settle(central.answer(outbox.head()[0])))
        return _false(stored, central, _patiently(outbox.status).waiting)
    finally:
        outbox.close()


def _patiently(call: Callable[[], T]) -> T:
    """As the keeper does: a file that failed was set aside, and the next call opens another."""
    try:
        return call()
    except OutboxBroken:
        return call()


def _false(stored: Stored, central: ModelCentral, waiting: int) -> list[str]:
    lost, found = central.lost(), []
    for place, data in stored.written.items():
        if data not in central.held.get(place, []) and place not in lost:
            found.append(f"envelope {place[1]} is gone")
    for place, held in central.held.items():
        if place[0] == stored.epoch and place in stored.written and held != [stored.written[place]]:
            found.append(f"envelope {place[1]} arrived as another")
    found += [
        f"lost was said of {seq}, which never was" for _, seq in lost if (stored.epoch, seq) not in stored.written
    ]
    found += [f"{waiting} still wait"] if waiting else []
    return found


def flipped_once(stored: Stored, path: Path, folder: Path, chance: random.Random) -> list[str]:
    """A copy of `stored` in `folder`, one bit of the file named like `path` turned."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(stored.folder, folder)
    where = flip(folder / path.name, chance)
    try:
        return [f"{where}: {why}" for why in survived(stored, folder)]
    # Whatever comes out of it is what this is looking for.
    except Exception as error:
        return [f"{where}: {type(error).__name__}: {error}"]


def set_aside(folder: Path) -> Stored:
    """An outbox whose first file was damaged near its end: a mark, a copy and a second epoch lie beside it."""
    stored = store(folder, killed=False)
    [file] = stored.folder.glob("*.sqlite3")
    with contextlib.closing(apsw.Connection(str(file))) as connection:
        connection.execute("UPDATE envelope SET bytes = zeroblob(length(bytes)) WHERE seq = ?", (ENVELOPES,))
    outbox = an_outbox(stored.folder, stored.clock)
    assert outbox.status().aside == 1, "the damage was not found"
    outbox.close()
    return stored


def at_rest(folder: Path) -> Stored:
    return store(folder, killed=False)


def killed(folder: Path) -> Stored:
    return store(folder, killed=True)


PLACES = (
    (at_rest, "000001-*.sqlite3"),
    (at_rest, "status.json"),
    (killed, "000001-*.sqlite3"),
    (killed, "000001-*.sqlite3-wal"),
    (set_aside, "000001-*.recovered.sqlite3"),
    (set_aside, "000001-*.aside"),
    (set_aside, "000002-*.sqlite3"),
)


def flips(stored: Stored, pattern: str, count: int, folder: Path) -> list[str]:
    """`count` of them, one after the other and each on a fresh copy: all that did not hold."""
    [path] = stored.folder.glob(pattern)
    chance = random.Random(pattern)
    return [why for _ in range(count) for why in flipped_once(stored, path, folder, chance)]
