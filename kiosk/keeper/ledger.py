"""The outbox and its one thread. Questions of the fronts are answered to the front that asked.

`recorded` is sent only after the append is on the disk; `settled` forwards central's own signed words.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from kiosk import wire
from kiosk.contract.api import HaveThrough, Signed
from kiosk.contract.application import Kind
from kiosk.contract.failure import FailureCode
from kiosk.journal.events import EventCode
from kiosk.keeper.clock import CorrectedClock, seconds_since_boot
from kiosk.keeper.crash_points import CrashPoint, CrashPoints
from kiosk.keeper.diary import Diary
from kiosk.keeper.peer import Peer
from kiosk.keeper.worker import Worker, WorkerEndedError
from offline_queue.delivery import Batch, Cursor, HaveThroughFacts, Settlement
from offline_queue.outbox import Appended, Outbox, OutboxBroken, OutboxError, OutboxFull, SealRefused

T = TypeVar("T")

_NOTES = {
    wire.PaperFact.STARTED: "started",
    wire.PaperFact.PRINTED: "printed",
    wire.PaperFact.UNKNOWN: "unknown",
    wire.PaperFact.HANDED_OVER: "handed-over",
}
_CODES: tuple[tuple[type[OutboxError], FailureCode], ...] = (
    (OutboxFull, FailureCode.OUTBOX_FULL),
    (SealRefused, FailureCode.NOT_RECORDED),
)
_BELIEVED = frozenset({Settlement.ADVANCED, Settlement.UNCHANGED})


def failure_number(code: FailureCode) -> int:
    """K301 → 301."""
    return int(code.value[1:])


@dataclass(frozen=True, slots=True)
class _Word:
    """Central's newest statement, and what it says."""

    signed: bytes
    said: HaveThrough


