"""Every page of the visit, walked to on the real machine; another language or look is another projection of it."""

from collections.abc import Callable, Mapping
from functools import cache

import msgspec

from kiosk.contract.failure import FailureCode
from kiosk.paper.picture import to_png
from kiosk.paper.receipt import Receipt, ReceiptState, draw_receipt
from kiosk.visit import events
from kiosk.visit.events import Timer
from kiosk.visit.machine import begin
from kiosk.visit.moves.questions import fields_of, question
from kiosk.visit.projection import screen
from kiosk.visit.rules import Rules
from kiosk.visit.screen import Look, ScreenModel
from kiosk.visit.situations import AnsweringQuestion
from kiosk.visit.visit import Visit
from tests.unit.kiosk.visit.walking import (
    GOOD,
    ITEM,
    NO_PRINTER,
    NO_READER,
    NOT_PRINTED,
    NOW,
    PRINTED,
    READER,
    RECORDED,
    UNKNOWN,
    ListedPinyin,
    Walk,
    rules_with,
    wording,
)

HOME_ITEM = "hh.residence-endorsement"
STILL = Look(reduce_motion=True)
LARGE = Look(size="large", reduce_motion=True)
STROKES = (
    ((250, 320), (360, 300), (420, 290)),
    ((330, 180), (332, 400), (320, 700)),
    ((560, 330), (700, 300)),
    ((630, 180), (628, 500), (620, 720)),
)
NO_PAPER = events.HealthChanged((READER, NO_PRINTER))
DEAD = events.HealthChanged((NO_READER, NO_PRINTER))
REFUSED = events.CardRefused(FailureCode.CARD_UNREADABLE)


@cache
def rules() -> Rules:
    return rules_with(ListedPinyin())


def _walk() -> Walk:
    return Walk(rules())


def _asked(item: str, key: str, draft: str = "") -> Callable[[], Walk]:
    """A question of an item that cannot be begun on a machine without all its devices."""

    def place() -> Walk:
        visit = _walk().to_question().visit
        return Walk(rules(), visit.at(AnsweringQuestion(key, draft), item=item, answers={"proxy": "true"}))

    return place


def _typed(
    keys: str, *actions: str, language: str = "zh-CN", draft: str = "", item: str = HOME_ITEM
) -> Callable[[], Walk]:
    """An address as it is typed; `keys` are letters, `actions` pressed after them."""

    def place() -> Walk:
        visit = _walk().to_question().visit.but(item=item, language=language)
        field = next(field for field in fields_of(visit, rules()) if field.key == "address")
        here = msgspec.structs.replace(question(visit, field, rules()), draft=draft)
        return Walk(rules(), visit.at(here)).press(*(f"key.{key}" for key in keys), *actions)

    return place


def _after_crash() -> Walk:
    return Walk(rules(), begin(rules(), health=GOOD, link=True, interrupted=True, maybe_kept=True))


def _to_region() -> Walk:
    return _walk().to_question().type("13800138000").press("next", "choice.long_term", "next")


def _signed() -> Walk:
    return _walk().to_sign().on(*(events.Drawn(points) for points in STROKES))


def _to_owed_screen() -> Walk:
    return _walk().to_owed_print().on(NOT_PRINTED, NO_PAPER)


