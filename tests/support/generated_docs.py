"""The pages of docs/ that are made from the code: `python -m tests.support.generated_docs` writes them."""

import argparse
import importlib
import json
import sys
from pathlib import Path

import msgspec

from kiosk.__main__ import COMMANDS
from kiosk.contract.failure import ExitCode, FailureCode
from kiosk.contract.settings import Settings, Timers

ROOT = Path(__file__).resolve().parents[2]
NOTE = "<!-- Made by `make docs`; change the code, not this page. -->\n\n"


def failure_codes() -> str:
    """Every public failure code with its two sentences."""
    sentences = json.loads((ROOT / "assets/wording/failure.json").read_text("utf-8"))
    lines = [
        "# Failure codes\n",
        NOTE + "| code | name | the citizen reads | the technician reads |",
        "|---|---|---|---|",
    ]
    for code in FailureCode:
        citizen = sentences[f"failure.{code.value}.citizen"]["en"]
        technician = sentences[f"failure.{code.value}.technician"]["en"]
        lines.append(f"| {code.value} | {code.name.lower().replace('_', ' ')} | {citizen} | {technician} |")
    lines += ["", "## Exit codes", "", "| status | meaning |", "|---|---|"]
    lines += [f"| {code.value} | {code.name.lower()} |" for code in ExitCode]
    return "\n".join(lines) + "\n"


def settings() -> str:
    """Every setting with type, limits and default, from the types that check them."""
    lines = ["# Settings\n", NOTE + "| setting | default | limits |", "|---|---|---|"]
    for prefix, struct in (("", Settings), ("timers.", Timers)):
        for field in msgspec.structs.fields(struct):
            if field.type is Timers:
                continue
            lines.append(f"| `{prefix}{field.name}` | `{_default(field)}` | {_limits(field.type)} |")
    return "\n".join(lines) + "\n"


def _default(field: msgspec.structs.FieldInfo) -> object:
    if field.default is not msgspec.NODEFAULT:
        return field.default
    return field.default_factory() if field.default_factory is not msgspec.NODEFAULT else "required"


def _limits(kind: object) -> str:
    described = msgspec.inspect.type_info(kind)
    if isinstance(described, msgspec.inspect.IntType):
        return f"{described.ge} to {described.le}"
    return type(described).__name__.removesuffix("Type").lower()


def command_line() -> str:
    """`--help` of every command."""
    parts = ["# Command line\n", NOTE]
    for name in COMMANDS:
        command = importlib.import_module(f"kiosk.commands.{name}")
        parser = argparse.ArgumentParser(
            prog=f"kiosk {name}",
            description=command.SUMMARY,
            formatter_class=lambda prog: argparse.HelpFormatter(prog, width=100),
        )
        parser.add_argument("--state", type=Path, help="the terminal's state folder")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")
        command.declare(parser)
        parts.append(f"## kiosk {name}\n\n```\n{parser.format_help().rstrip()}\n```\n")
    return "\n".join(parts)


def events() -> str:
    """The journal's event table."""
    from kiosk.journal.events import EVENTS

    lines = ["# Journal events\n", NOTE + "| code | name | largest values |", "|---|---|---|"]
    for code, kind in EVENTS.items():
        limits = ", ".join(map(str, kind.limits)) or "–"
        lines.append(f"| {code} | {kind.name} | {limits} |")
    return "\n".join(lines) + "\n"


def flow() -> str:
    from kiosk.visit.diagram import page

    return page()


PAGES = {
    "failure-codes.md": failure_codes,
    "settings.md": settings,
    "command-line.md": command_line,
    "events.md": events,
    "flow.md": flow,
}


def main() -> int:
    for name, make in PAGES.items():
        (ROOT / "docs" / name).write_text(make(), "utf-8")
        print(f"docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
