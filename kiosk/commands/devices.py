"""`kiosk devices probe|read|print|watch URL`: one device by hand, without a front.

`read` reads the card that lies there at once: it is the technician's own, so the rule about cards from before does not
apply. Every call ends within `--timeout` seconds.
"""

import argparse
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, assert_never

from devices import ports
from devices.ports import DeviceError, DeviceEvent, IdCardReader, Kind, Outcome, ReceiptPrinter, Refusal
from devices.receipt_printer.pattern import pattern_slip
from devices.status import Code, DeviceStatus, State
from devices.url import connect_printer, connect_reader, kind_of, load_drivers, make_printer, make_reader
from kiosk.commands.answer import fail, say
from kiosk.contract.failure import ExitCode, FailureCode
from kiosk.identity.document import Document
from kiosk.identity.read import NotSupported, read_card
from kiosk.identity.social_security import read_social_security_card
from kiosk.terminal_file import TerminalFileError, read_terminal_file

SUMMARY = "probe, read, print or watch a device"
_GRACE = 0.5
_CARDS = (Kind.ID_CARD, Kind.SMART_CARD)
_SENTENCES: Mapping[FailureCode, str] = MappingProxyType(
    {
        FailureCode.READER_LOST: "the reader does not answer",
        FailureCode.READER_FAULT: "the reader reports a fault",
        FailureCode.PRINTER_LOST: "the printer does not answer",
        FailureCode.PRINTER_NEEDS_PERSON: "the printer needs a person",
        FailureCode.PAPER_OUT: "the printer has no paper",
        FailureCode.PAPER_UNKNOWN: "it is not known whether the slip came out",
        FailureCode.DEVICE_TIMEOUT: "no answer within the time given",
        FailureCode.CARD_UNREADABLE: "the card cannot be read; lay it again",
        FailureCode.CARD_WRONG_KIND: "this is no ID card",
        FailureCode.CARD_NOT_SUPPORTED: "this card's layout is not known",
        FailureCode.CARD_NEEDS_AUTHENTICATION: "the card needs an exchange with central's security module",
        FailureCode.NO_CARD: "no card was laid",
    }
)
_REFUSED: Mapping[Refusal, FailureCode] = MappingProxyType(
    {
        Refusal.UNREADABLE: FailureCode.CARD_UNREADABLE,
        Refusal.WRONG_KIND: FailureCode.CARD_WRONG_KIND,
        Refusal.NEEDS_AUTHENTICATION: FailureCode.CARD_NEEDS_AUTHENTICATION,
    }
)


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=sorted(_ACTIONS))
    parser.add_argument("url", help="a device URL, or with --terminal a name of its [devices]")
    parser.add_argument("--timeout", type=float, default=30.0, help="seconds (30)")
    parser.add_argument("--terminal", type=Path, default=None, help="a terminal file")


def run(arguments: argparse.Namespace) -> int:
    try:
        url = _device_url(arguments)
        return _ACTIONS[arguments.action](arguments, url)
    except TerminalFileError as error:
        return fail(arguments, ExitCode.USAGE, FailureCode.TERMINAL_FILE_BROKEN, str(error))
    except ports.UnknownDevice as error:
        for problem in load_drivers().problems:
            print(f"a vendor's driver does not load: {problem}", file=sys.stderr)
        return fail(arguments, ExitCode.USAGE, FailureCode.DEVICE_URL_UNKNOWN, f"{error}: {arguments.url}")


def _device_url(arguments: argparse.Namespace) -> str:
    """The URL itself, or what the terminal file calls so."""
    url: str = arguments.url
    if arguments.terminal is None:
        return url
    return read_terminal_file(arguments.terminal).devices.get(url, url)


def _probe(arguments: argparse.Namespace, url: str) -> int:
    kind = kind_of(url)
    device = make_reader(url) if kind in _CARDS else make_printer(url)
    try:
        with _within(device, arguments.timeout):
            status = device.open()
            facts = {"kind": kind.value, "state": status.state.value, "reason": status.code.value, **_details(device)}
    except DeviceError as error:
        return _failed(arguments, kind, error.status)
    if status.state not in (State.READY, State.BUSY):
        return _failed(arguments, kind, status)
    return say(arguments, facts, f"{kind.value}: {status.state.value} ({status.code.value})")


