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
    from central.opening.cases import ratings_of
    from central.store.models import Case

    found = Case.objects.filter(**({"reference": reference} if reference else {}))
    cases = list(found.order_by("-received_at", "-seq")[: max(1, arguments.limit)])
    ratings = ratings_of(cases)
    listed = [_described(case, ratings.get(case.pk)) for case in cases]
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
