"""What is inside a seal: an application, a rating or a withdrawal.

Everything here is personal data. It exists in the front's memory during one visit and, opened, at central.
"""

from enum import Enum

import msgspec

AnswerValue = str | int | bool | list[str] | None


class Kind(Enum):
    """The one thing said in clear about an envelope's content."""

    APPLICATION = 1
    RATING = 2
    WITHDRAWAL = 3


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """A person as the card says, unaltered. Dates are ISO 8601; `valid_to` may be `long-term`."""

    document_kind: str
    name: str
    latin_name: str = ""
    number: str
    birth: str
    sex: str
    ethnic: str = ""
    address: str = ""
    country: str = ""
    valid_from: str = ""
    valid_to: str = ""
    flags: list[str] = []


class Consent(msgspec.Struct, frozen=True):
    """Which notice was agreed to: its wording version, language, and the SHA-256 (hex) of the text shown."""

    notice: str
    language: str
    digest: str


class Application(msgspec.Struct, frozen=True, kw_only=True, tag="application"):
    """`strokes`: each a list of x, y pairs in thousandths of the pad. `identity_basis`: how the person was checked."""

    version: int = 1
    id: bytes
    item: str
    item_version: int
    language: str
    applicant: Applicant
    consent: Consent
    answers: dict[str, AnswerValue]
    strokes: list[list[list[int]]]
    identity_basis: str = "card-to-be-checked-by-office"
    check_key: bytes


class Rating(msgspec.Struct, frozen=True, kw_only=True, tag="rating"):
    """`score` 5 is very satisfied, 1 very dissatisfied; `of` is the id of the rated application."""

    version: int = 1
    id: bytes
    of: bytes
    score: int
    language: str


Content = Application | Rating
