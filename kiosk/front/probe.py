"""What a closed front can still reach, tried from inside it. Ordered by an observer, so in a demo terminal only.

Each answer is `refused` (the kernel said no: EACCES or EPERM), `done`, or the errno's name.
"""

import contextlib
import ctypes
import errno
import os
import socket
from collections.abc import Callable
from typing import Any

_PTRACE_ATTACH, _PTRACE_DETACH = 16, 17
_REFUSALS = (errno.EACCES, errno.EPERM)


def probe(order: dict[str, Any]) -> dict[str, str]:
    """`key`, `create`: paths; `connect`: [host, port]; `trace`: pid."""
    tries: dict[str, Callable[[], None]] = {
        "key": lambda: os.close(os.open(str(order["key"]), os.O_RDONLY)),
        "create": lambda: os.close(os.open(str(order["create"]), os.O_CREAT | os.O_WRONLY, 0o600)),
        "connect": lambda: _connect(str(order["connect"][0]), int(order["connect"][1])),
        "trace": lambda: _trace(int(order["trace"])),
    }
    return {name: _outcome(attempt) for name, attempt in tries.items() if name in order}


def _outcome(attempt: Callable[[], None]) -> str:
    try:
        attempt()
    except OSError as error:
        if error.errno in _REFUSALS:
            return "refused"
        return errno.errorcode.get(error.errno or 0, "unknown")
    return "done"


def _connect(host: str, port: int) -> None:
    with contextlib.closing(socket.socket()) as connection:
        connection.settimeout(2)
        connection.connect((host, port))


def _trace(pid: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(_PTRACE_ATTACH, pid, None, None) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")
    os.waitpid(pid, 0)
    libc.ptrace(_PTRACE_DETACH, pid, None, None)
