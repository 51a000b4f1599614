"""What is missing from an answer, as a wording key and the numbers in its sentence."""

import msgspec


class AnswerProblem(msgspec.Struct, frozen=True):
    key: str
    values: dict[str, int] = {}
