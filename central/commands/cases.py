"""`kiosk-central cases`: what was received, without personal data."""

import argparse
from typing import Any

from central.answer import fail, say
from central.commands.session import opened_state
from kiosk.contract import reference as references
from kiosk.contract.failure import ExitCode

SUMMARY = "the applications received; --reference R for those of one reference"
LISTED = 1000


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reference", default="", help="as on the receipt")
    parser.add_argument("--limit", type=int, default=LISTED, help="the newest so many")


def run(arguments: argparse.Namespace) -> int:
    try:
        reference = references.normalise_reference(arguments.reference) if arguments.reference else ""
    except references.ReferenceError as error:
        return fail(arguments, ExitCode.USAGE, str(error), {"cases": []})
    opened_state(arguments)
    from central.opening.cases import ratings_of, waiting_ratings
    from central.store.models import Case

    found = Case.objects.filter(**({"reference": reference} if reference else {}))
    cases = list(found.order_by("-received_at", "-seq")[: max(1, arguments.limit)])
    ratings = ratings_of(cases)
    listed = [_described(case, ratings.get(case.pk)) for case in cases]
    waiting = [_waiting(rating) for rating in waiting_ratings()]
    listed += [rating for rating in waiting if reference in ("", rating["reference"])]
    lines = [f"{case['reference']}  {case['state']:12} {case['item'] or '-'}" for case in listed]
    return say(arguments, {"cases": listed}, "\n".join(lines) or "no such case")


def _described(case: Any, rating: int | None) -> dict[str, Any]:
    """`case`: central.store.models.Case. Times are Unix seconds; what is sealed yet is null."""
    return {
        "reference": case.reference,
        "id": case.pk,
        "state": case.state,
        "item": case.item or None,
        "kind": case.kind,
        "terminal": case.terminal_id,
        "epoch": case.epoch,
        "seq": case.seq,
        "received_at": int(case.received_at.timestamp()),
        "opened_at": int(case.opened_at.timestamp()) if case.opened_at else None,
        "check_code": case.check_code or None,
        "identity_basis": case.identity_basis or None,
        "language": case.language or None,
        "reason": case.reason or None,
        "rating": rating,
    }


def _waiting(rating: Any) -> dict[str, Any]:
    """`rating`: central.store.models.Rating without its application; it goes when that comes. `id`: its own."""
    return {
        "reference": references.reference_of(bytes.fromhex(rating.of)),
        "id": rating.pk,
        "state": "waiting",
        "item": None,
        "kind": "rating",
        "terminal": rating.terminal_id,
        "epoch": None,
        "seq": None,
        "received_at": int(rating.received_at.timestamp()),
        "opened_at": None,
        "check_code": None,
        "identity_basis": None,
        "language": rating.language or None,
        "reason": None,
        "rating": rating.score,
    }
