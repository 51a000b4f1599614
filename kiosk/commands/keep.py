"""`kiosk keep --terminal FILE`: the keeper, until SIGTERM or SIGINT."""

import argparse
import os
from pathlib import Path

from kiosk.commands.answer import fail, say

SUMMARY = "the keeper: keys, outbox, delivery, configuration"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--terminal", type=Path, help="the terminal file; default <state>/terminal.toml")


def terminal_path(arguments: argparse.Namespace) -> Path:
    given: Path | None = arguments.terminal
    state: Path = arguments.state
    return given or state / "terminal.toml"


def state_folder(arguments: argparse.Namespace) -> Path | None:
    """`--state`, else `$KIOSK_STATE`, else None: what the terminal file says."""
    return arguments.state if arguments.state_given or os.environ.get("KIOSK_STATE") else None


def run(arguments: argparse.Namespace) -> int:
    from kiosk.keeper.keeper import keep
    from kiosk.keeper.start import StartRefusedError, open_premises

    try:
        premises = open_premises(terminal_path(arguments), state_folder(arguments))
        keep(premises, os.environ)
    except StartRefusedError as refusal:
        return fail(arguments, refusal.exit_code, refusal.code, str(refusal))
    return say(arguments, {})
