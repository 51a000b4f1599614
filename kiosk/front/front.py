"""The front: joins screen, devices, keeper and one visit. Everything here runs on the screen's thread.

    keeper line ─┐                          ┌─► screen
    devices ─────┼─► event ─► visit.step ───┼─► effects (orders.py)
    screen ──────┘                          └─► timers

It waits hidden until the keeper says `show`, serves one visit, keeps only "take your card" until the card is gone,
releases the devices and leaves when told to.
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kiosk import wire
from kiosk.catalogue.model import Catalogue
from kiosk.front import belief as beliefs
from kiosk.front.fittings import Fittings, slip_ended, wire_health
from kiosk.front.observer import NoObserver, Observer
from kiosk.front.orders import Orders
from kiosk.front.timing import Timing
from kiosk.trust import Trust
from kiosk.visit import effects, events
from kiosk.visit.composing import NoPinyin, Pinyin
from kiosk.visit.machine import Rules, Visit, begin, step
from kiosk.visit.projection import screen
from kiosk.visit.rules import local_time
from kiosk.visit.screen import Banner, Picture, ScreenModel
from kiosk.visit.timers import timers
from kiosk.wording.lookup import Wording
from ui.window import KioskWindow, Loop

BEAT_SECONDS = 2.0
RELEASE_SECONDS = 2.0
CONFIGURATION_REFUSED = 505

Sender = Callable[[wire.FromFront], bool]


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a front is given at start; none of it is a secret."""

    loop: Loop
    window: KioskWindow
    trust: Trust
    wording: Wording
    catalogue: Catalogue
    device_urls: dict[str, str]
    observer: Observer | NoObserver
    pinyin: Pinyin = field(default_factory=NoPinyin)


