"""One question a page: typing, choosing, wheels, skipping, editing, and what depends on an earlier answer."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.model import Condition, Field, FieldKind, Option
from kiosk.visit import effects
from kiosk.visit.dates import PARTS, YEARS_AHEAD, turned
from kiosk.visit.machine import begin
from kiosk.visit.rules import Rules
from kiosk.visit.situations import AnsweringQuestion, Reviewing
from tests.unit.kiosk.visit.walking import GOOD, ITEM, Walk, catalogue, rules_with


def _question(walk: Walk) -> AnsweringQuestion:
    assert isinstance(walk.here, AnsweringQuestion)
    return walk.here


def _to_region() -> Walk:
    return Walk().to_question().type("13800138000").press("next", "choice.referral", "next")


def test_keys_type_delete_and_clear() -> None:
    walk = Walk().to_question().type("138").press("key.delete")
    assert _question(walk).draft == "13"
    assert _question(walk.press("key.clear")).draft == ""


def test_a_key_the_field_cannot_hold_and_a_twelfth_digit_change_nothing() -> None:
    walk = Walk().to_question().type("138001380001").press("key.X", "key.", "key.12")
    assert _question(walk).draft == "13800138000"


def test_next_says_what_is_missing_and_keeps_what_was_typed() -> None:
    walk = Walk().to_question().type("138").press("next")
    problem = _question(walk).problem
    assert problem is not None
    assert (problem.key, problem.values) == ("answer.mobile.short", {"missing": 8})
    assert _question(walk).draft == "138"
    assert _question(walk.press("key.0")).problem is None


def test_choosing_does_not_move_on() -> None:
    walk = Walk().to_question().type("13800138000").press("next", "choice.temporary")
    assert (_question(walk).key, _question(walk).draft) == ("kind", "temporary")
    assert _question(walk.press("choice.unknown")).draft == "temporary"
    assert _question(walk.press("next")).key == "dest_region"


def test_a_province_opens_its_cities_and_back_closes_them() -> None:
    walk = _to_region().press("choice.430000")
    assert (_question(walk).inside, _question(walk).draft) == ("430000", "")
    walk.press("choice.430100")
    assert _question(walk).draft == "430100"
    walk.press("back")
    assert (_question(walk).inside, _question(walk).key) == ("", "dest_region")


def test_a_municipality_is_chosen_at_once() -> None:
    walk = _to_region().press("choice.110000")
    assert _question(walk).draft == "110000"
    assert _question(walk.press("next")).key == "start"


def test_only_a_province_is_not_yet_a_place() -> None:
    assert _question(_to_region().press("choice.430000", "next")).problem is not None


def test_coming_back_to_a_place_shows_the_cities_it_is_among() -> None:
    walk = _to_region().press("choice.430000", "choice.430100", "next", "back")
    assert (_question(walk).inside, _question(walk).draft) == ("430000", "430100")


def test_the_wheels_begin_at_the_first_day_allowed() -> None:
    walk = _to_region().press("choice.110000", "next")
    assert _question(walk).draft == "2026-11-24"
    assert _question(walk.press("wheel.day.down")).draft == "2026-11-24"
    assert _question(walk.press("wheel.day.up")).draft == "2026-11-25"
    assert _question(walk.press("wheel.year.up")).draft == "2027-11-25"


def test_the_end_cannot_lie_before_the_start() -> None:
    walk = _to_region().press("choice.110000", "next", "wheel.month.up", "next")
    assert (_question(walk).key, _question(walk).draft) == ("end", "2026-12-24")
    assert _question(walk.press("wheel.month.down")).draft == "2026-12-24"


@given(
    st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    st.sampled_from(PARTS),
    st.sampled_from((-1, 0, 1)),
    st.none() | st.dates(date(2000, 1, 1), date(2026, 11, 24)),
)
def test_a_turned_wheel_always_shows_a_day_that_is_allowed(day: date, part: str, way: int, first: date | None) -> None:
    today = date(2026, 11, 24)
    shown = turned(day, part, way, first, today)
    assert first is None or shown >= first
    assert shown <= date(today.year + YEARS_AHEAD, 12, 31)


def test_the_last_of_a_month_gives_way() -> None:
    assert turned(date(2027, 1, 31), "month", 1, None, date(2026, 11, 24)) == date(2027, 2, 28)
    assert turned(date(2028, 2, 29), "year", 1, None, date(2026, 11, 24)) == date(2029, 2, 28)


def test_only_an_optional_question_may_be_skipped() -> None:
    assert _question(Walk().to_question().press("skip")).key == "phone"
    walk = Walk().to_review()
    assert (walk.here, walk.visit.answers["end"]) == (Reviewing(), "")


def test_an_edit_returns_to_the_review() -> None:
    walk = Walk().to_review().press("edit.phone", "key.clear").type("13900139000").press("next")
    assert (walk.here, walk.visit.answers["phone"]) == (Reviewing(), "13900139000")


def test_an_edit_may_be_left_without_a_change() -> None:
    walk = Walk().to_review().press("edit.kind", "choice.referral", "back")
    assert (walk.here, walk.visit.answers["kind"]) == (Reviewing(), "long_term")


def test_an_edit_that_makes_a_later_answer_impossible_asks_that_again() -> None:
    walk = _to_region().press("choice.110000", "next", "next", "wheel.day.up", "next")
    assert (walk.here, walk.visit.answers["end"]) == (Reviewing(), "2026-11-25")
    walk.press("edit.start", "wheel.month.up", "next")
    assert (_question(walk).key, _question(walk).editing) == ("end", True)
    assert walk.press("next").here == Reviewing()


def test_what_cannot_be_edited_stays() -> None:
    assert Walk().to_review().press("edit.name", "edit.nothing").here == Reviewing()


@pytest.fixture
def conditional() -> Rules:
    """The default item with one more question, asked only of those with a referral."""
    from msgspec.structs import replace

    rules = rules_with()
    item = catalogue().item(ITEM)
    assert item is not None
    words = {"zh-CN": "哪家医院转诊？", "en": "Which hospital?"}
    hospital = Field(
        key="hospital",
        kind=FieldKind.CHOICE,
        label=words,
        question=words,
        options=(Option("a", words),),
        show_if=Condition("kind", ("referral",)),
    )
    asked_more = replace(item, fields=(*item.fields, hospital))
    return Rules(rules.settings, replace(catalogue(), items=(asked_more,)), rules.wording, rules.clock, rules.new_id)


def test_a_condition_decides_whether_a_question_is_asked(conditional: Rules) -> None:
    visit = begin(conditional, health=GOOD, link=True)
    walk = Walk(conditional, visit).to_review()
    assert walk.here == Reviewing()
    walk.press("edit.kind", "choice.referral", "next")
    assert _question(walk).key == "hospital"
    walk.press("choice.a", "next")
    assert (walk.here, walk.visit.answers["hospital"]) == (Reviewing(), "a")


def test_an_answer_to_a_question_no_longer_asked_is_dropped(conditional: Rules) -> None:
    visit = begin(conditional, health=GOOD, link=True)
    walk = Walk(conditional, visit).to_review().press("edit.kind", "choice.referral", "next", "choice.a", "next")
    walk.press("edit.kind", "choice.temporary", "next")
    assert (walk.here, "hospital" in walk.visit.answers) == (Reviewing(), False)


def test_a_wrong_entry_is_heard() -> None:
    walk = Walk().to_question().press("next")
    assert walk.orders[-1] == effects.Play(effects.Sound.WRONG)
