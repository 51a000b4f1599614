"""`kiosk tour --out DIR`: one whole visit by the robot, headless, with pictures."""

import argparse
from pathlib import Path

from kiosk.commands.answer import fail, say
from kiosk.contract.failure import ExitCode

SUMMARY = "one whole visit by the robot: tour.json, a picture of each page, receipt.png"
LANGUAGES = ("zh-CN", "zh-Hant", "en", "ar", "ja", "ko", "fr")


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, help="folder for tour.json and the pictures")
    parser.add_argument("--lang", choices=LANGUAGES, default="")
    parser.add_argument("--item", default="med.cross-region-filing")
    parser.add_argument("--reader", default="", help="URL of an ID card reader instead of the simulator")
    parser.add_argument("--printer", default="", help="URL of a receipt printer instead of the simulator")
    parser.add_argument("--central", default="", help="URL of a running central (needs an enrolled --state)")
    parser.add_argument("--offline", action="store_true", help="the link is cut from the first second")
    parser.add_argument("--size", default="1080x1920", help="pixels of the panel, 1080x1920 or 1920x1080")
    parser.add_argument("--large", action="store_true", help="large text")
    parser.add_argument("--theme", choices=("light", "dark", "contrast"), default="light")


def run(arguments: argparse.Namespace) -> int:
    import os

    from kiosk.demo.house import DemoError, House, Wishes
    from kiosk.demo.panels import panel_of
    from kiosk.demo.script import Script
    from kiosk.demo.tour import Tour, TourStuckError, write_findings

    panel = panel_of(arguments.size)
    if panel is None:
        return fail(arguments, ExitCode.USAGE, None, f"--size is WIDTHxHEIGHT, not {arguments.size}")
    enrolled = arguments.state_given or "KIOSK_STATE" in os.environ
    wishes = Wishes(
        folder=arguments.out,
        state=arguments.state if enrolled else None,
        central=arguments.central,
        reader=arguments.reader,
        printer=arguments.printer,
        panel=panel,
        offline=arguments.offline,
    )
    arguments.out.mkdir(parents=True, exist_ok=True)
    script = Script(arguments.lang, arguments.item, arguments.large, arguments.theme)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        with House(wishes) as house:
            tour = Tour(house, script, arguments.out, offline=arguments.offline)
            try:
                tour.run()
            finally:
                write_findings(tour, house, arguments.out)
    except DemoError as error:
        return fail(arguments, error.status, None, str(error))
    except TourStuckError as error:
        return fail(arguments, ExitCode.NO, None, str(error), tour.outcome.to_json())
    facts = tour.outcome.to_json()
    if tour.outcome.outcome in ("refused", "ended"):
        return fail(arguments, ExitCode.NO, None, f"the visit ended: {tour.outcome.outcome}", facts)
    return say(arguments, facts, f"{tour.outcome.outcome}  {tour.outcome.reference}  pictures in {arguments.out}")
