"""A note on disk that a visit is open, so that a keeper started again knows of one that died together with it.

`<state>/open-visit`: `<visit nonce, hex> <1 when an application was given> <boot>`. Nothing about a person. Another
boot makes it void: after a power cut the owed receipt is found by card.
"""

import re
from pathlib import Path

from kiosk.keeper.facts import FoundOpenVisit

NAME = "open-visit"
_SHAPE = re.compile(r"([0-9a-f]{32}) ([01]) (\S*)\n")


class OpenVisit:
    """One file. A disk that is full costs this comfort and nothing else."""

    def __init__(self, state: Path, boot: str) -> None:
        self._path = state / NAME
        self._boot = boot

    def found(self) -> FoundOpenVisit | None:
        """The visit that was open when the last keeper of this boot ended."""
        try:
            match = _SHAPE.fullmatch(self._path.read_text("ascii"))
        except (OSError, UnicodeDecodeError):
            return None
        if match is None or match[3] != self._boot:
            return None
        return FoundOpenVisit(bytes.fromhex(match[1]), match[2] == "1")

    def note(self, visit: bytes, *, kept: bool) -> None:
        part = self._path.with_suffix(".part")
        try:
            part.write_text(f"{visit.hex()} {int(kept)} {self._boot}\n", "ascii")
            part.replace(self._path)
        except OSError:
            return

    def clear(self) -> None:
        try:
            self._path.unlink(missing_ok=True)
        except OSError:
            return
