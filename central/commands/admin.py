"""`kiosk-central admin`"""

import argparse

from central.answer import say
from central.commands.session import opened_state

SUMMARY = "a new console administrator, or a new password for one; printed once"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", default="admin")


def run(arguments: argparse.Namespace) -> int:
    opened_state(arguments)
    from central.console.people import set_password

    password = set_password(arguments.name)
    return say(arguments, {"name": arguments.name, "password": password}, f"{arguments.name}: {password}")
