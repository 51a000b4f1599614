"""The reference a citizen carries: `SZ-XXXX-XXXX-C`.

Eight characters are the first 40 bits of the application's random id in Crockford base 32, the ninth checks them
(weighted sum modulo 31, so that every single wrong character and every swap of neighbours is seen). It is for people;
the id is the key. Read leniently: case, spaces and dashes do not matter, O is 0, I and L are 1.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "SZ"
_LENIENT = str.maketrans("OIL", "011")
_CHECK_BASE = 31


class ReferenceError(ValueError):  # noqa: A001 - the builtin of this name is about weak references
    """The text is not a reference, or its check character is wrong."""


def _check(body: str) -> str:
    total = sum((place + 1) * ALPHABET.index(character) for place, character in enumerate(body))
    return ALPHABET[total % _CHECK_BASE]


def reference_of(identifier: bytes) -> str:
    """`identifier` is the 16 random bytes of an application."""
    number = int.from_bytes(identifier[:5], "big")
    body = "".join(ALPHABET[(number >> shift) & 31] for shift in range(35, -1, -5))
    return f"{PREFIX}-{body[:4]}-{body[4:]}-{_check(body)}"


def normalise_reference(text: str) -> str:
    """The one spelling of what a person typed. Raises ReferenceError."""
    bare = text.upper().replace("-", "").replace(" ", "")
    bare = bare.removeprefix(PREFIX).translate(_LENIENT)
    if len(bare) != 9 or any(character not in ALPHABET for character in bare):
        raise ReferenceError("a reference has nine characters after SZ")
    if _check(bare[:8]) != bare[8]:
        raise ReferenceError("the last character does not fit the others")
    return f"{PREFIX}-{bare[:4]}-{bare[4:8]}-{bare[8]}"
