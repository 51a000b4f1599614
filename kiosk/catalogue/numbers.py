"""The number of an identity document as typed by a person (a number read from a chip is never refused).

Permits (81, 82, 83) and permanent resident cards of 2023
(9…) have the same form; the birth date stands at places 7 to 14 in all of them.
"""

from datetime import date

from kiosk.catalogue.problem import AnswerProblem
from kiosk.identity.numbers import check_character_18

NUMBER_LENGTH = 18


def check_id_number(value: str) -> AnswerProblem | None:
    """`value` upper-cased and without spaces."""
    body, last = value[: NUMBER_LENGTH - 1], value[NUMBER_LENGTH - 1 :]
    if not body.isascii() or not body.isdigit() or last.strip("0123456789X"):
        return AnswerProblem("answer.id_number.digits")
    if len(value) != NUMBER_LENGTH:
        return _length_problem(len(value))
    if not _is_day(body[6:14]) or check_character_18(body) != last:
        return AnswerProblem("answer.id_number.check")
    return None


def _length_problem(length: int) -> AnswerProblem:
    if length < NUMBER_LENGTH:
        return AnswerProblem("answer.id_number.short", {"missing": NUMBER_LENGTH - length})
    return AnswerProblem("answer.id_number.long", {"extra": length - NUMBER_LENGTH})


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
