"""Verified configuration as the messages a front gets."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk import wire

PART_BYTES = 1024 * 1024

Named = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Parcel:
    """`content`: SHA-256 → file. The files are named by their hash, so they never change under a reader."""

    manifest_version: int
    roots: Named
    metadata: Named
    targets: Named
    content: Mapping[bytes, Path]

    def messages(self) -> Iterator[wire.FromKeeper]:
        """Made while they are sent: content need not be in memory at once. Raises OSError."""
        yield wire.Configuration(_files(self.roots), _files(self.metadata), _files(self.targets))
        for digest, path in self.content.items():
            yield from _parts(digest, path)
        yield wire.ConfigurationEnd()


def _files(named: Iterable[tuple[str, bytes]]) -> tuple[wire.SignedFile, ...]:
    return tuple(wire.SignedFile(name, body) for name, body in named)


def _parts(digest: bytes, path: Path) -> Iterator[wire.Content]:
    size = path.stat().st_size
    with path.open("rb") as file:
        for part in range(max(1, -(-size // PART_BYTES))):
            data = file.read(PART_BYTES)
            yield wire.Content(digest, part, file.tell() >= size, data)
