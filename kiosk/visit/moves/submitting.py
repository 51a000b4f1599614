"""Review, signature, submission, and what the keeper answers."""

from kiosk.catalogue.answers import answer_value
from kiosk.contract.application import Applicant, Application, Consent
from kiosk.contract.canonical import CHECK_KEY_BYTES
from kiosk.contract.failure import FailureCode
from kiosk.contract.health import Component, health_of
from kiosk.identity.document import Document
from kiosk.visit.effects import Effect, Play, PrintSlip, Record, ReserveRoom, Sound
from kiosk.visit.events import Drawn, Event, Recorded, RecordRefused
from kiosk.visit.moves.anywhere import argument
from kiosk.visit.moves.questions import fields_of, question
from kiosk.visit.review import review_pages
from kiosk.visit.rules import Rules
from kiosk.visit.situations import (
    GONE,
    KeeperAway,
    NotKnown,
    NotRecorded,
    ReadingNotice,
    Reviewing,
    ShowingOutcome,
    Signing,
    Submitting,
)
from kiosk.visit.visit import Answer, Paper, Strokes, Visit, stay

IDENTIFIER_BYTES = 16
STROKES_LIMIT = 64
POINTS_LIMIT = 512
"""Per stroke. Together they keep an application far below the room reserved for it."""
PAD = 1000


# ---- review ----------------------------------------------------------------------------------------------------------


def review_on(visit: Visit, _event: Event, rules: Rules) -> Answer:
    """The next page of the review; behind the last one, the signature."""
    here = visit.situation
    if not isinstance(here, Reviewing):
        return stay(visit)
    if here.page + 1 < len(review_pages(visit, rules)):
        return visit.at(Reviewing(here.page + 1)), ()
    return visit.at(Signing()), (Play(Sound.STEP),)


def review_back(visit: Visit, _event: Event, rules: Rules) -> Answer:
    here = visit.situation
    if isinstance(here, Reviewing) and here.page:
        return visit.at(Reviewing(here.page - 1)), ()
    fields = fields_of(visit, rules)
    return visit.at(question(visit, fields[-1], rules) if fields else ReadingNotice()), ()


def edit(visit: Visit, event: Event, rules: Rules) -> Answer:
    field = next((field for field in fields_of(visit, rules) if field.key == argument(event)), None)
    return (visit.at(question(visit, field, rules, editing=True)) if field else visit), ()


# ---- signature -------------------------------------------------------------------------------------------------------


def draw(visit: Visit, event: Event, _rules: Rules) -> Answer:
    if not isinstance(event, Drawn) or not event.points or len(visit.strokes) >= STROKES_LIMIT:
        return stay(visit)
    stroke = tuple((_inside(x), _inside(y)) for x, y in event.points[:POINTS_LIMIT])
    return visit.but(situation=Signing(), strokes=(*visit.strokes, stroke)), ()


def _inside(value: int) -> int:
    return min(max(value, 0), PAD)


