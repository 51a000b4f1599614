"""The state folder of an enrolled terminal, made without a central service."""

import time
from dataclasses import dataclass
from pathlib import Path

from kiosk.configuration.bundle import Bundle, encode_bundle
from kiosk.contract.trust_file import encode_trust_file
from kiosk.terminal_file import TerminalFile, write_terminal_file
from tests.support.tuf_repository import TufRepository

NOBODY = "http://127.0.0.1:9"  # the discard port: refused at once


@dataclass(frozen=True)
class TerminalState:
    folder: Path
    terminal_path: Path
    repository: TufRepository


def make_terminal_state(
    folder: Path, *, central: str = NOBODY, settings: dict | None = None, kind: str = "demo"
) -> TerminalState:
    """Keys, trust, and stored configuration that is valid now."""
    fleet = {"items": ["med.cross-region-filing"], **(settings or {})}
    repository = TufRepository(now=int(time.time()), layers={"fleet": fleet})
    (folder / "keys").mkdir(parents=True, mode=0o700)
    for name in ("envelope", "receipt", "request"):
        private = getattr(repository, f"{name}_private")
        (folder / "keys" / f"{name}.key").write_bytes(private.private_bytes_raw())
    (folder / "trust.json").write_bytes(encode_trust_file(repository.trust_file()))
    (folder / "configuration").mkdir()
    (folder / "configuration" / "last-good").write_bytes(encode_bundle(bundle_of(repository)))
    path = folder / "terminal.toml"
    write_terminal_file(path, TerminalFile(kind, str(folder), central))  # type: ignore[arg-type]
    return TerminalState(folder, path, repository)


def bundle_of(repository: TufRepository) -> Bundle:
    roots, metadata, targets = (tuple(part) for part in repository.published().parts())
    return Bundle(roots, metadata, targets, {})
