"""The code that makes a machine a terminal: `SECRET-ROOTHASH`.

SECRET is ten Crockford base 32 characters (50 random bits, used once), ROOTHASH sixteen (the first 80 bits of SHA-256
over the first root.json): whoever types the code brings the trust root along, so a false central is found out before
the secret is sent. Read leniently: case, spaces and dashes do not matter, O is 0, I and L are 1.
"""

import hashlib
from dataclasses import dataclass

from kiosk.contract.reference import ALPHABET

SECRET_LENGTH = 10
ROOT_HASH_LENGTH = 16
SECRET_BITS = 5 * SECRET_LENGTH
_LENIENT = str.maketrans("OIL", "011")


class EnrolmentCodeError(ValueError):
    """The text is not an enrolment code."""


def _crockford(number: int, length: int) -> str:
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(5 * (length - 1), -1, -5))


def root_hash(first_root: bytes) -> str:
    """The sixteen characters for the bytes of the first root.json as published."""
    return _crockford(int.from_bytes(hashlib.sha256(first_root).digest()[:10], "big"), ROOT_HASH_LENGTH)


@dataclass(frozen=True, slots=True)
class EnrolmentCode:
    """`secret` and `root` in their one spelling: upper case, no separators."""

    secret: str
    root: str

    def __str__(self) -> str:
        return f"{self.secret}-{self.root}"

    def names(self, first_root: bytes) -> bool:
        """Whether this code was given out for that first root.json."""
        return root_hash(first_root) == self.root


def code_for(secret: int, first_root: bytes) -> EnrolmentCode:
    """`secret`: 50 random bits, e.g. secrets.randbits(SECRET_BITS)."""
    if not 0 <= secret < 1 << SECRET_BITS:
        raise EnrolmentCodeError("the secret has 50 bits")
    return EnrolmentCode(_crockford(secret, SECRET_LENGTH), root_hash(first_root))


def parse_code(text: str) -> EnrolmentCode:
    """What a technician typed. Raises EnrolmentCodeError, which never repeats the text: it holds a secret."""
    bare = text.upper().replace("-", "").replace(" ", "").translate(_LENIENT)
    if len(bare) != SECRET_LENGTH + ROOT_HASH_LENGTH:
        raise EnrolmentCodeError(f"an enrolment code has {SECRET_LENGTH + ROOT_HASH_LENGTH} characters")
    if any(character not in ALPHABET for character in bare):
        raise EnrolmentCodeError("an enrolment code has digits and letters without U only")
    return EnrolmentCode(bare[:SECRET_LENGTH], bare[SECRET_LENGTH:])
