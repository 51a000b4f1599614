"""The footer, and the sheets that rise from it."""

from kiosk.visit.moves.anywhere import SIZES, THEMES
from kiosk.visit.pages.outside import languages
from kiosk.visit.pages.view import View
from kiosk.visit.screen import Action, Role, Sheet
from kiosk.visit.visit import OpenSheet


def footer(view: View, *, finish: bool, poster: bool) -> tuple[Action, ...]:
    """Same words, same places, every page; finish at the start side, help at the end side. No id stands twice."""
    help_call = view.action("help", "nav.help", icon="help")
    if poster:
        return (help_call,)
    leaving = finish and view.visit.sheet is not OpenSheet.LEAVE
    return (
        *((view.action("finish", "visit.footer.finish", icon="exit"),) if leaving else ()),
        view.action("language", "visit.footer.language", icon="globe"),
        view.action("look", "visit.footer.look", icon="letters"),
        help_call,
    )


def sheet(view: View) -> Sheet | None:
    match view.visit.sheet:
        case None:
            return None
        case OpenSheet.LANGUAGE:
            return _language(view)
        case OpenSheet.LOOK:
            return _look(view)
        case OpenSheet.LEAVE:
            return _leave(view)


def _done(view: View) -> Action:
    return view.primary("sheet.close", "visit.sheet.done", "")


def _language(view: View) -> Sheet:
    return Sheet(title=view.say("lang.choose"), actions=(*languages(view), _done(view)))


def _look(view: View) -> Sheet:
    """Effects apply at once and are gone with this visit."""
    look = view.visit.look
    sizes = tuple(_choice(view, f"size.{name}", f"visit.look.{name}", chosen=look.size == name) for name in SIZES)
    themes = tuple(_choice(view, f"theme.{name}", f"visit.look.{name}", chosen=look.theme == name) for name in THEMES)
    motion = _choice(view, "motion", "visit.look.motion", chosen=look.reduce_motion)
    return Sheet(
        title=view.say("visit.look.title"),
        text=view.say("visit.look.text"),
        actions=(*sizes, *themes, motion, _done(view)),
    )


def _choice(view: View, name: str, key: str, *, chosen: bool) -> Action:
    return Action(id=f"look.{name}", label=view.say(key), role=Role.CHOICE, chosen=chosen)


def _leave(view: View) -> Sheet:
    return Sheet(
        title=view.say("visit.leave.title"),
        text=view.say("visit.leave.text"),
        actions=(view.action("finish", "nav.end", icon="exit"), view.primary("sheet.close", "visit.leave.stay", "")),
    )
