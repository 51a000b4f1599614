"""A keeper that cannot start says why in one line, with a code and the exit status the plan gives it."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.terminal_state import TerminalState, make_terminal_state


def keep(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if name != "KIOSK_STATE"}
    return subprocess.run(
        [sys.executable, "-m", "kiosk", "keep", *map(str, words), "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**bare, **environment},
    )


@pytest.fixture
def terminal(tmp_path: Path) -> TerminalState:
    return make_terminal_state(tmp_path / "state")


def write(name: str, body: str) -> Callable[[TerminalState], object]:
    return lambda terminal: (terminal.folder / name).write_text(body)


def remove(name: str) -> Callable[[TerminalState], object]:
    return lambda terminal: (terminal.folder / name).unlink()


def make_folder(name: str) -> Callable[[TerminalState], object]:
    def change(terminal: TerminalState) -> None:
        (terminal.folder / name).unlink(missing_ok=True)
        (terminal.folder / name).mkdir()

    return change


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        (remove("terminal.toml"), 2, "K601"),
        (write("terminal.toml", "kind = "), 2, "K601"),
        (write("terminal.toml", 'kind = "demo"\nstate = "/x"\ncentral = "http://10.0.0.1"'), 2, "K601"),
        (remove("trust.json"), 5, "K501"),
        (write("trust.json", "{}"), 5, "K502"),
        (write("trust.json", "not json"), 5, "K502"),
        (remove("keys/receipt.key"), 5, "K502"),
        (write("keys/envelope.key", "short"), 5, "K502"),
        (make_folder("lock"), 6, "K603"),
        (make_folder("keys/request.key"), 6, "K603"),
    ],
    ids=[
        "no terminal file",
        "no TOML",
        "plain http",
        "no trust file",
        "empty trust",
        "broken trust",
        "no key",
        "short key",
        "unusable lock",
        "unreadable key",
    ],
)
def test_a_broken_state_ends_in_one_line_with_its_code(
    terminal: TerminalState, change: Callable[[TerminalState], object], status: int, code: str
) -> None:
    change(terminal)
    done = keep("--state", terminal.folder)
    assert done.returncode == status, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.startswith(f"{code}: ")
    assert json.loads(done.stdout) == {"ok": False, "code": code}


def test_a_state_folder_that_is_not_there_is_a_storage_failure(terminal: TerminalState, tmp_path: Path) -> None:
    done = keep("--terminal", terminal.terminal_path, "--state", tmp_path / "missing")
    assert done.returncode == 6
    assert done.stderr.startswith("K603: ")


def test_a_state_that_another_program_holds_is_left_alone(terminal: TerminalState) -> None:
    with (terminal.folder / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = keep("--state", terminal.folder)
    assert done.returncode == 2
    assert done.stderr.startswith("K304: ")


def test_no_line_tells_a_key(terminal: TerminalState) -> None:
    secret = "5ecre7-key-material"
    write("keys/envelope.key", secret)(terminal)
    done = keep("--state", terminal.folder)
    assert secret not in done.stderr + done.stdout
