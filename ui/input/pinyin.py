"""Whole-sentence pinyin for the visit: librime behind `kiosk.visit.composing.Pinyin`.

The tables are compiled at set-up into a folder beside the Python environment, which a closed front may only read.
The user dictionary is off and nothing is logged, so nothing typed is ever written. What is being typed is held in the
session alone: `forget` destroys it, and the process ends with the visit.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from kiosk.visit.composing import Candidate, Composed, NoPinyin, Picked
from ui.fonts import can_draw
from ui.input.rime import RimeError, Session, deploy

SOURCE = Path(__file__).resolve().parents[2] / "assets" / "pinyin"
SHARED = Path("/usr/share/rime-data")
LOOKED_THROUGH = 400
"""Candidates looked at for one page; rare characters stand far behind."""
_LATIN_END = re.compile(r"[a-z' ]*$")


def tables_folder() -> Path:
    return Path(sys.prefix) / "share" / "kiosk" / "pinyin"


def deploy_tables(folder: Path) -> None:
    """Compile into `folder`, replacing what is there. Raises RimeError, OSError."""
    with tempfile.TemporaryDirectory() as temporary:
        source, made = Path(temporary, "source"), Path(temporary, "tables")
        shutil.copytree(SOURCE, source)
        made.mkdir()
        deploy(source=source, shared=SHARED, tables=made)
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made, folder)


class RimePinyin:
    """`can_draw`: what no font of ours draws is not offered. Raises RimeError when there is no engine."""

    available = True

    def __init__(self, tables: Path, can_draw: Callable[[str], bool]) -> None:
        self._tables, self._can_draw = tables, can_draw
        self._session: Session | None = None
        self._held = ""
        self.compose("a", 0, 1, single=False)  # what is loaded at the first letter is loaded while nobody waits
        self.compose("", 0, 0, single=False)

    def compose(self, letters: str, start: int, count: int, *, single: bool) -> Composed:
        session = self._at(letters)
        if not letters:
            return Composed("")
        offered = enumerate(session.candidates(start, LOOKED_THROUGH if single else count * 4), start)
        fitting = (
            Candidate(text, index) for index, text in offered if (len(text) == 1 or not single) and self._can_draw(text)
        )
        return Composed(session.preedit(), tuple(chosen for chosen, _ in zip(fitting, range(count), strict=False)))

    def pick(self, letters: str, index: int) -> Picked:
        session = self._at(letters)
        whole = session.choose(index)
        self._held = ""
        if whole:
            return Picked(whole, "")
        shown = session.preedit()
        rest = _LATIN_END.search(shown)
        at = rest.start() if rest else len(shown)
        session.clear()
        return Picked(shown[:at], shown[at:].replace(" ", "").strip("'"))

    def forget(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session, self._held = None, ""

    def _at(self, letters: str) -> Session:
        """The session holding exactly `letters`: one more key where they grew by one, else typed anew."""
        if self._session is None:
            self._session, self._held = Session(self._tables), ""
        if not letters.startswith(self._held) or not self._held:
            self._session.clear()
            self._held = ""
        for letter in letters[len(self._held) :]:
            self._session.press(letter)
        self._held = letters
        return self._session


def open_pinyin() -> RimePinyin | NoPinyin:
    """The engine with this environment's tables; where there is none, Latin letters alone."""
    try:
        return RimePinyin(tables_folder(), can_draw)
    except RimeError:
        return NoPinyin()


def why_not(tables: Path) -> str:
    """Empty when pinyin can be typed here; else one sentence for a technician."""
    try:
        Session(tables).close()
    except RimeError as error:
        return str(error)
    return ""
