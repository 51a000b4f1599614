"""A configuration as it travels and is stored: signed files exactly as published, and where their content lies."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from kiosk.trust import Trust, Verified, verify

BUNDLE_LIMIT = 8 * 1024 * 1024
Files = tuple[tuple[str, bytes], ...]


class BundleError(ValueError):
    """The stored bytes are no bundle, or it is larger than a front may be sent."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Name and body of each file, as kiosk.trust.verify takes them. `content`: SHA-256 (32 bytes) → file."""

    roots: Files
    metadata: Files
    targets: Files
    content: Mapping[bytes, Path]

    def verified(self, trust: Trust, now: int) -> Verified:
        """Raises TrustError."""
        return verify(trust, self.roots, self.metadata, self.targets, now=now)


class _Stored(msgspec.Struct, frozen=True):
    version: Literal[1]
    roots: Files
    metadata: Files
    targets: Files
    content: tuple[bytes, ...]


def encode_bundle(bundle: Bundle) -> bytes:
    """Raises BundleError when too large."""
    stored = _Stored(1, bundle.roots, bundle.metadata, bundle.targets, tuple(bundle.content))
    data = msgspec.msgpack.encode(stored)
    if len(data) > BUNDLE_LIMIT:
        raise BundleError("the configuration is larger than a terminal takes")
    return data


def decode_bundle(data: bytes, content: Path) -> Bundle:
    """`content`: the folder of content files. Raises BundleError."""
    try:
        stored = msgspec.msgpack.decode(data, type=_Stored)
    except (ValueError, RecursionError) as error:
        raise BundleError(f"the stored configuration is broken: {error}") from error
    where = {digest: content / digest.hex() for digest in stored.content}
    return Bundle(stored.roots, stored.metadata, stored.targets, where)