def _details(device: IdCardReader | ReceiptPrinter) -> dict[str, Any]:
    """What an adapter tells beyond its port, as far as it does."""
    told: dict[str, Any] = {}
    if hasattr(device, "dots"):
        told["dots"] = device.dots
    for name, question in (("sam", "sam_id"), ("version", "version"), ("reader", "reader_name")):
        if hasattr(device, question):
            try:
                told[name] = getattr(device, question)()
            except DeviceError:
                told[name] = ""
    return told


def _read(arguments: argparse.Namespace, url: str) -> int:
    reader, kind = make_reader(url), kind_of(url)
    try:
        with _within(reader, arguments.timeout):
            reader.open()
            result = _await_card(reader, time.monotonic() + arguments.timeout)
    except DeviceError as error:
        return _failed(arguments, kind, error.status)
    if result is None:
        return _fail(arguments, FailureCode.NO_CARD, ExitCode.NO)
    if isinstance(result, Refusal):
        return _fail(arguments, _REFUSED[result])
    if result.kind is ports.CardKind.SOCIAL_SECURITY:
        return _say_social_security(arguments, result.payload)
    document = read_card(result.payload, result.photo)
    if isinstance(document, NotSupported):
        return _fail(arguments, document.failure)
    return say(arguments, _facts_of(document), f"{document.kind.value} {document.name} {document.number}")


def _say_social_security(arguments: argparse.Namespace, payload: bytes) -> int:
    card = read_social_security_card(payload)
    if isinstance(card, NotSupported):
        return _fail(arguments, card.failure)
    facts = {
        "kind": ports.CardKind.SOCIAL_SECURITY.value,
        "name": card.name,
        "latin_name": "",
        "number": card.number,
        "birth": card.birth,
        "sex": card.sex.value,
        "valid_from": card.valid_from,
        "valid_to": card.valid_to,
        "flags": [flag.value for flag in card.flags],
    }
    return say(arguments, facts, f"social security {card.version} {card.name} {card.number}")


def _await_card(reader: IdCardReader, end: float) -> ports.CardRead | Refusal | None:
    """The first card read by `end`, else why the last one was not.

    A card read before that still lies there is found again after one reset; no visitor's card is at stake here.
    """
    last: Refusal | None = None
    may_reset = True
    while time.monotonic() < end:
        result = reader.read()
        if isinstance(result, ports.CardRead) or result in (Refusal.WRONG_KIND, Refusal.NEEDS_AUTHENTICATION):
            return result
        if result is None and may_reset:
            may_reset = False
            _find_anew(reader)
            continue
        last = result or last
        time.sleep(max(0.0, min(reader.poll, end - time.monotonic())))
    return last


def _find_anew(reader: IdCardReader) -> None:
    """A model that cannot tell whether a card still lies there is left as it is."""
    try:
        if not reader.card_gone():
            reader.recover()
    except DeviceError as error:
        if error.code is Code.CANCELLED:
            raise


def _facts_of(document: Document) -> dict[str, Any]:
    return {
        "kind": document.kind.value,
        "name": document.name,
        "latin_name": document.latin_name,
        "number": document.number,
        "birth": document.birth,
        "sex": document.sex.value,
        "valid_from": document.valid_from,
        "valid_to": document.valid_to,
        "flags": [flag.value for flag in document.flags],
    }


def _print(arguments: argparse.Namespace, url: str) -> int:
    printer = make_printer(url)
    job = ports.PrintJob(os.urandom(16), pattern_slip(printer.dots))
    try:
        with _within(printer, arguments.timeout):
            printer.open()
            outcome, status = printer.print(job)
    except DeviceError as error:
        return _failed(arguments, Kind.RECEIPT_PRINTER, error.status, {"outcome": Outcome.NOT_PRINTED.value})
    facts = {"outcome": outcome.value, "state": status.state.value, "reason": status.code.value}
    match outcome:
        case Outcome.PRINTED:
            return say(arguments, facts, "printed")
        case Outcome.UNKNOWN:
            return _fail(arguments, FailureCode.PAPER_UNKNOWN, facts=facts)
        case Outcome.NOT_PRINTED:
            return _failed(arguments, Kind.RECEIPT_PRINTER, status, facts)
        case _:
            assert_never(outcome)


