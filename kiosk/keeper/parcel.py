"""Stored configuration as the messages a front gets."""

from collections.abc import Iterator
from pathlib import Path

from kiosk import wire
from kiosk.configuration.bundle import Bundle, Files

PART_BYTES = 1024 * 1024


def parcel(bundle: Bundle) -> Iterator[wire.FromKeeper]:
    """Made while it is sent: content need not be in memory at once. Its files are named by their hash, so they never
    change under a reader. Raises OSError.
    """
    yield wire.Configuration(_files(bundle.roots), _files(bundle.metadata), _files(bundle.targets))
    for digest, path in bundle.content.items():
        yield from _parts(digest, path)
    yield wire.ConfigurationEnd()


def _files(named: Files) -> tuple[wire.SignedFile, ...]:
    return tuple(wire.SignedFile(name, body) for name, body in named)


def _parts(digest: bytes, path: Path) -> Iterator[wire.Content]:
    size = path.stat().st_size
    with path.open("rb") as file:
        for part in range(max(1, -(-size // PART_BYTES))):
            data = file.read(PART_BYTES)
            yield wire.Content(digest, part, file.tell() >= size, data)
