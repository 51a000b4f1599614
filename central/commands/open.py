"""`kiosk-central open`: the opening role, the only one that reads the opening keys."""

import argparse
import signal
import sys

from central.answer import say
from central.commands.session import opened_state

SUMMARY = "open sealed applications into cases"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--watch", action="store_true", help="stay, and open what comes")
    parser.add_argument("--parent", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    folder = opened_state(arguments)
    from central.clock import SystemClock
    from central.opening.cases import open_stored, reconsider
    from central.opening.contents import opening_keys
    from central.opening.watch import watch

    keys = opening_keys(folder.opening)
    reconsider()
    if not arguments.watch:
        count = open_stored(keys, SystemClock())
        return say(arguments, {"opened": count}, f"{count} opened")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    watch(lambda: open_stored(keys, SystemClock()), parent=arguments.parent)
    return say(arguments, {})
