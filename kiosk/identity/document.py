"""A person's document as read from a card: one shape for all four layouts.

Holds personal data in memory for one visit. `number` is as the chip says, upper-cased; a wrong check digit is a flag,
never a refusal (the chip is the authority).
"""

from enum import Enum

import msgspec


class DocumentKind(Enum):
    RESIDENT = "resident"
    PERMIT = "permit"  # residence permit for Hong Kong, Macau and Taiwan residents, flag J
    FOREIGN_2017 = "foreign_2017"  # foreign permanent resident card, flag I
    FOREIGN_2023 = "foreign_2023"  # foreign permanent resident card, flag Y


class Sex(Enum):
    UNKNOWN = "unknown"
    MALE = "male"
    FEMALE = "female"
    NOT_STATED = "not_stated"


class Flag(Enum):
    """What staff should know about a reading."""

    CHECK_DIGIT = "check_digit"  # the number's check digit does not fit
    PRIVATE_USE = "private_use"  # a character of a private-use area stands in a name
    UNDECODABLE = "undecodable"  # a lone surrogate or control character: goes to staff
    BAD_DATE = "bad_date"
    UNKNOWN_ETHNIC = "unknown_ethnic"


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """Dates are ISO 8601 or empty when unreadable; `valid_to` is `long-term` for 长期. A foreign card without a
    Chinese name has its Latin name in both. `pass_number`: the travel permit a residence permit belongs to.
    `photo`: opaque bytes.
    """

    kind: DocumentKind
    name: str
    latin_name: str = ""
    number: str
    birth: str
    sex: Sex
    ethnic: str = ""
    address: str = ""
    issuer: str = ""
    country: str = ""
    pass_number: str = ""
    valid_from: str = ""
    valid_to: str = ""
    flags: tuple[Flag, ...] = ()
    photo: bytes = b""
