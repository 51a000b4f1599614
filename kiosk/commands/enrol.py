"""`kiosk enrol URL CODE`: make this machine a terminal of a central service."""

import argparse
import time
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.commands.answer import fail, say
from kiosk.configuration.enrolling import (
    AlreadyEnrolled,
    Enrolled,
    EnrolmentOrder,
    close_umask,
    enrol_terminal,
)
from kiosk.contract.enrolment_code import EnrolmentCodeError, parse_code
from kiosk.contract.failure import ExitCode, FailureCode
from kiosk.sync.errors import CentralRefused, LinkError
from kiosk.terminal_file import TerminalFile, is_loopback
from kiosk.trust import TrustError

SUMMARY = "make this machine a terminal of a central service"
PRODUCTION_TRUST = Path("/etc/kiosk/trust.json")


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", help="address of the central service; plain http on loopback only")
    parser.add_argument("code", help="the enrolment code: 26 characters")
    parser.add_argument("--ca", type=Path, help="PEM file of the only certificate authority to believe")
    parser.add_argument("--trust", type=Path, help="where the trust file goes; default by kind of terminal")


def run(arguments: argparse.Namespace) -> int:
    try:
        order = _order(arguments)
    except (EnrolmentCodeError, ValueError) as error:
        return fail(arguments, ExitCode.USAGE, None, str(error))
    close_umask()
    try:
        enrolled = enrol_terminal(order, int(time.time()))
    except AlreadyEnrolled as error:
        return fail(arguments, ExitCode.USAGE, None, str(error))
    except CentralRefused as error:
        return fail(arguments, ExitCode.NO, FailureCode.ENROLMENT_REFUSED, _refusal(error))
    except LinkError as error:
        return fail(arguments, ExitCode.LINK, error.code, f"no enrolment: {error}")
    except TrustError as error:
        return fail(arguments, ExitCode.INTEGRITY, error.code, f"no enrolment: {error}")
    except OSError as error:
        return fail(arguments, ExitCode.STORAGE, FailureCode.STATE_UNUSABLE, f"no enrolment: {error}")
    return say(arguments, _facts(enrolled, order), f"This machine is now terminal {enrolled.statement.name}.")


def _order(arguments: argparse.Namespace) -> EnrolmentOrder:
    """Raises ValueError with a sentence for the technician."""
    address = urlsplit(arguments.url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ValueError("the address of central begins with https://")
    if address.scheme == "http" and not is_loopback(address.hostname):
        raise ValueError("plain http to central is for a demo on loopback alone")
    url, state = arguments.url.rstrip("/"), arguments.state.absolute()
    demo = address.scheme == "http"
    return EnrolmentOrder(
        base_url=url,
        code=parse_code(arguments.code),
        state=state,
        terminal=TerminalFile("demo" if demo else "production", str(state), url),
        trust_path=arguments.trust or (state / "trust.json" if demo else PRODUCTION_TRUST),
        authority=arguments.ca,
    )


def _refusal(error: CentralRefused) -> str:
    return f"central refuses this code: wrong, used or too old ({error.status})"


def _facts(enrolled: Enrolled, order: EnrolmentOrder) -> dict[str, object]:
    statement = enrolled.statement
    return {
        "terminal": statement.terminal.hex(),
        "name": statement.name,
        "branch": statement.branch,
        "manifest": enrolled.configuration.manifest_version,
        "state": str(order.state),
        "trust": str(order.trust_path),
    }
