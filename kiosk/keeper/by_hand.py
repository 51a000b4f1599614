"""Delivery by hand: what waits is carried to central while no keeper runs, by the keeper's parts, without threads."""

import contextlib
import os
from dataclasses import dataclass

from kiosk.configuration.store import ConfigurationStore
from kiosk.keeper.clock import CorrectedClock
from kiosk.keeper.courier import Carrier
from kiosk.keeper.crash_points import CrashPoints
from kiosk.keeper.diary import Diary
from kiosk.keeper.keeper import client_of, open_outbox
from kiosk.keeper.link import Link
from kiosk.keeper.standing import Standing
from kiosk.keeper.start import Premises
from offline_queue.delivery import Delivery, Settlement, Trouble, deliver_all
from offline_queue.outbox import Outbox


@dataclass(frozen=True, slots=True)
class HandDelivery:
    """`delivered`: envelopes central is known to hold now and was not before; `waiting`: what is left.

    `trouble`: why the last request brought no believed answer; `settlement`: what its answer did.
    """

    delivered: int
    waiting: int
    trouble: Trouble | None
    settlement: Settlement


def deliver_by_hand(premises: Premises) -> HandDelivery:
    """Until nothing waits or a request brings nothing. Lets the state folder go.

    Raises OutboxError, LinkError, TrustError, OSError.
    """
    clock = CorrectedClock()
    with contextlib.ExitStack() as leaving:
        leaving.callback(os.close, premises.lock)
        standing = Standing(ConfigurationStore(premises.state), premises.terminal_file.central, premises.trust)
        standing.load(clock.now())
        outbox = open_outbox(premises, clock, standing.settings.outbox_pages)
        leaving.callback(outbox.close)
        if outbox.next_batch(1) is None:
            return HandDelivery(0, 0, None, Settlement.UNCHANGED)
        if not standing.known:
            standing.refresh(clock.now())
        return _deliver(premises, standing, outbox, clock)


def _deliver(premises: Premises, standing: Standing, outbox: Outbox, clock: CorrectedClock) -> HandDelivery:
    failures: list[BaseException] = []
    diary = Diary(premises.state / "journal", clock.now, failures.append)
    client = client_of(premises, standing)
    before = outbox.status().waiting
    try:
        diary.start()
        carrier = Carrier(client, Link(lambda _up: None, diary), clock, diary, CrashPoints(premises.state, None))
        done = deliver_all(outbox, carrier, clock)
    finally:
        client.close()
        diary.close()
    if failures:
        raise failures[0]
    last = done[-1] if done else Delivery(0, 0)
    left = outbox.status().waiting
    return HandDelivery(before - left, left, last.trouble, last.settlement)
