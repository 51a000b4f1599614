"""A tour whose front or keeper is killed on the way, and what the next person's front then shows."""

import os
import signal
from pathlib import Path

from kiosk.demo.house import House
from kiosk.demo.script import Script
from kiosk.demo.tour import Tour
from kiosk.demo.watching import Fact
from kiosk.wire import Slot

ITEM = "med.cross-region-filing"


class CrashTour(Tour):
    """Kills the front at a named point (kiosk.front.observer) with SIGKILL and ends there.

    `before`: the tour of the same house that this one follows.
    """

    def __init__(
        self,
        house: House,
        folder: Path,
        *,
        stop_at: str = "",
        before: "CrashTour | None" = None,
        script: Script | None = None,
        offline: bool = False,
    ) -> None:
        super().__init__(house, script or Script("", ITEM), folder, offline=offline)
        if before is not None:
            self._slot, self._sights, self._sight = before._slot, before._sights, before._sight
        self.killed: Slot | None = None
        self.pages_after: list[tuple[str, list[str]]] = []
        if stop_at:
            for slot in Slot:
                house.watching.order(slot, do="stop-at", point=stop_at)

    def _note(self, fact: Fact) -> None:
        if fact.name == "reached" and self.killed is None:
            self.kill_front(fact.slot)
        if self.killed is not None and fact.name == "page" and fact.slot is not self.killed:
            self.pages_after.append((fact.values["page"], fact.values["offered"]))
        super()._note(fact)

    def _picture(self, name: str) -> None:
        """None: what is shown has its own journey."""

    def kill_shown_front(self) -> None:
        if self._slot is not None:
            self.kill_front(self._slot)

    def kill_front(self, slot: Slot) -> None:
        assert self._house.runner is not None
        os.kill(self._house.runner.pids()[slot.name.lower()], signal.SIGKILL)
        self.killed = slot
        self.outcome.ending = "killed"

    def _see_the_end(self) -> None:
        """What the front after the dead one shows first."""
        if self._house.reader:
            self._house.reader.lift()
        self._until(lambda: self._slot is not self.killed, 40.0)
        self._until(lambda: bool(self.pages_after), 10.0)

    @property
    def asked_for_owed(self) -> bool:
        return any("owed.mine" in offered or "owed.printed" in offered for _, offered in self.pages_after)

    def wait_for_owed_question(self, seconds: float) -> None:
        self._until(lambda: self.asked_for_owed, seconds)
