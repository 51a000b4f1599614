"""What can happen on almost every page: language, look, help, news of devices, link and keeper."""

from kiosk.catalogue.readiness import readiness
from kiosk.visit.effects import CallHelp
from kiosk.visit.events import Event, HealthChanged, KeeperBack, KeeperLost, LinkChanged, Pressed
from kiosk.visit.rules import Rules
from kiosk.visit.screen import Look
from kiosk.visit.situations import GONE, AskingOwed, Attract, OutOfService
from kiosk.visit.visit import Answer, OpenSheet, Visit, stay

SIZES = ("normal", "large")
THEMES = ("light", "dark", "contrast")


def argument(event: Event) -> str:
    """What stands after the first dot of a pressed action: `item.x.y` → `x.y`."""
    return event.action.partition(".")[2] if isinstance(event, Pressed) else ""


def open_language_sheet(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return _open(visit, OpenSheet.LANGUAGE)


def open_look_sheet(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return _open(visit, OpenSheet.LOOK)


def _open(visit: Visit, sheet: OpenSheet) -> Answer:
    return visit.but(sheet=None if visit.sheet is sheet else sheet), ()


def close_sheet(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return visit.but(sheet=None), ()


def choose_language(visit: Visit, event: Event, rules: Rules) -> Answer:
    """Everything is projected again; nothing typed is lost."""
    language = argument(event)
    if language not in rules.languages:
        return stay(visit)
    return visit.but(language=language, sheet=None), ()


def choose_look(visit: Visit, event: Event, _rules: Rules) -> Answer:
    """Takes effect at once; the sheet stays so that the person sees it."""
    return visit.but(look=looked(visit.look, argument(event))), ()


def looked(look: Look, choice: str) -> Look:
    """`size.large`, `theme.dark`, `motion` (on and off); anything else changes nothing."""
    part, _, value = choice.partition(".")
    match part:
        case "size" if value in SIZES:
            return Look(size=value, theme=look.theme, reduce_motion=look.reduce_motion)
        case "theme" if value in THEMES:
            return Look(size=look.size, theme=value, reduce_motion=look.reduce_motion)
        case "motion":
            return Look(size=look.size, theme=look.theme, reduce_motion=not look.reduce_motion)
        case _:
            return look


def call_help(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return stay(visit) if visit.situation == GONE else (visit.but(help_called=True), (CallHelp(),))


def note_health(visit: Visit, event: Event, rules: Rules) -> Answer:
    if not isinstance(event, HealthChanged):
        return stay(visit)
    return _weighed(visit.but(health=event.health), rules), ()


def note_link(visit: Visit, event: Event, rules: Rules) -> Answer:
    if not isinstance(event, LinkChanged):
        return stay(visit)
    return _weighed(visit.but(link=event.up), rules), ()


def _weighed(visit: Visit, rules: Rules) -> Visit:
    """With nobody here, a terminal on which nothing is possible says so. Devices not heard of yet are no reason."""
    possible = anything_possible(visit, rules)
    if isinstance(visit.situation, Attract) and visit.health and not possible:
        return visit.at(OutOfService())
    if isinstance(visit.situation, OutOfService) and possible:
        return visit.at(Attract())
    return visit


def anything_possible(visit: Visit, rules: Rules) -> bool:
    return any(readiness(item, visit.health, visit.link, room=True).possible for item in rules.items())


def note_settled(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """Late or early, central's word changes what the pages say."""
    return (visit.but(received=True) if visit.recorded else visit), ()


def note_keeper(visit: Visit, event: Event, _rules: Rules) -> Answer:
    """Pages that do not wait for the keeper only remember it."""
    if isinstance(event, KeeperLost | KeeperBack):
        return visit.but(keeper_away=isinstance(event, KeeperLost)), ()
    return stay(visit)


def back_outside(visit: Visit, _event: Event, rules: Rules) -> Answer:
    """The question about an owed receipt is withdrawn; nobody's visit had begun."""
    if not isinstance(visit.situation, AskingOwed):
        return stay(visit)
    return _weighed(visit.at(Attract(), owed=None, language=rules.language), rules), ()


def come_to_rest(visit: Visit, _event: Event, rules: Rules) -> Answer:
    """Somebody changed the language or rang in passing: the next person finds the machine as it always is."""
    return visit.but(language=rules.language, look=Look(), help_called=False, sheet=None), ()
