"""The one way out of a visit, and what is left to say behind it."""

from kiosk.visit.effects import (
    CallHelp,
    Effect,
    Ending,
    EndVisit,
    Leave,
    NoteHandedOver,
    Play,
    Sound,
    StopReading,
    WatchCard,
)
from kiosk.visit.events import Event, PaperOutcome, SlipEnded
from kiosk.visit.rules import Rules
from kiosk.visit.situations import GONE, AwaitingCard, Cleared, KeeperAway, Kind, TakingCard, Veiled
from kiosk.visit.visit import Answer, OpenSheet, Paper, Visit, stay

READING: tuple[Kind, ...] = (AwaitingCard, Veiled)
"""Where the reader has been told to read."""
IN_THE_TRAY = (Paper.PRINTING, Paper.PRINTED)


def end_visit(visit: Visit, because: Ending) -> Answer:
    """Every exit. Nothing personal is carried over; a card still on the reader is watched until it is gone."""
    ending = EndVisit(Ending.COMPLETED if visit.recorded else because)
    effects: tuple[Effect, ...] = (StopReading(), ending) if type(visit.situation) in READING else (ending,)
    if visit.card_seen:
        return _emptied(visit).at(TakingCard()), (*effects, WatchCard(), Play(Sound.TAKE_CARD))
    quiet = visit.paper not in IN_THE_TRAY
    after = _emptied(visit).at(Cleared(quiet=quiet, left=quiet))
    return after, ((*effects, Leave()) if quiet else effects)


def _emptied(visit: Visit) -> Visit:
    """A new visit with the machine's facts and the person's language and look; the next front inherits neither."""
    return Visit(
        situation=visit.situation,
        language=visit.language,
        look=visit.look,
        paper=visit.paper if visit.paper in IN_THE_TRAY else Paper.NONE,
        started=visit.started,
        keeper_away=visit.keeper_away,
        health=visit.health,
        link=visit.link,
        touched=visit.touched + 1,
    )


def finish(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """Asks once when something would be lost; the second press means it."""
    if visit.at_stake and visit.sheet is not OpenSheet.LEAVE:
        return visit.but(sheet=OpenSheet.LEAVE), ()
    return end_visit(visit, Ending.CANCELLED if visit.item else Ending.BROWSED)


def finish_now(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """From a page that already says that everything will be cleared."""
    return end_visit(visit, Ending.CANCELLED if visit.item else Ending.BROWSED)


def finish_failed(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return end_visit(visit, Ending.FAILED)


def card_gone(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return visit.at(Cleared()), ()


def remind_of_card(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    here = visit.situation
    if not isinstance(here, TakingCard):
        return stay(visit)
    return visit.at(TakingCard(here.reminders + 1)), (Play(Sound.TAKE_CARD),)


def card_left_behind(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """Staff are called to the card; the machine goes on to the next person."""
    return visit.at(GONE), (CallHelp(), Leave())


def leave(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """Once: a second Leave would release devices that are already the next front's."""
    if visit.situation == GONE:
        return stay(visit)
    return visit.at(GONE), (Leave(),)


def leave_when_printed(visit: Visit, event: Event, rules: Rules) -> Answer:
    """The printer is this front's until the slip is out, but only one turn longer."""
    if visit.paper is Paper.PRINTING and visit.situation == Cleared():
        return visit.at(Cleared(waited=True)), ()
    return leave(visit, event, rules)


def slip_ended_late(visit: Visit, event: Event, _rules: Rules) -> Answer:
    """The visit ended while its slip was printing: evidence still counts, anything else leaves it owed."""
    printed = isinstance(event, SlipEnded) and event.outcome is PaperOutcome.PRINTED
    if visit.paper is not Paper.PRINTING or visit.situation == GONE:
        return stay(visit)
    return visit.but(paper=Paper.PRINTED if printed else Paper.NONE), (NoteHandedOver(),) if printed else ()


def finish_unsent(visit: Visit, event: Event, rules: Rules) -> Answer:
    """While the keeper is away: only what was never given to it can still be taken back."""
    here = visit.situation
    if not isinstance(here, KeeperAway) or here.sent:
        return stay(visit)
    return finish(visit, event, rules)
