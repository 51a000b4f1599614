"""`kiosk-central init`"""

import argparse
from pathlib import Path

from central.answer import fail, say
from central.commands.session import made_state
from central.state import Lock, StateFolder
from kiosk.contract.failure import ExitCode

SUMMARY = "make an empty state folder a central service, with admin keys for a demo"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--production", action="store_true", help="with the admins' own keys")
    parser.add_argument("--root", type=Path, help="a root.json the admins signed")
    parser.add_argument("--admin", action="append", default=[], help="an admin's public key")


def run(arguments: argparse.Namespace) -> int:
    if arguments.production or arguments.root or arguments.admin:
        return fail(arguments, ExitCode.USAGE, "init for production is not in this build; it makes demo admins only")
    folder = StateFolder(arguments.state)
    if folder.initialised:
        return say(arguments, {"code": "already"}, f"{folder.path} is a central service already")
    folder.make()
    with Lock(folder.path / "lock"):
        made_state(arguments)
    return say(arguments, {"state": str(folder.path)}, f"{folder.path} is a central service with demo admins")
