"""What is sent to a card and what is made of its answers, without a reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ports import Refusal
from devices.simulators.social_security import SocialSecurityChip
from devices.smart_card.apdu import ALLOWED, CardConfused, ask_card, read_record
from devices.smart_card.social_security import read_social_security


def sent_to(chip: SocialSecurityChip) -> bytes | Refusal:
    def send(apdu: bytes) -> bytes:
        answer = chip(apdu)
        assert answer is not None
        return answer

    result = read_social_security(send)
    assert {apdu[1] for apdu in chip.heard} <= ALLOWED
    return result


WHOLE = sent_to(SocialSecurityChip())


def test_the_specimen_comes_record_by_record() -> None:
    assert isinstance(WHOLE, bytes)
    assert [WHOLE[0], WHOLE[1]] == [0x01, 16]
    assert len(WHOLE) == 14 * 2 + 16 + 1 + 4 + 12 + 4 + 4 + 9 + 18 + 30 + 20 + 1 + 1 + 3 + 4


@pytest.mark.parametrize(
    "habit",
    [
        {"form": "tag"},
        {"form": "tag", "wrong_tags": True},
        {"in_parts": True},
        {"length_first": True},
        {"form": "tag", "in_parts": True, "length_first": True},
    ],
    ids=str,
)
def test_whatever_the_cards_habit_the_same_records_come(habit: dict[str, object]) -> None:
    assert sent_to(SocialSecurityChip(**habit)) == WHOLE  # type: ignore[arg-type]


@pytest.mark.parametrize("version", ["1.00", "2.00", "3.00"])
def test_each_version_is_read(version: str) -> None:
    told = sent_to(SocialSecurityChip(version=version))
    assert isinstance(told, bytes)
    assert version.encode() in told
    assert (b"\x4e\x14" in told) is (version != "1.00")


def test_a_card_that_asks_for_authentication_is_no_fault_and_gets_no_pin() -> None:
    chip = SocialSecurityChip(version="3.00", locked=True)
    assert sent_to(chip) is Refusal.NEEDS_AUTHENTICATION


def test_another_card_is_another_kind() -> None:
    assert sent_to(SocialSecurityChip(other_card=True)) is Refusal.WRONG_KIND


@pytest.mark.parametrize("instead", [b"", b"\x90", b"\x61\x00", b"\x6c\x10", bytes(300) + b"\x61\xff"])
def test_a_card_whose_answers_do_not_end_is_left(instead: bytes) -> None:
    chip = SocialSecurityChip(instead=instead)
    assert sent_to(chip) is Refusal.UNREADABLE
    assert len(chip.heard) < 40


def test_a_command_that_is_not_allowed_is_not_sent() -> None:
    with pytest.raises(ValueError):
        ask_card(lambda _apdu: b"\x90\x00", bytes.fromhex("0020000003123456"))


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=40))
def test_no_answers_make_it_raise_or_go_on_for_ever(answers: list[bytes]) -> None:
    left = iter(answers * 200)
    assert isinstance(read_social_security(lambda _apdu: next(left)), bytes | Refusal)
    try:
        ask_card(lambda _apdu: answers[0], read_record(1, 4, 0))
    except CardConfused:
        pass
