"""Every page in every language, size, theme and panel: a picture of each, and what the measures found.

`python -m tests.screens` writes `build/screens/`: index.html, the pictures, findings.json. A finding is exit code 1.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image

from kiosk.terminal_file import Panel
from kiosk.visit.screen import Look
from tests.screens.measures import Sight, faults, look
from tests.screens.pages import PAGES, model_of
from tests.screens.stage import LANDSCAPE, PORTRAIT, Listening, Stage
from ui.platform import prepare_platform

PANELS: Mapping[str, Panel] = {"portrait": PORTRAIT, "landscape": LANDSCAPE}
LANGUAGES = ("zh-CN", "en", "ar", "fr")
SIZES = ("normal", "large")
THEMES = ("light", "dark", "contrast")
FINDINGS, INDEX = "findings.json", "index.html"
QT_SAID = "said by Qt"


class Shot(msgspec.Struct, frozen=True):
    """One page in one dress, and how much of it was measured."""

    page: str
    language: str
    size: str
    theme: str
    panel: str
    texts: int
    targets: int
    faults: dict[str, list[str]]

    @property
    def file(self) -> str:
        return f"{self.page.replace(' ', '-')}.{self.language}.{self.size}.{self.theme}.{self.panel}.png"


def shoot(panel: str, folder: Path, pages: tuple[str, ...]) -> list[Shot]:
    """All of one panel, in a process of its own: Qt has one screen a process."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["KIOSK_WINDOWED"] = "1"
    prepare_platform(PANELS[panel], folder)
    loop = Listening(PANELS[panel])
    stage = Stage(loop, PANELS[panel])
    dresses = product(LANGUAGES, SIZES, THEMES, pages)
    shots = [_shot(stage, page, dress, panel, folder) for *dress, page in dresses]
    stage.window.close()
    return shots


def _shot(stage: Stage, page: str, dress: list[str], panel: str, folder: Path) -> Shot:
    language, size, theme = dress
    stage.loop.said.clear()
    sight = look(stage, model_of(page, language, Look(size=size, theme=theme, reduce_motion=True)))
    found = faults(sight) | ({QT_SAID: list(stage.loop.said)} if stage.loop.said else {})
    shot = Shot(page, language, size, theme, panel, len(stage.texts()), len(stage.targets()), found)
    _keep(sight, folder / shot.file)
    return shot


def _keep(sight: Sight, path: Path) -> None:
    """Half the size: enough to judge by eye."""
    width, height = sight.picture.size
    sight.picture.resize((width // 2, height // 2), Image.Resampling.BOX).save(path, compress_level=1)


def write(shots: list[Shot], folder: Path) -> None:
    found = [msgspec.to_builtins(shot) for shot in shots if shot.faults]
    (folder / FINDINGS).write_text(
        json.dumps({"counts": counts(shots), "findings": found}, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    page = (Path(__file__).parent / "index.html").read_text("utf-8")
    (folder / INDEX).write_text(
        page.replace("/*SHOTS*/[]", json.dumps(list(_rows(shots)), ensure_ascii=False)), "utf-8"
    )


def _rows(shots: list[Shot]) -> Iterator[dict[str, Any]]:
    return (msgspec.to_builtins(shot) | {"file": shot.file} for shot in shots)


def counts(shots: list[Shot]) -> dict[str, Any]:
    by_measure = Counter(name for shot in shots for name, words in shot.faults.items() for _ in words)
    return {
        "pages": len({shot.page for shot in shots}),
        "pictures": len(shots),
        "texts measured": sum(shot.texts for shot in shots),
        "targets measured": sum(shot.targets for shot in shots),
        "findings": by_measure.total(),
        "by measure": dict(by_measure),
    }


def every_page() -> tuple[str, ...]:
    return tuple(PAGES)
