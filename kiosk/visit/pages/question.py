"""One question a page: its kind decides the counter."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from kiosk.catalogue.answers import read_date
from kiosk.catalogue.display import display, region_name
from kiosk.catalogue.model import Field, FieldKind, Region
from kiosk.visit.dates import starting_day
from kiosk.visit.keyboard import KINDS
from kiosk.visit.moves.questions import fields_of, from_card
from kiosk.visit.pad import ALPHABETS, GROUPS, key_rows, limit_of
from kiosk.visit.pages.typing import keyboard, note, shown_text
from kiosk.visit.pages.view import Sketch, View, pages_of
from kiosk.visit.screen import (
    Action,
    Banner,
    Block,
    Choices,
    Counter,
    Empty,
    Entry,
    Example,
    Heading,
    Keys,
    Links,
    Page,
    Paragraph,
    Role,
    Tone,
    Wheel,
    Wheels,
)
from kiosk.visit.situations import AnsweringQuestion

ROWS = {"normal": 5, "large": 4}
REGION_COLUMNS = {"normal": 3, "large": 2}


class Asking(NamedTuple):
    view: View
    here: AnsweringQuestion
    field: Field

    @property
    def size(self) -> str:
        return self.view.visit.look.size

    def problem(self) -> str:
        found = self.here.problem
        return self.view.say(found.key, **found.values) if found else ""


def question_page(view: View, here: AnsweringQuestion) -> Sketch:
    fields = fields_of(view.visit, view.rules)
    places = [place for place, field in enumerate(fields) if field.key == here.key]
    if not places:
        return Sketch(page=Page.QUESTION, blocks=(view.heading("confirm.check"),), actions=(view.back(),), station=2)
    asking, place = Asking(view, here, fields[places[0]]), places[0]
    return Sketch(
        page=Page.QUESTION,
        blocks=(view.text("visit.question.place", "caption", place=place + 1, count=len(fields)), *_window(asking)),
        counter=_counter(asking),
        actions=_actions(asking),
        station=2,
        progress=(place + 1) / (len(fields) + 1),
    )


def _window(asking: Asking) -> tuple[Block, ...]:
    view, field = asking.view, asking.field
    blocks: list[Block] = [Heading(view.pick(field.question))]
    if field.help:
        blocks.append(Paragraph(view.pick(field.help)))
    if field.example:
        blocks.append(Example(view.say("visit.question.example", example=view.pick(field.example))))
    if field.from_card and from_card(view.visit, field):
        use = view.action(f"card.{field.from_card}", f"visit.from_card.{field.from_card}", icon="card")
        blocks.append(Links((use,)))
    if field.kind in ALPHABETS or field.kind in KINDS:
        return (*blocks, _entry(asking))
    if problem := asking.problem():
        blocks.append(Banner(Tone.RED, "warning", problem))
    return (*blocks, *_chosen(asking))


def _entry(asking: Asking) -> Entry:
    view, field = asking.view, asking.field
    if field.kind in KINDS:
        return Entry(
            label=view.say("visit.question.text_field", label=view.pick(field.label), count=limit_of(field)),
            text=shown_text(asking.here.draft),
            composing=asking.here.typing.spelling,
            note=note(view, asking.here),
            error=asking.problem(),
        )
    return Entry(
        label=view.say(
            _COUNTED.get(field.kind, "visit.question.field"), label=view.pick(field.label), count=limit_of(field)
        ),
        text=asking.here.draft,
        groups=GROUPS.get(field.kind, ()),
        error=asking.problem(),
    )


_COUNTED = {FieldKind.AMOUNT: "visit.question.text_field"}
"""Numbers of no fixed length."""


def _chosen(asking: Asking) -> tuple[Block, ...]:
    """What the wheels or the region pages stand on, in words."""
    view, field, here = asking.view, asking.field, asking.here
    if field.kind is FieldKind.REGION and here.draft:
        shown = region_name(here.draft, view.language, view.rules.catalogue, view.rules.wording)
    elif field.kind is FieldKind.DATE and here.draft:
        shown = display(field, here.draft, view.language, view.rules.catalogue, view.rules.wording)
    else:
        return ()
    return (Entry(label=view.pick(field.label), text=shown),)


def _actions(asking: Asking) -> tuple[Action, ...]:
    view = asking.view
    skip = () if asking.field.required else (view.action("skip", "visit.question.skip"),)
    return (view.back(), *skip, view.primary("next", "nav.next"))


# ---- counters --------------------------------------------------------------------------------------------------------


def _pad(asking: Asking) -> Counter:
    kind = "id" if asking.field.kind is FieldKind.ID_NUMBER else "digits"
    return Keys(kind, tuple(tuple(_key(asking.view, name) for name in row) for row in key_rows(asking.field.kind)))


def _key(view: View, name: str) -> Action:
    if name in ("clear", "delete"):
        icon = "delete" if name == "delete" else ""
        return view.action(f"key.{name}", f"visit.key.{name}", Role.FUNCTION, icon)
    return Action(id=f"key.{name}", label=name, role=Role.KEY)


def _keyboard(asking: Asking) -> Counter:
    return keyboard(asking.view, asking.here)


def _options(asking: Asking) -> Counter:
    rows = [(option.value, asking.view.pick(option.label)) for option in asking.field.options]
    return Choices(_paged(asking, rows, ROWS[asking.size]))


def _yes_no(asking: Asking) -> Counter:
    rows = [(value, asking.view.say(f"answer.{word}")) for value, word in (("true", "yes"), ("false", "no"))]
    return Choices(_paged(asking, rows, ROWS[asking.size]))


def _declaration(asking: Asking) -> Counter:
    return Choices(_paged(asking, [("true", asking.view.say("visit.question.declare"))], ROWS[asking.size]))


def _regions(asking: Asking) -> Counter:
    columns = REGION_COLUMNS[asking.size]
    regions = asking.view.rules.regions(asking.here.inside)
    rows = [(region.code, asking.view.pick(region.label)) for region in regions]
    around = _province_of(asking, regions)
    return Choices(_paged(asking, rows, columns * (ROWS[asking.size] - 1), around), columns)


def _province_of(asking: Asking, regions: tuple[Region, ...]) -> str:
    """The province of the city chosen, marked while the provinces are shown."""
    parents = {region.code: region.parent for region in asking.view.rules.catalogue.regions}
    shown = {region.code for region in regions}
    above = parents.get(asking.here.draft, "")
    return above if above in shown else ""


def _paged(asking: Asking, rows: list[tuple[str, str]], per_page: int, around: str = "") -> tuple[Action, ...]:
    """The page's rows, then page keys where there is another page."""
    pages = pages_of(len(rows), per_page)
    page = min(asking.here.page, pages - 1)
    shown = rows[page * per_page : (page + 1) * per_page]
    chosen = {asking.here.draft, around} - {""}
    choices = tuple(
        Action(id=f"choice.{value}", label=label, role=Role.CHOICE, chosen=value in chosen) for value, label in shown
    )
    return (*choices, *_page_keys(asking.view, page, pages))


