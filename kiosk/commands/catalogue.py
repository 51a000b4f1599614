"""`kiosk catalogue lint FILE|DIR`: the publish gate for service items."""

import argparse
from pathlib import Path

from kiosk.commands.answer import fail, say
from kiosk.contract.failure import ExitCode, FailureCode

SUMMARY = "Check service items: schema, scopes, texts, patterns."


def declare(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="lint")
    lint = verbs.add_parser("lint", help="every finding of an item file or of a folder of them")
    lint.add_argument("place", type=Path, metavar="FILE|DIR")
    # After the verb too, as people write it; SUPPRESS keeps what was said before the verb.
    lint.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="answer with one JSON object")


def run(arguments: argparse.Namespace) -> int:
    from kiosk.catalogue.lint import lint

    place: Path = arguments.place
    files = sorted(place.glob("*.json")) if place.is_dir() else [place]
    if not files:
        return fail(arguments, ExitCode.USAGE, None, f"no item file in {place}")
    try:
        findings = lint(place)
    except OSError as error:
        return fail(arguments, ExitCode.USAGE, None, f"{place} cannot be read: {error.strerror}")
    facts = {
        "files": len(files),
        "findings": [{"file": f.file, "rule": f.rule.value, "place": f.place, "message": f.message} for f in findings],
    }
    if not findings:
        return say(arguments, facts, f"{len(files)} files, no findings")
    sentence = "\n".join([f"findings: {len(findings)}", *(finding.line() for finding in findings)])
    return fail(arguments, ExitCode.NO, FailureCode.CATALOGUE_BROKEN, sentence, facts)
