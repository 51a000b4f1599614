"""Files that layers name by hash: `"content": {"catalogue/index.json": {"sha256": "…", "length": 1234}}`.

The file itself is fetched from `/v1/content/<sha256>`, stored under that name and checked by everyone who reads it.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec

CATALOGUE_FOLDER, WORDING_FOLDER = "catalogue/", "wording/"
"""Names beneath these are service items (`catalogue/<id>.json`) and sentences that stand over the build's own."""
CONTENT_LIMIT = 64 * 1024 * 1024
CONTENT_FILES_LIMIT = 4096
_HEX = re.compile(r"[0-9a-f]{64}")


class ContentError(ValueError):
    """The `content` setting has a wrong shape, or names more than a terminal takes."""


class ContentFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`sha256`: lower-case hex; `length` in bytes."""

    sha256: str
    length: int


def content_of(merged: Mapping[str, Any]) -> Mapping[str, ContentFile]:
    """Name → file for merged layers. Raises ContentError."""
    try:
        files = msgspec.convert(merged.get("content", {}), dict[str, ContentFile])
    except msgspec.ValidationError as error:
        raise ContentError(f"content: {error}") from error
    if any(not _HEX.fullmatch(file.sha256) or file.length < 0 for file in files.values()):
        raise ContentError("content: a digest or a length is wrong")
    if len(files) > CONTENT_FILES_LIMIT or sum(file.length for file in files.values()) > CONTENT_LIMIT:
        raise ContentError("content: more than a terminal takes")
    return MappingProxyType(files)
