"""One Qt application a process, a window for each panel; everything Qt says is kept."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, qInstallMessageHandler

from kiosk.terminal_file import Panel
from tests.screens.stage import LANDSCAPE, PORTRAIT, Listening, Stage
from ui.platform import prepare_platform


@contextlib.contextmanager
def qt_environment(screen: Path) -> Iterator[None]:
    """Only while Qt reads it: processes that other tests start inherit what stands here."""
    before = dict(os.environ)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    prepare_platform(Panel(476, 598, 1920, 1920), screen)
    os.environ["KIOSK_WINDOWED"] = "1"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("screen")


@pytest.fixture(scope="session")
def loop(screen: Path) -> Iterator[Listening]:
    with qt_environment(screen):
        made = Listening(PORTRAIT)
    yield made
    qInstallMessageHandler(None)


@pytest.fixture(scope="session")
def stages(loop: Listening, screen: Path) -> Iterator[dict[Panel, Stage]]:
    with qt_environment(screen):
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
