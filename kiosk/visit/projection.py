"""A visit as a screen: each situation's page, completed with header, footer, sheet, speech and order of focus.

Pure: the same visit, rules and clock give the same model, so another language or look is just another projection.
"""

from collections.abc import Callable, Mapping
from typing import Any

from kiosk.visit.pages import ending, entering, outcome, outside, owed, question, review
from kiosk.visit.pages.sheets import footer, sheet
from kiosk.visit.pages.typing import candidates
from kiosk.visit.pages.view import STATIONS, Sketch, View
from kiosk.visit.rules import Rules
from kiosk.visit.screen import (
    Action,
    Banner,
    Block,
    Candidates,
    Choices,
    Counter,
    Empty,
    Entry,
    Example,
    Facts,
    Header,
    Heading,
    Keys,
    Links,
    Look,
    Page,
    Paragraph,
    Plate,
    ScreenModel,
    SignPad,
    Slip,
    Tiles,
    Tone,
    Wheels,
)
from kiosk.visit.situations import (
    AnsweringQuestion,
    AskingOwed,
    AskingOwedPaper,
    Attract,
    AwaitingCard,
    Cleared,
    GivingRating,
    Home,
    KeeperAway,
    Kind,
    NotKnown,
    NotRecorded,
    OutOfService,
    PrintingOwed,
    ReadingItem,
    ReadingNotice,
    Reviewing,
    ShowingOutcome,
    ShowingOwed,
    Signing,
    Submitting,
    TakingCard,
    Veiled,
    WarnedIdle,
)
from kiosk.visit.visit import Visit
from kiosk.wording.languages import BASE, is_right_to_left

Draw = Callable[[View, Any], Sketch]

PAGES: Mapping[Kind, Draw] = {
    Attract: outside.attract,
    OutOfService: outside.out_of_service,
    Home: outside.home,
    ReadingItem: entering.item_page,
    ReadingNotice: entering.notice_page,
    AwaitingCard: entering.card_page,
    AnsweringQuestion: question.question_page,
    Reviewing: review.review_page,
    Signing: review.sign_page,
    Submitting: outcome.submitting_page,
    NotRecorded: outcome.not_recorded_page,
    NotKnown: outcome.not_known_page,
    ShowingOutcome: outcome.outcome_page,
    GivingRating: outcome.rating_page,
    TakingCard: ending.take_card_page,
    Cleared: ending.cleared_page,
    Veiled: ending.veil_page,
    KeeperAway: ending.keeper_away_page,
    AskingOwed: owed.asking_owed_page,
    PrintingOwed: owed.printing_owed_page,
    AskingOwedPaper: owed.asking_paper_page,
    ShowingOwed: owed.showing_owed_page,
}
"""WarnedIdle is drawn over the page it warns about."""


def screen(visit: Visit, rules: Rules, *, clock: str) -> ScreenModel:
    """The finished page. `clock`: `HH:MM`, or empty."""
    shown = _as_shown(visit, rules)
    view = View(shown, rules)
    sketch = _sketch(view)
    blocks = _with_help(view, sketch)
    raised = sketch.sheet or sheet(view)
    offered = candidates(view) if isinstance(sketch.counter, Keys) else None
    below = footer(view, finish=sketch.finish, poster=sketch.poster)
    return ScreenModel(
        page=sketch.page,
        language=view.language,
        right_to_left=is_right_to_left(view.language),
        look=shown.look,
        header=_header(view, sketch),
        blocks=blocks,
        counter=sketch.counter,
        candidates=offered,
        actions=sketch.actions,
        footer=below,
        sheet=raised,
        shutter=sketch.shutter,
        clock=clock,
        speech=raised.title + "\n" + raised.text if raised else _speech(blocks),
        focus=_focus(sketch, offered, raised.actions if raised else None, below),
    )


def _as_shown(visit: Visit, rules: Rules) -> Visit:
    """A quiet end shows the poster as the next front will: in the first language, with the plain look."""
    if isinstance(visit.situation, Cleared) and visit.situation.quiet:
        return visit.but(language=rules.language, look=Look())
    return visit


def _sketch(view: View) -> Sketch:
    here = view.visit.situation
    if isinstance(here, WarnedIdle):
        return ending.warned_page(view, here, _draw(view, here.under))
    return _draw(view, here)


def _draw(view: View, here: object) -> Sketch:
    return PAGES[type(here)](view, here)  # type: ignore[index]


def _header(view: View, sketch: Sketch) -> Header:
    """Item pages carry the line; with the shutter down or half down no page says which item it was."""
    badge = "" if view.visit.link else view.say("visit.badge.offline")
    item = view.item
    if sketch.station is None or item is None:
        return Header(title=view.say("visit.brand"), subtitle=_site(view), badge=badge)
    stations = view.line("visit.station", STATIONS, sketch.station)
    return Header(title=view.name(item), badge=badge, stations=stations, progress=sketch.progress)


def _site(view: View) -> str:
    site = view.rules.settings.site
    return view.pick(site) if BASE in site else site.get("name", "")


def _with_help(view: View, sketch: Sketch) -> tuple[Block, ...]:
    """That help was called, right under the title, where no other banner stands: one at a time."""
    plain = sketch.page is not Page.VEIL and not any(isinstance(block, Banner) for block in sketch.blocks)
    if not view.visit.help_called or not plain:
        return sketch.blocks
    titles = [place for place, block in enumerate(sketch.blocks) if isinstance(block, Heading)]
    under = titles[0] + 1 if titles else 0
    called = view.banner(Tone.GOOD, "help", "visit.help.called")
    return (*sketch.blocks[:under], called, *sketch.blocks[under:])


def _speech(blocks: tuple[Block, ...]) -> str:
    return "\n".join(text for block in blocks for text in _said(block) if text)


def _said(block: Block) -> tuple[str, ...]:
    """Everything that can be seen can be heard."""
    match block:
        case Heading(text) | Paragraph(text) | Example(text):
            return (text,)
        case Banner(text=text, detail=detail):
            return (text, detail)
        case Facts(rows):
            return tuple(f"{row.caption}: {row.value}" for row in rows)
        case Entry(label=label, text=text, error=error):
            return (label, text, error)
        case Slip(speech=speech):
            return (speech,)
        case _:
            return ()


def _focus(
    sketch: Sketch, offered: Candidates | None, raised: tuple[Action, ...] | None, below: tuple[Action, ...]
) -> tuple[str, ...]:
    """Window, counter, action row, footer; an open sheet covers the first three."""
    if raised is not None:
        return tuple(action.id for action in (*raised, *below))
    window = tuple(action for block in sketch.blocks for action in _links(block))
    return tuple(
        action.id for action in (*window, *_offered(offered), *_pressable(sketch.counter), *sketch.actions, *below)
    )


def _offered(row: Candidates | None) -> tuple[Action, ...]:
    if row is None:
        return ()
    return (*row.words, *(page for page in (row.back, row.more) if page))


def _links(block: Block) -> tuple[Action, ...]:
    match block:
        case Links(actions):
            return actions
        case Facts(rows):
            return tuple(row.action for row in rows if row.action)
        case _:
            return ()


def _pressable(counter: Counter) -> tuple[Action, ...]:
    match counter:
        case Tiles(actions=actions) | Choices(actions=actions):
            return actions
        case Keys(rows=rows):
            return tuple(action for row in rows for action in row)
        case Wheels(wheels):
            return tuple(action for wheel in wheels for action in (wheel.up, wheel.down))
        case Plate(start=start, languages=languages):
            return (start, *languages)
        case SignPad() | Empty():
            return ()
