"""How every command of central answers: with `--json` one object on stdout, sentences on stderr; else sentences."""

import argparse
import sys
from typing import Any

import msgspec

from kiosk.contract.failure import ExitCode


def say(arguments: argparse.Namespace, facts: dict[str, Any], sentence: str = "") -> int:
    """A good end. `facts` gets `ok` and, unless it names one, `code` = "done"."""
    if arguments.json:
        print_object({"ok": True, "code": "done", **facts})
    elif sentence:
        print(sentence)
    return ExitCode.DONE.value


def fail(arguments: argparse.Namespace, exit_code: ExitCode, sentence: str, facts: dict[str, Any] | None = None) -> int:
    """One line on stderr, and the object when asked. Returns the exit status."""
    print(sentence, file=sys.stderr)
    if arguments.json:
        print_object({"ok": False, "code": exit_code.name.lower(), **(facts or {})})
    return exit_code.value


def print_object(facts: dict[str, Any]) -> None:
    """One line, at once."""
    print(msgspec.json.encode(facts).decode(), flush=True)
