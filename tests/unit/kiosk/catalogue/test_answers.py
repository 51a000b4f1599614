from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.answers import (
    LONG_TEXT_LIMIT,
    answer_value,
    asked,
    check_all,
    check_answer,
    earliest,
)
from kiosk.catalogue.model import Catalogue, Condition, Field, FieldKind, Option, ServiceItem
from kiosk.catalogue.numbers import check_id_number
from kiosk.wording.lookup import Wording, places

TODAY = date(2026, 11, 24)
TEXT = {"zh-CN": "甲", "en": "A"}


def _field(kind: FieldKind, **rest: object) -> Field:
    return Field(key="k", kind=kind, label=TEXT, question=TEXT, **rest)  # type: ignore[arg-type]


def _problem(
    field: Field, value: str, answers: dict[str, str] | None = None, catalogue: Catalogue | None = None
) -> str:
    found = check_answer(field, value, answers or {}, today=TODAY, catalogue=catalogue)
    return "" if found is None else " ".join([found.key, *(f"{k}={v}" for k, v in found.values.items())])


def _item(catalogue: Catalogue, identifier: str) -> ServiceItem:
    item = catalogue.item(identifier)
    assert item is not None
    return item


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("13800138000", ""),
        ("138 0013 8000", ""),
        ("138-0013-8000", ""),
        ("１３８００１３８０００", ""),
        ("", "answer.mobile.missing"),
        ("138001380", "answer.mobile.short missing=2"),
        ("138001380001", "answer.mobile.long extra=1"),
        ("23800138000", "answer.mobile.begins"),
        ("1380013800a", "answer.mobile.digits"),
        ("1³800138000", ""),
        ("١٣٨٠٠١٣٨٠٠٠", "answer.mobile.digits"),
    ],
)
def test_a_mobile_number_says_how_many_digits_are_missing(typed: str, expected: str) -> None:
    assert _problem(_field(FieldKind.MOBILE), typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("11010519491231002X", ""),
        ("110105194912310 02x", ""),
        ("810000199408230021", ""),
        ("830000199201300022", ""),
        ("931586198001010028", ""),
        ("110105194912310021", "answer.id_number.check"),
        ("11010519491331002X", "answer.id_number.check"),
        ("1101051949123100", "answer.id_number.short missing=2"),
        ("11010519491231002X1", "answer.id_number.long extra=1"),
        ("1101051949123100211", "answer.id_number.long extra=1"),
        ("1101051949X2310021", "answer.id_number.digits"),
        ("", "answer.id_number.missing"),
    ],
)
def test_a_typed_document_number_passes_its_check_character(typed: str, expected: str) -> None:
    assert _problem(_field(FieldKind.ID_NUMBER), typed) == expected


@given(st.integers(0, 16), st.integers(1, 9))
def test_every_single_wrong_digit_of_a_number_is_seen(place: int, step: int) -> None:
    number = "11010519491231002X"
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert check_id_number(number) is None
    assert check_id_number(wrong) is not None


def test_a_date_is_a_day_of_the_calendar_and_not_before_today() -> None:
    field = _field(FieldKind.DATE, minimum="today")
    assert _problem(field, "2026-11-24") == ""
    assert _problem(field, "2026-11-21") == "answer.date.before_today days=3"
    for no_day in ("2026-02-29", "2026-11-31", "20261124", "2026-W48-2", "soon"):
        assert _problem(field, no_day) == "answer.date.no_such_day"


def test_a_date_may_start_at_another_answer() -> None:
    field = _field(FieldKind.DATE, minimum="start")
    assert _problem(field, "2026-12-01", {"start": "2026-12-01"}) == ""
    assert _problem(field, "2026-11-30", {"start": "2026-12-01"}) == "answer.date.before_other days=1"
    assert _problem(field, "2020-01-01", {}) == ""
    assert earliest(field, {"start": "2026-12-01"}, TODAY) == date(2026, 12, 1)
    assert earliest(_field(FieldKind.DATE), {}, TODAY) is None


def test_a_choice_is_one_of_its_options() -> None:
    field = _field(FieldKind.CHOICE, options=(Option("a", TEXT),))
    assert _problem(field, "a") == ""
    assert _problem(field, "b") == _problem(field, "") == "answer.choice.missing"


def test_a_region_is_known_and_chosen_to_the_end(catalogue: Catalogue) -> None:
    field = _field(FieldKind.REGION)
    assert _problem(field, "430100", catalogue=catalogue) == ""
    assert _problem(field, "110000", catalogue=catalogue) == ""
    assert _problem(field, "440000", catalogue=catalogue) == "answer.region.city"
    assert _problem(field, "999999", catalogue=catalogue) == "answer.region.missing"
    assert _problem(field, "999999") == ""
    assert _problem(field, "Changsha") == "answer.region.missing"


