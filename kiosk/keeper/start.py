"""Opening a terminal's state step by step. What is missing or broken is one line for the technician, and no start."""

import fcntl
import os
import time
from dataclasses import dataclass
from pathlib import Path

from kiosk.contract.api import EnrolmentStatement
from kiosk.contract.failure import ExitCode, FailureCode
from kiosk.terminal_file import TerminalFile, TerminalFileError, read_terminal_file
from kiosk.trust import Trust, TrustError, load_trust

PRODUCTION_TRUST = Path("/etc/kiosk/trust.json")
KEY_BYTES = 32
LOCK_SECONDS = 2.0  # a keeper that was just told to end may still be closing its files


class StartRefusedError(Exception):
    """`code` and `exit_code` are what the command answers; the text is one line for the technician."""

    def __init__(self, code: FailureCode, exit_code: ExitCode, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """Raw private Ed25519 keys, 32 bytes each. They never leave this process."""

    envelope: bytes
    receipt: bytes
    request: bytes


@dataclass(frozen=True, slots=True)
class Premises:
    """What the keeper has to work with. `lock` is held as long as the descriptor is open."""

    state: Path
    terminal_file: TerminalFile
    trust: Trust
    statement: EnrolmentStatement
    keys: Keys
    lock: int


def open_premises(terminal_path: Path, state: Path | None) -> Premises:
    """`state` overrides the terminal file's. Raises StartRefusedError."""
    try:
        terminal_file = read_terminal_file(terminal_path)
    except TerminalFileError as error:
        raise StartRefusedError(FailureCode.TERMINAL_FILE_BROKEN, ExitCode.USAGE, str(error)) from error
    state = state or Path(terminal_file.state)
    lock = take_lock(state)
    try:
        trust, statement = _trust(trust_path(terminal_file, state))
        keys = Keys(*(_key(state / "keys" / f"{name}.key") for name in ("envelope", "receipt", "request")))
    except StartRefusedError:
        os.close(lock)
        raise
    return Premises(state, terminal_file, trust, statement, keys, lock)


def trust_path(terminal_file: TerminalFile, state: Path) -> Path:
    return PRODUCTION_TRUST if terminal_file.kind == "production" else state / "trust.json"


def take_lock(state: Path, patience: float = LOCK_SECONDS) -> int:
    """A descriptor that holds the state folder until it is closed; `patience` in seconds. Raises StartRefusedError."""
    try:
        descriptor = os.open(state / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _unusable(f"the state folder {state} cannot be used: {error.strerror}") from error
    give_up = time.monotonic() + patience
    while not _locked(descriptor):
        if time.monotonic() >= give_up:
            os.close(descriptor)
            sentence = f"another program holds the state folder {state}"
            raise StartRefusedError(FailureCode.OUTBOX_LOCKED, ExitCode.USAGE, sentence)
        time.sleep(0.05)
    return descriptor


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _unusable(sentence: str) -> StartRefusedError:
    return StartRefusedError(FailureCode.STATE_UNUSABLE, ExitCode.STORAGE, sentence)


def _trust(path: Path) -> tuple[Trust, EnrolmentStatement]:
    try:
        trust = load_trust(path.read_bytes())
        return trust, trust.own()
    except FileNotFoundError as error:
        sentence = f"there is no trust file {path}: this terminal was not enrolled"
        raise StartRefusedError(FailureCode.TRUST_MISSING, ExitCode.INTEGRITY, sentence) from error
    except OSError as error:
        raise _unusable(f"the trust file {path} cannot be read: {error.strerror}") from error
    except TrustError as error:
        raise StartRefusedError(FailureCode.TRUST_BROKEN, ExitCode.INTEGRITY, str(error)) from error


def _key(path: Path) -> bytes:
    """Never says what is in it."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        sentence = f"the key {path} is missing: this terminal must be enrolled again"
        raise StartRefusedError(FailureCode.TRUST_BROKEN, ExitCode.INTEGRITY, sentence) from error
    except OSError as error:
        raise _unusable(f"the key {path} cannot be read: {error.strerror}") from error
    if len(raw) != KEY_BYTES:
        raise StartRefusedError(FailureCode.TRUST_BROKEN, ExitCode.INTEGRITY, f"{path} is no key of this terminal")
    return raw
