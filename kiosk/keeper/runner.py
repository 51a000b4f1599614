"""Starts the keeper and both fronts and starts again what ends; systemd's part where there is no systemd.

    run ─┬─ kiosk keep --terminal FILE
         ├─ kiosk front --slot a --terminal FILE
         └─ kiosk front --slot b --terminal FILE

A child dies with the runner: the kernel signals it (PR_SET_PDEATHSIG) when the thread that started it ends. A keeper
that refuses its very first start for a reason only a technician can mend ends the runner too.
"""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kiosk.contract.failure import ExitCode
from kiosk.terminal_file import TerminalFileError, read_terminal_file
from kiosk.wire import Slot

FIRST_PAUSE, LONGEST_PAUSE, SETTLED_AFTER, STOP_SECONDS = 0.2, 5.0, 5.0, 10.0
KEEPER = "keeper"
_MENDED_BY_PEOPLE = frozenset({ExitCode.USAGE.value, ExitCode.INTEGRITY.value, ExitCode.STORAGE.value})
# The small program between fork and ours: dies with its parent, then becomes ours. In the child alone, so that no code
# runs in a forked copy of a process with threads.
_BIND = (
    "import ctypes,os,sys\n"
    "ctypes.CDLL(None).prctl(1,int(sys.argv[1]),0,0,0)\n"
    "if os.getppid()!=int(sys.argv[2]): sys.exit(0)\n"
    "os.execv(sys.argv[3],sys.argv[3:])\n"
)

FrontArguments = Callable[[Slot], list[str]]


def _no_arguments(_slot: Slot) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Programs:
    """The words that start each process."""

    keeper: tuple[str, ...] = (sys.executable, "-m", "kiosk", "keep")
    front: tuple[str, ...] = (sys.executable, "-m", "kiosk", "front")


_OURS = Programs()


@dataclass(slots=True)
class _Child:
    """`words` is asked at every start. `due`: when to start it (monotonic), while it is not running."""

    name: str
    words: Callable[[], list[str]]
    descriptors: tuple[int, ...]
    death_signal: signal.Signals
    process: subprocess.Popen[bytes] | None = None
    handle: int = -1
    started: float = 0.0
    due: float = 0.0
    pause: float = FIRST_PAUSE
    starts: int = 0


