"""The two judges of an answer agree: what the terminal's check accepts fits the item's own JSON Schema."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kiosk.catalogue.answers import answer_value, asked, check_all
from kiosk.catalogue.model import Catalogue, Field, FieldKind, ServiceItem

FOLDER = Path(__file__).parents[4] / "assets" / "catalogue"
TODAY = date(2026, 11, 24)
GOOD = {
    FieldKind.MOBILE: "13800138000",
    FieldKind.HAN_NAME: "王𬱖",
    FieldKind.ID_NUMBER: "11010519491231002X",
    FieldKind.YES_NO: "true",
    FieldKind.DECLARATION: "true",
    FieldKind.TEXT: "新加坡",
    FieldKind.LONG_TEXT: "路灯不亮",
    FieldKind.ADDRESS: "样本路 1 号 2 栋",
    FieldKind.REGION: "430100",
    FieldKind.DATE: "2026-12-01",
    FieldKind.MONTH_RANGE: "2025-01/2026-11",
    FieldKind.AMOUNT: "1500.00",
    FieldKind.BANK_CARD: "6222021234567890123",
    FieldKind.APPOINTMENT: "2026-12-01T09:00",
    FieldKind.RECEIPT_CODE: "K1:ABC",
    FieldKind.SCALES: "5,4,3,2",
}
CARD = {"name": "样本", "id_number": "11010519491231002X"}
BAD = {"phone": "1380013800", "dest_region": "43", "start": "1 December", "kind": "whim"}


def _good(field: Field, choice: int) -> str:
    if field.kind is FieldKind.CHOICE:
        return field.options[choice % len(field.options)].value
    return GOOD[field.kind]


def _answered(item: ServiceItem, choice: int) -> dict[str, str]:
    answers: dict[str, str] = {}
    for field in item.questions:
        if field in asked(item, answers):
            answers[field.key] = _good(field, choice)
    return answers


def _schema(item: ServiceItem) -> Draft202012Validator:
    data: dict[str, Any] = json.loads((FOLDER / f"{item.id}.json").read_text())["data"]
    return Draft202012Validator(data)


def _stored(item: ServiceItem, answers: dict[str, str]) -> dict[str, Any]:
    fields = {field.key: field for field in item.fields}
    from_card = {key: value for key, value in CARD.items() if key in fields}
    return from_card | {key: answer_value(fields[key], value) for key, value in answers.items()}


@pytest.mark.parametrize("choice", range(5))
def test_a_sample_of_every_item_passes_both(catalogue: Catalogue, choice: int) -> None:
    for item in catalogue.items:
        answers = _answered(item, choice)
        assert check_all(item, answers, today=TODAY, catalogue=catalogue) == {}, item.id
        assert [error.message for error in _schema(item).iter_errors(_stored(item, answers))] == [], item.id


@pytest.mark.parametrize("key", sorted(BAD))
def test_a_bad_answer_passes_neither(catalogue: Catalogue, key: str) -> None:
    item = catalogue.item("med.cross-region-filing")
    assert item is not None
    answers = {**_answered(item, 0), key: BAD[key]}
    assert key in check_all(item, answers, today=TODAY, catalogue=catalogue)
    assert not _schema(item).is_valid(_stored(item, answers))
