"""A seeded working day of an outbox on a recording disk, the states a power cut may leave it in, and what must hold."""

import hashlib
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from offline_queue import opening, strict_cbor
from offline_queue.delivery import HaveThroughFacts
from offline_queue.envelope import envelope_digest
from offline_queue.errors import OutboxError
from offline_queue.outbox import Appended, Outbox
from offline_queue.sealing import Sealed
from offline_queue.verifying import verify_outbox
from tests.support.crash_vfs import Disk, Operation, RecordingVfs, SyncFolder, lay_out
from tests.support.stored_applications import (
    ENVELOPE_PUBLIC,
    IDENTITY,
    PAGES,
    TERMINAL,
    OwnClock,
    an_outbox,
    identifier,
    sealed,
)

FULL, NORMAL = 2, 1
CHECKPOINT_PAGES = 24
_AFTERWARDS = 10**9
_NOT_AFTER = 6  # its place in a header


@dataclass(frozen=True, slots=True)
class Promised:
    """Something the outbox said once `since` operations were done, and may take back from `until` on."""

    since: int
    until: int


@dataclass(slots=True)
class Day:
    """What happened: every operation, and every promise made on the way."""

    operations: list[Operation] = field(default_factory=list)
    opened: int = 0
    appended: list[tuple[Promised, bytes, Appended]] = field(default_factory=list)
    loose: list[tuple[Promised, bytes, bytes]] = field(default_factory=list)  # visit, digest
    settled: list[tuple[Promised, int]] = field(default_factory=list)


def never() -> int:
    return 2**62


class Workday:
    """One seeded day: applications, attachments, acknowledgements, purges, visits left, a restart."""

    def __init__(self, folder: Path, seed: int, steps: int) -> None:
        self._chance = random.Random(seed)
        self._folder, self._steps = folder, steps
        self._vfs = RecordingVfs(f"day-{seed}-{folder.name}")
        self._clock = OwnClock()
        self._number = 0
        self.day = Day(self._vfs.operations)

    def live(self) -> Day:
        outbox = self._open()
        self.day.opened = self._now()
        for step in range(self._steps):
            self._clock.time += 60
            if step == self._steps // 2:
                outbox.close()
                outbox = self._open()
            self._chance.choices((self._append, self._attach, self._leave, self._settle), (6, 3, 1, 2))[0](outbox)
        outbox.close()
        self._vfs.unregister()
        return self.day

    def _open(self) -> Outbox:
        return Outbox.open(self._folder, IDENTITY, self._clock, PAGES, vfs=self._vfs.name)

    def _now(self) -> int:
        return len(self._vfs.operations)

    def _append(self, outbox: Outbox, chunks: tuple[bytes, ...] = (), visit: bytes = b"") -> None:
        self._number += 1
        plaintext = self._chance.randbytes(self._chance.choice((200, 1500, 9000)))
        message = sealed(self._number, plaintext=plaintext, visit=visit or self._visit(), chunks=chunks)
        answer = outbox.append(identifier(self._number), message)
        self.day.appended.append((Promised(self._now(), never()), identifier(self._number), answer))

    def _attach(self, outbox: Outbox) -> None:
        """Chunks, then the envelope that names them."""
        visit, first = self._visit(), len(self.day.loose)
        digests = [self._chunk(outbox, visit) for _ in range(self._chance.randint(1, 3))]
        began = self._now()
        self._append(outbox, tuple(digests), visit)
        self._take_back(first, began)

    def _leave(self, outbox: Outbox) -> None:
        """A visit that ends before its application."""
        visit, first = self._visit(), len(self.day.loose)
        self._chunk(outbox, visit)
        began = self._now()
        outbox.release(visit)
        self._take_back(first, began)

    def _settle(self, outbox: Outbox) -> None:
        """Central acknowledges some of what waits; what is old is forgotten."""
        waiting = outbox.pending()
        if waiting:
            seq, data = self._chance.choice(waiting)
            epoch, _, _ = outbox.head()
            outbox.settle(HaveThroughFacts(epoch, seq, envelope_digest(data), b"", self._clock.time))
            self.day.settled.append((Promised(self._now(), never()), seq))
        began, before = self._now(), self._clock.time - 600
        outbox.purge(before)
        seq = self.day.settled[-1][1] if self.day.settled else 0
        self.day.appended = [
            (Promised(held.since, min(held.until, began)) if _forgettable(answer, seq, before) else held, known, answer)
            for held, known, answer in self.day.appended
        ]

    def _chunk(self, outbox: Outbox, visit: bytes) -> bytes:
        data = self._chance.randbytes(self._chance.choice((600, 9000, 20_000)))
        digest = hashlib.sha256(data).digest()
        outbox.attach(visit, digest, data)
        self.day.loose.append((Promised(self._now(), never()), visit, digest))
        return digest

    def _take_back(self, first: int, began: int) -> None:
        taken = [(Promised(held.since, began), visit, digest) for held, visit, digest in self.day.loose[first:]]
        self.day.loose[first:] = taken

    def _visit(self) -> bytes:
        return self._chance.randbytes(16)


