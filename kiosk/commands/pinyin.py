"""`kiosk pinyin`: compile the tables pinyin is typed with, once at set-up. A front only reads them."""

import argparse
from pathlib import Path

from kiosk.commands.answer import fail, say
from kiosk.contract.failure import ExitCode

SUMMARY = "compile the tables pinyin is typed with"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["deploy"])
    parser.add_argument("--to", type=Path, help="another folder than the environment's")


def run(arguments: argparse.Namespace) -> int:
    from ui.input.pinyin import deploy_tables, tables_folder
    from ui.input.rime import RimeError

    folder = arguments.to or tables_folder()
    try:
        deploy_tables(folder)
    except (RimeError, OSError) as error:
        return fail(arguments, ExitCode.NO, None, f"pinyin stays off, Latin letters only: {error}")
    return say(arguments, {"tables": str(folder)})
