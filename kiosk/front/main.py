"""A front's process, step by step: read, close, draw, attach, serve, leave.

The trust file and the terminal file are opened before the process closes itself; after that no file of the state
folder can be opened any more, and the keeper can only bring signed bytes.
"""

import os
import sys
from pathlib import Path

from kiosk import wire
from kiosk.build import build_digest
from kiosk.catalogue.load import load_catalogue
from kiosk.contract.failure import ExitCode, FailureCode
from kiosk.front import quiet, sandbox
from kiosk.front.closed import has_screen, show_closed_sign
from kiosk.front.front import Equipment, Front
from kiosk.front.line import KeeperLine
from kiosk.front.observer import NoObserver, Observer
from kiosk.journal.events import crash_values
from kiosk.terminal_file import TerminalFile, TerminalFileError, read_terminal_file
from kiosk.trust import Trust, TrustError, load_trust
from kiosk.visit.events import Drawn, Pressed
from kiosk.wording.lookup import Wording

ASSETS = Path(__file__).resolve().parents[2] / "assets"
PRODUCTION_TRUST = Path("/etc/kiosk/trust.json")
CRASH = 1


def run(slot: wire.Slot, terminal_path: Path, observer_descriptor: int | None) -> int:
    """Serve one visit. Returns the exit status; failures are one line on stderr and a sign on the screen."""
    try:
        terminal = read_terminal_file(terminal_path)
        trust = _open_trust(terminal)
    except TerminalFileError as error:
        return _stay_closed(slot, ExitCode.USAGE, FailureCode.TERMINAL_FILE_BROKEN, str(error))
    except TrustError as error:
        return _stay_closed(slot, ExitCode.INTEGRITY, FailureCode.TRUST_BROKEN, str(error))
    except OSError as error:
        sentence = f"the trust file cannot be read: {error.strerror}"
        return _stay_closed(slot, ExitCode.INTEGRITY, FailureCode.TRUST_MISSING, sentence)
    if observer_descriptor is not None and terminal.kind == "production":
        return _refuse(ExitCode.USAGE, FailureCode.TERMINAL_FILE_BROKEN, "a production terminal takes no observer")
    return _serve(slot, terminal, trust, observer_descriptor)


def _stay_closed(slot: wire.Slot, status: ExitCode, code: FailureCode, sentence: str) -> int:
    """Without a screen there is nobody to tell but the technician."""
    _refuse(status, code, sentence)
    if slot is wire.Slot.A and has_screen():
        show_closed_sign(code, ASSETS)
    return status.value


def _refuse(status: ExitCode, code: FailureCode, sentence: str) -> int:
    print(f"{code.value}: {sentence}", file=sys.stderr, flush=True)
    return status.value


def _open_trust(terminal: TerminalFile) -> Trust:
    path = PRODUCTION_TRUST if terminal.kind == "production" else Path(terminal.state) / "trust.json"
    return load_trust(path.read_bytes())


def _serve(slot: wire.Slot, terminal: TerminalFile, trust: Trust, observer_descriptor: int | None) -> int:
    build = build_digest()
    _close(terminal)
    from ui.input.pinyin import open_pinyin
    from ui.window import KioskWindow, Loop  # Qt only after the process is closed

    loop = Loop(terminal.panel)
    front: Front
    window = KioskWindow(loop, lambda event: front.on_event(event), terminal.panel)
    observer = _observer(observer_descriptor, loop, window)
    front = Front(
        Equipment(
            loop=loop,
            window=window,
            trust=trust,
            wording=Wording.load(ASSETS / "wording"),
            catalogue=load_catalogue(ASSETS / "catalogue"),
            device_urls=dict(terminal.devices),
            observer=observer,
            pinyin=open_pinyin(),
        ),
        slot,
        build,
    )
    line = KeeperLine(
        Path(terminal.state) / "keeper.sock",
        hello=front.hello,
        on_message=lambda message: loop.post(lambda: front.on_message(message)),
        on_lost=lambda: loop.post(front.on_line_lost),
        on_back=lambda: loop.post(front.on_line_back),
        on_refused=lambda: loop.post(front.leave),
    )
    front.send = line.send
    quiet.install(lambda fault: _tell_crash(line, fault))
    window.load()
    observer.start()
    line.start()
    try:
        return loop.run()
    finally:
        line.close()
        window.close()


def _close(terminal: TerminalFile) -> None:
    """Everything that must be opened by path is named here; HOME leads nowhere."""
    from ui.platform import prepare_platform

    os.umask(0o077)
    extra = prepare_platform(terminal.panel, Path(terminal.state))
    os.environ["HOME"] = os.environ["XDG_RUNTIME_DIR"] = "/nonexistent"
    sandbox.close_front(sandbox.profile_for(terminal.devices.values(), extra))


def _tell_crash(line: KeeperLine, fault: quiet.Fault) -> None:
    line.send(wire.Event(CRASH, crash_values(fault.exception, fault.module, fault.line)))


def _observer(descriptor: int | None, loop: "Loop", window: "KioskWindow") -> Observer | NoObserver:  # type: ignore[name-defined]  # noqa: F821
    if descriptor is None:
        return NoObserver()
    from kiosk.front.robot_orders import RobotOrders

    orders = RobotOrders(loop, window)
    observer = Observer(descriptor, orders.on_order)
    orders.observer = observer
    return observer


__all__ = ["Drawn", "Pressed", "run"]
