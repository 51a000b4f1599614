"""The receipt's way to the person: paper, screen, rating; and the receipt still owed from before."""

from kiosk.contract.application import Rating
from kiosk.contract.failure import FailureCode
from kiosk.visit.effects import Effect, Ending, NoteHandedOver, Play, PrintOwed, PrintSlip, SendRating, Sound
from kiosk.visit.events import Event, OwedReceipt, PaperOutcome, SlipEnded
from kiosk.visit.moves.anywhere import argument, back_outside
from kiosk.visit.moves.ending import end_visit
from kiosk.visit.moves.entering import starting
from kiosk.visit.moves.submitting import IDENTIFIER_BYTES, printer_usable
from kiosk.visit.rules import Rules
from kiosk.visit.situations import (
    AskingOwed,
    AskingOwedPaper,
    GivingRating,
    Home,
    PrintingOwed,
    ShowingOwed,
)
from kiosk.visit.visit import Answer, Paper, Visit, stay

SCORES = ("1", "2", "3", "4", "5")
SETTLED_PAPER = (Paper.PRINTED, Paper.IN_HAND)


# ---- the receipt of this visit ---------------------------------------------------------------------------------------


def slip_ended(visit: Visit, event: Event, _rules: Rules) -> Answer:
    """Only the printer's evidence counts as printed."""
    if not isinstance(event, SlipEnded) or visit.paper is not Paper.PRINTING:
        return stay(visit)
    match event.outcome:
        case PaperOutcome.PRINTED:
            printed = visit.but(paper=Paper.PRINTED, tried=True, paper_reason=None)
            return printed, (NoteHandedOver(), Play(Sound.NOTICE))
        case PaperOutcome.UNKNOWN:
            return visit.but(paper=Paper.ASKING, tried=True), (Play(Sound.NOTICE),)
        case PaperOutcome.NOT_PRINTED:
            return visit.but(paper=Paper.ON_SCREEN, paper_reason=event.reason), (Play(Sound.NOTICE),)


def slip_ended_warned(visit: Visit, event: Event, rules: Rules) -> Answer:
    """Nobody has touched the screen while it printed; whichever receipt it was."""
    return slip_ended(visit, event, rules) if visit.recorded else owed_slip_ended(visit, event, rules)


def print_again(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """Marked a copy as soon as a slip may have come out before."""
    if visit.paper is Paper.PRINTING or not visit.recorded:
        return stay(visit)
    if not printer_usable(visit):
        return visit.but(paper=Paper.ON_SCREEN, paper_reason=FailureCode.PRINTER_LOST), (Play(Sound.NOTICE),)
    return visit.but(paper=Paper.PRINTING, paper_reason=None), (PrintSlip(copy=visit.tried),)


def have_it(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """The person's word: from the screen, or that the paper of unknown fate did come."""
    if visit.paper not in (Paper.ASKING, Paper.ON_SCREEN):
        return stay(visit)
    return visit.at(GivingRating(), paper=Paper.IN_HAND), (NoteHandedOver(), Play(Sound.STEP))


def to_rating(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """Not before the receipt is surely out or the person says that it is in hand."""
    if visit.paper not in SETTLED_PAPER:
        return stay(visit)
    return visit.at(GivingRating()), (Play(Sound.STEP),)


def rate(visit: Visit, event: Event, rules: Rules) -> Answer:
    score = argument(event)
    if score not in SCORES or not visit.application:
        return stay(visit)
    rating = Rating(id=rules.new_id(IDENTIFIER_BYTES), of=visit.application, score=int(score), language=visit.language)
    ended, orders = end_visit(visit, Ending.COMPLETED)
    return ended, (SendRating(rating), *orders)


def skip_rating(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return end_visit(visit, Ending.COMPLETED)


# ---- the receipt owed from before ------------------------------------------------------------------------------------


def owed_mine(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """A print that had begun may have come out: the person is asked before a copy is made."""
    owed = visit.owed
    if owed is None or owed.seq is None:
        return stay(visit)
    begun = visit.but(started=True, help_called=False)
    if owed.started:
        return begun.at(AskingOwedPaper()), starting(visit)
    after, orders = _print_owed(begun, owed.seq, copy=False)
    return after, (*starting(visit), *orders)


def owed_not_mine(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """Somebody else's: this person's own visit begins."""
    return visit.at(Home(), owed=None, started=True, help_called=False), starting(visit)


def owed_again(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """Behind the question whether it came out a copy; behind a print that surely failed the first still."""
    if visit.owed is None or visit.owed.seq is None:
        return stay(visit)
    copy = visit.tried or visit.owed.started or isinstance(visit.situation, AskingOwedPaper)
    return _print_owed(visit, visit.owed.seq, copy=copy)


def _print_owed(visit: Visit, seq: int, *, copy: bool) -> Answer:
    if not printer_usable(visit):
        return visit.at(ShowingOwed(FailureCode.PRINTER_LOST)), (Play(Sound.NOTICE),)
    return visit.at(PrintingOwed(copy), paper=Paper.PRINTING), (PrintOwed(seq, copy),)


def owed_slip_ended(visit: Visit, event: Event, _rules: Rules) -> Answer:
    if not isinstance(event, SlipEnded):
        return stay(visit)
    match event.outcome:
        case PaperOutcome.PRINTED:
            return _owed_settled(visit.but(paper=Paper.PRINTED))
        case PaperOutcome.UNKNOWN:
            return visit.at(AskingOwedPaper(), paper=Paper.NONE, tried=True), (Play(Sound.NOTICE),)
        case PaperOutcome.NOT_PRINTED:
            return visit.at(ShowingOwed(event.reason), paper=Paper.NONE), (Play(Sound.NOTICE),)


def owed_in_hand(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return _owed_settled(visit)


def _owed_settled(visit: Visit) -> Answer:
    noted: tuple[Effect, ...] = (NoteHandedOver(visit.owed.seq),) if visit.owed and visit.owed.seq is not None else ()
    ended, orders = end_visit(visit, Ending.COMPLETED)
    return ended, (*noted, *orders)


def owed_withdrawn(visit: Visit, event: Event, rules: Rules) -> Answer:
    """News about what is owed while it is being asked: another one replaces it, none ends the question."""
    if not isinstance(event, OwedReceipt):
        return stay(visit)
    if event.seq is None:
        return back_outside(visit, event, rules)
    return visit.but(owed=event, situation=AskingOwed()), ()
