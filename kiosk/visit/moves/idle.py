"""Nobody touches the screen: a warning with a countdown, then the veil or the end."""

from kiosk.visit.effects import CallHelp, Effect, Ending, Play, ReadCard, Sound, StopReading
from kiosk.visit.events import CardRead, Event, Pressed
from kiosk.visit.moves.anywhere import open_language_sheet, open_look_sheet
from kiosk.visit.moves.ending import end_visit
from kiosk.visit.rules import Rules
from kiosk.visit.situations import AwaitingCard, Situation, Veiled, WarnedIdle
from kiosk.visit.timers import countdown
from kiosk.visit.visit import Answer, Visit, stay


def warn(visit: Visit, _event: Event, rules: Rules) -> Answer:
    """The reader stops: a card laid during the countdown is answered by the page behind it."""
    warned = visit.at(WarnedIdle(visit.situation, countdown(visit, rules)))
    return warned, (*_reading_stops(visit.situation), Play(Sound.NOTICE))


def _reading_stops(here: Situation) -> tuple[Effect, ...]:
    return (StopReading(),) if isinstance(here, AwaitingCard) else ()


def _reading_resumes(here: Situation) -> tuple[Effect, ...]:
    return (ReadCard(),) if isinstance(here, AwaitingCard) else ()


def more_time(visit: Visit, _event: Event, rules: Rules) -> Answer:
    """Beyond the guaranteed number every further one also rings at the staff's."""
    here = visit.situation
    if not isinstance(here, WarnedIdle):
        return stay(visit)
    extended = visit.at(here.under, extensions=visit.extensions + 1)
    orders = _reading_resumes(here.under)
    if extended.extensions <= rules.settings.extensions:
        return extended, orders
    return extended.but(help_called=True), (*orders, CallHelp())


def wake_with_sheet(visit: Visit, event: Event, rules: Rules) -> Answer:
    """A press of the footer is a sign of life too."""
    awake, orders = more_time(visit, event, rules)
    opened = open_look_sheet if event == Pressed("look") else open_language_sheet
    return opened(awake, event, rules)[0], orders


def count_down(visit: Visit, _event: Event, rules: Rules) -> Answer:
    here = visit.situation
    if not isinstance(here, WarnedIdle):
        return stay(visit)
    if here.remaining > 1:
        return visit.but(situation=WarnedIdle(here.under, here.remaining - 1)), ()
    return _time_is_up(visit, here.under, rules)


def _time_is_up(visit: Visit, under: Situation, rules: Rules) -> Answer:
    """Only what the same card can bring back is veiled."""
    if visit.digest and not visit.recorded:
        return visit.at(Veiled(under, rules.settings.timers.veil)), (ReadCard(),)
    return end_visit(visit, Ending.IDLE)


def count_down_veil(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """Only what is shown; the end is the VEIL timer's."""
    here = visit.situation
    if not isinstance(here, Veiled):
        return stay(visit)
    return visit.but(situation=Veiled(here.under, max(here.remaining - 1, 1), here.lying)), ()


def lift_veil(visit: Visit, event: Event, _rules: Rules) -> Answer:
    """The same card lifts it; another one proves that somebody else is here."""
    here = visit.situation
    if not isinstance(here, Veiled) or not isinstance(event, CardRead):
        return stay(visit)
    if event.digest == visit.digest:
        return visit.at(here.under), (StopReading(), Play(Sound.STEP))
    return end_visit(visit, Ending.IDLE)


def card_lying_veiled(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    here = visit.situation
    if not isinstance(here, Veiled):
        return stay(visit)
    return visit.but(situation=Veiled(here.under, here.remaining, lying=True)), ()


def veil_over(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return end_visit(visit, Ending.IDLE)
