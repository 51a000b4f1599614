"""What a page is written with: the visit, the words in its language, and the sketch the projection completes."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from kiosk.catalogue.model import ServiceItem
from kiosk.contract.failure import FailureCode
from kiosk.visit.rules import Rules
from kiosk.visit.screen import (
    Action,
    Banner,
    Block,
    Counter,
    Empty,
    Heading,
    Page,
    Paragraph,
    Place,
    Role,
    Sheet,
    Shutter,
    Station,
    Tone,
)
from kiosk.visit.visit import Visit

STATIONS = ("notice", "card", "answers", "check", "sign", "receipt")


class Sketch(msgspec.Struct, frozen=True, kw_only=True):
    """A page without frame. `station`: place on the line of six, None on brand pages. `finish`: offered below.

    `poster`: has language and text size on its own plate, so only help stands below.
    """

    page: Page
    blocks: tuple[Block, ...]
    counter: Counter = Empty()
    actions: tuple[Action, ...] = ()
    station: int | None = None
    progress: float = 0.0
    finish: bool = True
    poster: bool = False
    sheet: Sheet | None = None
    shutter: Shutter = Shutter.OPEN


class View(NamedTuple):
    """Everything a page may look at."""

    visit: Visit
    rules: Rules

    @property
    def language(self) -> str:
        return self.visit.language

    @property
    def item(self) -> ServiceItem | None:
        return self.rules.item(self.visit.item)

    def say(self, key: str, **values: object) -> str:
        return self.rules.wording.text(key, self.language, **values)

    def pick(self, text: Mapping[str, str]) -> str:
        return self.rules.wording.pick(text, self.language)

    def name(self, item: ServiceItem) -> str:
        """The item's name in one piece: its break mark is for tiles that know how to break."""
        return self.pick(item.names).replace("|", "")

    def heading(self, key: str, level: str = "title", **values: object) -> Heading:
        return Heading(self.say(key, **values), level)

    def text(self, key: str, level: str = "body", **values: object) -> Paragraph:
        return Paragraph(self.say(key, **values), level)

    def action(
        self, identifier: str, key: str, role: Role = Role.SECONDARY, icon: str = "", **values: object
    ) -> Action:
        return Action(id=identifier, label=self.say(key, **values), role=role, icon=icon)

    def primary(self, identifier: str, key: str, icon: str = "next", **values: object) -> Action:
        return self.action(identifier, key, Role.PRIMARY, icon, **values)

    def back(self) -> Action:
        return self.action("back", "nav.back", icon="back")

    def banner(self, tone: Tone, icon: str, key: str, detail: str = "", **values: object) -> Banner:
        return Banner(tone, icon, self.say(key, **values), self.say(detail) if detail else "")

    def failure(self, code: FailureCode, tone: Tone = Tone.RED) -> Banner:
        """The citizen's sentence of an expected failure."""
        return Banner(tone, "warning", self.say(f"failure.{code.value}.citizen"))

    def line(self, prefix: str, names: tuple[str, ...], here: int) -> tuple[Station, ...]:
        """Stations before `here` are behind us, the others ahead: the line never shows more than is true."""
        return tuple(Station(self.say(f"{prefix}.{name}"), _place(place, here)) for place, name in enumerate(names))


def _place(place: int, here: int) -> Place:
    if place == here:
        return Place.HERE
    return Place.BEHIND if place < here else Place.AHEAD


def pages_of(count: int, per_page: int) -> int:
    """How many pages `count` things take; at least one."""
    return max(1, -(-count // per_page))
