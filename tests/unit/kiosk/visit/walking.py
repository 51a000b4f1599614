"""A visit to walk through in tests: rules on real assets with a fixed clock, and one of every event."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

from kiosk.catalogue.load import load_catalogue
from kiosk.catalogue.model import Catalogue
from kiosk.contract.failure import FailureCode
from kiosk.contract.health import Component, ComponentHealth, ComponentState, MessageCode
from kiosk.contract.settings import Settings
from kiosk.identity.document import Document, DocumentKind, Flag, Sex
from kiosk.visit import effects, events
from kiosk.visit.composing import Candidate, Composed, NoPinyin, Picked, Pinyin
from kiosk.visit.events import Pressed, Timer
from kiosk.visit.machine import begin, step
from kiosk.visit.rules import CHINA, Rules
from kiosk.visit.visit import Visit
from kiosk.wording.lookup import Wording

ASSETS = Path(__file__).parents[4] / "assets"
NOW = int(datetime(2026, 11, 24, 10, 42, tzinfo=CHINA).timestamp())
ITEM = "med.cross-region-filing"
SITE = {"zh-CN": "龙华支行营业厅 · 3 号机", "en": "Longhua branch, machine 3"}

READER = ComponentHealth(Component.ID_CARD, ComponentState.READY)
PRINTER = ComponentHealth(Component.RECEIPT_PRINTER, ComponentState.READY)
NO_READER = ComponentHealth(Component.ID_CARD, ComponentState.LOST, MessageCode.NOT_RESPONDING)
NO_PRINTER = ComponentHealth(Component.RECEIPT_PRINTER, ComponentState.ATTENTION, MessageCode.MEDIA_EMPTY)
GOOD = (READER, PRINTER)

SPECIMEN = Document(
    kind=DocumentKind.RESIDENT,
    name="样本",
    number="11010519491231002X",
    birth="1949-12-31",
    sex=Sex.FEMALE,
    ethnic="汉",
    address="北京市示例区样本路 1 号",
    issuer="样本局",
    valid_from="2010-01-01",
    valid_to="long-term",
    photo=b"photo of nobody",
)
CARD = events.CardRead(SPECIMEN, b"\x01" * 32)
OTHER_CARD = events.CardRead(SPECIMEN, b"\x02" * 32)
RECORDED = events.Recorded("SZ-0000-0000-0", "K1:TOKEN", "ABCD-EFGH", NOW, NOW + 1)
OWED = events.OwedReceipt(7, NOW - 300, "K1:OWED", "SZ-1111-1111-1")
STROKE = events.Drawn(((100, 200), (300, 400)))
CANARIES = ("样本", "11010519491231002X", "13800138000", "示例区", "ABCD-EFGH")
"""What of a person and an application must not be found behind `end_visit`."""


@cache
def catalogue() -> Catalogue:
    return load_catalogue(ASSETS / "catalogue")


@cache
def wording() -> Wording:
    return Wording.load(ASSETS / "wording")


def ids() -> Callable[[int], bytes]:
    """Different each time, the same in each test."""
    counted: Iterator[int] = iter(range(1, 1_000_000))
    return lambda length: next(counted).to_bytes(length, "big")


class ListedPinyin:
    """As an engine answers, by a short list: each word uses up the letters it is listed under."""

    available = True
    WORDS = (
        ("shenzhenshi", "深圳市"), ("longhuaqu", "龙华区"), ("shili", "示例"), ("shili", "实例"), ("shili", "事例"),
        ("shili", "市里"), ("shili", "失利"), ("shi", "十"), ("shi", "市"), ("shi", "是"), ("shi", "事"), ("shi", "时"),
    )  # fmt: skip

    def _known(self, letters: str, *, single: bool) -> list[Candidate]:
        found = [(word, at) for at, (spelt, word) in enumerate(self.WORDS) if letters.startswith(spelt)]
        return [Candidate(word, at) for word, at in found if len(word) == 1 or not single]

    def compose(self, letters: str, start: int, count: int, *, single: bool) -> Composed:
        known = [candidate for candidate in self._known(letters, single=single) if candidate.index >= start]
        return Composed(letters, tuple(known[:count]))

    def pick(self, letters: str, index: int) -> Picked:
        spelt, word = self.WORDS[index]
        return Picked(word, letters.removeprefix(spelt))

    def forget(self) -> None:
        pass


def rules_with(pinyin: Pinyin | None = None, **settings: object) -> Rules:
    """Demo rules; `settings` over them."""
    base: dict[str, object] = {"site": SITE, "hot": [ITEM], "items": [item.id for item in catalogue().items]}
    return Rules(Settings(**(base | settings)), catalogue(), wording(), lambda: NOW, ids(), pinyin or NoPinyin())  # type: ignore[arg-type]


class Walk:
    """A visit taken forward event by event. `orders`: everything ordered so far."""

    def __init__(self, rules: Rules | None = None, visit: Visit | None = None) -> None:
        self.rules = rules or rules_with()
        self.visit = visit or begin(self.rules, health=GOOD, link=True)
        self.orders: list[effects.Effect] = []

    def on(self, *happened: events.Event) -> "Walk":
        for event in happened:
            self.visit, orders = step(self.visit, event, self.rules)
            self.orders += orders
        return self

    def press(self, *actions: str) -> "Walk":
        return self.on(*(Pressed(action) for action in actions))

    def after(self, *timers: Timer) -> "Walk":
        return self.on(*(events.TimedOut(timer) for timer in timers))

    def seconds(self, count: int) -> "Walk":
        return self.after(*[Timer.COUNTDOWN] * count)

    def ordered(self, kind: type[effects.Effect]) -> list[effects.Effect]:
        return [order for order in self.orders if isinstance(order, kind)]

    @property
    def here(self) -> object:
        return self.visit.situation

    # -- places on the way ---------------------------------------------------------------------------------------------

    def to_home(self) -> "Walk":
        return self.press("start")

    def to_item(self) -> "Walk":
        return self.to_home().press(f"item.{ITEM}")

    def to_notice(self) -> "Walk":
        return self.to_item().press("begin")

    def to_card(self) -> "Walk":
        return self.to_notice().press("agree").on(events.RoomReserved())

    def to_question(self) -> "Walk":
        return self.to_card().on(CARD)

    def type(self, digits: str) -> "Walk":
        return self.press(*(f"key.{digit}" for digit in digits))

    def to_review(self) -> "Walk":
        self.to_question().type("13800138000").press("next")
        self.press("choice.long_term", "next", "choice.430000", "choice.430100", "next")
        return self.press("next", "skip")

    def to_owed(self) -> "Walk":
        return self.on(OWED)

    def to_owed_print(self) -> "Walk":
        return self.to_owed().press("owed.mine")

    def to_veil(self) -> "Walk":
        return self.to_review().after(Timer.IDLE).seconds(30)

    def to_sign(self) -> "Walk":
        return self.to_review().press("next")

    def to_submitting(self) -> "Walk":
        return self.to_sign().on(STROKE).press("next")

    def to_outcome(self) -> "Walk":
        return self.to_submitting().on(RECORDED, events.Settled())

    def to_rating(self) -> "Walk":
        return self.to_outcome().on(PRINTED).press("next")

    def to_taking_card(self) -> "Walk":
        return self.to_rating().press("skip")

    def to_cleared(self) -> "Walk":
        return self.to_taking_card().on(events.CardGone())


PRINTED = events.SlipEnded(events.PaperOutcome.PRINTED)
UNKNOWN = events.SlipEnded(events.PaperOutcome.UNKNOWN, FailureCode.PAPER_UNKNOWN)
NOT_PRINTED = events.SlipEnded(events.PaperOutcome.NOT_PRINTED, FailureCode.PAPER_OUT)
PRIVATE_NAME = events.CardRead(
    Document(
        kind=DocumentKind.RESIDENT,
        name="样\ue863",
        number="11010519491231002X",
        birth="1949-12-31",
        sex=Sex.MALE,
        flags=(Flag.PRIVATE_USE,),
    ),
    b"\x03" * 32,
)
EXPIRED = events.CardRead(
    Document(
        kind=DocumentKind.RESIDENT,
        name="样本",
        number="11010519491231002X",
        birth="1949-12-31",
        sex=Sex.MALE,
        valid_to="2026-11-23",
    ),
    b"\x04" * 32,
)

ACTIONS = [
    "start",
    "language",
    "language.en",
    "language.ar",
    "language.xx",
    "look",
    "look.size.large",
    "look.size.normal",
    "look.theme.dark",
    "look.motion",
    "look.",
    "sheet.close",
    "help",
    "finish",
    "home.more",
    "item.med.cross-region-filing",
    "item.unknown",
    "item.si.contribution-proof",
    "begin",
    "back",
    "agree",
    "decline",
    "key.1",
    "key.q",
    "key.layer.signs",
    "key.layer.pinyin",
    "key.space",
    "pick.0",
    "pick.9",
    "pick.",
    "card.address",
    "card.",
    "key.3",
    "key.delete",
    "key.clear",
    "key.X",
    "key.",
    "choice.long_term",
    "choice.430000",
    "choice.430100",
    "choice.110000",
    "choice.true",
    "choice.",
    "wheel.year.up",
    "wheel.month.down",
    "wheel.day.up",
    "wheel.hour.up",
    "wheel.",
    "page.next",
    "page.back",
    "next",
    "skip",
    "edit.phone",
    "edit.end",
    "edit.nothing",
    "clear",
    "reprint",
    "have_it",
    "rate.5",
    "rate.9",
    "rate.",
    "owed.mine",
    "owed.not_mine",
    "owed.printed",
    "owed.again",
    "more_time",
    "leave",
    ".",
    "..",
    "unknown.action",
    "",
]
EVENTS: tuple[events.Event, ...] = (
    *(Pressed(action) for action in ACTIONS),
    *(events.TimedOut(timer) for timer in Timer),
    STROKE,
    events.Drawn(()),
    events.Drawn(((-5, 2000),)),
    CARD,
    OTHER_CARD,
    PRIVATE_NAME,
    EXPIRED,
    events.CardRefused(FailureCode.CARD_UNREADABLE),
    events.CardLying(),
    events.CardGone(),
    events.HealthChanged(GOOD),
    events.HealthChanged((NO_READER, NO_PRINTER)),
    events.HealthChanged((READER, NO_PRINTER)),
    events.LinkChanged(up=True),
    events.LinkChanged(up=False),
    events.RoomReserved(),
    events.RoomRefused(FailureCode.OUTBOX_FULL),
    RECORDED,
    events.RecordRefused(FailureCode.OUTBOX_FULL),
    events.RecordRefused(FailureCode.PROOF_BROKEN),
    events.Settled(),
    events.KeeperLost(),
    events.KeeperBack(),
    PRINTED,
    UNKNOWN,
    NOT_PRINTED,
    events.OwedReceipt(),
    OWED,
    events.OwedReceipt(8, NOW, "K1:OWED", "SZ-1111-1111-1", started=True),
)
"""At least one of every kind of event, sensible and not."""


WAYS = [
    "to_owed",
    "to_owed_print",
    "to_home",
    "to_item",
    "to_notice",
    "to_card",
    "to_question",
    "to_review",
    "to_veil",
    "to_sign",
    "to_submitting",
    "to_outcome",
    "to_rating",
    "to_taking_card",
    "to_cleared",
]


def wander() -> dict[type, list[Visit]]:
    """A dozen visits in every situation, found by walking at random from everywhere on the main way; always the same."""
    rules, chance = rules_with(), random.Random(7)
    found: dict[type, list[Visit]] = {}
    starts = [Walk(rules).visit, *(getattr(Walk(rules), way)().visit for way in WAYS)]
    for _ in range(600):
        visit = chance.choice(starts)
        for _ in range(25):
            bucket = found.setdefault(type(visit.situation), [])
            if len(bucket) < 12 and visit not in bucket:
                bucket.append(visit)
            visit, _orders = step(visit, chance.choice(EVENTS), rules)
    return found