def _forgettable(answer: Appended, settled: int, before: int) -> bool:
    """Central has it and one after it, and it is old; told from the header as signed."""
    return answer.seq < settled and strict_cbor.decode(answer.header)[_NOT_AFTER] < before


def a_day(folder: Path, seed: int, steps: int, *, synchronous: int = FULL) -> Day:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("offline_queue.store._FULL_SYNC", synchronous)
        patched.setattr("offline_queue.store._CHECKPOINT_PAGES", CHECKPOINT_PAGES)
        workday = Workday(folder, seed, steps)
        real = opening.sync_folder

        def recorded(place: Path) -> None:
            real(place)
            workday.day.operations.append(SyncFolder())

        patched.setattr(opening, "sync_folder", recorded)
        return workday.live()


def states_of(day: Day, seed: int, count: int) -> Iterator[tuple[int, dict[str, bytes]]]:
    """`count` cuts, spread by lot over the day: after how many operations, and what the disk holds then."""
    chance = random.Random(seed)
    cuts = sorted(chance.randrange(1, len(day.operations) + 1) for _ in range(count))
    disk, done = Disk(), 0
    for number, cut in enumerate(cuts):
        while done < cut:
            disk.apply(day.operations[done])
            done += 1
        match number % 6:
            case 0:
                yield cut, disk.nothing_more()
            case 1:
                yield cut, disk.everything()
            case _:
                yield cut, disk.something(chance)


@dataclass(frozen=True, slots=True)
class Found:
    """Of one state: acknowledged envelopes and chunks that are gone, and whatever else does not hold."""

    lost: int
    wrong: tuple[str, ...]


class Inspector:
    """Opens states as the keeper does after a power cut. `folder` is laid out anew for each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._further: Sealed = sealed(_AFTERWARDS)

    def inspect(self, day: Day, cut: int, state: dict[str, bytes]) -> Found:
        lay_out(state, self._folder)
        try:
            outbox = an_outbox(self._folder)
        except OutboxError as error:
            return Found(0, (f"does not open: {error}",))
        try:
            lost, wrong = self._lost(outbox, day, cut), list(_wrong(outbox, day, cut))
            outbox.append(identifier(_AFTERWARDS), self._further)
        finally:
            outbox.close()
        broken = verify_outbox(self._folder, TERMINAL, ENVELOPE_PUBLIC).broken
        if broken is not None:
            wrong.append(f"{broken.seq}: {broken.why}")
        return Found(lost, tuple(wrong))

    def _lost(self, outbox: Outbox, day: Day, cut: int) -> int:
        envelopes = sum(outbox.find(known) != answer for held, known, answer in day.appended if _owed(held, cut))
        epoch, _, _ = outbox.head()
        return envelopes + sum(outbox.chunk(epoch, digest) is None for held, _, digest in day.loose if _owed(held, cut))


def _wrong(outbox: Outbox, day: Day, cut: int) -> Iterator[str]:
    if cut >= day.opened and outbox.status().aside:
        yield "a good file was set aside"
    settled = max((seq for held, seq in day.settled if _owed(held, cut)), default=0)
    if outbox.cursor().acked_through < settled:
        yield "an acknowledgement is forgotten"


def _owed(held: Promised, cut: int) -> bool:
    return held.since <= cut < held.until


@dataclass(slots=True)
class Tally:
    """Over many states. `between`: cut between a chunk and its envelope; `losses`: something acknowledged was gone;
    `wrong`: whatever else did not hold.
    """

    states: int = 0
    between: int = 0
    losses: int = 0
    wrong: list[str] = field(default_factory=list)


def tally_of(tmp_path: Path, *, seeds: Iterable[int], steps: int, states: int, synchronous: int = FULL) -> Tally:
    """`states` cuts of each seed's day."""
    tally, inspector = Tally(), Inspector(tmp_path / "after")
    for seed in seeds:
        day = a_day(tmp_path / f"day-{seed}", seed, steps, synchronous=synchronous)
        for cut, state in states_of(day, seed, states):
            found = inspector.inspect(day, cut, state)
            tally.states += 1
            tally.between += any(_owed(held, cut) for held, _, _ in day.loose)
            tally.losses += found.lost > 0
            tally.wrong += [f"seed {seed}, cut {cut} of {len(day.operations)}: {why}" for why in found.wrong]
    return tally
