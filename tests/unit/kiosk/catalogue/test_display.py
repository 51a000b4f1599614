import pytest

from kiosk.catalogue.display import display
from kiosk.catalogue.model import Catalogue, Field, FieldKind, Option
from kiosk.wording.lookup import Wording

TEXT = {"zh-CN": "甲", "en": "A"}


def _field(kind: FieldKind, mask: str = "") -> Field:
    options = (Option("a", {"zh-CN": "甲项", "en": "Item A"}),)
    return Field(key="k", kind=kind, label=TEXT, question=TEXT, mask=mask, options=options)


@pytest.mark.parametrize(
    ("kind", "mask", "value", "chinese", "english"),
    [
        (FieldKind.MOBILE, "phone_3_4", "13800138000", "138 **** 8000", "138 **** 8000"),
        (FieldKind.CARD_NUMBER, "id_3_4", "11010519491231002X", "110***********002X", "110***********002X"),
        (FieldKind.BANK_CARD, "pan_last4", "6222021234567890123", "***************0123", "***************0123"),
        (FieldKind.CARD_NAME, "name", "王𬱖", "王*", "王*"),
        (FieldKind.CHOICE, "", "a", "甲项", "Item A"),
        (FieldKind.YES_NO, "", "true", "是", "Yes"),
        (FieldKind.DECLARATION, "", "true", "已声明", "Declared"),
        (FieldKind.DATE, "", "2026-11-05", "2026 年 11 月 5 日", "5 November 2026"),
        (FieldKind.REGION, "", "430100", "湖南省长沙市", "Changsha, Hunan"),
        (FieldKind.REGION, "", "110000", "北京市", "Beijing"),
        (FieldKind.REGION, "", "999999", "999999", "999999"),
        (FieldKind.AMOUNT, "", "1500.00", "1,500.00 元", "CNY 1,500.00"),
        (FieldKind.MONTH_RANGE, "", "2025-01/2026-11", "2025-01 至 2026-11", "2025-01 to 2026-11"),
        (FieldKind.TEXT, "", "新加坡", "新加坡", "新加坡"),
        (FieldKind.DATE, "", "", "未填", "Not given"),
    ],
)
def test_an_answer_is_shown_in_words_and_masked(
    catalogue: Catalogue, wording: Wording, kind: FieldKind, mask: str, value: str, chinese: str, english: str
) -> None:
    shown = [display(_field(kind, mask), value, language, catalogue, wording) for language in ("zh-CN", "en")]
    assert shown == [chinese, english]


def test_holding_to_show_takes_the_mask_off(catalogue: Catalogue, wording: Wording) -> None:
    field = _field(FieldKind.MOBILE, "phone_3_4")
    assert display(field, "13800138000", "en", catalogue, wording, masked=False) == "138 0013 8000"


def test_every_personal_answer_of_the_catalogue_is_masked(catalogue: Catalogue, wording: Wording) -> None:
    canary = "11010519491231002X"
    personal = [
        f for item in catalogue.items for f in item.fields if f.kind in (FieldKind.CARD_NUMBER, FieldKind.ID_NUMBER)
    ]
    assert personal
    for field in personal:
        assert canary not in display(field, canary, "zh-CN", catalogue, wording)
