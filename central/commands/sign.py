"""`kiosk-central sign`: the second signature, by which a revision is published and begins to go out."""

import argparse
from pathlib import Path

from central.answer import fail, say
from central.commands.session import opened_state
from kiosk.contract.failure import ExitCode

SUMMARY = "sign a revision as its second administrator; it is published and begins to go out"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("revision", type=int)
    parser.add_argument("--key", type=Path, required=True, help="the administrator's key file")
    parser.add_argument("--canaries", type=int, default=1, help="terminals that get it first; 0 for all at once")
    parser.add_argument("--soak", type=int, default=600, help="seconds they are watched")
    parser.add_argument("--success", type=int, default=90, help="per cent of them that must have applied it")
    parser.add_argument("--errors", type=int, default=0, help="terminals that may come back before all stops")
    parser.add_argument("--only", action="append", default=[], metavar="LABEL=PATTERN", help="district, branch, name")
    parser.add_argument("--urgent", action="store_true", help="to all at once, as for withdrawing an item")


def run(arguments: argparse.Namespace) -> int:
    folder = opened_state(arguments)
    from central.clock import SystemClock
    from central.configuration.people import key_file, signatory
    from central.configuration.refusal import RevisionRefused, Why
    from central.configuration.revisions import sign
    from central.configuration.rollout import Plan
    from central.configuration.rollouts import begin
    from central.service import open_repository
    from central.store.models import Revision

    clock = SystemClock()
    repository = open_repository(folder, clock)
    plan = Plan(arguments.canaries, arguments.soak, arguments.success, arguments.errors)
    only = dict(word.split("=", 1) for word in arguments.only if "=" in word)
    try:
        revision = Revision.objects.filter(pk=arguments.revision).first()
        if revision is None:
            raise RevisionRefused(Why.UNKNOWN)
        sign(revision, signatory(folder, key_file(arguments.key)), folder, repository, clock)
        if revision.state == Revision.State.APPROVED:
            begin(revision, plan, repository, clock, only=only, urgent=arguments.urgent)
    except RevisionRefused as error:
        return fail(arguments, ExitCode.NO, str(error), {"reason": error.why.word})
    facts = {"revision": revision.pk, "layer": str(revision), "state": str(revision.state)}
    return say(arguments, facts, f"revision {revision.pk} ({revision}): {revision.get_state_display()}")
