"""Taking the card, cleared, the idle warning, the veil, and one moment."""

from kiosk.visit.pages.outside import attract
from kiosk.visit.pages.view import Sketch, View
from kiosk.visit.screen import Action, Banner, Page, Picture, Sheet, Shutter, Tone
from kiosk.visit.situations import Attract, Cleared, KeeperAway, TakingCard, Veiled, WarnedIdle
from kiosk.visit.visit import Paper, Visit


def take_card_page(view: View, here: TakingCard) -> Sketch:
    """The biggest words of the visit, and no personal data at all."""
    paper = (view.text("visit.take_card.paper"),) if view.visit.paper is not Paper.NONE else ()
    left = (view.banner(Tone.AMBER, "warning", "id.left"),) if here.reminders else ()
    return Sketch(
        page=Page.TAKE_CARD,
        blocks=(
            view.heading("visit.take_card.title", "display"),
            *paper,
            *left,
            Picture("take_card", view.say("visit.take_card.picture")),
            view.text("session.cleared"),
        ),
        finish=False,
    )


def cleared_page(view: View, here: Cleared) -> Sketch:
    """Where there was nothing to clear, the poster says no word about it."""
    if here.quiet:
        return attract(View(_poster(view.visit, view), view.rules), Attract())
    paper = view.visit.paper is not Paper.NONE
    picture = (Picture("take_paper", view.say("visit.cleared.paper")),) if paper else ()
    return Sketch(
        page=Page.CLEARED,
        blocks=(
            view.heading("session.cleared", "display"),
            view.text("visit.cleared.paper" if paper else "visit.cleared.text"),
            *picture,
        ),
        actions=(view.action("start", "visit.cleared.start", icon="next"),),
        finish=False,
        poster=True,
    )


def _poster(visit: Visit, view: View) -> Visit:
    """As the next front will show it: neither language nor look is inherited."""
    return Visit(situation=Attract(), language=view.rules.language, health=visit.health, link=visit.link)


def warned_page(view: View, here: WarnedIdle, under: Sketch) -> Sketch:
    """Over a page with personal data the shutter comes half down and nothing of the page is drawn."""
    sheet = Sheet(title=view.say("visit.idle.title"), text=_countdown(view, here), actions=_idle_actions(view))
    if not personal(view.visit):
        return Sketch(page=under.page, blocks=under.blocks, finish=False, sheet=sheet)
    kept = "visit.idle.recorded" if view.visit.recorded else "visit.idle.kept"
    sign = Banner(Tone.PLAIN, "lock", view.say(kept), view.say("visit.idle.kept.detail"))
    return Sketch(page=under.page, blocks=(sign,), finish=False, sheet=sheet, shutter=Shutter.HALF)


def personal(visit: Visit) -> bool:
    return visit.document is not None or visit.recorded is not None or bool(visit.application)


def _countdown(view: View, here: WarnedIdle) -> str:
    key = "visit.idle.text" if personal(view.visit) else "visit.idle.text.browsing"
    return view.say(key, seconds=here.remaining)


def _idle_actions(view: View) -> tuple[Action, ...]:
    return (
        view.action("finish", "nav.end", icon="exit"),
        view.primary("more_time", "idle.more", ""),
    )


def veil_page(view: View, here: Veiled) -> Sketch:
    """The sign speaks to the next person, the rest to the one who left."""
    how = "visit.veil.lying" if here.lying else "visit.veil.text"
    return Sketch(
        page=Page.VEIL,
        blocks=(
            view.banner(Tone.PLAIN, "lock", "visit.veil.sign"),
            view.heading("visit.veil.title"),
            view.text(how),
            Picture("lift_card" if here.lying else "lay_card", view.say(how)),
            view.text("visit.veil.remaining", seconds=here.remaining),
        ),
        actions=(view.action("finish", "visit.veil.finish", icon="exit"),),
        finish=False,
        shutter=Shutter.DOWN,
    )


def keeper_away_page(view: View, here: KeeperAway) -> Sketch:
    return Sketch(
        page=Page.ONE_MOMENT,
        blocks=(
            view.heading("visit.one_moment.title"),
            view.text("visit.one_moment.next" if isinstance(here.under, Cleared) else "visit.one_moment.text"),
            Picture("waiting", view.say("visit.one_moment.title")),
        ),
        finish=not here.sent,
    )
