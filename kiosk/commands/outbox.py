"""`kiosk outbox status|verify|deliver`: what is stored, whether it holds, and delivery by hand."""

import argparse
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kiosk.commands.answer import fail, say
from kiosk.commands.keep import terminal_path
from kiosk.contract.failure import ExitCode, FailureCode
from kiosk.keeper.by_hand import HandDelivery, deliver_by_hand
from kiosk.keeper.start import Premises, StartRefusedError, open_premises, take_lock
from kiosk.sync.errors import LinkError
from kiosk.trust import TrustError
from offline_queue.delivery import Settlement, Trouble
from offline_queue.errors import OutboxError
from offline_queue.status import OutboxStatus, inspect, read_snapshot
from offline_queue.store import StoreDamaged
from offline_queue.verifying import Verification, verify_outbox

SUMMARY = "what is stored, and delivery by hand"
_ALARMING = (Settlement.CONFLICT, Settlement.AHEAD)


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        choices=("status", "verify", "deliver"),
        help="show what waits, check every signature and link, carry what waits to central",
    )
    parser.add_argument("--terminal", type=Path, help="the terminal file; default <state>/terminal.toml")


def run(arguments: argparse.Namespace) -> int:
    try:
        match arguments.action:
            case "status":
                return _status(arguments)
            case "verify":
                return _verify(arguments)
            case _:
                return _deliver(arguments)
    except StartRefusedError as refusal:
        return fail(arguments, refusal.exit_code, refusal.code, str(refusal))
    except (OutboxError, StoreDamaged) as error:
        return fail(arguments, ExitCode.STORAGE, FailureCode.OUTBOX_BROKEN, f"the outbox cannot be used: {error}")
    except OSError as error:
        return fail(arguments, ExitCode.STORAGE, FailureCode.STATE_UNUSABLE, str(error))


def _premises(arguments: argparse.Namespace) -> Premises:
    """Raises StartRefusedError."""
    return open_premises(terminal_path(arguments), arguments.state)


# ---- status ----------------------------------------------------------------------------------------------------------


def _status(arguments: argparse.Namespace) -> int:
    """While a keeper runs, its last snapshot. Raises StartRefusedError, OutboxError, StoreDamaged."""
    if not arguments.state.is_dir():
        sentence = f"this machine is no terminal: {arguments.state} is missing"
        return fail(arguments, ExitCode.USAGE, FailureCode.STATE_UNUSABLE, sentence)
    folder = arguments.state / "outbox"
    try:
        lock = take_lock(arguments.state, patience=0.0)
    except StartRefusedError as refusal:
        if refusal.code is not FailureCode.OUTBOX_LOCKED:
            raise
        return _shown(arguments, read_snapshot(folder), running=True)
    try:
        return _shown(arguments, inspect(folder), running=False)
    finally:
        os.close(lock)


def _shown(arguments: argparse.Namespace, status: OutboxStatus | None, *, running: bool) -> int:
    if status is None:
        return say(arguments, {"running": running, "waiting": 0, "seq": 0}, "There is no outbox yet.")
    held = " A keeper runs; this is its snapshot." if running else ""
    alarm = f" ALARM: {status.alarm}." if status.alarm else ""
    sentence = (
        f"epoch {status.epoch}: {status.seq} envelopes, central holds {status.acked_through}, {status.waiting} wait; "
        f"{status.aside} file(s) set aside; {status.pages} of {status.max_pages} pages used.{held}{alarm}"
    )
    return say(arguments, {"running": running, **asdict(status)}, sentence)


# ---- verify ----------------------------------------------------------------------------------------------------------


def _verify(arguments: argparse.Namespace) -> int:
    premises = _premises(arguments)
    try:
        statement = premises.statement
        found = verify_outbox(premises.state / "outbox", statement.terminal, statement.envelope_key)
    finally:
        os.close(premises.lock)
    facts: dict[str, Any] = {"envelopes": found.envelopes, "aside": found.aside, "break": _break(found)}
    if found.broken is None:
        return say(arguments, facts, f"{found.envelopes} envelopes: all signatures and links hold.")
    where = f"epoch {found.broken.epoch.hex()}, envelope {found.broken.seq}"
    return fail(arguments, ExitCode.INTEGRITY, FailureCode.OUTBOX_BROKEN, f"{where}: {found.broken.why}", facts)


def _break(found: Verification) -> dict[str, Any] | None:
    if found.broken is None:
        return None
    return {"epoch": found.broken.epoch.hex(), "seq": found.broken.seq, "why": found.broken.why}


# ---- deliver ---------------------------------------------------------------------------------------------------------


def _deliver(arguments: argparse.Namespace) -> int:
    premises = _premises(arguments)
    if not premises.terminal_file.central:
        os.close(premises.lock)
        return fail(arguments, ExitCode.USAGE, None, "the terminal file names no central")
    try:
        return _told(arguments, deliver_by_hand(premises))
    except LinkError as error:
        return fail(arguments, ExitCode.LINK, error.code, f"nothing delivered: {error}")
    except TrustError as error:
        return fail(arguments, ExitCode.INTEGRITY, error.code, f"nothing delivered: {error}")


def _told(arguments: argparse.Namespace, done: HandDelivery) -> int:
    facts = {"delivered": done.delivered, "waiting": done.waiting}
    if done.trouble is not None:
        sentence = f"{done.delivered} delivered, {done.waiting} still wait: {done.trouble.value}"
        return fail(arguments, ExitCode.LINK, _code_of(done.trouble), sentence, facts)
    if done.settlement in _ALARMING:
        sentence = f"central holds other envelopes than this outbox: {done.settlement.value}"
        return fail(arguments, ExitCode.INTEGRITY, FailureCode.OUTBOX_BROKEN, sentence, facts)
    if done.waiting:
        sentence = f"{done.delivered} delivered; central did not take the other {done.waiting}"
        return fail(arguments, ExitCode.NO, FailureCode.CENTRAL_REFUSED, sentence, facts)
    return say(arguments, facts, f"{done.delivered} delivered, nothing waits.")


def _code_of(trouble: Trouble) -> FailureCode:
    match trouble:
        case Trouble.NOT_BELIEVED:
            return FailureCode.ANSWER_NOT_BELIEVED
        case Trouble.REFUSED | Trouble.TOO_LARGE:
            return FailureCode.CENTRAL_REFUSED
        case _:
            return FailureCode.LINK_DOWN