def wipe(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return visit.but(situation=Signing(), strokes=()), ()


def back_to_review(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """Signed is what was seen: going back to look again takes the signature away."""
    return visit.at(Reviewing(), strokes=()), ()


# ---- submission ------------------------------------------------------------------------------------------------------


def submit(visit: Visit, _event: Event, rules: Rules) -> Answer:
    if not visit.strokes:
        return visit.but(situation=Signing(missing=True)), (Play(Sound.WRONG),)
    if visit.keeper_away:
        return visit.at(KeeperAway(Submitting(), sent=False)), ()
    return _sent(visit, rules)


def _sent(visit: Visit, rules: Rules) -> Answer:
    """Each order has an id of its own: what was refused is surely not stored under it."""
    content = application(visit, rules)
    if content is None:
        return stay(visit)
    return visit.at(Submitting(), application=content.id), (Record(content),)


def application(visit: Visit, rules: Rules) -> Application | None:
    """None while the visit lacks a document, an item or a consent, which no way to the signature leaves out."""
    item = rules.item(visit.item)
    if item is None or visit.document is None or visit.consent is None:
        return None
    return Application(
        id=rules.new_id(IDENTIFIER_BYTES),
        item=item.id,
        item_version=item.version,
        language=visit.language,
        applicant=applicant(visit.document),
        consent=Consent(visit.consent.notice, visit.consent.language, visit.consent.digest),
        answers={field.key: answer_value(field, visit.answers.get(field.key, "")) for field in fields_of(visit, rules)},
        strokes=_plain(visit.strokes),
        check_key=rules.new_id(CHECK_KEY_BYTES),
    )


def applicant(document: Document) -> Applicant:
    """As the card says, unaltered; the photo stays out (minimum necessary)."""
    return Applicant(
        document_kind=document.kind.value,
        name=document.name,
        latin_name=document.latin_name,
        number=document.number,
        birth=document.birth,
        sex=document.sex.value,
        ethnic=document.ethnic,
        address=document.address,
        country=document.country,
        valid_from=document.valid_from,
        valid_to=document.valid_to,
        flags=[flag.value for flag in document.flags],
    )


def _plain(strokes: Strokes) -> list[list[list[int]]]:
    return [[[x, y] for x, y in stroke] for stroke in strokes]


# ---- the keeper's answers --------------------------------------------------------------------------------------------


def recorded(visit: Visit, event: Event, rules: Rules) -> Answer:
    """Kept here. With a link, central's word is awaited for a moment before the slip is printed."""
    if not isinstance(event, Recorded) or not visit.application or visit.recorded:
        return stay(visit)
    known = visit.but(recorded=event, keeper_away=False)
    if known.link and rules.settings.timers.settle_wait:
        return known.at(Submitting(kept=True)), ()
    return show_outcome(known)


def settled_in_time(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return show_outcome(visit.but(received=True)) if visit.recorded else stay(visit)


def settle_waited(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    return show_outcome(visit) if visit.recorded else stay(visit)


def show_outcome(visit: Visit) -> Answer:
    """The slip is printed at once when the printer can; else the receipt stands on the screen."""
    shown = visit.at(ShowingOutcome(), document=None, digest=b"", strokes=())
    if printer_usable(visit):
        return shown.but(paper=Paper.PRINTING), (PrintSlip(), Play(Sound.STEP))
    return shown.but(paper=Paper.ON_SCREEN), (Play(Sound.STEP),)


def printer_usable(visit: Visit) -> bool:
    return health_of(visit.health, Component.RECEIPT_PRINTER).usable


def record_refused(visit: Visit, event: Event, _rules: Rules) -> Answer:
    """Surely not stored, unless the keeper's own proof was not believed: then nobody here knows."""
    if not isinstance(event, RecordRefused) or not visit.application or visit.recorded:
        return stay(visit)
    if event.reason is FailureCode.PROOF_BROKEN:
        return visit.at(NotKnown()), (Play(Sound.NOTICE),)
    return visit.at(NotRecorded(event.reason), application=b""), (Play(Sound.NOTICE),)


def submit_again(visit: Visit, event: Event, rules: Rules) -> Answer:
    return submit(visit, event, rules)


# ---- the keeper away -------------------------------------------------------------------------------------------------


def keeper_lost(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """What is kept is kept: only an unanswered order makes the person wait."""
    away = visit.but(keeper_away=True)
    if visit.recorded:
        return away, ()
    return away.at(KeeperAway(visit.situation)), ()


def keeper_back(visit: Visit, _event: Event, rules: Rules) -> Answer:
    """An order not given yet is given now. One given before is answered by itself (`Hello.last_record`)."""
    here, back = visit.situation, visit.but(keeper_away=False)
    if not isinstance(here, KeeperAway):
        return back, ()
    if here.sent:
        return back.at(here.under), ()
    if isinstance(here.under, Submitting):
        return _sent(back, rules)
    orders: tuple[Effect, ...] = (ReserveRoom(),) if isinstance(here.under, ReadingNotice) else ()
    return back.at(here.under), orders


def patience_over(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """Given but unanswered: nobody here knows. Never given: surely nothing was sent."""
    here = visit.situation
    if not isinstance(here, KeeperAway):
        return visit.at(NotKnown()), (Play(Sound.NOTICE),)
    match here.under:
        case Submitting() if here.sent:
            return visit.at(NotKnown()), (Play(Sound.NOTICE),)
        case Submitting():
            return visit.at(NotRecorded(FailureCode.KEEPER_AWAY)), (Play(Sound.NOTICE),)
        case ReadingNotice():
            return visit.at(ReadingNotice(refused=FailureCode.KEEPER_AWAY), consent=None), (Play(Sound.NOTICE),)
        case _:
            return stay(visit)


def successor_failed(visit: Visit, _event: Event, _rules: Rules) -> Answer:
    """Our visit is over and the next front has not come: one moment, until told to leave."""
    if visit.situation == GONE:
        return visit.at(KeeperAway(GONE), keeper_away=True), ()
    return visit.but(keeper_away=True), ()
