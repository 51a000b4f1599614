"""The command line of the terminal: `kiosk COMMAND …`. Imports only the command it runs."""

import argparse
import importlib
import os
import sys
from pathlib import Path

COMMANDS = {
    "run": "start and restart the keeper and both fronts",
    "keep": "the keeper: keys, outbox, delivery, configuration",
    "front": "a front: screen, devices, one visit",
    "demo": "central, simulated devices and a terminal on this machine",
    "tour": "one whole visit by the robot, with pictures",
    "doctor": "say what this machine lacks",
    "enrol": "make this machine a terminal of a central service",
    "devices": "probe, read, print or watch a device",
    "outbox": "what is stored, and delivery by hand",
    "receipt": "check a receipt's proof",
    "config": "what configuration this terminal runs",
    "catalogue": "check service items",
    "pinyin": "compile the tables pinyin is typed with",
}


def default_state() -> Path:
    """`$KIOSK_STATE`, else the user's state folder."""
    chosen = os.environ.get("KIOSK_STATE")
    return Path(chosen) if chosen else Path.home() / ".local" / "state" / "kiosk"


def main(words: list[str] | None = None) -> int:
    words = sys.argv[1:] if words is None else words
    if not words or words[0] not in COMMANDS:
        return _usage(asked=bool(words) and words[0] in ("-h", "--help"))
    command = importlib.import_module(f"kiosk.commands.{words[0]}")
    parser = argparse.ArgumentParser(prog=f"kiosk {words[0]}", description=command.SUMMARY)
    parser.add_argument("--state", type=Path, default=None, help="the terminal's state folder")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    command.declare(parser)
    arguments = parser.parse_args(words[1:])
    arguments.state_given = arguments.state is not None
    arguments.state = arguments.state or default_state()
    return int(command.run(arguments))


def _usage(*, asked: bool) -> int:
    lines = ["usage: kiosk COMMAND …", ""] + [f"  {name:10} {what}" for name, what in COMMANDS.items()]
    print("\n".join(lines), file=sys.stdout if asked else sys.stderr)
    return 0 if asked else 2


if __name__ == "__main__":
    sys.exit(main())
