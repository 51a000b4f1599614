"""The poster, the list of services, and a terminal that can do nothing."""

from kiosk.catalogue.model import Offline, ServiceItem
from kiosk.catalogue.readiness import Readiness, readiness
from kiosk.visit.moves.entering import TILES, home_pages
from kiosk.visit.pages.view import Sketch, View
from kiosk.visit.screen import (
    Action,
    Banner,
    Block,
    Facts,
    Heading,
    Links,
    Page,
    Paragraph,
    Plate,
    Role,
    Row,
    Tiles,
    Tone,
)
from kiosk.visit.situations import AfterCrash, Attract, Home, OutOfService
from kiosk.wording.languages import AUTONYMS

STEPS = (("card", "card"), ("question", "list"), ("receipt", "receipt"))
HOTLINE = "12345"
REASONS_SHOWN = 2


def attract(view: View, here: Attract) -> Sketch:
    steps = tuple(
        Row(caption=view.say(f"visit.attract.{name}.why"), value=view.say(f"visit.attract.{name}"), icon=icon)
        for name, icon in STEPS
    )
    title = (view.heading("visit.attract.title", "display"), view.text("visit.attract.text"))
    return Sketch(
        page=Page.ATTRACT,
        blocks=(*title, *_after_crash(view, here), Facts(steps)),
        counter=_plate(view),
        finish=False,
        poster=True,
    )


def _after_crash(view: View, here: Attract) -> tuple[Banner, ...]:
    if here.after is AfterCrash.NOTHING:
        return ()
    key = f"visit.after_crash.{here.after.value}"
    return (view.banner(Tone.AMBER, "warning", key, f"{key}.detail"),)


def _plate(view: View) -> Plate:
    start = Action(id="start", label=view.say("start.touch"), role=Role.START, icon="next")
    large = view.action("look.size.large", "visit.look.large.short", Role.SECONDARY, "letters")
    return Plate(start=start, languages=(*languages(view), large), help=view.say("visit.attract.help"))


def languages(view: View) -> tuple[Action, ...]:
    """Each in its own script, whatever the page speaks."""
    return tuple(
        Action(id=f"language.{code}", label=AUTONYMS[code], language=code, chosen=code == view.language)
        for code in view.rules.languages
    )


def home(view: View, here: Home) -> Sketch:
    items, per_page = view.rules.items(), TILES[view.visit.look.size]
    pages = home_pages(view.visit, view.rules)
    page = min(here.page, pages - 1)
    shown = items[page * per_page : (page + 1) * per_page]
    title = view.say("visit.home.hot" if page == 0 and view.rules.settings.hot else "visit.home.others")
    return Sketch(
        page=Page.HOME,
        blocks=(view.heading("visit.home.title", "display"), *_home_banner(view, here), *_more(view, page, pages)),
        counter=Tiles(title, tuple(_tile(view, item) for item in shown)),
    )


def _home_banner(view: View, here: Home) -> tuple[Banner, ...]:
    """Why an item is not possible, when asked; else that the network is away."""
    item = view.rules.item(here.why)
    if item is not None:
        reasons = view.say("visit.home.why", item=view.name(item)), _reason(view, _ready(view, item))
        return (Banner(Tone.AMBER, "warning", *reasons),)
    if view.visit.link:
        return ()
    return (view.banner(Tone.AMBER, "offline", "visit.home.offline", "visit.home.offline.detail"),)


def _more(view: View, page: int, pages: int) -> tuple[Links, ...]:
    if pages == 1:
        return ()
    more = view.action("home.more", "visit.home.more", icon="grid", page=page + 1, pages=pages)
    return (Links((more,)),)


def _ready(view: View, item: ServiceItem) -> Readiness:
    return readiness(item, view.visit.health, view.visit.link, room=True)


def _reason(view: View, ready: Readiness) -> str:
    return view.say(ready.reasons[0]) if ready.reasons else ""


def _tile(view: View, item: ServiceItem) -> Action:
    """Its place never changes with its state."""
    ready = _ready(view, item)
    note = _note(view, item) if ready.possible else _reason(view, ready)
    return Action(
        id=f"item.{item.id}", label=view.name(item), note=note, icon=item.icon, role=Role.TILE, enabled=ready.possible
    )


def _note(view: View, item: ServiceItem) -> str:
    if not view.visit.link and item.offline is Offline.QUEUE:
        return view.say("visit.home.works_offline")
    return view.say("visit.home.minutes", minutes=item.minutes)


def out_of_service(view: View, here: OutOfService) -> Sketch:
    """What, and what of the applications already kept here."""
    facts = Facts(
        (
            Row(caption=view.say("visit.out.kept.caption"), value=view.say("visit.out.kept"), icon="receipt"),
            Row(caption=view.say("visit.out.hotline"), value=HOTLINE, icon="phone"),
        )
    )
    title = view.heading("visit.out.title", "display")
    blocks = (title, *_why_closed(view, here), view.text("visit.out.text"), facts)
    return Sketch(page=Page.OUT_OF_SERVICE, blocks=blocks, finish=False)


def _why_closed(view: View, here: OutOfService) -> tuple[Block, ...]:
    """A broken terminal says its code too: it is what the person at the branch is asked for on the telephone."""
    if here.why is None:
        return tuple(Heading(text, "label") for text in _all_reasons(view)[:REASONS_SHOWN])
    return (view.failure(here.why, Tone.AMBER), Paragraph(here.why.value, "caption"))


def _all_reasons(view: View) -> tuple[str, ...]:
    """The reasons of all items, the commonest first."""
    found = [reason for item in view.rules.items() for reason in _ready(view, item).reasons]
    ordered = sorted(dict.fromkeys(found), key=lambda reason: -found.count(reason))
    return tuple(view.say(reason) for reason in ordered)
