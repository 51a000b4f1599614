"""The card page: lying, refused, expired, unreadable names."""

from kiosk.contract.failure import FailureCode
from kiosk.visit import effects, events
from kiosk.visit.situations import AnsweringQuestion, AwaitingCard, ReadingNotice
from tests.unit.kiosk.visit.walking import CARD, EXPIRED, PRIVATE_NAME, Walk


def test_a_card_lying_from_before_must_be_lifted() -> None:
    walk = Walk().to_card().on(events.CardLying())
    assert walk.here == AwaitingCard(lying=True)
    assert walk.on(events.CardGone()).here == AwaitingCard()
    assert isinstance(walk.on(CARD).here, AnsweringQuestion)


def test_an_unread_card_may_be_laid_again_and_is_counted() -> None:
    refused = events.CardRefused(FailureCode.CARD_UNREADABLE)
    walk = Walk().to_card().on(refused, refused)
    assert walk.here == AwaitingCard(refused=FailureCode.CARD_UNREADABLE, tries=2)
    assert not walk.ordered(effects.StopReading)


def test_a_name_that_cannot_be_drawn_goes_to_staff() -> None:
    walk = Walk().to_card().on(PRIVATE_NAME)
    assert walk.here == AwaitingCard(refused=FailureCode.CARD_NAME_NEEDS_STAFF, tries=1)
    assert walk.visit.document is None


def test_an_expired_card_is_refused_and_one_without_end_is_not() -> None:
    assert Walk().to_card().on(EXPIRED).here == AwaitingCard(refused=FailureCode.CARD_EXPIRED, tries=1)
    assert isinstance(Walk().to_card().on(CARD).here, AnsweringQuestion)


def test_reading_stops_when_the_card_is_known_and_when_the_person_goes_back() -> None:
    assert Walk().to_card().on(CARD).ordered(effects.StopReading)
    walk = Walk().to_card().press("back")
    assert (walk.here, len(walk.ordered(effects.StopReading))) == (ReadingNotice(), 1)


def test_a_card_nobody_asked_for_is_not_read() -> None:
    assert Walk().to_home().on(CARD).visit.document is None
