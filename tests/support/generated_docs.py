"""The pages of docs/ that are made from the code: `python -m tests.support.generated_docs` writes them."""

import argparse
import importlib
import json
import sys
from pathlib import Path

import msgspec

from kiosk.__main__ import COMMANDS
from kiosk.contract.failure import ExitCode, FailureCode
from kiosk.contract.settings_table import settings_table

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
    """Every setting of the table the validator and the console's form are made from."""
    lines = [
        "# Settings\n",
        NOTE + "`said by`: the layers that may say it; what a deeper one says is refused, signed or not.\n",
        "| setting | what it is | 说明 | default | limits | said by |",
        "|---|---|---|---|---|---|",
    ]
    for row in settings_table():
        said_by = ", ".join(row.layers)
        default = msgspec.json.encode(row.default).decode()
        lines.append(f"| `{row.key}` | {row.en} | {row.zh} | `{default}` | {row.limits} | {said_by} |")
    return "\n".join(lines) + "\n"


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
