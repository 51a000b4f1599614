"""A terminal's outbox, its delivery policy and central as one machine that hypothesis drives where it likes."""

import hashlib
import shutil
import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from offline_queue.delivery import (
    HaveThroughFacts,
    Send,
    TransportError,
    Trouble,
    Wait,
    after_link_up,
    deliver_once,
    plan,
)
from offline_queue.outbox import Appended
from offline_queue.sealing import Sealed
from offline_queue.verifying import verify_outbox
from tests.support.model_central import ModelCentral
from tests.support.stored_applications import (
    ENVELOPE_PUBLIC,
    TERMINAL,
    OwnClock,
    an_outbox,
    sealed,
)

FAULTS = ("none", "lost request", "lost answer", "twice", "late answer", "busy")
RETENTION = 3600
_ROUNDS = 60


class FaultyLine:
    """Between outbox and central; `fault` is that of the next request."""

    def __init__(self, central: ModelCentral) -> None:
        self.central, self.fault = central, "none"
        self.late: list[HaveThroughFacts] = []

    def send(self, epoch: bytes, envelopes: list[bytes]) -> HaveThroughFacts:
        fault, self.fault = self.fault, "none"
        if fault == "lost request":
            raise TransportError(Trouble.LINK_DOWN)
        if fault == "busy":
            raise TransportError(Trouble.BUSY, 30)
        answer = self.central.send(epoch, envelopes)
        if fault == "twice":
            return self.central.send(epoch, envelopes)
        if fault == "late answer":
            self.late.append(answer)
        if fault in ("lost answer", "late answer"):
            raise TransportError(Trouble.LINK_DOWN)
        return answer


class OutboxMachine(RuleBasedStateMachine):
    """`recorded`: what a front was told. `forgotten`: purged, so that only central can have it."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="outbox-machine-"))
        self.folder = self.root / "0"
        self.lives = 0
        self.clock, self.central = OwnClock(), ModelCentral()
        self.line = FaultyLine(self.central)
        self.outbox = an_outbox(self.folder, self.clock)
        self.recorded: dict[bytes, Appended] = {}
        self.forgotten: set[bytes] = set()
        self.backup = self.central.backup()
        self.restored = False

    def teardown(self) -> None:
        """Then the line is good for a while: everything is at central, once, as it was written."""
        try:
            self._deliver_all()
            assert self.central.conflicts() == []
            assert self.central.refused == 0
            self._check_central()
            epoch, seq, head = self.outbox.head()
            if not self.forgotten:
                assert self.central.through(epoch) == (seq, head)
            self.outbox.close()
            assert verify_outbox(self.folder, TERMINAL, ENVELOPE_PUBLIC).broken is None
        finally:
            self.outbox.close()
            shutil.rmtree(self.root)

    def _deliver_all(self) -> None:
        self.clock.time += 7200
        self.outbox.refresh()
        for _ in range(_ROUNDS):
            self.outbox.settle(self.central.answer(self.outbox.head()[0]))
            while deliver_once(self.outbox, self.line, self.clock).sent:
                pass

    def _check_central(self) -> None:
        held = {(place, hashlib.sha256(data).digest()) for place, found in self.central.held.items() for data in found}
        for known, answer in self.recorded.items():
            if not (self.restored and known in self.forgotten):
                assert ((answer.epoch, answer.seq), answer.digest) in held

    # -- the citizen

    @rule(size=st.sampled_from((10, 1500, 9000)))
    def append(self, size: int) -> None:
        number = len(self.recorded) + 1
        self._append(sealed(number, plaintext=bytes(size)))

    @rule(pieces=st.lists(st.binary(min_size=1, max_size=900), min_size=1, max_size=3, unique=True))
    def attach_and_append(self, pieces: list[bytes]) -> None:
        number = len(self.recorded) + 1
        visit = number.to_bytes(16, "little")
        pieces = [visit + piece for piece in pieces]
        digests = tuple(hashlib.sha256(piece).digest() for piece in pieces)
        for digest, piece in zip(digests, pieces, strict=True):
            self.outbox.attach(visit, digest, piece)
        self._append(sealed(number, visit=visit, chunks=digests))

    def _append(self, message: Sealed) -> None:
        answer = self.outbox.append(message.id, message)
        assert self.outbox.append(message.id, message) == answer
        self.recorded[message.id] = answer

    # -- the machine

    @rule()
    def crash(self) -> None:
        """The files as they lie there, WAL and all; whoever had them open is gone."""
        self.lives += 1
        folder = self.root / str(self.lives)
        shutil.copytree(self.folder, folder)
        self.outbox.close()
        self.folder, self.outbox = folder, an_outbox(folder, self.clock)

    @rule()
    def restart(self) -> None:
        self.outbox.close()
        self.outbox = an_outbox(self.folder, self.clock)

    @rule()
    def purge(self) -> None:
        while self.outbox.purge(self.clock.time - RETENTION):
            pass
        gone = [known for known in self.recorded if self.outbox.find(known) is None]
        self.forgotten.update(gone)

    @rule(seconds=st.sampled_from((1, 60, 7200, 86_400, -60, -7200)))
    def clock_jumps(self, seconds: int) -> None:
        self.clock.time += seconds

    @rule()
    def clock_starts_in_1970(self) -> None:
        self.clock.time = 5

    # -- the line

    @rule(fault=st.sampled_from(FAULTS), limit=st.sampled_from((1, 3, 50)), chance=st.floats(0, 0.999))
    def deliver_as_planned(self, fault: str, limit: int, chance: float) -> None:
        """Where the policy waits, time passes: it never waits for longer than an hour."""
        waiting = int(self.outbox.next_batch(1) is not None)
        decision = plan(self.outbox.cursor(), self.clock.now(), link=True, waiting=waiting)
        if isinstance(decision, Wait):
            assert 0 < decision.seconds <= 3600
            self.clock.time += decision.seconds
            decision = plan(self.outbox.cursor(), self.clock.now(), link=True, waiting=waiting)
        if isinstance(decision, Send):
            self.line.fault = fault
            deliver_once(self.outbox, self.line, self.clock, limit=limit, chance=lambda: chance)

    @rule(chance=st.floats(0, 0.999))
    def link_comes_back(self, chance: float) -> None:
        self.outbox.reschedule(after_link_up(self.outbox.cursor(), self.clock.now(), chance))

    @precondition(lambda self: self.line.late)
    @rule()
    def a_late_answer_comes(self) -> None:
        if not self.restored:
            self.outbox.settle(self.line.late.pop())

    @rule()
    def heartbeat(self) -> None:
        self.outbox.settle(self.central.answer(self.outbox.head()[0]))

    # -- central

    @rule()
    def central_is_backed_up(self) -> None:
        self.backup = self.central.backup()

    @rule()
    def central_is_restored(self) -> None:
        self.central.restore(self.backup)
        self.restored = True

    # -- always

    @invariant()
    def nothing_recorded_is_forgotten(self) -> None:
        for known, answer in self.recorded.items():
            assert known in self.forgotten or self.outbox.find(known) == answer

    @invariant()
    def no_file_was_set_aside(self) -> None:
        assert self.outbox.status().aside == 0
        assert self.outbox.status().alarm == ""