class Front:
    """One life: waiting → shown → visit ended → devices released → told to leave."""

    def __init__(self, equipment: Equipment, slot: wire.Slot, build: bytes) -> None:
        self._equipment, self._slot, self._build = equipment, slot, build
        self._loop, self._window, self._observer = equipment.loop, equipment.window, equipment.observer
        self.send: Sender = lambda _message: False
        self._rules: Rules | None = None
        self._visit: Visit | None = None
        self._link = False
        self._clock = ""
        self._shown = False
        self._timing = Timing(self._loop.call_later, self.on_event)
        self._fittings = Fittings(
            equipment.device_urls, emit=self.on_event, on_paper=self._on_paper, post=self._loop.post
        )
        self._orders: Orders | None = None
        self._beat()

    # -- what the keeper says --------------------------------------------------------------------------------------

    def hello(self) -> wire.Hello:
        """Asked on the line's thread at each attachment; reads two fields that only ever move forward."""
        orders = self._orders
        return wire.Hello(
            build=self._build,
            slot=self._slot,
            shown=self._shown,
            visit=orders.visit_nonce if orders else None,
            last_record=orders.unanswered_id if orders else None,
        )

    def on_message(self, message: wire.FromKeeper) -> None:
        match message:
            case wire.Configuration():
                self._believe(message)
            case wire.ConfigurationEnd():
                self._announce_ready()
            case wire.Link(up):
                self._link = up
                self.on_event(events.LinkChanged(up))
            case wire.Show():
                self._take_the_screen(message)
            case wire.LeaveNow():
                self.leave()
            case wire.OneMoment():
                self.on_event(events.KeeperLost())
            case wire.KeeperHello() | wire.Content():
                pass
            case _:
                if self._orders:
                    self._orders.on_answer(message)

    def on_line_lost(self) -> None:
        """The front keeps the visit; what was sent may or may not have arrived."""
        self.on_event(events.KeeperLost())

    def on_line_back(self) -> None:
        self.on_event(events.KeeperBack())
        if not self._shown and self._rules is not None:
            self.send(wire.Ready())

    def _believe(self, message: wire.Configuration) -> None:
        if self._rules is not None:
            return  # a front never changes configuration while it lives
        try:
            belief = beliefs.believe(self._equipment.trust, message, now=int(time.time()))
        except (beliefs.TrustError, beliefs.SettingsError):
            self.send(wire.ConfigurationRefused(CONFIGURATION_REFUSED))
            self._observer.tell("configuration-refused")
            return
        catalogue = self._equipment.catalogue
        named = (name for name in belief.settings.items if name not in belief.settings.suspended)
        offered = tuple(item for name in named if (item := catalogue.item(name)))
        self._rules = Rules(
            settings=belief.settings,
            catalogue=Catalogue(offered, catalogue.regions),
            wording=self._equipment.wording,
            clock=lambda: int(time.time()),
            new_id=os.urandom,
            pinyin=self._equipment.pinyin,
        )
        self._orders = Orders(
            belief=belief,
            rules=self._rules,
            window=self._window,
            fittings=self._fittings,
            send=lambda message: self.send(message),
            emit=self.on_event,
            observer=self._observer,
        )

    def _announce_ready(self) -> None:
        if self._rules is not None:
            self.send(wire.Ready())

    def _take_the_screen(self, show: wire.Show) -> None:
        if self._rules is None or self._shown:
            return
        self._shown = True
        self._visit = begin(
            self._rules,
            health=self._fittings.health,
            link=self._link,
            interrupted=show.interrupted,
            maybe_kept=show.maybe_kept,
        )
        self._draw()
        self._window.show(self._on_first_frame)
        self._fittings.start(reset_first=show.after_death)
        self.send(wire_health(self._fittings.health))

    def _on_first_frame(self) -> None:
        self.send(wire.FirstFrame())
        self._observer.tell("shown", slot=self._slot.name)

    # -- the visit -------------------------------------------------------------------------------------------------

    def on_event(self, event: events.Event) -> None:
        """Step, draw, carry out. Events before `show` and after the end are nobody's."""
        if isinstance(event, events.HealthChanged):
            self.send(wire_health(event.health))
        if self._visit is None or self._rules is None or self._orders is None:
            return
        self._visit, orders = step(self._visit, event, self._rules)
        self._draw()
        for order in orders:
            self._carry_out(order)

    def _carry_out(self, order: effects.Effect) -> None:
        assert self._orders is not None
        match order:
            case effects.EndVisit(ending):
                self._orders.forget()
                self._equipment.pinyin.forget()
                self._window.clear_pictures()
                self.send(wire.VisitEnded(wire.WireEnding[ending.name]))
                self._observer.tell("visit-ended", ending=ending.name.lower())
            case effects.Leave():
                self._release()
            case _:
                self._orders.carry_out(order)

    def _on_paper(self, event: object) -> None:
        assert self._orders is not None
        self._orders.note_paper(event)  # type: ignore[arg-type]
        self.on_event(slip_ended(event))  # type: ignore[arg-type]

    def _draw(self) -> None:
        if self._visit is None or self._rules is None:
            return
        self._clock = local_time(self._rules.clock())
        model = screen(self._visit, self._rules, clock=self._clock)
        self._window.display(model)
        self._timing.follow(timers(self._visit, self._rules), self._visit.touched)
        self._observer.tell("page", **_told(model))

    # -- the end ---------------------------------------------------------------------------------------------------

    def _release(self) -> None:
        def release() -> None:
            self._fittings.close(RELEASE_SECONDS)
            self._loop.post(self._say_released)

        self._timing.stop()
        threading.Thread(target=release, name="release-devices", daemon=True).start()

    def _say_released(self) -> None:
        self.send(wire.DevicesReleased())

    def leave(self) -> None:
        self._timing.stop()
        self._observer.tell("left")
        self._loop.quit()

    def _beat(self) -> None:
        self.send(wire.Beat())
        if self._rules and local_time(self._rules.clock()) != self._clock:
            self._draw()
        self._loop.call_later(BEAT_SECONDS, self._beat)


def _told(model: ScreenModel) -> dict[str, Any]:
    """What an observer is told of a page: no text a person has typed."""
    return {
        "page": model.page.value,
        "language": model.language,
        "offered": list(model.focus),
        "picture": next((block.name for block in model.blocks if isinstance(block, Picture)), ""),
        "banners": [block.text for block in model.blocks if isinstance(block, Banner)],
    }
