"""`kiosk doctor`: what this machine has and lacks, one line each; exit 1 when something needed is missing."""

import argparse
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.commands.answer import fail, say
from kiosk.contract.failure import ExitCode, FailureCode

SUMMARY = "what this machine has and lacks for being a terminal"
ASSETS = Path(__file__).resolve().parents[2] / "assets"


@dataclass(frozen=True, slots=True)
class Finding:
    """`state`: ok, weaker (works, with less protection or comfort), missing."""

    topic: str
    state: str
    sentence: str


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--terminal", type=Path, help="the terminal file")


def run(arguments: argparse.Namespace) -> int:
    found = [finding for check in _CHECKS for finding in check(arguments)]
    if not arguments.json:
        for finding in found:
            print(f"{finding.state:8} {finding.topic:12} {finding.sentence}")
    facts = {"findings": [{"topic": f.topic, "state": f.state, "sentence": f.sentence} for f in found]}
    missing = [finding for finding in found if finding.state == "missing"]
    if missing:
        return fail(arguments, ExitCode.NO, _code_of(missing[0]), missing[0].sentence, facts)
    return say(arguments, facts)


def _code_of(finding: Finding) -> FailureCode | None:
    return {"fonts": FailureCode.FONT_MISSING, "terminal": FailureCode.TERMINAL_FILE_BROKEN}.get(finding.topic)


def _python(_arguments: argparse.Namespace) -> Iterator[Finding]:
    fits = (3, 11) <= sys.version_info < (3, 14)
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", "ok" if fits else "missing", f"Python {version}; 3.11 to 3.13 is needed")


def _qt(_arguments: argparse.Namespace) -> Iterator[Finding]:
    try:
        from ui.platform import qt_version
    except ImportError as error:
        yield Finding("qt", "missing", f"Qt does not load: {error}")
        return
    version = qt_version()
    yield Finding("qt", "ok" if version < (6, 12) else "missing", f"Qt {'.'.join(map(str, version))}; below 6.12")


def _fonts(_arguments: argparse.Namespace) -> Iterator[Finding]:
    if shutil.which("fc-list") is None:
        wanted = tomllib.loads((ASSETS / "fonts.toml").read_text("utf-8"))
        absent = sorted(
            {str(face["file"]) for face in wanted.get("faces", {}).values() if not Path(face["file"]).exists()}
        )
        yield Finding("fonts", "missing" if absent else "ok", f"font files missing: {', '.join(absent) or 'none'}")
        return
    installed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout
    for family in ("Noto Sans CJK SC", "Noto Sans", "Noto Sans Arabic", "HanaMinB"):
        there = family in installed
        yield Finding("fonts", "ok" if there else "missing", f"{family}{'' if there else ' is not installed'}")


def _paper(_arguments: argparse.Namespace) -> Iterator[Finding]:
    from PIL import features

    there = features.check("raqm")
    yield Finding("paper", "ok" if there else "weaker", f"joined Arabic on paper: {'yes' if there else 'no'}")


def _pinyin(_arguments: argparse.Namespace) -> Iterator[Finding]:
    from ui.input.pinyin import tables_folder, why_not

    why = why_not(tables_folder())
    yield Finding("pinyin", "weaker" if why else "ok", f"Latin letters only: {why}" if why else "Chinese can be typed")


def _sandbox(_arguments: argparse.Namespace) -> Iterator[Finding]:
    from kiosk.front.sandbox import landlock_abi

    abi = landlock_abi()
    yield Finding("sandbox", "ok" if abi else "weaker", f"Landlock files: {f'ABI {abi}' if abi else 'no'}")
    network = "yes" if abi >= 4 else "no; use IPAddressAllow= of systemd"
    yield Finding("sandbox", "ok" if abi >= 4 else "weaker", f"Landlock network: {network}")
    import os

    if os.geteuid() == 0:
        yield Finding("sandbox", "weaker", "running as root: a front has no user of its own (demo only)")


def _terminal(arguments: argparse.Namespace) -> Iterator[Finding]:
    from kiosk.terminal_file import TerminalFileError, read_terminal_file

    path = arguments.terminal or arguments.state / "terminal.toml"
    if not path.exists():
        yield Finding("terminal", "weaker", f"{path} is not there: kiosk enrol URL CODE")
        return
    try:
        terminal = read_terminal_file(path)
    except TerminalFileError as error:
        yield Finding("terminal", "missing", str(error))
        return
    yield Finding("terminal", "ok", f"{terminal.kind} terminal, central {terminal.central or 'not set'}")
    trusted = (Path(terminal.state) / "trust.json").exists()
    yield Finding("trust", "ok" if trusted else "weaker", "trust file is there" if trusted else "no trust file yet")


_CHECKS: tuple[Callable[[argparse.Namespace], Iterator[Finding]], ...] = (
    _python,
    _qt,
    _fonts,
    _paper,
    _pinyin,
    _sandbox,
    _terminal,
)
