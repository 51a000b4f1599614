"""The keeper, put together: one process of threads and queues.

main       desk: the hand-over            front-N-in/out  one pair for each front
outbox     the outbox's owner             delivery        envelopes to central
journal    the audit file's owner         sync            long poll, configuration
"""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.build import build_digest
from kiosk.configuration.bundle import Bundle
from kiosk.configuration.store import ConfigurationStore, authority_bundle
from kiosk.contract.failure import ExitCode, FailureCode
from kiosk.journal.events import EventCode
from kiosk.keeper.clock import CorrectedClock, boot_identity
from kiosk.keeper.courier import Courier
from kiosk.keeper.crash_points import CrashPoints, armed
from kiosk.keeper.desk import Desk
from kiosk.keeper.diary import Diary
from kiosk.keeper.hall import Hall
from kiosk.keeper.ledger import Ledger
from kiosk.keeper.liaison import Liaison
from kiosk.keeper.link import Link
from kiosk.keeper.open_visit import OpenVisit
from kiosk.keeper.slots import Limits, Slots
from kiosk.keeper.standing import Standing
from kiosk.keeper.start import Premises, StartRefusedError
from kiosk.keeper.worker import Worker, WorkerEndedError
from kiosk.sync.client import CentralClient
from offline_queue.outbox import Outbox, OutboxError, OutboxIdentity

Alarm = Callable[[BaseException], None]
_LIMITS = Limits()


def keep(premises: Premises, environment: Mapping[str, str]) -> None:
    """Until SIGTERM or SIGINT. Raises StartRefusedError; a bug in any thread is raised here."""
    keeper = Keeper(premises, armed(premises.state, premises.terminal_file.kind, environment))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: keeper.end())
    keeper.run()


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is opened first and closed last. `stored`: the configuration found, if it is believed."""

    premises: Premises
    crash_points: CrashPoints
    build: bytes
    clock: CorrectedClock
    diary: Diary
    standing: Standing
    stored: Bundle | None
    worker: Worker
    outbox: Outbox
    open_visit: OpenVisit
    bell: threading.Event  # rung when there may be something to deliver


def _open_ground(premises: Premises, crash_points: CrashPoints, alarm: Alarm) -> _Ground:
    state, clock = premises.state, CorrectedClock()
    try:
        diary = Diary(state / "journal", clock.now, alarm)
        standing = Standing(ConfigurationStore(state), premises.terminal_file.central, premises.trust)
        stored = standing.load(clock.now())
        worker = Worker("outbox", alarm)
        worker.start()
        outbox = worker.ask(lambda: open_outbox(premises, clock, standing.settings.outbox_pages))
    except OutboxError as error:
        raise StartRefusedError(FailureCode.OUTBOX_BROKEN, ExitCode.STORAGE, str(error)) from error
    except OSError as error:
        sentence = f"the state folder {state} cannot be used: {error.strerror}"
        raise StartRefusedError(FailureCode.STATE_UNUSABLE, ExitCode.STORAGE, sentence) from error
    return _Ground(
        premises=premises,
        crash_points=crash_points,
        build=build_digest(),
        clock=clock,
        diary=diary,
        standing=standing,
        stored=stored,
        worker=worker,
        outbox=outbox,
        open_visit=OpenVisit(state, boot_identity()),
        bell=threading.Event(),
    )


def open_outbox(premises: Premises, clock: CorrectedClock, pages: int) -> Outbox:
    """Owned by the calling thread. Raises OutboxError."""
    identity = OutboxIdentity(premises.statement.terminal, premises.keys.envelope, premises.keys.receipt)
    return Outbox.open(premises.state / "outbox", identity, clock, pages)


def _ledger(ground: _Ground) -> Ledger:
    return Ledger(
        ground.outbox,
        ground.worker,
        clock=ground.clock,
        diary=ground.diary,
        crash_points=ground.crash_points,
        owed_window=lambda: ground.standing.settings.timers.owed_window,
        on_appended=ground.bell.set,
    )


def client_of(premises: Premises, standing: Standing) -> CentralClient:
    return CentralClient(
        premises.terminal_file.central,
        terminal=premises.statement.terminal,
        request_private=premises.keys.request,
        statement_keys=standing.statement_keys,
        bundle=authority_bundle(premises.state),
    )


class Keeper:
    """Raises StartRefusedError when something it stands on cannot be opened."""

    def __init__(self, premises: Premises, crash_points: CrashPoints, limits: Limits = _LIMITS) -> None:
        self._failure: BaseException | None = None
        ground = self._ground = _open_ground(premises, crash_points, self._fail)
        slots = Slots(time.monotonic(), limits)
        self._desk = Desk(slots, ground.build, diary=ground.diary, open_visit=ground.open_visit)
        self._ledger = _ledger(ground)
        self._link = Link(self._on_link, ground.diary)
        self._client = client_of(premises, ground.standing)
        self._courier = self._make_courier()
        self._hall = self._make_hall()
        self._liaison = self._make_liaison()
        self._desk.join(self._hall, self._ledger)

    def run(self) -> None:
        """On the main thread, until `end` or a bug, which is raised."""
        ground = self._ground
        ground.diary.start()
        ground.diary.note(EventCode.KEEPER_STARTED)
        if (left_open := ground.open_visit.found()) is not None:
            self._desk.tell(left_open)
        if ground.stored is not None:
            self._desk.take_configuration(ground.stored)
        if ground.premises.terminal_file.central:
            self._courier.start()
            self._liaison.start()
        self._hall.start()
        try:
            self._desk.run()
        finally:
            self._close()
        if self._failure is not None:
            raise self._failure

    def end(self) -> None:
        """For any thread and for signal handlers."""
        self._desk.end()

    def _fail(self, error: BaseException) -> None:
        """A thread met a bug: the whole process ends, and is started again."""
        self._failure = self._failure or error
        self._desk.end()

    def _on_link(self, up: bool) -> None:
        self._desk.take_link(up)
        if up:
            self._ground.bell.set()

    def _close(self) -> None:
        ground = self._ground
        self._liaison.close()
        self._courier.close()
        self._hall.close()
        with contextlib.suppress(WorkerEndedError):
            ground.worker.ask(ground.outbox.close)
        ground.worker.close()
        ground.diary.note(EventCode.KEEPER_ENDED)
        ground.diary.close()
        os.close(ground.premises.lock)

    def _make_courier(self) -> Courier:
        ground = self._ground
        return Courier(
            self._client,
            self._ledger,
            bell=ground.bell,
            link=self._link,
            clock=ground.clock,
            diary=ground.diary,
            crash_points=ground.crash_points,
            retention=lambda: ground.standing.settings.retention_days * 86_400,
            on_crash=self._fail,
        )

    def _make_hall(self) -> Hall:
        ground = self._ground
        try:
            return Hall(
                ground.premises.state,
                ground.build,
                tell=self._desk.tell,
                records=self._ledger,
                diary=ground.diary,
                open_visit=ground.open_visit,
                crash_points=ground.crash_points,
            )
        except OSError as error:
            sentence = f"the keeper's socket cannot be made: {error.strerror}"
            raise StartRefusedError(FailureCode.STATE_UNUSABLE, ExitCode.STORAGE, sentence) from error

    def _make_liaison(self) -> Liaison:
        ground = self._ground
        return Liaison(
            self._client,
            ground.standing,
            outbox=self._ledger,
            link=self._link,
            clock=ground.clock,
            diary=ground.diary,
            build=ground.build,
            health=self._hall.health,
            renew=self._desk.take_configuration,
            on_crash=self._fail,
        )