class Ledger:
    """All but the constructor and the `_` methods are for any thread. `on_appended` wakes the delivery."""

    def __init__(
        self,
        outbox: Outbox,
        worker: Worker,
        *,
        clock: CorrectedClock,
        diary: Diary,
        crash_points: CrashPoints,
        owed_window: Callable[[], int],
        on_appended: Callable[[], None],
    ) -> None:
        self._outbox, self._worker = outbox, worker
        self._clock, self._diary, self._crash_points = clock, diary, crash_points
        self._owed_window, self._on_appended = owed_window, on_appended
        self._word: _Word | None = None
        self._awaiting: dict[Peer, set[tuple[bytes, int]]] = {}

    # -- fronts

    def reserve(self, peer: Peer, message: wire.Reserve) -> None:
        self._worker.post(lambda: self._reserve(peer, message))

    def release(self, visit: bytes) -> None:
        self._worker.post(lambda: self._release(visit))

    def attach(self, peer: Peer, message: wire.Attachment) -> None:
        """Only a refusal is answered: a chunk that is missing refuses the envelope that names it."""
        self._worker.post(lambda: self._attach(peer, message))

    def record(self, peer: Peer, message: wire.Record) -> None:
        self._worker.post(lambda: self._record(peer, message))

    def note_paper(self, message: wire.Paper) -> None:
        self._worker.post(lambda: self._note_paper(message))

    def holds(self, identifier: bytes) -> bool:
        """True also when nobody can say: then it may be there."""
        try:
            return self._worker.ask(lambda: self._find(identifier) is not None)
        except (OutboxError, WorkerEndedError):
            return True

    def resume(self, peer: Peer, identifier: bytes) -> None:
        self._worker.post(lambda: self._resume(peer, identifier))

    def owe(self, peer: Peer) -> None:
        self._worker.post(lambda: self._owe(peer))

    def forget(self, peer: Peer) -> None:
        self._worker.post(lambda: self._forget(peer))

    def _forget(self, peer: Peer) -> None:
        self._awaiting.pop(peer, None)

    # -- on the outbox's own thread

    def _reserve(self, peer: Peer, message: wire.Reserve) -> None:
        try:
            _twice(lambda: self._outbox.reserve(message.visit, message.kilobytes))
        except OutboxError as error:
            code = _code_of(error)
            self._diary.note(EventCode.ROOM_REFUSED, code)
            peer.send(wire.Refused(message.visit, code))
            return
        peer.send(wire.Reserved(message.visit))

    def _attach(self, peer: Peer, message: wire.Attachment) -> None:
        try:
            _twice(lambda: self._outbox.attach(message.visit, message.digest, message.chunk))
        except OutboxError as error:
            code = _code_of(error)
            self._diary.note(EventCode.ROOM_REFUSED, code)
            peer.send(wire.Refused(message.visit, code))

    def _record(self, peer: Peer, message: wire.Record) -> None:
        """`refused` says that surely nothing is stored. When the disk failed twice nobody knows: then the keeper ends
        without an answer, and the front says "not known yet".
        """
        try:
            appended = _twice(lambda: self._outbox.append(message.id, message.sealed))
        except (OutboxFull, SealRefused) as error:
            code = _code_of(error)
            self._diary.note(EventCode.RECORD_REFUSED, code)
            peer.send(wire.Refused(message.id, code))
            return
        self._crash_points.reach(CrashPoint.AFTER_FSYNC)
        self._diary.note(EventCode.RECORDED, appended.seq, min(message.sealed.kind, Kind.WITHDRAWAL.value))
        self._answer(peer, message.id, appended)
        self._on_appended()

    def _release(self, visit: bytes) -> None:
        """Chunks that stay behind on a failing disk are dropped a day later."""
        with contextlib.suppress(OutboxError):
            self._outbox.release(visit)

    def _note_paper(self, message: wire.Paper) -> None:
        """A lost note costs one question about the receipt."""
        with contextlib.suppress(OutboxError):
            self._outbox.note(message.seq, _NOTES[message.fact])

    def _find(self, identifier: bytes) -> Appended | None:
        return _twice(lambda: self._outbox.find(identifier))

    def _resume(self, peer: Peer, identifier: bytes) -> None:
        appended = self._find(identifier)
        if appended is None:
            peer.send(wire.NotRecorded(identifier))
        else:
            self._answer(peer, identifier, appended)

    def _answer(self, peer: Peer, identifier: bytes, appended: Appended) -> None:
        recorded = wire.Recorded(identifier, appended.seq, appended.header, appended.signature, appended.proof)
        peer.send(recorded, then=lambda: self._crash_points.reach(CrashPoint.AFTER_RECORDED_SENT))
        self._awaiting.setdefault(peer, set()).add((appended.epoch, appended.seq))
        self._tell_settled(peer)

    def _owe(self, peer: Peer) -> None:
        """Of this boot, and not older than the window."""
        window = min(float(self._owed_window()), seconds_since_boot())
        with contextlib.suppress(OutboxError):
            owed = self._outbox.owed(self._clock.now() - int(window))
            if owed is not None:
                peer.send(wire.Owed(owed.seq, owed.started, owed.proof))

    # -- delivery and sync; each waits for the outbox's thread. Raises OutboxError, WorkerEndedError

    def _ask(self, question: Callable[[], T]) -> T:
        return self._worker.ask(lambda: _twice(question))

    def next_batch(self, limit: int) -> Batch | None:
        return self._ask(lambda: self._outbox.next_batch(limit))

    def settle(self, facts: HaveThroughFacts, batch: Batch | None = None) -> Settlement:
        return self._ask(lambda: self._outbox.settle(facts, batch))

    def cursor(self) -> Cursor:
        return self._ask(self._outbox.cursor)

    def reschedule(self, cursor: Cursor) -> None:
        self._ask(lambda: self._outbox.reschedule(cursor))

    def waiting(self) -> int:
        """How many envelopes central is not known to hold; 1 stands for any number."""
        return int(self.next_batch(1) is not None)

    def position(self) -> tuple[bytes, int, bytes]:
        """(epoch, seq, head digest) of the newest envelope."""
        return self._ask(self._outbox.head)

    def tidy(self, before: int) -> None:
        """An idle moment: the status snapshot; and forget what central acknowledged and is older than `before`."""
        self._ask(self._outbox.refresh)
        while self._ask(lambda: self._outbox.purge(before)):
            continue

    def central_holds(self, signed: Signed) -> None:
        """A verified statement that came with a heartbeat. It may make the delivery send again what central lost."""
        said = msgspec.json.decode(signed.payload, type=HaveThrough)
        settlement = self.settle(facts_of(said))
        self.heed(said, signed, settlement)
        if settlement is Settlement.RESEND:
            self._on_appended()

    def heed(self, said: HaveThrough, signed: Signed, settlement: Settlement) -> None:
        """Tell the fronts that wait, if the outbox found that central speaks of our envelopes."""
        if settlement in _BELIEVED:
            self._worker.post(lambda: self._heed(_Word(msgspec.json.encode(signed), said)))

    def _heed(self, word: _Word) -> None:
        self._word = word
        for peer in list(self._awaiting):
            self._tell_settled(peer)

    def _tell_settled(self, peer: Peer) -> None:
        word = self._word
        awaited = self._awaiting.get(peer, set())
        if word is None:
            return
        for epoch, seq in sorted(awaited):
            if epoch == word.said.epoch and seq <= word.said.seq:
                awaited.discard((epoch, seq))
                peer.send(wire.Settled(seq, word.signed))


def _code_of(error: OutboxError) -> int:
    code = next((code for kind, code in _CODES if isinstance(error, kind)), FailureCode.OUTBOX_BROKEN)
    return failure_number(code)


def _twice(call: Callable[[], T]) -> T:
    """A file that failed is set aside, and the next call opens another. Raises OutboxError."""
    try:
        return call()
    except OutboxBroken:
        return call()


def facts_of(have: HaveThrough) -> HaveThroughFacts:
    """Central's verified statement in the outbox's own words."""
    return HaveThroughFacts(
        epoch=have.epoch,
        seq=have.seq,
        head=have.head,
        request_digest=have.request,
        time=have.time,
        results=tuple(have.results),
        retry_after=have.retry_after,
    )
