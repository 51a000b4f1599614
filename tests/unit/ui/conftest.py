"""One Qt application a process, a window for each panel; everything Qt says is kept."""

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, qInstallMessageHandler

from kiosk.terminal_file import Panel
from tests.unit.ui.stage import LANDSCAPE, PORTRAIT, Listening, Stage
from ui.platform import prepare_platform


@pytest.fixture(scope="session")
def loop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listening]:
    before = dict(os.environ)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    prepare_platform(Panel(476, 598, 1920, 1920), tmp_path_factory.mktemp("screen"))
    os.environ["KIOSK_WINDOWED"] = "1"
    yield Listening(PORTRAIT)
    qInstallMessageHandler(None)
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def stages(loop: Listening) -> Iterator[dict[Panel, Stage]]:
    made = {panel: Stage(loop, panel) for panel in (PORTRAIT, LANDSCAPE)}
    yield made
    for stage in made.values():
        stage.window.close()
    loop.application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(params=[PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def stage(stages: dict[Panel, Stage], request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Whatever Qt says while it is used is a fault."""
    chosen = stages[request.param]
    chosen.loop.said.clear()
    yield chosen
    assert chosen.loop.said == []


@pytest.fixture
def portrait(stages: dict[Panel, Stage]) -> Stage:
    return stages[PORTRAIT]
