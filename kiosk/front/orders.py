"""Carrying out what a visit orders at the keeper, the printer and the reader.

Holds what is needed until an answer comes: the sealed application (for a second try with the same id) and the facts
of the slip. `forget` empties it.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass

from devices.ports import Outcome, PrintEnded, PrintJob, Raster
from kiosk import wire
from kiosk.contract.application import Application, Rating
from kiosk.contract.failure import FailureCode
from kiosk.contract.reference import reference_of
from kiosk.front.belief import Belief, covers
from kiosk.front.fittings import Fittings
from kiosk.front.observer import NoObserver, Observer
from kiosk.front.slips import owed_picture, receipt_picture
from kiosk.intake.checking import CheckedRecord, RecordNotBelieved, check_proof, check_recorded
from kiosk.intake.sealing import SealedApplication, seal_application
from kiosk.paper.picture import Picture, to_png
from kiosk.trust import TrustError
from kiosk.visit import effects, events
from kiosk.visit.machine import Rules
from offline_queue.sealing import SealingError
from ui.window import KioskWindow

RESERVE_KILOBYTES = 256
_PAPER_FACTS = {
    Outcome.PRINTED: wire.PaperFact.PRINTED,
    Outcome.UNKNOWN: wire.PaperFact.UNKNOWN,
}


@dataclass(slots=True)
class _Submission:
    """An application on its way: what was sealed, and once recorded, what the front has checked."""

    application: Application
    sealed: SealedApplication
    record: CheckedRecord | None = None
    settled: bool = False


@dataclass(slots=True)
class _OwedSlip:
    seq: int
    record: CheckedRecord
    reference: str


class Orders:
    """One visit's errands."""

    def __init__(
        self,
        *,
        belief: Belief,
        rules: Rules,
        window: KioskWindow,
        fittings: Fittings,
        send: Callable[[wire.FromFront], bool],
        emit: Callable[[events.Event], None],
        observer: Observer | NoObserver,
    ) -> None:
        self._belief, self._rules, self._window, self._fittings = belief, rules, window, fittings
        self._send, self._emit, self._observer = send, emit, observer
        self.visit_nonce: bytes | None = None
        self._submission: _Submission | None = None
        self._ratings: dict[bytes, SealedApplication] = {}
        self._owed: _OwedSlip | None = None
        self._printing: int | None = None

    @property
    def unanswered_id(self) -> bytes | None:
        """The id whose `recorded` is still awaited."""
        submission = self._submission
        return submission.application.id if submission and submission.record is None else None

    def forget(self) -> None:
        """Nothing of the person stays here."""
        self._submission = None
        self._ratings.clear()
        self._printing = None

    # -- orders ----------------------------------------------------------------------------------------------------

    def carry_out(self, order: effects.Effect) -> None:
        match order:
            case effects.StartVisit():
                self.visit_nonce = os.urandom(16)
                self._send(wire.VisitStarted(self.visit_nonce))
            case effects.ReserveRoom():
                self._send(wire.Reserve(self._nonce(), RESERVE_KILOBYTES))
            case effects.Record(application):
                self._record(application)
            case effects.SendRating(rating):
                self._rate(rating)
            case effects.PrintSlip(copy):
                self._print_slip(copy=copy)
            case effects.PrintOwed(_seq, copy):
                self._print_owed(copy=copy)
            case effects.NoteHandedOver(seq):
                self._note_handed_over(seq)
            case effects.CallHelp():
                self._send(wire.HelpCalled())
            case _:
                self._at_the_reader(order)

    def _at_the_reader(self, order: effects.Effect) -> None:
        reader = self._fittings.reader
        match order:
            case effects.ReadCard() if reader:
                reader.read_next_card()
            case effects.StopReading() if reader:
                reader.stop_reading()
            case effects.WatchCard() if reader:
                reader.watch_until_gone()
            case effects.WatchCard():
                self._emit(events.CardGone())
            case _:
                pass  # sounds come with the voice issue; no reader is said by health

    def _nonce(self) -> bytes:
        assert self.visit_nonce is not None, "an order before the visit started"
        return self.visit_nonce

    def _seal(self, content: Application | Rating) -> SealedApplication | None:
        verified = self._belief.verified
        try:
            key = verified.sealing_key(self._rules.clock())
            return seal_application(content, key=key, terminal=verified.terminal.terminal, visit=self._nonce())
        except (TrustError, SealingError):
            return None

    def _record(self, application: Application) -> None:
        sealed = self._seal(application)
        if sealed is None:
            self._emit(events.RecordRefused(FailureCode.NO_SEALING_KEY))
            return
        self._submission = _Submission(application, sealed)
        self._observer.reach("before-record")
        self._send(wire.Record(application.id, sealed.sealed))
        self._observer.reach("after-record")

    def _rate(self, rating: Rating) -> None:
        if sealed := self._seal(rating):
            self._ratings[rating.id] = sealed
            self._send(wire.Record(rating.id, sealed.sealed))

    # -- answers ---------------------------------------------------------------------------------------------------

    def on_answer(self, message: wire.FromKeeper) -> None:
        match message:
            case wire.Reserved():
                self._emit(events.RoomReserved())
            case wire.Refused(identifier, code):
                self._refused(identifier, FailureCode(f"K{code}"))
            case wire.Recorded():
                self._recorded(message)
            case wire.NotRecorded(identifier):
                self._send_again(identifier)
            case wire.Settled(_seq, statement):
                self._settled(statement)
            case wire.Owed():
                self._owes(message)
            case _:
                pass

    def _refused(self, identifier: bytes, code: FailureCode) -> None:
        if self._submission and identifier == self._submission.application.id:
            self._submission = None
            self._emit(events.RecordRefused(code))
        elif identifier == self.visit_nonce:
            self._emit(events.RoomRefused(code))

    def _send_again(self, identifier: bytes) -> None:
        if self._submission and identifier == self._submission.application.id:
            self._send(wire.Record(identifier, self._submission.sealed.sealed))

    def _check(self, message: wire.Recorded, sealed: SealedApplication) -> CheckedRecord | None:
        try:
            return check_recorded(
                sealed=sealed.sealed,
                header=message.header,
                signature=message.signature,
                proof=message.proof,
                statement=self._belief.verified.terminal,
            )
        except RecordNotBelieved:
            return None

    def _recorded(self, message: wire.Recorded) -> None:
        submission = self._submission
        if submission is None or message.id != submission.application.id:
            self._ratings.pop(message.id, None)
            return
        if submission.record is not None:
            return
        record = self._check(message, submission.sealed)
        if record is None:
            self._emit(events.RecordRefused(FailureCode.PROOF_BROKEN))
            return
        submission.record = record
        self._observer.reach("after-recorded")
        self._draw_slip()
        reference = reference_of(submission.application.id)
        self._observer.tell("recorded", reference=reference, token=record.token)
        self._emit(
            events.Recorded(reference, record.token, submission.sealed.check_code, record.not_before, record.not_after)
        )

    def _settled(self, statement: bytes) -> None:
        submission = self._submission
        if not submission or not submission.record or submission.settled:
            return
        if covers(self._belief, statement, submission.record):
            submission.settled = True
            self._draw_slip()
            self._observer.tell("settled")
            self._emit(events.Settled())

    # -- paper -----------------------------------------------------------------------------------------------------

    def _picture(self, *, copy: bool) -> Picture:
        submission = self._submission
        assert submission is not None
        assert submission.record is not None
        return receipt_picture(
            self._belief,
            self._rules,
            submission.application,
            submission.record,
            check_code=submission.sealed.check_code,
            settled=submission.settled,
            copy=copy,
            dots=self._dots,
        )

    @property
    def _dots(self) -> int:
        return self._fittings.printer.dots if self._fittings.printer else 576

    def _draw_slip(self) -> None:
        self._window.set_picture("receipt", to_png(self._picture(copy=False)))

    def _print_slip(self, *, copy: bool) -> None:
        submission = self._submission
        if submission and submission.record:
            self._print(submission.record.seq, self._picture(copy=copy))

    def _print_owed(self, *, copy: bool) -> None:
        if self._owed:
            picture = owed_picture(self._belief, self._rules, self._owed.record, copy=copy, dots=self._dots)
            self._print(self._owed.seq, picture)

    def _print(self, seq: int, picture: Picture) -> None:
        printer = self._fittings.printer
        if printer is None:
            self._emit(events.SlipEnded(events.PaperOutcome.NOT_PRINTED, FailureCode.PRINTER_LOST))
            return
        self._printing = seq
        self._observer.reach("before-print")
        self._send(wire.Paper(seq, wire.PaperFact.STARTED))
        printer.print(PrintJob(os.urandom(16), Raster(picture.width, picture.height, picture.rows)))
        self._observer.reach("during-print")

    def note_paper(self, event: PrintEnded) -> None:
        fact = _PAPER_FACTS.get(event.outcome)
        if self._printing is not None and fact:
            self._send(wire.Paper(self._printing, fact))
        self._observer.tell("printed", outcome=event.outcome.value)

    def _note_handed_over(self, seq: int | None) -> None:
        if seq is None and self._submission and self._submission.record:
            seq = self._submission.record.seq
        if seq is not None:
            self._send(wire.Paper(seq, wire.PaperFact.HANDED_OVER))

    def _owes(self, message: wire.Owed) -> None:
        """Only the proof is at hand, and only what it says is believed."""
        if message.seq is None:
            self._emit(events.OwedReceipt())
            return
        try:
            record = check_proof(message.proof, self._belief.verified.terminal)
        except RecordNotBelieved:
            return
        self._owed = _OwedSlip(record.seq, record, record.reference)
        self._window.set_picture(
            "owed", to_png(owed_picture(self._belief, self._rules, record, copy=False, dots=self._dots))
        )
        self._emit(
            events.OwedReceipt(record.seq, record.not_before, record.token, record.reference, started=message.started)
        )
