"""The reference a citizen carries: `SZ-XXXX-XXXX-C`.

Eight characters are the first 40 bits of the application's random id in Crockford base 32, the ninth checks them
(a polynomial over the field of 32 elements, so that every single wrong character and every swap of two is seen; a sum
modulo 31 would take 0 for Z). It is for people; the id is the key. Read leniently: case, spaces and dashes do not
matter, O is 0, I and L are 1.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "SZ"
_LENIENT = str.maketrans("OIL", "011")
_FIELD = 0b100101  # x⁵ + x² + 1


class ReferenceError(ValueError):  # noqa: A001 - the builtin of this name is about weak references
    """The text is not a reference, or its check character is wrong."""


def _check(body: str) -> str:
    total = 0
    for character in body:
        total = (total ^ ALPHABET.index(character)) << 1
        total = total ^ _FIELD if total & 32 else total
    return ALPHABET[total]


def reference_of(identifier: bytes) -> str:
    """`identifier` is the 16 random bytes of an application."""
    number = int.from_bytes(identifier[:5], "big")
    body = "".join(ALPHABET[(number >> shift) & 31] for shift in range(35, -1, -5))
    return f"{PREFIX}-{body[:4]}-{body[4:]}-{_check(body)}"


def normalise_reference(text: str) -> str:
    """The one spelling of what a person typed. Raises ReferenceError."""
    bare = text.upper().replace("-", "").replace(" ", "")
    if len(bare) > 9:  # a reference may itself begin with SZ
        bare = bare.removeprefix(PREFIX)
    bare = bare.translate(_LENIENT)
    if len(bare) != 9 or any(character not in ALPHABET for character in bare):
        raise ReferenceError("a reference has nine characters after SZ")
    if _check(bare[:8]) != bare[8]:
        raise ReferenceError("the last character does not fit the others")
    return f"{PREFIX}-{bare[:4]}-{bare[4:8]}-{bare[8]}"
