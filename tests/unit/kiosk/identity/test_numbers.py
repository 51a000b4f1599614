"""Numbers and their check characters; the specimens are the published ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.document import DocumentKind
from kiosk.identity.ethnic import ETHNIC_NAMES
from kiosk.identity.numbers import NumberProblem, check_character_18, kind_of_number, number_problem

SPECIMENS = {
    "11010519491231002X": DocumentKind.RESIDENT,
    "810000199408230021": DocumentKind.PERMIT,
    "830000199201300022": DocumentKind.PERMIT,
    "931586198001010028": DocumentKind.FOREIGN_2023,
    "PAK310080010103": DocumentKind.FOREIGN_2017,
}


@pytest.mark.parametrize(("number", "kind"), SPECIMENS.items())
def test_a_published_number_stands_and_tells_its_document(number: str, kind: DocumentKind) -> None:
    assert number_problem(number) is None
    assert kind_of_number(number) is kind


@pytest.mark.parametrize("number", SPECIMENS)
def test_one_wrong_digit_is_always_found(number: str) -> None:
    for place, character in enumerate(number):
        if character.isdigit():
            for other in set("0123456789") - {character}:
                changed = number[:place] + other + number[place + 1 :]
                assert number_problem(changed) is NumberProblem.CHECK, changed


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("", NumberProblem.LENGTH),
        ("1101051949123100", NumberProblem.LENGTH),
        ("1101051949123100２X", NumberProblem.FORM),
        ("X1010519491231002X", NumberProblem.FORM),
        ("123310080010103", NumberProblem.FORM),
    ],
)
def test_what_is_no_number_says_why(number: str, problem: NumberProblem) -> None:
    assert number_problem(number) is problem
    assert kind_of_number(number) is None


@given(st.from_regex(r"[0-9]{17}", fullmatch=True).filter(str.isascii))
def test_two_neighbours_changed_over_are_always_found(first17: str) -> None:
    whole = first17 + check_character_18(first17)
    for place in range(16):
        a, b = whole[place], whole[place + 1]
        if a != b:
            assert number_problem(whole[:place] + b + a + whole[place + 2 :]) is NumberProblem.CHECK


def test_every_ethnic_code_of_the_table_has_a_name() -> None:
    assert len(ETHNIC_NAMES) == 58
    assert (ETHNIC_NAMES["01"], ETHNIC_NAMES["56"], ETHNIC_NAMES["98"]) == ("汉", "基诺", "外国血统中国籍人士")
