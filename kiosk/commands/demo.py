"""`kiosk demo`: a whole terminal on this machine. With a display, a window and a dock; without, the robot's tour."""

import argparse
import os
from pathlib import Path

from kiosk.commands.answer import fail, say
from kiosk.contract.failure import ExitCode

SUMMARY = "central, simulated devices and a terminal on this machine"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=Path("build/demo"), help="folder for state and pictures")
    parser.add_argument("--size", default="1080x1920", help="pixels of the terminal's window")


def run(arguments: argparse.Namespace) -> int:
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return _with_dock(arguments)
    from kiosk.__main__ import main

    words = ["--out", str(arguments.out), "--size", arguments.size]
    return main(["tour", *words, *(["--json"] if arguments.json else [])])


def _with_dock(arguments: argparse.Namespace) -> int:
    from kiosk.demo.dock import serve_until_closed
    from kiosk.demo.house import DemoError, House, Wishes
    from kiosk.demo.panels import panel_of

    panel = panel_of(arguments.size)
    if panel is None:
        return fail(arguments, ExitCode.USAGE, None, f"--size is WIDTHxHEIGHT, not {arguments.size}")
    try:
        with House(Wishes(arguments.out, panel=panel, windowed=True)) as house:
            serve_until_closed(house)
    except DemoError as error:
        return fail(arguments, error.status, None, str(error))
    return say(arguments, {}, "The demo is over.")
