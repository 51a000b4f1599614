"""`kiosk run --terminal FILE`: start and restart the keeper and both fronts, until SIGTERM or SIGINT."""

import argparse
import signal
from pathlib import Path

from kiosk.commands.answer import fail, say

SUMMARY = "start and restart the keeper and both fronts"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--terminal", type=Path, help="the terminal file; default <state>/terminal.toml")


def run(arguments: argparse.Namespace) -> int:
    from kiosk.contract.failure import ExitCode, FailureCode
    from kiosk.keeper.runner import Runner
    from kiosk.terminal_file import TerminalFileError, read_terminal_file

    path: Path = arguments.terminal or arguments.state / "terminal.toml"
    try:
        read_terminal_file(path)
    except TerminalFileError as error:
        return fail(arguments, ExitCode.USAGE, FailureCode.TERMINAL_FILE_BROKEN, str(error))
    runner = Runner(path)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: runner.ask_to_stop())
    runner.start()
    status = runner.wait() or 0
    if status:
        return fail(arguments, ExitCode(status), None, "the keeper refused to start; its line says why")
    return say(arguments, {})
