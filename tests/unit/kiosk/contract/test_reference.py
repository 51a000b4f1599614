"""The reference a citizen carries: one spelling, leniently read, and a slip of the pen is seen."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.contract import reference as references
from kiosk.contract.reference import ALPHABET, normalise_reference, reference_of

SLOW_MACHINE = settings(max_examples=100, deadline=None)
IDS = st.binary(min_size=16, max_size=16)


@SLOW_MACHINE
@given(IDS)
def test_a_reference_is_its_own_one_spelling(identifier: bytes) -> None:
    reference = reference_of(identifier)
    assert normalise_reference(reference) == reference
    assert reference_of(identifier[:5] + bytes(11)) == reference


@SLOW_MACHINE
@given(IDS)
@example(b"\xcf\xc0" + bytes(14))  # begins with SZ itself
def test_people_may_write_it_their_way(identifier: bytes) -> None:
    reference = reference_of(identifier)
    typed = reference.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert normalise_reference(typed) == reference
    assert normalise_reference(reference.removeprefix("SZ-")) == reference


def characters(reference: str) -> list[str]:
    return list(reference.removeprefix("SZ").replace("-", ""))


@pytest.mark.parametrize("identifier", [bytes(16), b"\xff" * 16, random.Random(7).randbytes(16)])
def test_every_single_wrong_character_is_seen(identifier: bytes) -> None:
    right = characters(reference_of(identifier))
    for place in range(9):
        for character in ALPHABET:
            wrong = [*right[:place], character, *right[place + 1 :]]
            if wrong != right:
                with pytest.raises(references.ReferenceError):
                    normalise_reference("".join(wrong))


def test_every_swap_of_two_characters_is_seen() -> None:
    chance = random.Random(7)
    for identifier in [b"\x07\xc1\xf0\x7c\x1f" + bytes(11), *(chance.randbytes(16) for _ in range(50))]:
        right = characters(reference_of(identifier))
        for first in range(9):
            for second in range(first + 1, 9):
                swapped = list(right)
                swapped[first], swapped[second] = right[second], right[first]
                if swapped != right:
                    with pytest.raises(references.ReferenceError):
                        normalise_reference("".join(swapped))


@pytest.mark.parametrize("text", ["", "SZ", "SZ-1234-5678", "SZ-1234-5678-UU", "SZ-UUUU-UUUU-U", "é" * 9, "1" * 10])
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(references.ReferenceError):
        normalise_reference(text)