def test_a_declaration_counts_only_when_it_is_made() -> None:
    assert _problem(_field(FieldKind.DECLARATION), "true") == ""
    assert _problem(_field(FieldKind.DECLARATION), "false") == "answer.declaration.missing"
    assert _problem(_field(FieldKind.YES_NO), "false") == ""
    assert _problem(_field(FieldKind.YES_NO), "perhaps") == "answer.yes_no.missing"


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (FieldKind.HAN_NAME, "王𬱖", ""),
        (FieldKind.HAN_NAME, "王\ue863", "answer.text.character"),
        (FieldKind.TEXT, "新" * 61, "answer.text.long extra=1"),
        (FieldKind.TEXT, "a\x00b", "answer.text.character"),
        (FieldKind.LONG_TEXT, "一\n二", ""),
        (FieldKind.LONG_TEXT, "字" * (LONG_TEXT_LIMIT + 2), "answer.text.long extra=2"),
        (FieldKind.AMOUNT, "1,500.00", ""),
        (FieldKind.AMOUNT, "0.00", "answer.amount.missing"),
        (FieldKind.AMOUNT, "1.234", "answer.amount.form"),
        (FieldKind.AMOUNT, "-5", "answer.amount.form"),
        (FieldKind.AMOUNT, "99999999", "answer.amount.large most=10000000"),
        (FieldKind.BANK_CARD, "6222 0212 3456 7890 123", ""),
        (FieldKind.BANK_CARD, "62220212345", "answer.bank_card.short missing=1"),
        (FieldKind.BANK_CARD, "6" * 21, "answer.bank_card.long extra=2"),
        (FieldKind.MONTH_RANGE, "2025-01/2026-11", ""),
        (FieldKind.MONTH_RANGE, "2026-11/2025-01", "answer.month_range.order"),
        (FieldKind.MONTH_RANGE, "2026-13/2026-14", "answer.month_range.missing"),
    ],
)
def test_other_kinds_say_what_is_missing(kind: FieldKind, typed: str, expected: str) -> None:
    assert _problem(_field(kind), typed) == expected


def test_a_length_of_the_field_itself_wins() -> None:
    assert _problem(_field(FieldKind.TEXT, maximum_length=3), "一二三四") == "answer.text.long extra=1"


@pytest.mark.parametrize("kind", list(FieldKind))
def test_an_optional_question_may_stay_empty(kind: FieldKind) -> None:
    assert _problem(_field(kind, required=False), " ") == ""
    assert _problem(_field(kind), "") == f"answer.{kind.value}.missing"


@pytest.mark.parametrize("kind", list(FieldKind))
@given(typed=st.text(max_size=40))
def test_no_text_a_person_can_enter_breaks_a_check(kind: FieldKind, typed: str) -> None:
    field = _field(kind)
    found = check_answer(field, typed, {}, today=TODAY)
    assert found is None or found.key.startswith("answer.")
    answer_value(field, typed)


def test_the_questions_of_the_default_item_are_its_five_kinds(catalogue: Catalogue) -> None:
    keys = [field.key for field in asked(_item(catalogue, "med.cross-region-filing"), {})]
    assert keys == ["phone", "kind", "dest_region", "start", "end"]


def test_a_question_appears_when_its_condition_holds(catalogue: Catalogue) -> None:
    item = _item(catalogue, "re.property-search")
    assert [f.key for f in asked(item, {"scope": "city"})] == ["scope", "purpose"]
    assert [f.key for f in asked(item, {"scope": "district"})] == ["scope", "district", "purpose"]


def test_a_question_behind_a_hidden_question_stays_hidden() -> None:
    first = _field(FieldKind.YES_NO)
    second = Field(key="b", kind=FieldKind.YES_NO, label=TEXT, question=TEXT, show_if=Condition("k", ("true",)))
    third = Field(key="c", kind=FieldKind.TEXT, label=TEXT, question=TEXT, show_if=Condition("b", ("true",)))
    item = _bare_item((first, second, third))
    answers = {"k": "false", "b": "true"}
    assert [f.key for f in asked(item, answers)] == ["k"]
    assert [f.key for f in asked(item, {**answers, "k": "true"})] == ["k", "b", "c"]


def _bare_item(fields: tuple[Field, ...]) -> ServiceItem:
    from kiosk.catalogue.model import ItemKind, Offline

    return ServiceItem(
        id="x.y", version=1, kind=ItemKind.APPLY, names=TEXT, summary=TEXT, authority=TEXT, handling=TEXT, bring=(),
        minutes=1, fee=0, offline=Offline.QUEUE, icon="shield", topic="t", person_check="card", needs=(), fields=fields,
    )  # fmt: skip


def test_all_answers_of_a_visit_are_checked_together(catalogue: Catalogue) -> None:
    item = _item(catalogue, "med.cross-region-filing")
    good = {"phone": "13800138000", "kind": "temporary", "dest_region": "430100", "start": "2026-11-24"}
    assert check_all(item, good, today=TODAY, catalogue=catalogue) == {}
    bad = check_all(item, {**good, "phone": "1", "end": "2026-11-01"}, today=TODAY, catalogue=catalogue)
    assert set(bad) == {"phone", "end"}


def test_answers_are_stored_as_bool_text_or_nothing() -> None:
    assert answer_value(_field(FieldKind.YES_NO), "true") is True
    assert answer_value(_field(FieldKind.DECLARATION), "false") is False
    assert answer_value(_field(FieldKind.MOBILE), "138 0013 8000") == "13800138000"
    assert answer_value(_field(FieldKind.AMOUNT), "1500.00") == "1500.00"
    assert answer_value(_field(FieldKind.DATE), " ") is None


def test_every_problem_has_its_sentence(wording: Wording) -> None:
    values = {"missing": 1, "extra": 1, "days": 1, "most": 1}
    samples = [
        "",
        "1",
        "2",
        "1" * 30,
        "abc",
        "2026-01-01",
        "0.0",
        "1.234",
        "99999999",
        "2026-11/2025-01",
        "\ue863",
        "字" * 900,
    ]
    for kind in FieldKind:
        for minimum in ("", "today", "other"):
            field = _field(kind, minimum=minimum)
            for typed in samples:
                found = check_answer(field, typed, {"other": "2030-01-01"}, today=TODAY)
                if found is not None:
                    sentence = wording.text(found.key, "en", **found.values)
                    assert sentence
                    assert places(wording.text(found.key, "zh-CN", **{k: f"{{{k}}}" for k in values})) == set(
                        found.values
                    )
