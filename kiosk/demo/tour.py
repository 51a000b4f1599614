"""A tour: one whole visit by the robot, with a picture of every page, and `tour.json`.

The script follows the slot that reports `shown`, ends with its `visit-ended`, and takes one more picture of what the
next person finds.
"""

import contextlib
import json
import queue
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from devices.simulators.cards import resident
from kiosk.demo.house import House
from kiosk.demo.script import NOTHING, LayCard, LiftCard, Order, Press, Script, Sight, Stroke, Wait
from kiosk.demo.watching import Fact
from kiosk.wire import Slot

PAGE_SECONDS = 30.0
STRANGER_SECONDS = 120.0  # a card on a reader that is not ours is laid by somebody else
SETTLE_SECONDS = 8.0
TOUR_SECONDS = 240.0


class TourStuckError(Exception):
    """The screen did not change in time; the message names the page."""


def sight_of(fact: Fact) -> Sight:
    said = fact.values
    return Sight(str(said["page"]), tuple(said["offered"]), str(said["picture"]), tuple(said["banners"]))


@dataclass(slots=True)
class Outcome:
    """`outcome`: received, recorded, ended or refused."""

    reference: str = ""
    receipt_token: str = ""
    settled: bool = False
    printed: str = ""
    ending: str = ""
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        if self.reference:
            return "received" if self.settled else "recorded"
        return "ended" if self.ending in ("cancelled", "idle", "browsed") else "refused"

    def to_json(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome,
            "reference": self.reference,
            "receipt_token": self.receipt_token,
            "printed": self.printed,
            "timings": {page: round(seconds, 3) for page, seconds in self.timings.items()},
        }


class Tour:
    """Drives a House's fronts by a Script and writes what it saw into `folder`."""

    def __init__(self, house: House, script: Script, folder: Path, *, offline: bool) -> None:
        self._house, self._script, self._folder, self._offline = house, script, folder, offline
        self._slot: Slot | None = None
        self._sights: dict[Slot, Sight] = {}
        self._sight = NOTHING
        self._seen = 0
        self._pictures = 0
        self._pictured = ""
        self._arrived = self._started = time.monotonic()
        self.outcome = Outcome()

    def run(self) -> Outcome:
        """Raises TourStuckError."""
        if not self._until(lambda: bool(self._page), PAGE_SECONDS):
            raise TourStuckError("no page was shown")
        while not self.outcome.ending:
            if time.monotonic() - self._started > TOUR_SECONDS:
                raise TourStuckError(f"the visit did not end; last page: {self._page}")
            self._look()
            self._wait_for_the_word()
            self._act(self._script.next(self._sight))
        self._see_the_end()
        return self.outcome

    # -- seeing ----------------------------------------------------------------------------------------------------

    def _take(self, timeout: float) -> None:
        """At most one fact, waiting `timeout` seconds."""
        with contextlib.suppress(queue.Empty):
            self._note(self._house.watching.facts.get(timeout=timeout))

    def _until(self, done: Any, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not done():
            left = end - time.monotonic()
            if left <= 0:
                return False
            self._take(min(left, 0.5))
        return True

    def _note(self, fact: Fact) -> None:
        match fact.name:
            case "picture":
                self._keep(fact)
            case "page":  # a waiting front draws its first page before it is shown
                self._sights[fact.slot] = sight_of(fact)
                self._turn()
            case "shown":
                self._slot = fact.slot
                self._turn()
            case _ if fact.slot is self._slot:
                self._note_visit(fact)

    def _note_visit(self, fact: Fact) -> None:
        match fact.name:
            case "recorded":
                self.outcome.reference = str(fact.values["reference"])
                self.outcome.receipt_token = str(fact.values["token"])
            case "settled":
                self.outcome.settled = True
            case "printed":
                self.outcome.printed = str(fact.values["outcome"])
            case "visit-ended":
                self.outcome.ending = str(fact.values["ending"])

    def _turn(self) -> None:
        """Time is counted a page."""
        sight = self._sights.get(self._slot, NOTHING) if self._slot else NOTHING
        if sight is self._sight:
            return
        self._seen += 1
        if sight.page != self._sight.page:
            now = time.monotonic()
            if page := self._sight.page:
                self.outcome.timings[page] = self.outcome.timings.get(page, 0.0) + now - self._arrived
            self._arrived = now
        self._sight = sight

    @property
    def _page(self) -> str:
        return self._sight.page

    def _look(self) -> None:
        """A picture of each page as it comes, and of each question and its answer."""
        sign = f"{self._page} {sorted(a for a in self._sight.offered if not a.startswith('key.'))}"
        if sign == self._pictured:
            return
        self._pictured = sign
        self._picture(self._page)

    def _picture(self, name: str) -> None:
        assert self._slot is not None
        before = self._pictures
        self._house.watching.order(self._slot, do="grab", name=name)
        self._until(lambda: self._pictures > before, 5.0)

    def _keep(self, fact: Fact) -> None:
        self._pictures += 1
        (self._folder / f"{self._pictures:02d}-{fact.values['name']}.png").write_bytes(fact.png)

    # -- acting ----------------------------------------------------------------------------------------------------

    def _wait_for_the_word(self) -> None:
        """On the outcome page: until central's word and the paper are there, or surely will not come."""
        if self._page != "outcome":
            return
        self._until(lambda: bool(self.outcome.printed), SETTLE_SECONDS)
        if not self._offline:
            self._until(lambda: self.outcome.settled, SETTLE_SECONDS)
        self._picture("outcome")

    def _act(self, order: Order) -> None:
        assert self._slot is not None
        seen = self._seen
        match order:
            case Press(action):
                self._house.watching.order(self._slot, do="press", action=action)
            case Stroke(points):
                self._house.watching.order(self._slot, do="stroke", points=[list(p) for p in points])
            case LayCard():
                if self._house.reader:
                    self._house.reader.lay(resident())
                return
            case LiftCard():
                if self._house.reader:
                    self._house.reader.lift()
                return
            case Wait():
                pass
        patience = STRANGER_SECONDS if self._page == "card" and self._house.reader is None else PAGE_SECONDS
        if not self._until(lambda: self._seen > seen or bool(self.outcome.ending), patience):
            raise TourStuckError(f"nothing happened on page {self._page} after {order}")

    def _see_the_end(self) -> None:
        """The card is lifted, the next front comes up: the last picture is what the next person finds."""
        self._until(lambda: self._page == "take_card", 2.0)
        if self._page == "take_card":
            self._picture("take_card")
        if self._house.reader:
            self._house.reader.lift()
        served = self._slot
        if self._until(lambda: self._slot is not served, PAGE_SECONDS):
            self._picture("next")


def write_findings(tour: Tour, house: House, folder: Path) -> None:
    """tour.json, receipt.png (what the printer put out) and a copy of the trust file."""
    (folder / "tour.json").write_text(json.dumps(tour.outcome.to_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    if house.printer and house.printer.slips:
        (folder / "receipt.png").write_bytes(house.printer.slips[0])
    trust = house.state / "trust.json"
    if trust.exists():
        shutil.copyfile(trust, folder / "trust.json")
