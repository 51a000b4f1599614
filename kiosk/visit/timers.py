"""The waits of a visit in one table: name, where it runs, how long, where the number comes from, and its floor.

Lengths are settings (kiosk.contract.settings.Timers), whose schema holds the floors: no push can go under them. A
timer runs from the moment it is wanted; IDLE starts again whenever `Visit.touched` or its length changes; one that
fired and is still wanted starts again.
"""

from collections.abc import Callable
from typing import NamedTuple

from kiosk.contract.settings import Timers
from kiosk.visit.events import Timer
from kiosk.visit.rules import Rules
from kiosk.visit.screen import Look
from kiosk.visit.situations import (
    BROWSING,
    FORM,
    GONE,
    OUTSIDE,
    RESULT,
    AskingOwed,
    Cleared,
    KeeperAway,
    Kind,
    PrintingOwed,
    ReadingNotice,
    ShowingOutcome,
    Submitting,
    TakingCard,
    Veiled,
    WarnedIdle,
)
from kiosk.visit.visit import Paper, Visit
from kiosk.wording.languages import BASE

SILENT_KEEPER = 2
"""A keeper that is there but slow (a tired disk) gets twice the patience of one that is gone."""
Length = Callable[[Visit, Timers], float | None]


class Wait(NamedTuple):
    """`length` gives seconds, or None where the timer does not run after all."""

    timer: Timer
    here: tuple[Kind, ...]
    length: Length
    setting: str
    floor: str
    source: str


def _slow(visit: Visit) -> bool:
    """Large text asks for more time; voice and keypad will too."""
    return visit.look.size != "normal"


def _rest(visit: Visit, timers: Timers) -> float | None:
    """With nobody's visit begun, what somebody changed in passing goes back by itself; nothing is lost by it."""
    changed = visit.help_called or visit.sheet or visit.language != BASE or visit.look != Look()
    return timers.browsing_warn if changed else None


def _browsing(visit: Visit, timers: Timers) -> float | None:
    if isinstance(visit.situation, ReadingNotice) and visit.situation.reserving:
        return None
    return timers.slow_warn if _slow(visit) else timers.browsing_warn


def _form(visit: Visit, timers: Timers) -> float:
    return timers.slow_warn if _slow(visit) else timers.form_warn


def _result(visit: Visit, timers: Timers) -> float:
    """A slip that is being printed has its own limit; the long wait is only there for a printer that never answers."""
    busy = visit.paper is Paper.PRINTING and isinstance(visit.situation, ShowingOutcome | PrintingOwed)
    return timers.slow_warn if busy or _slow(visit) else timers.result_warn


def _second(_visit: Visit, _timers: Timers) -> float:
    return 1.0


def _veil(_visit: Visit, timers: Timers) -> float:
    return timers.veil


def _settle(visit: Visit, timers: Timers) -> float | None:
    return timers.settle_wait if visit.situation == Submitting(kept=True) else None


def _keeper(visit: Visit, timers: Timers) -> float | None:
    match visit.situation:
        case Submitting(kept=False):
            return SILENT_KEEPER * timers.keeper_patience
        case ReadingNotice(reserving=True):
            return timers.keeper_patience
        case KeeperAway(under=Submitting() | ReadingNotice()):
            return timers.keeper_patience
        case _:
            return None


def _reminder(_visit: Visit, timers: Timers) -> float:
    return timers.card_reminder


def _card_limit(visit: Visit, timers: Timers) -> float:
    """What is left of it, so that starting it again at a reminder does not make it longer."""
    reminders = visit.situation.reminders if isinstance(visit.situation, TakingCard) else 0
    return max(timers.card_limit - reminders * timers.card_reminder, 0)


def _cleared(visit: Visit, timers: Timers) -> float | None:
    return None if visit.situation == GONE else timers.cleared


def _owed(_visit: Visit, timers: Timers) -> float:
    return timers.owed_window


WCAG = "WCAG 2.2.1; VVSG 2.0"
HOUSE = "house rule"
WAITS: tuple[Wait, ...] = (
    Wait(Timer.IDLE, OUTSIDE, _rest, "browsing_warn", "1 s", HOUSE),
    Wait(Timer.IDLE, BROWSING, _browsing, "browsing_warn / slow_warn", "1 s", WCAG),
    Wait(Timer.IDLE, FORM, _form, "form_warn / slow_warn", "1 s", WCAG),
    Wait(Timer.IDLE, (*RESULT, PrintingOwed), _result, "result_warn / slow_warn", "1 s", WCAG),
    Wait(Timer.COUNTDOWN, (WarnedIdle, Veiled), _second, "*_countdown, one tick a second", "20 s", WCAG),
    Wait(Timer.VEIL, (Veiled,), _veil, "veil", "20 s", HOUSE),
    Wait(Timer.SETTLE, (Submitting,), _settle, "settle_wait", "0 s", "architecture, one way of an application"),
    Wait(Timer.KEEPER, (Submitting, KeeperAway, ReadingNotice), _keeper, "keeper_patience", "5 s", HOUSE),
    Wait(Timer.CARD_REMINDER, (TakingCard,), _reminder, "card_reminder", "1 s", HOUSE),
    Wait(Timer.CARD_LIMIT, (TakingCard,), _card_limit, "card_limit", "20 s", HOUSE),
    Wait(Timer.CLEARED, (Cleared,), _cleared, "cleared", "2 s", HOUSE),
    Wait(Timer.OWED, (AskingOwed,), _owed, "owed_window", "60 s", "architecture, owed receipt"),
)


def timers(visit: Visit, rules: Rules) -> dict[Timer, float]:
    """The timers that run now, in seconds."""
    lengths = rules.settings.timers
    wanted = ((wait.timer, wait.length(visit, lengths)) for wait in WAITS if type(visit.situation) in wait.here)
    return {timer: seconds for timer, seconds in wanted if seconds is not None}


def countdown(visit: Visit, rules: Rules) -> int:
    """Seconds between the warning and the end."""
    lengths = rules.settings.timers
    if _slow(visit):
        return lengths.slow_countdown
    if type(visit.situation) in BROWSING:
        return lengths.browsing_countdown
    return lengths.form_countdown if type(visit.situation) in FORM else lengths.result_countdown
