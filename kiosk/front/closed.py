"""The sign of a terminal that cannot open at all: its terminal file or trust file is broken.

Shown where there is a screen, by slot a alone, for a minute: then the process ends and is started again, so that a file
mended meanwhile opens the terminal. It has no keeper, no devices and no visit.
"""

import os
import time
from collections.abc import Mapping
from pathlib import Path

from kiosk.catalogue.model import Catalogue
from kiosk.contract.failure import FailureCode
from kiosk.contract.settings import Settings
from kiosk.terminal_file import Panel
from kiosk.visit.events import Drawn, Event, Pressed
from kiosk.visit.machine import begin, step
from kiosk.visit.projection import screen
from kiosk.visit.rules import Rules, local_time
from kiosk.visit.screen import ScreenModel
from kiosk.visit.situations import OutOfService
from kiosk.wording.lookup import Wording

SIGN_SECONDS = 60.0


class ClosedSign:
    """The out-of-service page in every language; a press changes language or look and nothing else."""

    def __init__(self, why: FailureCode, wording: Wording) -> None:
        self._rules = Rules(Settings(), Catalogue((), ()), wording, lambda: int(time.time()), os.urandom)
        self._visit = begin(self._rules).at(OutOfService(why))

    def model(self) -> ScreenModel:
        return screen(self._visit, self._rules, clock=local_time(self._rules.clock()))

    def press(self, event: Event) -> ScreenModel:
        self._visit, _orders = step(self._visit, event, self._rules)
        return self.model()


def has_screen(environment: Mapping[str, str] = os.environ) -> bool:
    """A person could see something: an X or Wayland display, or Qt told to draw on the panel itself."""
    platform = environment.get("QT_QPA_PLATFORM", "")
    shown = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY") or platform
    return bool(shown) and not platform.startswith("offscreen")


def show_closed_sign(why: FailureCode, assets: Path) -> None:
    """Blocks for SIGN_SECONDS. `assets`: the folder of the built-in wording."""
    from kiosk.front import sandbox
    from ui.platform import prepare_platform

    panel = Panel()
    sandbox.close_front(sandbox.profile_for((), prepare_platform(panel, Path("/nonexistent"))))
    from ui.window import KioskWindow, Loop

    loop = Loop(panel)
    sign = ClosedSign(why, Wording.load(assets / "wording"))
    window: KioskWindow

    def on_event(event: Pressed | Drawn) -> None:
        window.display(sign.press(event))

    window = KioskWindow(loop, on_event, panel)
    window.load()
    window.display(sign.model())
    window.show(lambda: None)
    loop.call_later(SIGN_SECONDS, loop.quit)
    loop.run()
    window.close()
