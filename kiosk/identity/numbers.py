"""Identity numbers: their forms and check characters.

18 characters (resident, permit 81/82/83…, permanent resident 2023 9…): GB 11643 with ISO 7064 MOD 11-2.
15 characters (permanent resident 2017): 3 letters, 4 digits, YYMMDD, 1 digit, check digit by ICAO 9303 7-3-1.
"""

import re
from enum import Enum

from kiosk.identity.document import DocumentKind

_CHECK_CHARACTERS = "10X98765432"
_WEIGHTS_18 = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_WEIGHTS_ICAO = (7, 3, 1)
_FORM_18 = re.compile(r"[0-9]{17}[0-9X]")
_FORM_15 = re.compile(r"[A-Z]{3}[0-9]{12}")
_PERMIT_STARTS = ("81", "82", "83")
_FOREIGN_START = "9"


class NumberProblem(Enum):
    """Why a number does not stand."""

    LENGTH = "length"
    FORM = "form"
    CHECK = "check"


def check_character_18(first17: str) -> str:
    """ISO 7064 MOD 11-2 of 17 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS_18, first17, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def check_digit_icao(text: str) -> str:
    """ICAO 9303: weights 7 3 1 repeated, A = 10 … Z = 35, remainder by ten. `text`: ASCII letters and digits."""
    total = sum(int(character, 36) * _WEIGHTS_ICAO[place % 3] for place, character in enumerate(text))
    return str(total % 10)


def number_problem(number: str) -> NumberProblem | None:
    """What is wrong with an upper-cased number; None when it stands."""
    form = {18: _FORM_18, 15: _FORM_15}.get(len(number))
    if form is None:
        return NumberProblem.LENGTH
    if not form.fullmatch(number):
        return NumberProblem.FORM
    expected = check_character_18(number[:17]) if len(number) == 18 else check_digit_icao(number[:14])
    return None if number[-1] == expected else NumberProblem.CHECK


def kind_of_number(number: str) -> DocumentKind | None:
    """Which document carries a number of this form; None when it does not stand."""
    if number_problem(number):
        return None
    if len(number) == 15:
        return DocumentKind.FOREIGN_2017
    if number.startswith(_PERMIT_STARTS):
        return DocumentKind.PERMIT
    return DocumentKind.FOREIGN_2023 if number.startswith(_FOREIGN_START) else DocumentKind.RESIDENT
