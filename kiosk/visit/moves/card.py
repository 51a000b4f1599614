"""Waiting for the card, and what a card may turn out to be."""

from kiosk.contract.failure import FailureCode
from kiosk.identity.document import Document, Flag
from kiosk.visit.effects import Play, Sound, StopReading
from kiosk.visit.events import CardRead, CardRefused, Event
from kiosk.visit.moves.questions import first_question
from kiosk.visit.rules import Rules
from kiosk.visit.situations import AwaitingCard, ReadingNotice
from kiosk.visit.visit import Answer, Visit, stay

TO_STAFF = frozenset({Flag.UNDECODABLE, Flag.PRIVATE_USE})


def card_read(visit: Visit, event: Event, rules: Rules) -> Answer:
    if not isinstance(event, CardRead):
        return stay(visit)
    reason = refusal(event.document, rules)
    if reason is not None:
        return _refused(visit, reason)
    known = visit.but(document=event.document, digest=event.digest, card_seen=True)
    return first_question(known, rules), (StopReading(), Play(Sound.STEP))


def refusal(document: Document, rules: Rules) -> FailureCode | None:
    """A name that cannot be decoded or drawn goes to staff; a wrong check digit is the office's business."""
    if TO_STAFF & set(document.flags):
        return FailureCode.CARD_NAME_NEEDS_STAFF
    if _expired(document.valid_to, rules):
        return FailureCode.CARD_EXPIRED
    return None


def _expired(valid_to: str, rules: Rules) -> bool:
    """ISO dates compare as text; `long-term` and an unreadable date never expire."""
    return valid_to[:1].isdigit() and valid_to < rules.today().isoformat()


def card_refused(visit: Visit, event: Event, _rules: Rules) -> Answer:
    return _refused(visit, event.reason) if isinstance(event, CardRefused) else stay(visit)


def _refused(visit: Visit, reason: FailureCode) -> Answer:
    """The reader goes on: the next card laid is read."""
    here = visit.situation
    tries = here.tries + 1 if isinstance(here, AwaitingCard) else 1
    return visit.at(AwaitingCard(refused=reason, tries=tries), card_seen=True), (Play(Sound.WRONG),)


def card_lying(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    here = visit.situation
    tries = here.tries if isinstance(here, AwaitingCard) else 0
    return visit.at(AwaitingCard(lying=True, tries=tries), card_seen=True), ()


def lying_card_lifted(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    here = visit.situation
    if not isinstance(here, AwaitingCard):
        return stay(visit)
    return visit.at(AwaitingCard(tries=here.tries)), ()


def back_to_notice(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return visit.at(ReadingNotice()), (StopReading(),)
