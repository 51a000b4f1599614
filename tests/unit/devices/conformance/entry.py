"""What an adapter and its byte-level twin bring to the conformance suite.

A new adapter joins by one `Entry` in a module beside this one and one line in `entries.py`. A twin is a simulator
behind a real transport (pty, TCP, PC/SC); it needs the six verbs of `Twin`, nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from devices.ports import DeviceError, Emit
from devices.status import DeviceStatus

HOSTILE = {
    "nothing but a head": bytes.fromhex("AAAAAA9669"),
    "control characters": bytes(range(32)) * 4 + b"\x7f",
    "all bytes": bytes(range(256)),
    "4 KiB of one byte": b"\xaa" * 4096,
    "4 KiB of zeros": bytes(4096),
    "1 MB": bytes(range(256)) * 4096,
}


class Twin(Protocol):
    """Methods may be called from any thread. After `speak` it tells the truth again, whatever was ordered before."""

    @property
    def url(self) -> str: ...

    def unplug(self) -> None: ...

    def replug(self) -> None: ...

    def mute(self) -> None: ...

    def speak(self) -> None: ...

    def babble(self, data: bytes) -> None:
        """These bytes in place of every answer."""

    def close(self) -> None: ...


class Supervised(Protocol):
    def close(self, timeout: float) -> bool: ...


@dataclass(frozen=True)
class Entry:
    """`device` makes an adapter with short deadlines from the twin's URL; nothing is opened by it.

    `ask`: one question that the device itself must answer. `mute_limit`: seconds by which a mute device is lost.
    `cut`: order the plug to be pulled at a place of the adapter's longest job; `job` does that job, True only when it
    was done with the device's evidence; `cuts` are the places tried (all of them in `make hazards`: `all_cuts`).
    """

    name: str
    twin: Callable[[Path], Any]
    device: Callable[[str], Any]
    supervise: Callable[[Any, Emit], Supervised]
    ask: Callable[[Any], DeviceStatus]
    mute_limit: float
    cut: Callable[[Any, int], None]
    job: Callable[[Any, Any], bool]
    cuts: tuple[int, ...]
    all_cuts: range
    hostile: dict[str, bytes] = field(default_factory=lambda: HOSTILE)


def asked(entry: Entry, device: Any) -> DeviceStatus:
    """How the device is, whether told or raised. Anything but a DeviceError is a breach."""
    try:
        return entry.ask(device)
    except DeviceError as error:
        return error.status


def opened(device: Any) -> DeviceStatus:
    try:
        status: DeviceStatus = device.open()
    except DeviceError as error:
        return error.status
    return status


def done(entry: Entry, device: Any, twin: Any) -> bool:
    try:
        return entry.job(device, twin)
    except DeviceError:
        return False