class Runner:
    """`pass_fds`: descriptors each front of a slot inherits, at every start. What they print goes to our stderr."""

    def __init__(
        self,
        terminal_path: Path,
        *,
        front_arguments: FrontArguments = _no_arguments,
        pass_fds: Mapping[Slot, tuple[int, ...]] | None = None,
        environment: Mapping[str, str] | None = None,
        programs: Programs = _OURS,
    ) -> None:
        self._environment = dict(os.environ if environment is None else environment)
        self._children = _children(terminal_path, programs, front_arguments, pass_fds or {})
        self._lock = threading.Lock()
        self._stopping = False
        self._patience = STOP_SECONDS
        self._status: int | None = None
        self._thread = threading.Thread(target=self._run, name="runner", daemon=True)

    def start(self) -> None:
        self._wake_out, self._wake_in = socket.socketpair()
        self._thread.start()

    def wait(self, timeout: float | None = None) -> int | None:
        """The keeper's exit status if it refused its first start, 0 after `stop`; None while everything runs."""
        self._thread.join(timeout)
        return None if self._thread.is_alive() else self._status

    def stop(self, timeout: float = STOP_SECONDS) -> None:
        """SIGTERM to all, SIGKILL to what is left after `timeout` seconds. Safe to call twice."""
        self._patience = timeout
        self.ask_to_stop()
        if self._thread.ident is not None:
            self._thread.join()

    def ask_to_stop(self) -> None:
        """For a signal handler."""
        self._stopping = True
        if self._thread.ident is not None:
            with contextlib.suppress(OSError):
                self._wake_in.send(b"x", socket.MSG_DONTWAIT)

    def pids(self) -> dict[str, int]:
        """Of what runs now: `keeper`, `a`, `b`."""
        with self._lock:
            return {child.name: child.process.pid for child in self._children if child.process is not None}

    # -- the runner's thread: parent of all

    def _run(self) -> None:
        try:
            while not self._stopping and self._status is None:
                self._start_due()
                self._sleep()
                self._bury_ended()
            self._end_all()
        finally:
            self._wake_in.close()
            self._wake_out.close()

    def _start_due(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if child.process is None and child.due <= now:
                self._start(child)

    def _start(self, child: _Child) -> None:
        words = [sys.executable, "-I", "-S", "-c", _BIND, str(int(child.death_signal)), str(os.getpid())]
        process = subprocess.Popen(
            words + child.words(),
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=2,  # stdout belongs to the command that runs us
            pass_fds=child.descriptors,
        )
        with self._lock:
            child.process, child.handle = process, os.pidfd_open(process.pid)
        child.started = time.monotonic()
        child.starts += 1

    def _sleep(self) -> None:
        """Until a child ends, one is due, or we are woken."""
        poll = select.poll()
        poll.register(self._wake_out, select.POLLIN)
        for child in self._children:
            if child.process is not None:
                poll.register(child.handle, select.POLLIN)
        waits = [child.due - time.monotonic() for child in self._children if child.process is None]
        poll.poll(max(0.0, min(waits)) * 1000 + 1 if waits else None)

    def _bury_ended(self) -> None:
        for child in self._children:
            if child.process is None or child.process.poll() is None:
                continue
            status = child.process.returncode
            self._let_go(child)
            self._plan_restart(child, status)

    def _plan_restart(self, child: _Child, status: int) -> None:
        now = time.monotonic()
        lived = now - child.started
        if child.name == KEEPER and child.starts == 1 and status in _MENDED_BY_PEOPLE:
            self._status = status
        if lived >= SETTLED_AFTER:
            child.pause = FIRST_PAUSE
        child.due = now if status == 0 and lived >= SETTLED_AFTER else now + child.pause
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def _end_all(self) -> None:
        """Fronts first: a front that loses its keeper would say "one moment"."""
        self._status = self._status or 0
        give_up = time.monotonic() + self._patience
        for group in (self._children[1:], self._children[:1]):
            for child in group:
                if child.process is not None:
                    child.process.terminate()
            for child in group:
                self._see_off(child, give_up)

    def _see_off(self, child: _Child, give_up: float) -> None:
        if child.process is None:
            return
        try:
            child.process.wait(max(0.0, give_up - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
        self._let_go(child)

    def _let_go(self, child: _Child) -> None:
        with self._lock:
            os.close(child.handle)
            child.process, child.handle = None, -1


def _children(
    terminal_path: Path,
    programs: Programs,
    front_arguments: FrontArguments,
    pass_fds: Mapping[Slot, tuple[int, ...]],
) -> list[_Child]:
    """The keeper first. A front may be killed at any moment, so it dies hard; the keeper closes its files."""
    terminal = ["--terminal", str(terminal_path)]
    keeper = _Child(KEEPER, lambda: [*programs.keeper, *terminal, *_state_of(terminal_path)], (), signal.SIGTERM)
    fronts = [
        _Child(
            slot.name.lower(),
            partial(_front_words, programs.front, terminal, slot, front_arguments),
            pass_fds.get(slot, ()),
            signal.SIGKILL,
        )
        for slot in Slot
    ]
    return [keeper, *fronts]


def _front_words(program: tuple[str, ...], terminal: list[str], slot: Slot, arguments: FrontArguments) -> list[str]:
    return [*program, "--slot", slot.name.lower(), *terminal, *arguments(slot)]


def _state_of(terminal_path: Path) -> list[str]:
    """All three work in the state folder the terminal file names, whatever KIOSK_STATE says."""
    try:
        return ["--state", read_terminal_file(terminal_path).state]
    except TerminalFileError:
        return []  # the keeper says what is wrong with it
