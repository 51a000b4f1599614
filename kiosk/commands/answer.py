"""How every command answers: with `--json` one object on stdout, sentences on stderr; else sentences on stdout."""

import argparse
import sys
from typing import Any

import msgspec

from kiosk.contract.failure import ExitCode, FailureCode


def say(arguments: argparse.Namespace, facts: dict[str, Any], sentence: str = "") -> int:
    """A good end. `facts` gets `ok` and, unless it names one, `code` = "done"."""
    if getattr(arguments, "json", False):
        _print_object({"ok": True, "code": "done", **facts})
    elif sentence:
        print(sentence)
    return ExitCode.DONE.value


def fail(
    arguments: argparse.Namespace,
    exit_code: ExitCode,
    failure: FailureCode | None,
    sentence: str,
    facts: dict[str, Any] | None = None,
) -> int:
    """One line for the technician on stderr, and the object when asked. Returns the exit status."""
    code = failure.value if failure else exit_code.name.lower()
    print(f"{code}: {sentence}" if failure else sentence, file=sys.stderr)
    if getattr(arguments, "json", False):
        _print_object({"ok": False, "code": code, **(facts or {})})
    return exit_code.value


def _print_object(facts: dict[str, Any]) -> None:
    print(msgspec.json.encode(facts).decode(), flush=True)
