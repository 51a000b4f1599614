"""The sync thread: a long poll that is also the heartbeat.

Link up and down, central's clock, its word on what it holds, and newer configuration all come from here.
"""

import contextlib
import random
import threading
from collections.abc import Callable
from typing import Protocol

from kiosk.configuration.bundle import Bundle
from kiosk.contract.api import EventBatch, Signed, SyncAnswer, SyncRequest
from kiosk.contract.applying import Outcome
from kiosk.journal.events import LINK_TROUBLES, EventCode, place_in
from kiosk.keeper.clock import CorrectedClock
from kiosk.keeper.diary import Diary
from kiosk.keeper.link import Link
from kiosk.keeper.standing import Standing
from kiosk.sync.client import CentralClient
from kiosk.sync.errors import CentralBusy, LinkError
from kiosk.trust import TrustError
from offline_queue.errors import OutboxError

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
BETWEEN_POLLS = 0.5  # an answer that came at once must not make a busy loop
EVENTS_AT_ONCE = 100
OUTBOX_PAUSE = 5

Position = tuple[bytes, int, bytes]


class Outlook(Protocol):
    """The outbox as the sync thread sees it."""

    def position(self) -> Position:
        """(epoch, seq, head digest) of the newest envelope."""

    def central_holds(self, signed: Signed) -> None:
        """A verified statement of central's."""


class Liaison:
    """`health`: what fronts reported, for the heartbeat. `renew`: new configuration for fronts to come."""

    def __init__(
        self,
        client: CentralClient,
        standing: Standing,
        *,
        outbox: Outlook,
        link: Link,
        clock: CorrectedClock,
        diary: Diary,
        build: bytes,
        health: Callable[[], dict[str, str]],
        renew: Callable[[Bundle], None],
        on_crash: Callable[[BaseException], None],
    ) -> None:
        self._client, self._standing, self._outbox = client, standing, outbox
        self._link, self._clock, self._diary = link, clock, diary
        self._build, self._health, self._renew = build.hex(), health, renew
        self._on_crash = on_crash
        self._ended = threading.Event()
        self._pause = FIRST_PAUSE
        self._behind = False  # central names a manifest that could not be taken
        self._thread = threading.Thread(target=self._live, name="sync", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """A poll that central holds is not waited for."""
        self._ended.set()

    def _live(self) -> None:
        try:
            while not self._ended.is_set():
                self._ended.wait(self._round())
        # The thread's boundary: a keeper that no longer talks to central must end and be started again.
        except BaseException as error:
            if not self._ended.is_set():
                self._on_crash(error)

    def _round(self) -> float:
        """One poll. Seconds to wait before the next."""
        try:
            if not self._standing.known:
                self._look_for_configuration()
            if not self._standing.known:
                return self._wait_longer(0)
            self._take(self._client.sync(self._request()))
        except LinkError as error:
            self._link.failed(error)
            return self._wait_longer(error.retry_after if isinstance(error, CentralBusy) else 0)
        except OutboxError:
            return self._wait_longer(OUTBOX_PAUSE)
        if self._behind:
            return self._wait_longer(1)
        self._upload_events()
        self._pause = FIRST_PAUSE
        return BETWEEN_POLLS

    def _wait_longer(self, least: int) -> float:
        """Full jitter, so that a thousand terminals do not come back at once."""
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        return least + random.uniform(0.1, pause)

    def _request(self) -> SyncRequest:
        """While the link is down the first answer is wanted at once."""
        epoch, seq, head = self._outbox.position()
        return SyncRequest(
            manifest=self._standing.manifest_version,
            epoch=epoch,
            seq=seq,
            head=head,
            wait=self._standing.settings.sync_wait if self._link.up else 0,
            health=self._health(),
            build=self._build,
            offered=self._standing.manifest_version,
            outcome=Outcome.APPLIED.value,  # stored as the last good; every front that starts from now on runs it
        )

    def _take(self, answer: SyncAnswer) -> None:
        self._clock.correct(answer.time)
        self._link.answered()
        if answer.have_through is not None:
            self._outbox.central_holds(answer.have_through)
        if answer.manifest != self._standing.manifest_version:
            self._look_for_configuration()
        self._behind = answer.manifest != self._standing.manifest_version

    def _look_for_configuration(self) -> None:
        """Configuration that is not believed changes nothing; the next poll looks again. Raises LinkError."""
        try:
            bundle = self._standing.refresh(self._clock.now())
        except (TrustError, OSError):
            self._diary.note(EventCode.DELIVERY_TROUBLE, place_in(LINK_TROUBLES, "configuration"))
            return
        if bundle is not None:
            self._client.believe(self._standing.statement_keys)
            self._diary.note(EventCode.CONFIGURATION_TAKEN, self._standing.manifest_version)
            self._renew(bundle)

    def _upload_events(self) -> None:
        """What does not arrive now goes with the next heartbeat; the audit file has it anyway."""
        events = self._diary.unsent(EVENTS_AT_ONCE)
        if not events:
            return
        with contextlib.suppress(LinkError):
            self._client.events(EventBatch(events))
            self._diary.sent(events)
