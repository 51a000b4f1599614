"""The keeper's main thread: gives facts to the hand-over machine and carries out its orders."""

import queue
import time
from collections.abc import Callable
from typing import Protocol, assert_never

from kiosk import wire
from kiosk.configuration.bundle import Bundle
from kiosk.journal.events import KILL_REASONS, REFUSALS, EventCode, place_in
from kiosk.keeper import facts
from kiosk.keeper.diary import Diary
from kiosk.keeper.open_visit import OpenVisit
from kiosk.keeper.parcel import parcel
from kiosk.keeper.peer import Peer
from kiosk.keeper.slots import Slots, step


class Fronts(Protocol):
    """The hall as the desk sees it."""

    def find(self, number: int) -> Peer | None: ...

    def peers(self) -> tuple[Peer, ...]: ...


class Answers(Protocol):
    """The outbox as the desk sees it: what a front is told when it is welcomed or shown."""

    def resume(self, peer: Peer, identifier: bytes) -> None:
        """Say again whether the record `identifier` is held."""

    def owe(self, peer: Peer) -> None:
        """Tell the owed receipt, if there is one."""


class Desk:
    """`tell`, `take_configuration`, `take_link` and `end` are for any thread, the rest for the one that calls `run`."""

    def __init__(
        self,
        slots: Slots,
        build: bytes,
        *,
        diary: Diary,
        open_visit: OpenVisit,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._slots, self._build = slots, build
        self._diary, self._open_visit, self._steady = diary, open_visit, steady
        self._inbox: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._bundle: Bundle | None = None
        self._link = False
        self._fronts: Fronts
        self._answers: Answers

    def join(self, fronts: Fronts, answers: Answers) -> None:
        """The rooms it gives orders to; before `run`."""
        self._fronts, self._answers = fronts, answers

    # -- for any thread

    def tell(self, fact: facts.Fact) -> None:
        self._inbox.put(lambda: self._step(fact))

    def take_configuration(self, bundle: Bundle) -> None:
        """For every front that starts from now on."""
        self._inbox.put(lambda: self._renew(bundle))

    def take_link(self, up: bool) -> None:
        self._inbox.put(lambda: self._set_link(up))

    def end(self) -> None:
        self._inbox.put(None)

    # -- the main thread

    def run(self) -> None:
        """Until `end`. Sleeps whenever nothing happens: the next deadline is known."""
        while True:
            try:
                job = self._inbox.get(timeout=self._patience())
            except queue.Empty:
                self._step(facts.TimePassed())
                continue
            if job is None:
                return
            job()

    def _patience(self) -> float | None:
        moment = self._slots.wakes_at()
        return None if moment is None else max(moment - self._steady(), 0.0)

    def _step(self, fact: facts.Fact) -> None:
        if isinstance(fact, facts.Died):
            self._note_death(fact.peer)
        self._slots, orders = step(self._slots, fact, self._steady())
        for order in orders:
            self._carry_out(order)

    def _note_death(self, peer: int) -> None:
        place = self._slots.of(peer)
        if place is not None:
            self._diary.note(EventCode.FRONT_DIED, place.slot.value, int(place.on_screen))

    def _renew(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._step(facts.ConfigurationCame(self._slots.generation + 1))

    def _set_link(self, up: bool) -> None:
        if up is self._link:
            return
        self._link = up
        for peer in self._fronts.peers():
            if peer.greeted:
                peer.send(wire.Link(up))

    def _carry_out(self, order: facts.Order) -> None:
        peer = self._fronts.find(order.peer)
        if peer is None:
            return  # its death is on the way
        match order:
            case facts.Welcome(configure=configure):
                self._welcome(peer, configure=configure)
            case facts.TurnAway():
                self._diary.note(EventCode.FRONT_REFUSED, place_in(REFUSALS, "slot-taken"))
                peer.spare()
                peer.hang_up()
            case facts.ShowIt():
                self._show(peer, order)
            case facts.Leave():
                peer.send(wire.LeaveNow())
            case facts.Wait():
                peer.send(wire.OneMoment())
            case facts.Kill(why=why):
                self._diary.note(EventCode.FRONT_KILLED, peer.slot.value, place_in(KILL_REASONS, why))
                peer.kill()
            case _:
                assert_never(order)

    def _welcome(self, peer: Peer, *, configure: bool) -> None:
        peer.greeted = True
        peer.send(wire.KeeperHello(self._build))
        if configure and self._bundle is not None:
            peer.send_all(parcel(self._bundle))
        peer.send(wire.Link(self._link))
        if peer.last_record is not None:
            self._answers.resume(peer, peer.last_record)

    def _show(self, peer: Peer, order: facts.ShowIt) -> None:
        self._diary.note(EventCode.FRONT_SHOWN, peer.slot.value, int(order.after_death))
        peer.send(wire.Show(order.after_death, order.interrupted, order.maybe_kept))
        self._answers.owe(peer)
        if order.interrupted:
            self._open_visit.clear()