def _watch(arguments: argparse.Namespace, url: str) -> int:
    """Tell what the supervisor tells, for the time given; of a card only that it was read."""
    events: queue.SimpleQueue[DeviceEvent] = queue.SimpleQueue()
    told: list[dict[str, str]] = []
    orders, close = _start_watching(url, events.put)
    end = time.monotonic() + arguments.timeout
    try:
        while (left := end - time.monotonic()) > 0:
            event = events.get(timeout=left)
            told.append(_told(event))
            print(" ".join(told[-1].values()), file=sys.stderr if arguments.json else sys.stdout, flush=True)
            orders.get(type(event), _nothing)()
    except (queue.Empty, KeyboardInterrupt):
        pass  # time is up, or the technician has seen enough
    finally:
        close(5.0)
    return say(arguments, {"events": told})


def _start_watching(
    url: str, emit: ports.Emit
) -> tuple[dict[type[DeviceEvent], Callable[[], None]], Callable[[float], bool]]:
    """What to order after an event, and how to end."""
    if kind_of(url) is Kind.RECEIPT_PRINTER:
        printer = connect_printer(url, emit)
        printer.start()
        return {}, printer.close
    reader = connect_reader(url, emit)
    reader.start()
    reader.read_next_card()
    return {ports.CardRead: reader.watch_until_gone, ports.CardGone: reader.read_next_card}, reader.close


def _nothing() -> None: ...


def _told(event: DeviceEvent) -> dict[str, str]:
    match event:
        case ports.StatusChanged(kind, status):
            return {"event": "status", "kind": kind.value, "state": status.state.value, "reason": status.code.value}
        case ports.CardRefused(refusal):
            return {"event": "card_refused", "reason": refusal.value}
        case ports.CardRead():
            return {"event": "card_read"}
        case ports.CardLying():
            return {"event": "card_lying"}
        case ports.CardGone():
            return {"event": "card_gone"}
        case ports.PrintEnded():
            return {"event": "print_ended", "outcome": event.outcome.value}
        case _:
            assert_never(event)


@contextmanager
def _within(device: IdCardReader | ReceiptPrinter, seconds: float) -> Iterator[None]:
    """Cancel what still runs when the time is up; close in any case."""
    timer = threading.Timer(seconds + _GRACE, device.cancel)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        device.close()


def _failed(
    arguments: argparse.Namespace, kind: Kind, status: DeviceStatus, facts: dict[str, Any] | None = None
) -> int:
    told = {"kind": kind.value, "state": status.state.value, "reason": status.code.value, **(facts or {})}
    return _fail(arguments, _failure_of(kind, status), facts=told)


def _failure_of(kind: Kind, status: DeviceStatus) -> FailureCode:
    if status.code is Code.CANCELLED:
        return FailureCode.DEVICE_TIMEOUT
    if kind in _CARDS:
        return FailureCode.READER_LOST if status.state is State.LOST else FailureCode.READER_FAULT
    if status.code is Code.MEDIA_EMPTY:
        return FailureCode.PAPER_OUT
    return FailureCode.PRINTER_LOST if status.state is State.LOST else FailureCode.PRINTER_NEEDS_PERSON


def _fail(
    arguments: argparse.Namespace,
    failure: FailureCode,
    exit_code: ExitCode = ExitCode.DEVICE,
    facts: dict[str, Any] | None = None,
) -> int:
    return fail(arguments, exit_code, failure, _SENTENCES[failure], facts)


_ACTIONS: Mapping[str, Callable[[argparse.Namespace, str], int]] = MappingProxyType(
    {"probe": _probe, "read": _read, "print": _print, "watch": _watch}
)
