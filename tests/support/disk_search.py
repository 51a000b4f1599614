"""Looks for what a citizen said in everything a machine wrote: in the encodings it could have, also inside zlib."""

import base64
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_CODINGS = ("utf-8", "utf-16-le", "gb18030")
_ZLIB_HEADS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_INFLATED = 1024 * 1024
_PIECE = 24  # of a photo: enough to be no accident


def needles(texts: Iterable[str], blobs: Iterable[bytes] = ()) -> dict[str, bytes]:
    """Each in every form, under a name that says which."""
    found: dict[str, bytes] = {}
    for text in texts:
        for coding in _CODINGS:
            found[f"{text} in {coding}"] = text.encode(coding)
    for number, blob in enumerate(blobs):
        found[f"photo {number}"] = blob[:_PIECE]
        found[f"photo {number}, its middle"] = blob[len(blob) // 2 : len(blob) // 2 + _PIECE]
    for name, raw in list(found.items()):
        found |= {f"{name} in base64 at {shift}": _base64_core(raw, shift) for shift in range(3)}
    return found


def _base64_core(raw: bytes, shift: int) -> bytes:
    """What is the same in base64 whatever stands before and after, when `raw` begins at `shift` modulo 3."""
    encoded = base64.b64encode(bytes(shift) + raw)
    begin, end = (0, 2, 3)[shift], len(encoded) - (4 if (shift + len(raw)) % 3 else 0)
    return encoded[begin:end]


def search(content: bytes, wanted: Mapping[str, bytes]) -> list[str]:
    """The names of what is there."""
    places = [content, *_inflated(content)]
    return [name for name, needle in wanted.items() if any(needle in place for place in places)]


def _inflated(content: bytes) -> Iterator[bytes]:
    for head in _ZLIB_HEADS:
        at = content.find(head)
        while at >= 0:
            try:
                yield zlib.decompressobj().decompress(content[at : at + _INFLATED], _INFLATED)
            except zlib.error:
                pass
            at = content.find(head, at + 1)


def search_files(folder: Path, wanted: Mapping[str, bytes]) -> list[str]:
    """`file: name` for all that is found in any regular file below `folder`."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    return [f"{path.relative_to(folder)}: {name}" for path in files for name in search(path.read_bytes(), wanted)]