def _page_keys(view: View, page: int, pages: int) -> tuple[Action, ...]:
    back = (view.action("page.back", "visit.page.back", Role.FUNCTION, "back"),) if page else ()
    more = (view.action("page.next", "visit.page.next", Role.FUNCTION, "next"),) if page + 1 < pages else ()
    return (*back, *more)


def _wheels(asking: Asking) -> Counter:
    view, here = asking.view, asking.here
    day = read_date(here.draft) or starting_day(view.visit, asking.field, view.rules)
    values = (("year", str(day.year)), ("month", view.say(f"month.{day.month}")), ("day", str(day.day)))
    return Wheels(tuple(_wheel(view, part, value) for part, value in values))


def _wheel(view: View, part: str, value: str) -> Wheel:
    label = view.say(f"visit.wheel.{part}")
    up = view.action(f"wheel.{part}.up", "visit.wheel.up", Role.FUNCTION, "up", part=label)
    down = view.action(f"wheel.{part}.down", "visit.wheel.down", Role.FUNCTION, "down", part=label)
    return Wheel(label=label, value=value, up=up, down=down)


_COUNTERS: Mapping[FieldKind, Callable[[Asking], Counter]] = {
    FieldKind.MOBILE: _pad,
    FieldKind.ID_NUMBER: _pad,
    FieldKind.AMOUNT: _pad,
    FieldKind.HAN_NAME: _keyboard,
    FieldKind.TEXT: _keyboard,
    FieldKind.LONG_TEXT: _keyboard,
    FieldKind.ADDRESS: _keyboard,
    FieldKind.CHOICE: _options,
    FieldKind.YES_NO: _yes_no,
    FieldKind.DECLARATION: _declaration,
    FieldKind.REGION: _regions,
    FieldKind.DATE: _wheels,
}


def _counter(asking: Asking) -> Counter:
    """A kind without a page yet has none: catalogue.readiness keeps such items from being begun."""
    build = _COUNTERS.get(asking.field.kind)
    return build(asking) if build else Empty()
