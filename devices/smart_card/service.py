"""The PC/SC service as seen through a child process that is killed at its deadline and started anew when needed."""

import json
import os
import select
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devices.ports import DeviceFault, DeviceLost
from devices.status import Code

_CHILD = Path(__file__).with_name("child.py")
_SOCKET = "PCSCLITE_CSOCK_NAME"
_SLICE = 0.1
_ANSWER_CAP = 1 << 20
_ATTEMPTS = 3


class ChildSilent(Exception):
    """No answer by the deadline: the child was killed."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`code`: PC/SC's own, 0 for success. `data` may be a person's: never shown by repr."""

    code: int
    data: bytes = b""

    def __repr__(self) -> str:
        return f"Reply({self.code:08X}, {len(self.data)} bytes)"


class Service:
    """One thread at a time; `cancel` from any. Deadlines in seconds."""

    def __init__(self, deadline: float, socket: str = "") -> None:
        self._deadline = deadline
        self._environment = {**os.environ, _SOCKET: socket} if socket else None
        self._child: subprocess.Popen[bytes] | None = None
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        self._cancelled.set()

    def close(self) -> None:
        """Kill and reap. Twice is as good as once."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()

    def readers(self) -> dict[str, bool]:
        """Names of all readers, and whether a card is in each. Raises DeviceLost.

        A child that misses its deadline is killed and another one asked, three in all.
        """
        for _ in range(_ATTEMPTS):
            try:
                told = self._ask({"do": "look"}, self._deadline)
            except ChildSilent:
                continue
            if told["rc"] != 0:
                raise DeviceLost("the smart card service is away", f"{told['rc']:08X}", Code.NOT_REACHABLE)
            return {str(name): bool(present) for name, present in told["readers"].items()}
        raise DeviceLost("the smart card service does not answer", code=Code.NOT_RESPONDING)

    def connect(self, reader: str, deadline: float) -> Reply:
        """Raises ChildSilent."""
        return _reply(self._ask({"do": "connect", "reader": reader}, deadline))

    def transmit(self, apdu: bytes, deadline: float) -> Reply:
        """Raises ChildSilent."""
        return _reply(self._ask({"do": "transmit", "apdu": apdu.hex()}, deadline))

    def disconnect(self, deadline: float) -> Reply:
        """Raises ChildSilent."""
        return _reply(self._ask({"do": "disconnect"}, deadline))

    def _ask(self, order: dict[str, str], deadline: float) -> dict[str, Any]:
        if self._cancelled.is_set():
            raise DeviceLost("cancelled", code=Code.CANCELLED)
        child = self._child or self._started()
        assert child.stdin is not None
        try:
            child.stdin.write(json.dumps(order).encode() + b"\n")
            child.stdin.flush()
            line = self._line_of(child, time.monotonic() + deadline)
            answer: dict[str, Any] = json.loads(line)
        except (OSError, ValueError) as error:
            self.close()
            raise DeviceLost("the smart card process ended", type(error).__name__, Code.NOT_RESPONDING) from error
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        """The child is ready when it has answered; its own start is not held against the deadline."""
        words = [sys.executable, "-I", str(_CHILD)]
        null = subprocess.DEVNULL
        self._child = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=null, env=self._environment
        )
        return self._child

    def _line_of(self, child: subprocess.Popen[bytes], end: float) -> bytes:
        assert child.stdout is not None
        held = b""
        while not held.endswith(b"\n"):
            if self._cancelled.is_set():
                self.close()
                raise DeviceLost("cancelled", code=Code.CANCELLED)
            left = end - time.monotonic()
            if left <= 0:
                self.close()
                raise ChildSilent
            if select.select([child.stdout], [], [], min(left, _SLICE))[0]:
                came = os.read(child.stdout.fileno(), 65536)
                held += came
                if not came or len(held) > _ANSWER_CAP:
                    raise ValueError("no line")
        return held


def _reply(told: dict[str, Any]) -> Reply:
    return Reply(int(told["rc"]), bytes.fromhex(told.get("data", "")))


def fault_of(code: int) -> DeviceFault:
    return DeviceFault("the smart card reader reports a fault", f"{code:08X}")
