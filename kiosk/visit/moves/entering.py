"""From the poster to agreeing to the notice: nothing personal is known yet."""

import hashlib

from kiosk.catalogue.readiness import Readiness, readiness
from kiosk.contract.application import Consent
from kiosk.contract.failure import FailureCode
from kiosk.visit.effects import Effect, Play, ReadCard, ReserveRoom, Sound, StartVisit
from kiosk.visit.events import Event, OwedReceipt, RoomRefused
from kiosk.visit.moves.anywhere import argument, looked
from kiosk.visit.moves.questions import first_question
from kiosk.visit.notice import notice_text
from kiosk.visit.rules import Rules
from kiosk.visit.situations import AskingOwed, AwaitingCard, Home, KeeperAway, ReadingItem, ReadingNotice
from kiosk.visit.visit import Answer, Visit, stay

TILES = {"normal": 8, "large": 6}


def readiness_of(visit: Visit, rules: Rules, identifier: str) -> Readiness:
    """An item nobody knows is not possible, without a reason."""
    item = rules.item(identifier)
    return readiness(item, visit.health, visit.link, room=True) if item else Readiness(possible=False)


def starting(visit: Visit) -> tuple[Effect, ...]:
    return () if visit.started else (StartVisit(),)


def start(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return visit.at(Home(), started=True, help_called=False), starting(visit)


def start_in_language(visit: Visit, event: Event, rules: Rules) -> Answer:
    if argument(event) not in rules.languages:
        return stay(visit)
    return start(visit.but(language=argument(event)), event, rules)


def start_with_look(visit: Visit, event: Event, rules: Rules) -> Answer:
    return start(visit.but(look=looked(visit.look, argument(event))), event, rules)


def owed_found(visit: Visit, event: Event, _rules: Rules) -> Answer:
    if not isinstance(event, OwedReceipt) or event.seq is None:
        return stay(visit)
    return visit.at(AskingOwed(), owed=event), ()


def choose_item(visit: Visit, event: Event, rules: Rules) -> Answer:
    """What is not possible now says why. Another item begins with nothing known of the person."""
    identifier = argument(event)
    if rules.item(identifier) is None:
        return stay(visit)
    if not readiness_of(visit, rules, identifier).possible:
        return _why_not(visit, identifier), ()
    return _forgotten(visit).at(ReadingItem(), item=identifier), (Play(Sound.STEP),)


def _why_not(visit: Visit, identifier: str) -> Visit:
    page = visit.situation.page if isinstance(visit.situation, Home) else 0
    return visit.at(Home(page, why=identifier))


def _forgotten(visit: Visit) -> Visit:
    return visit.but(document=None, digest=b"", answers={}, consent=None, strokes=())


def more_items(visit: Visit, _event: Event, rules: Rules) -> Answer:
    """Round and round: after the last page the first."""
    here = visit.situation
    page = here.page + 1 if isinstance(here, Home) else 0
    return visit.at(Home(page % home_pages(visit, rules))), ()


def home_pages(visit: Visit, rules: Rules) -> int:
    return max(1, -(-len(rules.items()) // TILES[visit.look.size]))


def go_home(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return _forgotten(visit).at(Home(), item=""), ()


def show_item(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return visit.at(ReadingItem()), ()


def begin_item(visit: Visit, _event: Event, rules: Rules) -> Answer:
    if not readiness_of(visit, rules, visit.item).possible:
        return _why_not(visit, visit.item).but(item=""), ()
    return visit.at(ReadingNotice()), (Play(Sound.STEP),)


def agree(visit: Visit, _event: Event, rules: Rules) -> Answer:
    """Room is reserved before the person types. The consent names the text as it was shown."""
    digest = hashlib.sha256(notice_text(visit, rules).encode()).hexdigest()
    agreed = visit.but(consent=Consent(rules.settings.notice_version, visit.language, digest))
    if agreed.room:
        return to_card(agreed, rules)
    if agreed.keeper_away:
        return agreed.at(KeeperAway(ReadingNotice(reserving=True), sent=False)), ()
    return agreed.at(ReadingNotice(reserving=True)), (ReserveRoom(),)


def room_reserved(visit: Visit, _event: Event, rules: Rules) -> Answer:
    if visit.situation != ReadingNotice(reserving=True):
        return visit.but(room=True), ()
    return to_card(visit.but(room=True), rules)


def to_card(visit: Visit, rules: Rules) -> Answer:
    """A document already read in this item is not asked for again."""
    if visit.document is not None:
        return first_question(visit, rules), (Play(Sound.STEP),)
    return visit.at(AwaitingCard()), (ReadCard(), Play(Sound.STEP))


def room_refused(visit: Visit, event: Event, _rules: Rules) -> Answer:
    reason = event.reason if isinstance(event, RoomRefused) else FailureCode.KEEPER_AWAY
    if visit.situation != ReadingNotice(reserving=True):
        return stay(visit)
    return visit.at(ReadingNotice(refused=reason), consent=None), (Play(Sound.NOTICE),)


def keeper_lost_reserving(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """Asked again when the keeper is back: a new keeper knows of no reservation."""
    away = visit.but(keeper_away=True)
    if visit.situation != ReadingNotice(reserving=True):
        return stay(away)
    return away.at(KeeperAway(ReadingNotice(reserving=True), sent=False)), ()
