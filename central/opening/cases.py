"""The case store: opened applications fill their case, ratings find theirs, the rest waits for a clerk."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef

from central.clock import Clock
from central.opening.contents import Opened, Trouble, open_envelope
from central.store.models import Case, Envelope, Rating
from kiosk.contract.application import Application, Kind
from kiosk.contract.application import Rating as RatingContent
from kiosk.contract.canonical import check_code
from kiosk.contract.reference import reference_of

AT_ONCE = 50
_log = logging.getLogger(__name__)
RATING = Kind.RATING.name.lower()


def open_stored(keys: Mapping[bytes, bytes], clock: Clock) -> int:
    """Every envelope that is still sealed, oldest first, each in its own transaction. Returns how many."""
    count = 0
    while batch := list(Envelope.objects.filter(state=Envelope.State.SEALED).order_by("id")[:AT_ONCE]):
        for envelope in batch:
            open_one(envelope, keys, clock)
        count += len(batch)
    return count


def open_one(envelope: Envelope, keys: Mapping[bytes, bytes], clock: Clock) -> None:
    """The boundary of one envelope: whatever its content does to us, the next one is opened. Texts are not logged.

    A locked database or a full disk is not its fault: it stays sealed and is tried again.
    """
    try:
        _settle(envelope, open_envelope(bytes(envelope.body), keys), clock)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        _log.error("envelope %d failed: %s", envelope.pk, type(error).__name__)
        _settle(envelope, Trouble.FAILED, clock)


def reconsider() -> None:
    """What lacked a key is tried again: someone may have brought it."""
    lacking = Envelope.objects.filter(state=Envelope.State.NEEDS_CLERK, reason=Trouble.NO_KEY.value)
    lacking.update(state=Envelope.State.SEALED)


def _settle(envelope: Envelope, found: Opened | Trouble, clock: Clock) -> None:
    moment = datetime.fromtimestamp(clock.now(), UTC)
    with transaction.atomic():
        trouble = found if isinstance(found, Trouble) else _keep(envelope, found, moment)
        envelope.state = Envelope.State.NEEDS_CLERK if trouble else Envelope.State.OPENED
        envelope.reason = trouble.value if trouble else ""
        envelope.save(update_fields=["state", "reason"])
        if trouble:
            _for_a_clerk(envelope, trouble)


def _keep(envelope: Envelope, opened: Opened, moment: datetime) -> Trouble | None:
    match opened.content:
        case Application() as application:
            return _fill(envelope, opened, application, moment)
        case RatingContent() as rating:
            return _rate(envelope, rating)


def _fill(envelope: Envelope, opened: Opened, application: Application, moment: datetime) -> Trouble | None:
    case = Case.objects.select_for_update().get(pk=envelope.identifier)
    if case.terminal_id != envelope.terminal_id:
        return Trouble.OTHER_TERMINAL
    if case.content_digest:
        return None if case.content_digest == opened.digest else Trouble.OTHER_CONTENT
    for name, value in _columns(application).items():
        setattr(case, name, value)
    case.check_code = check_code(application.check_key, opened.plaintext)
    case.content_digest = opened.digest
    case.opened_at = moment
    if case.state == Case.State.RECEIVED or case.reason == Trouble.NO_KEY.value:
        case.state, case.reason = Case.State.OPENED, ""
    case.save()
    return None


def _columns(application: Application) -> dict[str, object]:
    applicant = application.applicant
    return {
        "item": application.item,
        "item_version": application.item_version,
        "language": application.language,
        "identity_basis": application.identity_basis,
        "applicant_name": applicant.name,
        "applicant_number": applicant.number,
        "applicant": msgspec.to_builtins(applicant),
        "answers": msgspec.to_builtins(application.answers),
        "consent": msgspec.to_builtins(application.consent),
        "strokes": application.strokes,
    }


def _rate(envelope: Envelope, rating: RatingContent) -> Trouble | None:
    kept, _ = Rating.objects.get_or_create(
        id=rating.id.hex(),
        defaults={
            "of": rating.of.hex(),
            "terminal_id": envelope.terminal_id,
            "score": rating.score,
            "language": rating.language,
            "received_at": envelope.received_at,
        },
    )
    Case.objects.filter(pk=envelope.identifier, kind=RATING).delete()
    same = (kept.of, kept.terminal_id, kept.score) == (rating.of.hex(), envelope.terminal_id, rating.score)
    return None if same else Trouble.OTHER_CONTENT


def _for_a_clerk(envelope: Envelope, trouble: Trouble) -> None:
    """What cannot be read is marked as a case, a rating too; another terminal's case is left alone."""
    if envelope.kind == Kind.RATING.value:
        Case.objects.get_or_create(id=envelope.identifier, defaults=_rating_case(envelope))
    mine = Case.objects.filter(pk=envelope.identifier, terminal_id=envelope.terminal_id)
    mine.update(state=Case.State.NEEDS_CLERK, reason=trouble.value)


def _rating_case(envelope: Envelope) -> dict[str, object]:
    return {
        "reference": reference_of(bytes.fromhex(envelope.identifier)),
        "kind": RATING,
        "terminal_id": envelope.terminal_id,
        "epoch": envelope.epoch,
        "seq": envelope.seq,
        "received_at": envelope.received_at,
    }


def ratings_of(cases: list[Case]) -> dict[str, int]:
    """Case id → score: the first rating its own terminal sent."""
    terminals = {case.pk: case.terminal_id for case in cases}
    rows = Rating.objects.filter(of__in=terminals).order_by("received_at", "id")
    scores: dict[str, int] = {}
    for of, terminal, score in rows.values_list("of", "terminal_id", "score"):
        if terminals[of] == terminal:
            scores.setdefault(of, score)
    return scores


def waiting_ratings() -> list[Rating]:
    """Those that came before their application did, newest first."""
    known = Case.objects.filter(pk=OuterRef("of"))
    return list(Rating.objects.filter(~Exists(known)).order_by("-received_at", "id"))
