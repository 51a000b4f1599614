"""`kiosk front --slot a --terminal FILE`: one front, started by `kiosk run`."""

import argparse
from pathlib import Path

SUMMARY = "a front: screen, devices and one visit; started by `kiosk run`"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--slot", choices=("a", "b"), required=True)
    parser.add_argument("--terminal", type=Path, help="the terminal file")
    parser.add_argument("--observer", type=int, help="descriptor of an observer's socket (demo terminals only)")


def run(arguments: argparse.Namespace) -> int:
    from kiosk.front.main import run as run_front
    from kiosk.wire import Slot

    terminal = arguments.terminal or arguments.state / "terminal.toml"
    return run_front(Slot[arguments.slot.upper()], terminal, arguments.observer)
