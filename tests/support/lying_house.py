"""A house with real fronts and a real keeper that lies: inside the test process, its words changed on the way out."""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk import wire, wire_line
from kiosk.demo.house import House, Wishes, quiet_environment
from kiosk.keeper.crash_points import armed
from kiosk.keeper.keeper import Keeper
from kiosk.keeper.runner import Programs, Runner
from kiosk.keeper.start import open_premises
from kiosk.wire import Slot
from tests.support.terminal_state import make_terminal_state

IDLE = (sys.executable, "-S", "-c", "import signal; signal.pause()")


@dataclass(frozen=True)
class Lies:
    """What is changed on the way to a front, and what of a front's words before the keeper hears them."""

    told: Callable[[wire.FromKeeper], wire.FromKeeper] = lambda message: message
    heard: Callable[[wire.FromFront], wire.FromFront] = lambda message: message

    def plant(self, monkeypatch: pytest.MonkeyPatch) -> None:
        encode, decode = wire_line.encode, wire_line.decode_from_front
        monkeypatch.setattr(wire_line, "encode", lambda message: encode(self.told(message)))
        monkeypatch.setattr(wire_line, "decode_from_front", lambda body: self.heard(decode(body)))


@dataclass(slots=True)
class LyingHouse(House):
    """No central: the state folder is made as an enrolment would leave it."""

    _keeper: Keeper | None = None
    _thread: threading.Thread = field(default_factory=threading.Thread)

    def _start_terminal(self) -> None:
        premises = open_premises(self.terminal_path, self.state)
        self._keeper = Keeper(premises, armed(self.state, "demo", {}))
        self._thread = threading.Thread(target=self._keeper.run, name="keeper")
        self._thread.start()
        self.runner = Runner(
            self.terminal_path,
            front_arguments=lambda slot: ["--observer", str(self.watching.descriptor(slot))],
            pass_fds={slot: (self.watching.descriptor(slot),) for slot in Slot},
            environment=quiet_environment(),
            programs=Programs(keeper=IDLE),
        )
        self.runner.start()

    def close(self) -> None:
        House.close(self)
        if self._keeper is not None:
            self._keeper.end()
            self._thread.join(30)
            self._keeper = None


def lying_house(folder: Path) -> LyingHouse:
    state = folder / "terminal"
    state.mkdir()
    make_terminal_state(state)
    return LyingHouse(Wishes(folder, state=state))
