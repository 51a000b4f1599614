"""Base45 (RFC 9285): two bytes in three characters of the QR code's alphanumeric set."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_WEIGHTS = (1, 45, 45 * 45)


class Base45Error(ValueError):
    """The text is not Base45 in its one form."""


def encode(data: bytes) -> str:
    return "".join(_group(data[at : at + 2]) for at in range(0, len(data), 2))


def _group(pair: bytes) -> str:
    number = int.from_bytes(pair, "big")
    digits = [number % 45, number // 45 % 45, number // 2025]
    return "".join(_ALPHABET[digit] for digit in digits[: len(pair) + 1])


def decode(text: str) -> bytes:
    """Raises Base45Error."""
    return b"".join(_pair(text[at : at + 3]) for at in range(0, len(text), 3))


def _pair(group: str) -> bytes:
    digits = [_ALPHABET.find(character) for character in group]
    if len(digits) == 1 or -1 in digits:
        raise Base45Error("not Base45")
    number = sum(digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    length = len(digits) - 1
    if number >= 1 << (8 * length):
        raise Base45Error("not Base45")
    return number.to_bytes(length, "big")
