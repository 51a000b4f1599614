"""Answers: which questions are asked, what a typed value means, and what is missing from it.

While a visit runs every answer is text, as typed or chosen; `answer_value` is the form it is stored in. A problem says
what is missing, never "wrong format" (shared rule of words). The keys stand in assets/wording/catalogue.json.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from kiosk.catalogue.model import Catalogue, Field, FieldKind, ServiceItem
from kiosk.catalogue.numbers import check_id_number
from kiosk.catalogue.problem import AnswerProblem
from kiosk.contract.application import AnswerValue

Answers = Mapping[str, str]
TODAY = "today"
MOBILE_DIGITS = 11
BANK_CARD_LEAST, BANK_CARD_MOST = 12, 19
TEXT_LIMIT = 60
LONG_TEXT_LIMIT = 500
AMOUNT_LIMIT = 10_000_000
"""Yuan; a slip of the finger, not a rule of any item."""

_NOT_WRITABLE = frozenset({"Cc", "Cs", "Co"})  # control, lone surrogate, private use
_GAPS = " ,\t\u2009"
_SPACED = frozenset({FieldKind.MOBILE, FieldKind.ID_NUMBER, FieldKind.BANK_CARD, FieldKind.AMOUNT})
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
_MONTHS = re.compile(r"([0-9]{4}-(?:0[1-9]|1[0-2]))/([0-9]{4}-(?:0[1-9]|1[0-2]))")


class Given(NamedTuple):
    """An answer, normalised and not empty, and what a check may look at beside it."""

    field: Field
    value: str
    answers: Answers
    today: date
    catalogue: Catalogue | None


Check = Callable[[Given], AnswerProblem | None]


def asked(item: ServiceItem, answers: Answers) -> tuple[Field, ...]:
    """The questions of this visit in order: one whose condition rests on a question not asked is not asked either."""
    shown: list[Field] = []
    for field in item.questions:
        if field.show_if is None or _holds(field, shown, answers):
            shown.append(field)
    return tuple(shown)


def _holds(field: Field, shown: list[Field], answers: Answers) -> bool:
    condition = field.show_if
    if condition is None:
        return True
    on_screen = any(earlier.key == condition.key for earlier in shown)
    return on_screen and answers.get(condition.key, "") in condition.values


def normalise(field: Field, value: str) -> str:
    """What was meant by what was typed: outer spaces gone, full-width digits narrow, no gaps inside numbers, X big."""
    if field.kind not in _SPACED:
        return unicodedata.normalize("NFC", value).strip()
    narrow = unicodedata.normalize("NFKC", value)
    gaps = _GAPS if field.kind is FieldKind.AMOUNT else _GAPS + "-"
    return "".join(character for character in narrow if character not in gaps).upper()


def check_answer(
    field: Field, value: str, answers: Answers, *, today: date, catalogue: Catalogue | None = None
) -> AnswerProblem | None:
    """None when `value` will do. Without `catalogue` a region is only looked at for its form."""
    meant = normalise(field, value)
    if not meant:
        return AnswerProblem(f"answer.{field.kind.value}.missing") if field.required else None
    check = _CHECKS.get(field.kind)
    return check(Given(field, meant, answers, today, catalogue)) if check else None


def check_all(
    item: ServiceItem, answers: Answers, *, today: date, catalogue: Catalogue | None = None
) -> dict[str, AnswerProblem]:
    """Field key → problem, for every question asked in this visit."""
    found = {
        field.key: check_answer(field, answers.get(field.key, ""), answers, today=today, catalogue=catalogue)
        for field in asked(item, answers)
    }
    return {key: problem for key, problem in found.items() if problem is not None}


def answer_value(field: Field, value: str) -> AnswerValue:
    """The stored form of a checked answer: yes/no as bool, nothing as None, all else (amounts too) as text."""
    meant = normalise(field, value)
    if not meant:
        return None
    if field.kind in (FieldKind.YES_NO, FieldKind.DECLARATION):
        return meant == "true"
    return meant


def earliest(field: Field, answers: Answers, today: date) -> date | None:
    """The first day a date question accepts; None when any day will do."""
    if field.minimum == TODAY:
        return today
    return read_date(answers.get(field.minimum, "")) if field.minimum else None


def read_date(value: str) -> date | None:
    """`YYYY-MM-DD`; None when it is no day of the calendar."""
    try:
        return date.fromisoformat(value) if _DATE.fullmatch(value) else None
    except ValueError:
        return None


def _check_mobile(given: Given) -> AnswerProblem | None:
    if not given.value.isascii() or not given.value.isdigit():
        return AnswerProblem("answer.mobile.digits")
    if given.value[0] != "1":
        return AnswerProblem("answer.mobile.begins")
    return _check_length("mobile", len(given.value), MOBILE_DIGITS)


def _check_length(kind: str, length: int, wanted: int) -> AnswerProblem | None:
    if length < wanted:
        return AnswerProblem(f"answer.{kind}.short", {"missing": wanted - length})
    if length > wanted:
        return AnswerProblem(f"answer.{kind}.long", {"extra": length - wanted})
    return None


def _check_choice(given: Given) -> AnswerProblem | None:
    known = any(option.value == given.value for option in given.field.options)
    return None if known else AnswerProblem("answer.choice.missing")


def _check_yes_no(given: Given) -> AnswerProblem | None:
    return None if given.value in ("true", "false") else AnswerProblem("answer.yes_no.missing")


def _check_declaration(given: Given) -> AnswerProblem | None:
    return None if given.value == "true" or not given.field.required else AnswerProblem("answer.declaration.missing")


def _check_date(given: Given) -> AnswerProblem | None:
    day = read_date(given.value)
    if day is None:
        return AnswerProblem("answer.date.no_such_day")
    first = earliest(given.field, given.answers, given.today)
    if first is not None and day < first:
        word = TODAY if given.field.minimum == TODAY else "other"
        return AnswerProblem(f"answer.date.before_{word}", {"days": (first - day).days})
    return None


def _check_region(given: Given) -> AnswerProblem | None:
    if len(given.value) != 6 or not given.value.isascii() or not given.value.isdigit():
        return AnswerProblem("answer.region.missing")
    if given.catalogue is None:
        return None
    regions = given.catalogue.regions
    if all(region.code != given.value for region in regions):
        return AnswerProblem("answer.region.missing")
    inside = any(region.parent == given.value for region in regions)
    return AnswerProblem("answer.region.city") if inside else None


def _check_text(given: Given) -> AnswerProblem | None:
    own = LONG_TEXT_LIMIT if given.field.kind is FieldKind.LONG_TEXT else TEXT_LIMIT
    limit = given.field.maximum_length or own
    if any(unicodedata.category(character) in _NOT_WRITABLE for character in given.value.replace("\n", "")):
        return AnswerProblem("answer.text.character")
    over = len(given.value) - limit
    return AnswerProblem("answer.text.long", {"extra": over}) if over > 0 else None


def _check_amount(given: Given) -> AnswerProblem | None:
    if not _AMOUNT.fullmatch(given.value):
        return AnswerProblem("answer.amount.form")
    yuan, _, _ = given.value.partition(".")
    if not given.value.replace(".", "").strip("0"):
        return AnswerProblem("answer.amount.missing")
    return AnswerProblem("answer.amount.large", {"most": AMOUNT_LIMIT}) if int(yuan) > AMOUNT_LIMIT else None


def _check_bank_card(given: Given) -> AnswerProblem | None:
    """12 to 19 digits (ISO/IEC 7812); the Luhn digit is only a hint and refuses nothing."""
    if not given.value.isascii() or not given.value.isdigit():
        return AnswerProblem("answer.bank_card.digits")
    length = len(given.value)
    return _check_length("bank_card", length, min(max(length, BANK_CARD_LEAST), BANK_CARD_MOST))


def _check_months(given: Given) -> AnswerProblem | None:
    months = _MONTHS.fullmatch(given.value)
    if months is None:
        return AnswerProblem("answer.month_range.missing")
    return AnswerProblem("answer.month_range.order") if months[1] > months[2] else None


def _check_number(given: Given) -> AnswerProblem | None:
    return check_id_number(given.value)


_CHECKS: Mapping[FieldKind, Check] = {
    FieldKind.MOBILE: _check_mobile,
    FieldKind.ID_NUMBER: _check_number,
    FieldKind.CHOICE: _check_choice,
    FieldKind.YES_NO: _check_yes_no,
    FieldKind.DECLARATION: _check_declaration,
    FieldKind.DATE: _check_date,
    FieldKind.REGION: _check_region,
    FieldKind.HAN_NAME: _check_text,
    FieldKind.TEXT: _check_text,
    FieldKind.LONG_TEXT: _check_text,
    FieldKind.ADDRESS: _check_text,
    FieldKind.AMOUNT: _check_amount,
    FieldKind.BANK_CARD: _check_bank_card,
    FieldKind.MONTH_RANGE: _check_months,
}
