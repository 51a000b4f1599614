"""What screens and receipts may show of a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.masking import NumberMask, mask_name, mask_number, mask_phone


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("11010519491231002X", "110***********002X"),
        ("PAK310080010103", "PAK********0103"),
        ("1234567", "*******"),
        ("", ""),
    ],
)
def test_a_number_shows_three_and_four(number: str, shown: str) -> None:
    assert mask_number(number) == shown


def test_how_much_is_shown_is_data() -> None:
    assert mask_number("11010519491231002X", NumberMask(first=0, last=2)) == "*" * 16 + "2X"


def test_a_phone_shows_three_and_four() -> None:
    assert mask_phone("13812345678") == "138****5678"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("样本", "样*"),
        ("王𬱖", "王*"),
        ("𬱖", "𬱖"),
        ("欧阳·阿卜杜拉", "欧******"),
        ("ZHENGJIAN, YANGBEN", "Z********, Y******"),
        ("José Ángel-María", "J*** Á****-M****"),
        ("", ""),
    ],
)
def test_a_name_shows_its_first_character_or_initials(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@given(st.text(max_size=30))
def test_masking_never_raises_nor_changes_the_length(text: str) -> None:
    assert len(mask_name(text)) == len(mask_number(text)) == len(text)
