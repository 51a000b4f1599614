"""`kiosk-central enrolment-code`"""

import argparse

from central.answer import fail, say
from central.commands.session import opened_state
from kiosk.contract.failure import ExitCode

SUMMARY = "a one-time code for a new terminal, good for fifteen minutes"
LONGEST = 64


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--branch", required=True)
    parser.add_argument("--name", required=True, help="what people call the terminal")
    parser.add_argument("--district", default="")


def run(arguments: argparse.Namespace) -> int:
    words = (arguments.branch, arguments.name, arguments.district)
    if any(len(word) > LONGEST or not word.isprintable() for word in words) or not (words[0] and words[1]):
        return fail(arguments, ExitCode.USAGE, f"branch and name have 1 to {LONGEST} printable characters")
    folder = opened_state(arguments)
    from central.clock import SystemClock
    from central.fleet.offers import LIFETIME, Place, give_out
    from central.keys import CODE, read_key

    place = Place(arguments.name, arguments.branch, arguments.district)
    first_root = (folder.metadata / "1.root.json").read_bytes()
    code = give_out(place, first_root, read_key(folder.keys / CODE), SystemClock().now())
    minutes = int(LIFETIME.total_seconds() // 60)
    return say(arguments, {"enrolment_code": str(code), "minutes": minutes}, str(code))
