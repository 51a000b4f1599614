"""When to send, and what an answer means for the next time. Knows no HTTP: a Transport carries the bytes.

The policy is pure: cursor, clock, link and settings in, a decision out; chance comes in as a number in [0, 1).

    link down                              rest
    nothing waiting                        rest
    the next attempt lies ahead            wait for it (a moment further off than any rule makes it is a clock's
                                           jump, and void)
    otherwise                              send at most `batch` envelopes of one epoch, one request at a time

    after progress                         at once again, unless the server named a time
    after the n-th failure in a row        full jitter: chance × min(cap, base × 2ⁿ), never before the server's
                                           Retry-After. The first retry is jittered like all others
    link came back                         chance × min(spread, base × 2ⁿ): the herd after an outage comes spread out,
                                           a terminal that had no failure comes at once
    refused or too large                   half the batch, down to one; the whole batch again after progress

The cursor is in the outbox's file, so that a restart neither forgets a Retry-After nor starts a storm.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Protocol

BATCH = 50
RETRY_LIMIT = 3600


class Trouble(Enum):
    """Why a request brought no believed answer."""

    LINK_DOWN = "link-down"
    NOT_BELIEVED = "not-believed"
    BUSY = "busy"
    REFUSED = "refused"
    TOO_LARGE = "too-large"


class TransportError(Exception):
    """`retry_after`: seconds the server asked for, 0 when it did not."""

    def __init__(self, trouble: Trouble, retry_after: int = 0) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class HaveThroughFacts:
    """Central's verified word: it holds (epoch) up to `seq`, whose digest is `head` (zeros for seq 0).

    `request_digest`: of the request this answers, compared by the transport; empty when nobody asked. `time`: central's
    clock, Unix s. `results`: one of stored, duplicate, conflict, refused for each envelope sent.
    """

    epoch: bytes
    seq: int
    head: bytes
    request_digest: bytes
    time: int
    results: tuple[str, ...] = ()
    retry_after: int = 0


class Transport(Protocol):
    """Carries one batch and brings back an answer that central signed for just this request."""

    def send(self, epoch: bytes, envelopes: list[bytes]) -> HaveThroughFacts:
        """Raises TransportError."""


class Clock(Protocol):
    """`now`: Unix seconds, corrected by central's; `monotonic`: seconds that never jump."""

    def now(self) -> int: ...

    def monotonic(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Cursor:
    """`acked_through`: central is known to hold all up to this seq. `attempts`: failures in a row."""

    acked_through: int = 0
    next_attempt_at: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class DeliverySettings:
    """Seconds, and envelopes in one request."""

    base: int = 2
    cap: int = 900
    spread: int = 60
    batch: int = BATCH


DEFAULT_SETTINGS = DeliverySettings()


# ---- the policy ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing to do until something changes."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not before `seconds` from now."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Send:
    """Now, at most `limit` envelopes."""

    limit: int


Plan = Rest | Wait | Send


def plan(cursor: Cursor, now: int, *, link: bool, waiting: int, settings: DeliverySettings = DEFAULT_SETTINGS) -> Plan:
    """`waiting`: envelopes central is not known to hold."""
    if not link or waiting == 0:
        return Rest()
    ahead = cursor.next_attempt_at - now
    if 0 < ahead <= max(settings.cap, RETRY_LIMIT):
        return Wait(ahead)
    return Send(settings.batch)


def after_progress(cursor: Cursor, now: int, *, retry_after: int = 0) -> Cursor:
    floor = min(retry_after, RETRY_LIMIT)
    return replace(cursor, next_attempt_at=now + floor if floor else 0, attempts=0)


def after_failure(
    cursor: Cursor, now: int, chance: float, *, retry_after: int = 0, settings: DeliverySettings = DEFAULT_SETTINGS
) -> Cursor:
    """A server that names a time was reached, and plans for us: that is no failure in a row."""
    if retry_after:
        delay = _rounded(chance * settings.base)
        return replace(cursor, next_attempt_at=now + min(retry_after, RETRY_LIMIT) + delay, attempts=0)
    attempts = cursor.attempts + 1
    delay = _rounded(chance * min(settings.cap, _doubled(settings.base, attempts)))
    return replace(cursor, next_attempt_at=now + delay, attempts=attempts)


def after_link_up(cursor: Cursor, now: int, chance: float, *, settings: DeliverySettings = DEFAULT_SETTINGS) -> Cursor:
    """Drawn anew, and never later than it was. Without failures nothing was drawn: what the server named stays."""
    if cursor.attempts == 0:
        return cursor
    moment = now + _rounded(chance * min(settings.spread, _doubled(settings.base, cursor.attempts)))
    waits = cursor.next_attempt_at > now
    return replace(cursor, next_attempt_at=min(moment, cursor.next_attempt_at) if waits else moment)


def next_limit(sent: int, limit: int, trouble: Trouble | None, settings: DeliverySettings = DEFAULT_SETTINGS) -> int:
    """How many to send next time."""
    if trouble in (Trouble.REFUSED, Trouble.TOO_LARGE):
        return max(1, min(sent, limit) // 2)
    return settings.batch if trouble is None else limit


def _doubled(base: int, times: int) -> int:
    return base << min(times, 20)


def _rounded(seconds: float) -> int:
    """Whole seconds, never none: a failed attempt is not repeated in the same breath."""
    return max(1, round(seconds))


# ---- one delivery ----------------------------------------------------------------------------------------------------


class Settlement(Enum):
    """What central's word did to the cursor."""

    ADVANCED = "advanced"
    UNCHANGED = "unchanged"
    RESEND = "resend"  # central holds less than before: it was restored, and is sent again what it lost
    CONFLICT = "conflict"  # a digest that is not ours: nothing moves, a person must look
    AHEAD = "ahead"  # central holds more than this disk: it was rolled back or cloned
    OTHER_EPOCH = "other-epoch"


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive envelopes of one epoch; `last` is the seq of the last one.

    `chunks`: digests of the attachment chunks they name, which central is sent first.
    """

    epoch: bytes
    first: int
    last: int
    envelopes: tuple[bytes, ...] = field(repr=False)
    chunks: tuple[bytes, ...] = ()


class Waiting(Protocol):
    """The outbox as delivery sees it; each call may be carried to its owner's thread and back."""

    def next_batch(self, limit: int) -> Batch | None: ...

    def settle(self, facts: HaveThroughFacts, batch: Batch | None = None) -> Settlement: ...

    def cursor(self) -> Cursor: ...

    def reschedule(self, cursor: Cursor) -> None: ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one request came to. `limit`: how many the next one may carry; `facts` None: no believed answer."""

    sent: int
    limit: int
    facts: HaveThroughFacts | None = None
    settlement: Settlement = Settlement.UNCHANGED
    trouble: Trouble | None = None

    @property
    def moved(self) -> bool:
        """Whether central holds more of ours than was known before."""
        return self.settlement is Settlement.ADVANCED

    def count(self, result: str) -> int:
        """How many envelopes central answered with `result`."""
        return self.facts.results.count(result) if self.facts else 0


@dataclass(frozen=True, slots=True)
class _Round:
    """What one request needs to know about its moment."""

    outbox: Waiting
    settings: DeliverySettings
    now: Callable[[], int]
    chance: Callable[[], float]

    def failed(self, retry_after: int) -> None:
        cursor = self.outbox.cursor()
        self.outbox.reschedule(
            after_failure(cursor, self.now(), self.chance(), retry_after=retry_after, settings=self.settings)
        )

    def progressed(self, retry_after: int) -> None:
        self.outbox.reschedule(after_progress(self.outbox.cursor(), self.now(), retry_after=retry_after))


def deliver_once(
    outbox: Waiting,
    transport: Transport,
    clock: Clock,
    *,
    limit: int = BATCH,
    settings: DeliverySettings = DEFAULT_SETTINGS,
    chance: Callable[[], float] = random.random,
) -> Delivery:
    """One request with what waits first, whatever `plan` says; the cursor is persisted before this returns."""
    batch = outbox.next_batch(min(limit, settings.batch))
    if batch is None:
        return Delivery(0, limit)
    sent = len(batch.envelopes)
    moment = _Round(outbox, settings, clock.now, chance)
    try:
        facts = transport.send(batch.epoch, list(batch.envelopes))
    except TransportError as error:
        moment.failed(error.retry_after)
        return Delivery(sent, next_limit(sent, limit, error.trouble, settings), trouble=error.trouble)
    settlement = _settlement(outbox, batch, facts)
    if settlement is Settlement.ADVANCED:
        moment.progressed(facts.retry_after)
    else:
        moment.failed(facts.retry_after)
    return Delivery(sent, next_limit(sent, limit, None, settings), facts, settlement)


def _settlement(outbox: Waiting, batch: Batch, facts: HaveThroughFacts) -> Settlement:
    if facts.epoch != batch.epoch or len(facts.results) != len(batch.envelopes):
        return Settlement.CONFLICT
    return outbox.settle(facts, batch)


def deliver_all(
    outbox: Waiting, transport: Transport, clock: Clock, settings: DeliverySettings = DEFAULT_SETTINGS
) -> Sequence[Delivery]:
    """Request after request until nothing waits or one brings no progress; for a person who asked for it."""
    done: list[Delivery] = []
    limit = settings.batch
    while True:
        delivery = deliver_once(outbox, transport, clock, limit=limit, settings=settings)
        if delivery.sent == 0:
            return done
        done.append(delivery)
        bisecting = delivery.limit < delivery.sent and delivery.trouble in (Trouble.REFUSED, Trouble.TOO_LARGE)
        if not delivery.moved and not bisecting:
            return done
        limit = delivery.limit
