"""`kiosk-central publish`: a revision drafted from a file and signed by its author."""

import argparse
import hashlib
from pathlib import Path
from typing import Any

from central.answer import fail, say
from central.commands.session import opened_state
from central.state import StateFolder, write_file
from kiosk.contract.failure import ExitCode

SUMMARY = "a new revision of one layer, signed by its author; another administrator signs it then"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="JSON object: what the layer says from now on, whole; null deletes")
    parser.add_argument("--layer", default="fleet", help="fleet, district, branch or terminal")
    parser.add_argument("--name", default="", help="which district or branch, or a terminal's id")
    parser.add_argument("--key", type=Path, required=True, help="the author's key file")
    parser.add_argument("--comment", default="")
    parser.add_argument("--content", action="append", default=[], metavar="NAME=FILE", help="catalogue/<id>.json=PATH")


def run(arguments: argparse.Namespace) -> int:
    folder = opened_state(arguments)
    from central.configuration.gate import check, read_settings
    from central.configuration.refusal import RevisionRefused

    try:
        settings = read_settings(arguments.file.read_bytes())
        _bring(folder, settings, arguments.content)
        return _publish(arguments, folder, settings, check)
    except RevisionRefused as error:
        return fail(arguments, ExitCode.NO, str(error), {"reason": error.why.word})
    except OSError as error:
        return fail(arguments, ExitCode.USAGE, f"{error.filename}: {error.strerror}")


def _bring(folder: StateFolder, settings: dict[str, Any], content: list[str]) -> None:
    """Content files into central's store, named in the settings by their hash."""
    for word in content:
        name, _, path = word.partition("=")
        body = Path(path).read_bytes()
        digest = hashlib.sha256(body).hexdigest()
        write_file(folder.content / digest, body)
        settings.setdefault("content", {})[name] = {"sha256": digest, "length": len(body)}


def _publish(arguments: argparse.Namespace, folder: StateFolder, settings: dict[str, Any], check: Any) -> int:
    from central.clock import SystemClock
    from central.configuration.people import key_file, signatory
    from central.configuration.revisions import draft, merged_of, sign, touched_by
    from central.service import open_repository

    check(folder, arguments.layer, settings, merged_of(arguments.layer, arguments.name, settings))
    clock = SystemClock()
    who = signatory(folder, key_file(arguments.key))
    revision = draft(
        arguments.layer, arguments.name, settings, author=who.person, comment=arguments.comment, clock=clock
    )
    sign(revision, who, folder, open_repository(folder, clock), clock)
    touched = len(touched_by(arguments.layer, arguments.name))
    facts = {"revision": revision.pk, "layer": str(revision), "touches": touched, "author": str(who.person)}
    sentence = f"revision {revision.pk} ({revision}), touches {touched} terminals, waits for a second signature"
    return say(arguments, facts, sentence)
