"""The command line of the central service: `kiosk-central COMMAND …`. Imports only the command it runs."""

import argparse
import importlib
import sys
import traceback
from pathlib import Path

from central.answer import fail
from central.state import StateError, default_state
from kiosk.contract.failure import ExitCode

COMMANDS = {
    "serve": "answer terminals and show the console",
    "init": "make an empty state folder a central service",
    "enrolment-code": "a one-time code for a new terminal",
    "terminals": "the enrolled terminals",
    "publish": "a new revision of configuration, signed by its author",
    "sign": "the second signature on a revision; it begins to go out",
    "cases": "the applications received",
    "open": "open sealed applications into cases (needs the opening key)",
    "trust": "a trust file with all terminals, for a clerk",
    "admin": "a new console administrator, or a new password for one",
}


STORAGE = ("OperationalError", "InterfaceError", "DatabaseError")


def main(words: list[str] | None = None) -> int:
    words = sys.argv[1:] if words is None else words
    if not words or words[0] not in COMMANDS:
        return _usage(asked=bool(words) and words[0] in ("-h", "--help"))
    command = importlib.import_module(f"central.commands.{words[0].replace('-', '_')}")
    parser = argparse.ArgumentParser(prog=f"kiosk-central {words[0]}", description=command.SUMMARY)
    parser.add_argument("--state", type=Path, default=None, help="the service's state folder")
    parser.add_argument("--database-url", default="", help="postgresql://…; init and serve remember it")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    command.declare(parser)
    arguments = parser.parse_args(words[1:])
    arguments.state = arguments.state or default_state()
    try:
        return int(command.run(arguments))
    except StateError as error:
        return fail(arguments, ExitCode.USAGE, str(error))
    except KeyboardInterrupt:
        return ExitCode.NO.value
    except Exception as error:
        # The boundary of the command line: one line, without the texts of exceptions, which may carry people's words.
        return fail(arguments, _status_of(error), _one_line(error))


def _status_of(error: Exception) -> ExitCode:
    """A database or disk that refuses is not a bug. Told by name: Django may not be loaded at all."""
    storage = isinstance(error, OSError) or type(error).__name__ in STORAGE
    return ExitCode.STORAGE if storage else ExitCode.BUG


def _one_line(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"


def _usage(*, asked: bool) -> int:
    lines = ["usage: kiosk-central COMMAND …", ""] + [f"  {name:16} {what}" for name, what in COMMANDS.items()]
    print("\n".join(lines), file=sys.stdout if asked else sys.stderr)
    return 0 if asked else 2


if __name__ == "__main__":
    sys.exit(main())
