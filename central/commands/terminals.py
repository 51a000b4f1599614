"""`kiosk-central terminals`"""

import argparse
from typing import Any

from central.answer import fail, say
from central.commands.session import opened_state
from kiosk.contract.failure import ExitCode

SUMMARY = "the enrolled terminals, and taking one out of service"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--revoke", metavar="ID", default="", help="refuse this terminal from now on")


def run(arguments: argparse.Namespace) -> int:
    opened_state(arguments)
    from central.store.models import Terminal, with_conflicts

    if arguments.revoke and not Terminal.objects.filter(pk=arguments.revoke).update(revoked=True):
        return fail(arguments, ExitCode.NO, "there is no such terminal")
    found = [_described(terminal) for terminal in with_conflicts()]
    lines = [f"{entry['id']}  {entry['branch']:16} {entry['name']:16} {entry['state']}" for entry in found]
    return say(arguments, {"terminals": found}, "\n".join(lines))


def _described(terminal: Any) -> dict[str, Any]:
    """`terminal`: central.store.models.Terminal, of `with_conflicts`, with its heartbeat if it sent one."""
    beat = getattr(terminal, "heartbeat", None)
    return {
        "id": terminal.pk,
        "name": terminal.name,
        "branch": terminal.branch,
        "district": terminal.district,
        "state": "revoked" if terminal.revoked else "enrolled",
        "enrolled_at": int(terminal.enrolled_at.timestamp()),
        "seen_at": int(beat.seen_at.timestamp()) if beat else None,
        "manifest": beat.manifest if beat else None,
        "conflicts": terminal.conflicts,
        "health": beat.health if beat else {},
    }
