"""A visit as a pure machine: `begin`, then `step` for every event. Total: each situation answers each event."""

from collections.abc import Mapping

from kiosk.contract.health import ComponentHealth
from kiosk.visit.events import CardRead, CardRefused, Drawn, Event, Pressed, TimedOut
from kiosk.visit.moves.anywhere import anything_possible
from kiosk.visit.rules import Rules
from kiosk.visit.situations import AfterCrash, Attract, Kind, OutOfService
from kiosk.visit.table import ROWS, Handler, On
from kiosk.visit.visit import Answer, Visit, stay

__all__ = ["Rules", "Visit", "begin", "find", "step"]

TRANSITIONS: Mapping[tuple[Kind, On], Handler] = {(kind, row.on): row.do for row in ROWS for kind in row.here}
SHEET_WORDS = frozenset({"sheet", "language", "look", "help", "finish"})
ACTIVITY = (Pressed, Drawn, CardRead, CardRefused)
"""Every channel is a sign of life, not the screen alone."""


def begin(
    rules: Rules,
    *,
    health: tuple[ComponentHealth, ...] = (),
    link: bool = False,
    interrupted: bool = False,
    maybe_kept: bool = False,
) -> Visit:
    """The poster of a front that was just shown. The last two are the keeper's word about the front before it."""
    after = AfterCrash.NOTHING
    if interrupted:
        after = AfterCrash.MAYBE_KEPT if maybe_kept else AfterCrash.NOTHING_SENT
    visit = Visit(situation=Attract(after), language=rules.language, health=health, link=link)
    out_of_service = bool(health) and not anything_possible(visit, rules)
    return visit.at(OutOfService()) if out_of_service else visit


def step(visit: Visit, event: Event, rules: Rules) -> Answer:
    """The visit after `event`, and the orders to carry out."""
    if isinstance(event, ACTIVITY):
        visit = visit.but(touched=visit.touched + 1)
    handler = find(visit, event)
    return handler(visit, event, rules) if handler else stay(visit)


def find(visit: Visit, event: Event) -> Handler | None:
    """The row for this event here; None where it changes nothing. An open sheet covers the page, not the footer."""
    here = type(visit.situation)
    match event:
        case Pressed(action):
            word = action.partition(".")[0]
            if visit.sheet is not None and word not in SHEET_WORDS:
                return None
            return TRANSITIONS.get((here, action)) or TRANSITIONS.get((here, f"{word}.*"))
        case TimedOut(timer):
            return TRANSITIONS.get((here, timer))
        case _:
            return TRANSITIONS.get((here, type(event)))
