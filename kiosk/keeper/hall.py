"""Where the fronts come in: accepts, checks who connects, and gives every message to whoever deals with it."""

import contextlib
import itertools
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kiosk import wire, wire_line
from kiosk.contract.application import Kind
from kiosk.contract.health import ComponentState
from kiosk.journal.events import REFUSALS, EventCode, place_in
from kiosk.keeper import facts
from kiosk.keeper.crash_points import CrashPoint, CrashPoints
from kiosk.keeper.diary import Diary
from kiosk.keeper.open_visit import OpenVisit
from kiosk.keeper.peer import Peer, credentials_of

_MOST_PEERS = 8
_STATES = tuple(state.value for state in ComponentState)


class RecordDesk(Protocol):
    """The outbox as the hall sees it. Answers go to the peer by themselves."""

    def reserve(self, peer: Peer, message: wire.Reserve) -> None: ...

    def attach(self, peer: Peer, message: wire.Attachment) -> None: ...

    def record(self, peer: Peer, message: wire.Record) -> None: ...

    def note_paper(self, message: wire.Paper) -> None: ...

    def release(self, visit: bytes) -> None: ...

    def holds(self, identifier: bytes) -> bool:
        """Asked on the peer's own thread; waits."""

    def forget(self, peer: Peer) -> None: ...


class Hall:
    """Reception of the peers. `tell` takes facts for the hand-over, in the order a front told them."""

    def __init__(
        self,
        state: Path,
        build: bytes,
        *,
        tell: Callable[[facts.Fact], None],
        records: RecordDesk,
        diary: Diary,
        open_visit: OpenVisit,
        crash_points: CrashPoints,
    ) -> None:
        self._build, self._tell, self._records = build, tell, records
        self._diary, self._open_visit, self._crash_points = diary, open_visit, crash_points
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._peers: dict[int, Peer] = {}
        self._health: dict[str, str] = {}
        self._listener = wire_line.listen(state / wire_line.SOCKET_NAME)
        self._thread = threading.Thread(target=self._accept, name="door", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def find(self, number: int) -> Peer | None:
        with self._lock:
            return self._peers.get(number)

    def peers(self) -> tuple[Peer, ...]:
        with self._lock:
            return tuple(self._peers.values())

    def health(self) -> dict[str, str]:
        """Component → state of the front that reported last."""
        with self._lock:
            return dict(self._health)

    def close(self) -> None:
        """Fronts are left alive: a keeper started again finds them."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(2.0)
        for peer in self.peers():
            peer.spare()
            peer.hang_up()
        for peer in self.peers():
            peer.join(2.0)

    # -- the door

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            try:
                self._let_in(connection)
            except OSError:
                connection.close()  # it ended between connect and here

    def _let_in(self, connection: socket.socket) -> None:
        who = credentials_of(connection)
        if who.uid != os.geteuid() or len(self.peers()) >= _MOST_PEERS:
            self._refuse("other-uid" if who.uid != os.geteuid() else "other")
            connection.close()
            return
        peer = Peer(next(self._numbers), connection, who.pid, self)
        with self._lock:
            self._peers[peer.number] = peer
        peer.start()

    def _refuse(self, why: str) -> None:
        self._diary.note(EventCode.FRONT_REFUSED, place_in(REFUSALS, why))

    # -- what a front says, on its own thread

    def hello(self, peer: Peer, hello: wire.Hello) -> None:
        if hello.build != self._build:
            self._refuse("other-build")
            peer.send(wire.KeeperHello(self._build), then=peer.hang_up)
            return
        peer.slot, peer.visit, peer.last_record = hello.slot, hello.visit, hello.last_record
        kept = hello.last_record is not None and self._records.holds(hello.last_record)
        self._diary.note(EventCode.FRONT_GREETED, hello.slot.value, int(hello.shown))
        self._tell(facts.Greeted(peer.number, hello.slot, hello.shown, hello.visit, kept))

    def message(self, peer: Peer, message: wire.FromFront) -> None:
        if not peer.greeted:
            raise wire_line.WireError("a front spoke before it was welcome")
        match message:
            case wire.Hello():
                raise wire_line.WireError("a front said hello twice")
            case wire.Record():
                self._take_record(peer, message)
            case wire.Reserve():
                self._records.reserve(peer, message)
            case wire.Attachment():
                self._records.attach(peer, message)
            case wire.Paper(seq, fact):
                self._records.note_paper(message)
                self._diary.note(EventCode.PAPER, seq, fact.value)
            case wire.Event(code, values):
                self._diary.take_from_front(code, values)
            case wire.HelpCalled():
                self._diary.note(EventCode.HELP_CALLED, peer.slot.value)
            case _:
                self._take_fact(peer, message)

    def _take_record(self, peer: Peer, message: wire.Record) -> None:
        self._crash_points.reach(CrashPoint.AFTER_RECORD_READ)
        if message.sealed.kind == Kind.APPLICATION.value:
            self._tell(facts.GaveApplication(peer.number))
            if peer.visit is not None:
                self._open_visit.note(peer.visit, kept=True)
        self._records.record(peer, message)

    def _take_fact(
        self,
        peer: Peer,
        message: wire.Ready
        | wire.ConfigurationRefused
        | wire.FirstFrame
        | wire.Beat
        | wire.VisitStarted
        | wire.Health
        | wire.DevicesReleased
        | wire.VisitEnded,
    ) -> None:
        match message:
            case wire.Ready():
                self._tell(facts.BecameReady(peer.number))
            case wire.ConfigurationRefused(code):
                self._diary.note(EventCode.CONFIGURATION_REFUSED, peer.slot.value, code)
                self._tell(facts.RefusedConfiguration(peer.number))
            case wire.FirstFrame():
                self._tell(facts.DrewFirstFrame(peer.number))
            case wire.Beat():
                self._tell(facts.Beaten(peer.number))
            case wire.VisitStarted(visit):
                peer.visit = visit
                self._open_visit.note(visit, kept=False)
                self._tell(facts.BeganVisit(peer.number, visit))
            case wire.Health(components):
                self._take_health(components)
                self._tell(facts.ToldHealth(peer.number))
            case wire.DevicesReleased():
                self._tell(facts.ReleasedDevices(peer.number))
            case wire.VisitEnded(ending):
                self._diary.note(EventCode.VISIT_ENDED, peer.slot.value, ending.value)
                self._open_visit.clear()
                self._end_visit(peer)
                self._tell(facts.EndedVisit(peer.number))

    def _end_visit(self, peer: Peer) -> None:
        visit, peer.visit = peer.visit, None
        if visit is not None:
            self._records.release(visit)

    def _take_health(self, components: tuple[wire.ComponentReport, ...]) -> None:
        known = {
            entry.component.name.lower(): _STATES[entry.state] for entry in components if entry.state < len(_STATES)
        }
        with self._lock:
            self._health = known

    def gone(self, peer: Peer, error: OSError | None) -> None:
        with self._lock:
            del self._peers[peer.number]
        if isinstance(error, wire_line.WireError):
            self._refuse("broken-message")
        self._records.forget(peer)
        if not peer.spared:
            self._end_visit(peer)
            self._tell(facts.Died(peer.number))
