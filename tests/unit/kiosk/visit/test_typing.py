"""The letter keyboard on the pure machine: pinyin is chosen for, letters stand as typed, nothing half-typed is kept."""

import msgspec
import pytest

from kiosk.catalogue.problem import AnswerProblem
from kiosk.visit.events import Timer
from kiosk.visit.keyboard import Layer
from kiosk.visit.moves.questions import fields_of, question
from kiosk.visit.projection import screen
from kiosk.visit.screen import Entry, Keys, Look
from kiosk.visit.situations import AnsweringQuestion, Reviewing
from tests.unit.kiosk.visit.walking import SPECIMEN, ListedPinyin, Walk, rules_with

ITEM = "hh.residence-endorsement"


def at_address(*, language: str = "zh-CN", pinyin: bool = True, draft: str = "") -> Walk:
    rules = rules_with(ListedPinyin() if pinyin else None)
    visit = Walk(rules).to_question().visit.but(item=ITEM, language=language)
    field = next(field for field in fields_of(visit, rules) if field.key == "address")
    return Walk(rules, visit.at(msgspec.structs.replace(question(visit, field, rules), draft=draft)))


def here(walk: Walk) -> AnsweringQuestion:
    assert isinstance(walk.here, AnsweringQuestion)
    return walk.here


def words(walk: Walk) -> list[str]:
    return [candidate.text for candidate in here(walk).typing.candidates]


def offered(walk: Walk) -> tuple[str, ...]:
    return screen(walk.visit, walk.rules, clock="").focus


def test_a_whole_address_is_typed_by_letters_and_choices() -> None:
    walk = at_address().type("shenzhenshi").press("pick.0").type("longhuaqu").press("key.space")
    walk.press("key.layer.signs").type("12")
    assert here(walk).draft == "深圳市龙华区12"
    assert here(walk).typing.letters == ""


def test_a_word_for_the_first_letters_leaves_the_rest_to_be_chosen_for() -> None:
    walk = at_address().type("shenzhenshilonghuaqu").press("pick.0")
    assert here(walk).draft == "深圳市"
    assert here(walk).typing.letters == "longhuaqu"
    assert words(walk) == ["龙华区"]


def test_delete_takes_letters_first_and_then_the_text() -> None:
    walk = at_address(draft="龙华").type("sh").press("key.delete", "key.delete")
    assert here(walk).typing.spelling == ""
    assert here(walk).draft == "龙华"
    assert here(walk.press("key.delete")).draft == "龙"


def test_candidates_have_pages_there_and_back() -> None:
    walk = at_address().type("shili")
    first = words(walk)
    assert len(first) == 5
    second = words(walk.press("page.next"))
    assert not set(first) & set(second)
    assert words(walk.press("page.back")) == first


def test_large_text_offers_four_at_a_time() -> None:
    walk = at_address()
    walk.visit = walk.visit.but(look=Look(size="large"))
    assert len(words(walk.type("shili"))) == 4


def test_one_by_one_offers_single_characters() -> None:
    walk = at_address().press("key.rare").type("shili")
    assert words(walk) == ["十", "市", "是", "事", "时"]
    assert here(walk.press("pick.0")).typing.letters == "li"


def test_letters_not_chosen_for_are_asked_about_before_going_on() -> None:
    walk = at_address().type("shili").press("next")
    assert here(walk).problem == AnswerProblem("answer.text.composing")
    assert here(walk.press("pick.0")).problem is None
    walk.press("next")
    assert walk.visit.answers["address"] == "示例"


def test_going_to_letters_keeps_what_was_typed_as_letters() -> None:
    walk = at_address().type("shili").press("key.layer.latin")
    assert here(walk).draft == "shili"
    assert here(walk).typing.layer is Layer.LATIN


def test_shift_is_for_one_letter_and_accents_are_at_hand() -> None:
    walk = at_address(language="fr").press("key.shift").type("R").type("ue").press("key.layer.accents").type("é")
    assert here(walk).draft == "Rueé"


def test_a_key_that_is_not_shown_types_nothing() -> None:
    walk = at_address().press("key.Q", "key.1", "key.é", "key.layer.accents", "key.nonsense", "pick.0", "pick.99")
    assert here(walk) == here(at_address())


def test_a_field_takes_no_character_too_many() -> None:
    full = at_address(language="en", draft="a" * 120)
    assert here(full.press("key.q", "key.space")).draft == "a" * 120
    chinese = at_address(draft="字" * 119).type("shili").press("pick.0")
    assert here(chinese).draft == "字" * 119
    assert here(chinese).problem == AnswerProblem("answer.text.long", {"extra": 1})


def test_the_address_of_the_card_is_taken_over_when_asked() -> None:
    walk = at_address().type("shi").press("card.address")
    assert here(walk).draft == SPECIMEN.address
    assert here(walk).typing.letters == ""
    assert "card.address" in offered(walk)
    walk.visit = walk.visit.but(document=None)
    assert "card.address" not in offered(walk)


def test_only_what_the_field_names_is_taken_from_the_card() -> None:
    assert here(at_address().press("card.name", "card.number", "card.")).draft == ""


@pytest.mark.parametrize("language", ["zh-CN", "en", "ar"])
def test_without_an_engine_letters_are_left_and_the_page_says_so(language: str) -> None:
    walk = at_address(language=language, pinyin=False)
    model = screen(walk.visit, walk.rules, clock="")
    assert isinstance(model.counter, Keys)
    assert "key.layer.pinyin" not in offered(walk)
    assert here(walk.type("shili")).draft == "shili"
    entry = next(block for block in model.blocks if isinstance(block, Entry))
    assert bool(entry.note) is (language != "en")


def test_a_page_in_another_language_offers_both_keyboards() -> None:
    assert "key.layer.pinyin" in offered(at_address(language="en"))
    assert "key.layer.latin" in offered(at_address(language="zh-CN"))


def test_half_typed_letters_are_gone_when_the_visit_ends() -> None:
    walk = at_address().type("shenzhenshi").after(Timer.IDLE).seconds(30).after(Timer.VEIL)
    assert "shenzhen" not in str(walk.visit)
    assert "深圳" not in str(walk.visit)


def test_an_edited_address_comes_back_to_the_review() -> None:
    walk = at_address()
    walk.visit = walk.visit.but(situation=msgspec.structs.replace(here(walk), editing=True))
    walk.type("shili").press("pick.0")
    walk.visit = walk.visit.but(answers={"phone": "13800138000", "district": "longhua", "basis": "housing"})
    walk.press("next")
    assert isinstance(walk.here, Reviewing | AnsweringQuestion)
    assert walk.visit.answers["address"] == "示例"
