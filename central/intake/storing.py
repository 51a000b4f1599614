"""Store first, judge later: the one transaction after which a terminal may forget.

The same bytes are one row for ever ("duplicate"); other bytes under the same place are stored beside the first and
flagged ("conflict"), with an alarm in the log and on the console; an application makes its case in the same
transaction, keyed by its id.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction

from central.crash_points import CrashPoint, CrashPoints
from central.intake.arrival import Arrival
from central.intake.chains import Progress, advance
from central.store.models import Case, Envelope, Terminal
from kiosk.contract.application import Kind
from kiosk.contract.reference import reference_of

STORED, DUPLICATE, CONFLICT, REFUSED = "stored", "duplicate", "conflict", "refused"
_log = logging.getLogger(__name__)
_KINDS = {kind.value: kind.name.lower() for kind in Kind}


def store(
    terminal: Terminal, epoch: bytes, arrivals: Sequence[Arrival | None], now: int, crash_points: CrashPoints
) -> tuple[list[str], Progress]:
    """A word for each arrival, and how far the chain reaches. Committed when this returns."""
    moment = datetime.fromtimestamp(now, UTC)
    with transaction.atomic():
        _one_at_a_time(terminal)
        places = _Places(terminal, epoch.hex(), [arrival for arrival in arrivals if arrival])
        words = [places.word_for(arrival) if arrival else REFUSED for arrival in arrivals]
        Envelope.objects.bulk_create([_row(terminal, epoch, arrival, word, moment) for arrival, word in places.new])
        cases = [_case(terminal, epoch, arrival, moment) for arrival, _ in places.new if arrival.makes_a_case]
        Case.objects.bulk_create(cases, ignore_conflicts=True)
        progress = advance(terminal, epoch.hex())
        crash_points.reach(CrashPoint.BEFORE_COMMIT)
    _alarm(terminal, words.count(CONFLICT))
    return words, progress


def _one_at_a_time(terminal: Terminal) -> None:
    """Another process may be storing the very same envelopes; SQLite has one writer and needs no lock."""
    Terminal.objects.select_for_update(no_key=True).get(pk=terminal.pk)


def _alarm(terminal: Terminal, conflicts: int) -> None:
    """A terminal signs one envelope for a place: two mean a copied key, a rolled back disk or a forged chain."""
    if conflicts:
        _log.error("terminal %s sent other bytes for %d places it had filled before", terminal.pk, conflicts)


class _Places:
    """What already lies under the places of a batch, kept up while its envelopes are judged one by one."""

    def __init__(self, terminal: Terminal, epoch: str, arrivals: Sequence[Arrival]) -> None:
        rows = Envelope.objects.filter(terminal=terminal, epoch=epoch, seq__in={arrival.seq for arrival in arrivals})
        self._taken: dict[int, set[str]] = {}
        for seq, digest in rows.values_list("seq", "digest"):
            self._taken.setdefault(seq, set()).add(digest)
        self.new: list[tuple[Arrival, str]] = []

    def word_for(self, arrival: Arrival) -> str:
        digests = self._taken.setdefault(arrival.seq, set())
        if arrival.digest in digests:
            return DUPLICATE
        word = CONFLICT if digests else STORED
        digests.add(arrival.digest)
        self.new.append((arrival, word))
        return word


def _row(terminal: Terminal, epoch: bytes, arrival: Arrival, word: str, moment: datetime) -> Envelope:
    return Envelope(
        terminal=terminal,
        epoch=epoch.hex(),
        seq=arrival.seq,
        digest=arrival.digest,
        previous=arrival.previous,
        identifier=arrival.identifier,
        kind=arrival.kind,
        conflict=word == CONFLICT,
        state=Envelope.State.SEALED if arrival.identifier else Envelope.State.KEPT,
        received_at=moment,
        body=arrival.body,
    )


def _case(terminal: Terminal, epoch: bytes, arrival: Arrival, moment: datetime) -> Case:
    return Case(
        id=arrival.identifier,
        reference=reference_of(bytes.fromhex(arrival.identifier)),
        kind=_KINDS.get(arrival.kind, str(arrival.kind)),
        terminal=terminal,
        epoch=epoch.hex(),
        seq=arrival.seq,
        received_at=moment,
    )
