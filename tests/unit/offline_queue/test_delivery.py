"""When to send, and what an answer means for the next time: the policy as a table, and one delivery after another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from offline_queue.delivery import (
    BATCH,
    RETRY_LIMIT,
    Cursor,
    DeliverySettings,
    HaveThroughFacts,
    Plan,
    Rest,
    Send,
    Settlement,
    TransportError,
    Trouble,
    Wait,
    after_failure,
    after_link_up,
    after_progress,
    deliver_all,
    deliver_once,
    next_limit,
    plan,
)
from offline_queue.envelope import envelope_digest, read_envelope
from offline_queue.outbox import Outbox
from tests.support.stored_applications import NOW, OwnClock, an_outbox, identifier, sealed


@pytest.mark.parametrize(
    ("cursor", "link", "waiting", "planned"),
    [
        (Cursor(), False, 3, Rest()),
        (Cursor(), True, 0, Rest()),
        (Cursor(), True, 1, Send(BATCH)),
        (Cursor(next_attempt_at=NOW + 5), True, 1, Wait(5)),
        (Cursor(next_attempt_at=NOW), True, 1, Send(BATCH)),
        (Cursor(next_attempt_at=NOW + RETRY_LIMIT), True, 1, Wait(RETRY_LIMIT)),
        (Cursor(next_attempt_at=NOW + RETRY_LIMIT + 1), True, 1, Send(BATCH)),  # a clock that jumped
    ],
)
def test_the_plan(cursor: Cursor, link: bool, waiting: int, planned: Plan) -> None:
    assert plan(cursor, NOW, link=link, waiting=waiting) == planned


@pytest.mark.parametrize(("chance", "wait"), [(0.0, 1), (0.5, 2), (1.0, 4)])
def test_the_first_retry_is_jittered_like_all_others(chance: float, wait: int) -> None:
    assert after_failure(Cursor(), NOW, chance) == Cursor(0, NOW + wait, 1)


def test_failures_double_the_wait_up_to_the_cap() -> None:
    cursor, waits = Cursor(), []
    for _ in range(40):
        cursor = after_failure(cursor, NOW, 1.0)
        waits.append(cursor.next_attempt_at - NOW)
    assert waits[:4] == [4, 8, 16, 32]
    assert waits[-1] == DeliverySettings().cap


def test_a_server_that_names_a_time_is_never_asked_before() -> None:
    assert after_failure(Cursor(attempts=4), NOW, 0.0, retry_after=30) == Cursor(0, NOW + 31, 0)
    assert after_failure(Cursor(), NOW, 1.0, retry_after=10**9).next_attempt_at <= NOW + RETRY_LIMIT + 2
    assert after_progress(Cursor(attempts=4), NOW, retry_after=30) == Cursor(0, NOW + 30, 0)
    assert after_progress(Cursor(attempts=4), NOW) == Cursor()


def test_after_an_outage_the_herd_comes_spread_out_and_never_later_than_it_was() -> None:
    assert after_link_up(Cursor(), NOW, 1.0) == Cursor()
    assert after_link_up(Cursor(0, NOW + 900, 9), NOW, 1.0).next_attempt_at == NOW + 60
    assert after_link_up(Cursor(0, NOW + 5, 9), NOW, 1.0).next_attempt_at == NOW + 5
    assert after_link_up(Cursor(0, NOW - 5, 1), NOW, 0.5).next_attempt_at == NOW + 2


@pytest.mark.parametrize(
    ("sent", "limit", "trouble", "following"),
    [
        (50, 50, Trouble.TOO_LARGE, 25),
        (3, 25, Trouble.REFUSED, 1),
        (1, 1, Trouble.REFUSED, 1),
        (10, 25, Trouble.LINK_DOWN, 25),
        (10, 25, None, BATCH),
    ],
)
def test_a_refused_batch_is_halved_until_the_culprit_is_alone(
    sent: int, limit: int, trouble: Trouble | None, following: int
) -> None:
    assert next_limit(sent, limit, trouble) == following


# ---- deliveries ------------------------------------------------------------------------------------------------------


@dataclass
class Central:
    """Answers as central would, after the answers put in its way. `most`: a longer request is too large."""

    most: int = BATCH
    troubles: list[Trouble] = field(default_factory=list)
    stored: dict[int, bytes] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)
    twist: Callable[[HaveThroughFacts], HaveThroughFacts] = lambda facts: facts

    def send(self, epoch: bytes, envelopes: list[bytes]) -> HaveThroughFacts:
        self.sizes.append(len(envelopes))
        if self.troubles:
            raise TransportError(self.troubles.pop(0), 0)
        if len(envelopes) > self.most:
            raise TransportError(Trouble.TOO_LARGE)
        results = []
        for data in envelopes:
            seq = read_envelope(data).header.seq
            results.append("duplicate" if seq in self.stored else "stored")
            self.stored.setdefault(seq, data)
        last = max(self.stored)
        return self.twist(HaveThroughFacts(epoch, last, envelope_digest(self.stored[last]), b"", NOW, tuple(results)))


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    outbox = an_outbox(tmp_path / "outbox")
    for number in range(1, 8):
        outbox.append(identifier(number), sealed(number))
    yield outbox
    outbox.close()


def test_everything_is_delivered_in_order_and_once(outbox: Outbox) -> None:
    central = Central()
    (delivery,) = deliver_all(outbox, central, OwnClock(), DeliverySettings(batch=50))
    assert (delivery.sent, delivery.moved, delivery.count("stored")) == (8, True, 8)
    assert sorted(central.stored) == list(range(1, 9))
    assert deliver_all(outbox, central, OwnClock()) == []


def test_an_answer_that_was_lost_costs_duplicates_and_no_second_case(outbox: Outbox) -> None:
    central = Central()
    central.send(outbox.head()[0], [data for _, data in outbox.pending(3)])
    (delivery,) = deliver_all(outbox, central, OwnClock())
    assert (delivery.count("duplicate"), delivery.count("stored")) == (3, 5)
    assert len(central.stored) == 8


def test_a_batch_too_large_is_halved_and_goes_on_whole_after_progress(outbox: Outbox) -> None:
    central = Central(most=2)
    deliver_all(outbox, central, OwnClock())
    assert central.sizes[:3] == [8, 4, 2]
    assert sorted(central.stored) == list(range(1, 9))


@pytest.mark.parametrize("trouble", [Trouble.LINK_DOWN, Trouble.BUSY, Trouble.NOT_BELIEVED])
def test_a_failure_is_remembered_and_the_next_attempt_lies_ahead(outbox: Outbox, trouble: Trouble) -> None:
    delivery = deliver_once(outbox, Central(troubles=[trouble]), OwnClock(), chance=lambda: 1.0)
    assert (delivery.trouble, delivery.facts, delivery.moved) == (trouble, None, False)
    assert outbox.cursor() == Cursor(0, NOW + 4, 1)
    assert deliver_once(outbox, Central(), OwnClock()).moved
    assert outbox.cursor() == Cursor(8, 0, 0)


@pytest.mark.parametrize(
    "twist",
    [
        lambda facts: HaveThroughFacts(b"?" * 16, facts.seq, facts.head, b"", NOW, facts.results),
        lambda facts: HaveThroughFacts(facts.epoch, facts.seq, facts.head, b"", NOW, ()),
        lambda facts: HaveThroughFacts(facts.epoch, facts.seq, b"x" * 32, b"", NOW, facts.results),
    ],
    ids=["another epoch", "no results", "a digest that is not ours"],
)
def test_an_answer_that_does_not_fit_moves_nothing(
    outbox: Outbox, twist: Callable[[HaveThroughFacts], HaveThroughFacts]
) -> None:
    delivery = deliver_once(outbox, Central(twist=twist), OwnClock())
    assert delivery.settlement is Settlement.CONFLICT
    assert (outbox.cursor().acked_through, outbox.cursor().attempts) == (0, 1)