PAGES: Mapping[str, Callable[[], Walk]] = {
    "attract": _walk,
    "attract after a crash": _after_crash,
    "home": lambda: _walk().to_home(),
    "home offline": lambda: _walk().to_home().on(events.LinkChanged(up=False)),
    "home why": lambda: _walk().to_home().press("item.tax.income-record"),
    "home more": lambda: _walk().to_home().press("home.more"),
    "item": lambda: _walk().to_item(),
    "item offline": lambda: _walk().to_item().on(events.LinkChanged(up=False)),
    "notice": lambda: _walk().to_notice(),
    "notice refused": lambda: _walk().to_notice().press("agree").on(events.RoomRefused(FailureCode.OUTBOX_FULL)),
    "card": lambda: _walk().to_card(),
    "card lying": lambda: _walk().to_card().on(events.CardLying()),
    "card refused": lambda: _walk().to_card().on(REFUSED, REFUSED, REFUSED),
    "phone": lambda: _walk().to_question().type("138001"),
    "phone wrong": lambda: _walk().to_question().type("138001").press("next"),
    "phone help called": lambda: _walk().to_question().press("help"),
    "choice": lambda: _walk().to_question().type("13800138000").press("next", "choice.long_term"),
    "choice missing": lambda: _walk().to_question().type("13800138000").press("next", "next"),
    "region": _to_region,
    "region second page": lambda: _to_region().press("page.next"),
    "region cities": lambda: _to_region().press("choice.430000", "choice.430100"),
    "date": lambda: _to_region().press("choice.430000", "choice.430100", "next"),
    "date to skip": lambda: _walk().to_review().press("edit.end"),
    "id number": _asked("welfare.elderly-allowance", "proxy_id", "11010519491231002X"),
    "address empty": _typed(""),
    "address composing": _typed("shili", draft="龙华区民治街道"),
    "address second candidates": _typed("shili", "page.next"),
    "address unchosen": _typed("shili", "next", draft="龙华区"),
    "address from card": _typed("", "card.address"),
    "address signs": _typed("", "key.layer.signs", draft="民治街道示例路 1 号"),
    "address latin": _typed("", "key.layer.latin", "key.shift", draft="Flat 3, "),
    "address accents": _typed("", "key.layer.latin", "key.layer.accents", draft="é"),
    "address long": _typed("", draft="深圳市龙华区民治街道示例路一号示例花园二栋三单元四零一室" * 3),
    "amount": _asked("gjj.rent-withdrawal", "amount", "1200"),
    "yes or no": _asked("welfare.elderly-allowance", "proxy"),
    "declaration": _asked("gjj.rent-withdrawal", "no_house"),
    "choice of another item": _asked("ps.no-criminal-record", "purpose"),
    "review": lambda: _walk().to_review(),
    "sign": lambda: _walk().to_sign(),
    "sign missing": lambda: _walk().to_sign().press("next"),
    "signed": _signed,
    "submitting": lambda: _walk().to_submitting(),
    "submitting kept": lambda: _walk().to_submitting().on(RECORDED),
    "not recorded": lambda: _walk().to_submitting().on(events.RecordRefused(FailureCode.OUTBOX_FULL)),
    "not known": lambda: _walk().to_submitting().after(Timer.KEEPER),
    "received": lambda: _walk().to_outcome(),
    "received printed": lambda: _walk().to_outcome().on(PRINTED),
    "recorded": lambda: _walk().to_submitting().on(events.LinkChanged(up=False), RECORDED).after(Timer.SETTLE),
    "paper asking": lambda: _walk().to_outcome().on(UNKNOWN),
    "paper on screen": lambda: _walk().to_outcome().on(NOT_PRINTED, NO_PAPER),
    "rating": lambda: _walk().to_rating(),
    "take card": lambda: _walk().to_taking_card(),
    "take card left": lambda: _walk().to_taking_card().after(Timer.CARD_REMINDER),
    "cleared": lambda: _walk().to_cleared(),
    "idle browsing": lambda: _walk().to_item().after(Timer.IDLE),
    "idle": lambda: _walk().to_review().after(Timer.IDLE),
    "veil": lambda: _walk().to_veil(),
    "out of service": lambda: _walk().on(DEAD),
    "one moment": lambda: _walk().to_notice().on(events.KeeperLost()).press("agree"),
    "owed": lambda: _walk().to_owed(),
    "owed printing": lambda: _walk().to_owed_print(),
    "owed asking": lambda: _walk().to_owed_print().on(UNKNOWN),
    "owed on screen": _to_owed_screen,
    "languages": lambda: _walk().to_home().press("language"),
    "look": lambda: _walk().to_home().press("look"),
    "leave": lambda: _walk().to_question().press("finish"),
}
"""Name → a walk that ends there."""


@cache
def visit_at(name: str) -> Visit:
    return PAGES[name]().visit


def model_of(name: str, language: str = "zh-CN", look: Look = STILL) -> ScreenModel:
    return screen(visit_at(name).but(language=language, look=look), rules(), clock="10:42")


@cache
def receipt_png(language: str = "zh-CN") -> bytes:
    receipt = Receipt(
        reference="SZ-7K3M-9QXP-4",
        state=ReceiptState.RECEIVED,
        item=rules().wording.pick(_item_names(), language).replace("|", ""),
        applicant="*本",
        check_code="ABCD-EFGH",
        not_before=NOW,
        not_after=NOW + 1,
        token="K1:" + "0123456789ABCDEF" * 16,
        terminal="LH-03",
        branch="龙华支行营业厅" if language.startswith("zh") else "Longhua branch",
        language=language,
    )
    return to_png(draw_receipt(receipt, wording()))


def _item_names() -> Mapping[str, str]:
    item = rules().item(ITEM)
    assert item is not None
    return item.names
