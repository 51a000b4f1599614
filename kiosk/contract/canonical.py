"""One byte form of an application, and the check code over it.

Canonical form: UTF-8 JSON with keys sorted by code point, no white space, no floats. The check code is the first 40
bits of HMAC-SHA-256 over it under a random key that travels inside the seal, written as eight Crockford characters in
two groups: the paper binds the content without telling it, and nobody without the seal's key can guess at it.
"""

import hashlib
import hmac
from typing import Any

import msgspec

from kiosk.contract.reference import ALPHABET

CHECK_KEY_BYTES = 32
_ENCODER = msgspec.json.Encoder(order="sorted")
_LABEL = b"kiosk check code v1\x00"


def canonical(content: Any) -> bytes:
    """The canonical bytes of a msgspec struct or plain JSON value."""
    return _ENCODER.encode(msgspec.to_builtins(content))


def check_code(key: bytes, content: bytes) -> str:
    """`XXXX-XXXX` for canonical `content` under the 32-byte `key`."""
    number = int.from_bytes(hmac.new(key, _LABEL + content, hashlib.sha256).digest()[:5], "big")
    body = "".join(ALPHABET[(number >> shift) & 31] for shift in range(35, -1, -5))
    return f"{body[:4]}-{body[4:]}"
