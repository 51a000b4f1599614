"""The delivery thread: offline_queue's policy over central's client, one request at a time.

It sleeps until the bell rings (something was appended, the link came back) or the next attempt is due.
"""

import math
import random
import threading
from collections.abc import Callable
from typing import assert_never

from kiosk.contract.api import EnvelopeBatch, HaveThrough, Signed
from kiosk.journal.events import LINK_TROUBLES, EventCode, place_in
from kiosk.keeper.clock import CorrectedClock
from kiosk.keeper.crash_points import CrashPoint, CrashPoints
from kiosk.keeper.diary import Diary
from kiosk.keeper.ledger import Ledger, facts_of
from kiosk.keeper.link import Link, trouble_of
from kiosk.keeper.worker import WorkerEndedError
from kiosk.sync.client import CentralClient
from kiosk.sync.errors import CentralBusy, CentralRefused, LinkError, NotCentral
from offline_queue.delivery import (
    BATCH,
    Delivery,
    HaveThroughFacts,
    Rest,
    Send,
    TransportError,
    Trouble,
    Wait,
    after_link_up,
    deliver_once,
    plan,
)
from offline_queue.errors import OutboxError

TIDY_SECONDS = 3600.0
OUTBOX_PAUSE = 30.0
_TOO_LARGE = 413


class Carrier:
    """One batch to central and its answer back. `answer`: the last believed one, with central's signed words."""

    def __init__(
        self, client: CentralClient, link: Link, clock: CorrectedClock, diary: Diary, crash_points: CrashPoints
    ) -> None:
        self._client, self._link, self._clock = client, link, clock
        self._diary, self._crash_points = diary, crash_points
        self.answer: tuple[HaveThrough, Signed] | None = None

    def send(self, epoch: bytes, envelopes: list[bytes]) -> HaveThroughFacts:
        """Raises TransportError."""
        self.answer = None
        try:
            self.answer = self._client.settle(EnvelopeBatch(epoch, envelopes))
        except LinkError as error:
            self._link.failed(error)
            self._diary.note(EventCode.DELIVERY_TROUBLE, trouble_of(error))
            raise _carried(error) from error
        self._crash_points.reach(CrashPoint.AFTER_CENTRAL_ANSWER)
        self._clock.correct(self.answer[0].time)
        self._link.answered()
        return facts_of(self.answer[0])


def _carried(error: LinkError) -> TransportError:
    match error:
        case CentralBusy():
            return TransportError(Trouble.BUSY, error.retry_after)
        case CentralRefused(status=status):
            return TransportError(Trouble.TOO_LARGE if status == _TOO_LARGE else Trouble.REFUSED)
        case NotCentral():
            return TransportError(Trouble.NOT_BELIEVED)
        case _:
            return TransportError(Trouble.LINK_DOWN)


class Courier:
    """`bell`: rung by whoever appended, or found the link up. `retention`: seconds to keep what central has."""

    def __init__(
        self,
        client: CentralClient,
        ledger: Ledger,
        *,
        bell: threading.Event,
        link: Link,
        clock: CorrectedClock,
        diary: Diary,
        crash_points: CrashPoints,
        retention: Callable[[], int],
        on_crash: Callable[[BaseException], None],
    ) -> None:
        self._retention = retention
        self._ledger, self._bell, self._link = ledger, bell, link
        self._clock, self._diary, self._on_crash = clock, diary, on_crash
        self._carrier = Carrier(client, link, clock, diary, crash_points)
        self._limit = BATCH
        self._was_up = False
        self._tidied = -math.inf
        self._ended = False
        self._thread = threading.Thread(target=self._live, name="delivery", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """A request on its way is not waited for: its envelopes are sent again, and stored once."""
        self._ended = True
        self._bell.set()

    def _live(self) -> None:
        try:
            while not self._ended:
                self._bell.wait(self._careful_round())
                self._bell.clear()
        except WorkerEndedError:
            return  # the keeper is ending
        # The thread's boundary: a keeper that no longer delivers must end and be started again.
        except BaseException as error:
            if not self._ended:
                self._on_crash(error)

    def _careful_round(self) -> float | None:
        """A disk that is full or failing stops intake by itself; delivery tries again later."""
        try:
            return self._round()
        except OutboxError:
            self._diary.note(EventCode.DELIVERY_TROUBLE, place_in(LINK_TROUBLES, "outbox"))
            return OUTBOX_PAUSE

    def _round(self) -> float | None:
        """One step of the policy. Seconds to sleep; None until the bell rings."""
        up, came_up = self._link.up, self._link.up and not self._was_up
        self._was_up = up
        cursor, now = self._ledger.cursor(), self._clock.now()
        if came_up:
            cursor = after_link_up(cursor, now, random.random())
            self._ledger.reschedule(cursor)
        decision = plan(cursor, now, link=up, waiting=self._ledger.waiting())
        match decision:
            case Rest():
                return self._rest()
            case Wait(seconds):
                return float(seconds)
            case Send(limit):
                self._conclude(deliver_once(self._ledger, self._carrier, self._clock, limit=min(limit, self._limit)))
                return 0.0
            case _:
                assert_never(decision)

    def _rest(self) -> float:
        """Nothing to send: tidy up, at most once an hour."""
        due = self._tidied + TIDY_SECONDS
        if (now := self._clock.monotonic()) >= due:
            self._tidied, due = now, now + TIDY_SECONDS
            self._ledger.tidy(self._clock.now() - self._retention())
        return max(due - now, 1.0)

    def _conclude(self, delivery: Delivery) -> None:
        self._limit = delivery.limit
        if delivery.facts is None or self._carrier.answer is None:
            return
        self._ledger.heed(*self._carrier.answer, delivery.settlement)
        if delivery.moved:
            self._diary.note(EventCode.DELIVERED, delivery.facts.seq)
