"""One thread owns one device: opens it, lets its duty work, and rebuilds the connection for ever.

A duty is what is done with an opened device. When a call ends in a DeviceError the device is reported as that error
says, closed, and opened again after 0.5, 1, then every 2 seconds; its status is asked anew each time. Never later: a
device is to be ready within three seconds of its return, however long it was away. `close` leaves neither thread nor
handle behind.
"""

import threading
import time
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from devices.ports import DeviceError, Emit, Kind, StatusChanged
from devices.status import Code, DeviceStatus, State

BACKOFF_FIRST = 0.5
BACKOFF_MOST = 2.0
_STEADY = 10.0  # served that long, the device counts as well again

CLOSED = DeviceStatus(State.LOST, Code.CANCELLED)


class Closable(Protocol):
    def cancel(self) -> None: ...

    def close(self) -> None: ...


Device = TypeVar("Device", bound=Closable)
Served_contra = TypeVar("Served_contra", bound=Closable, contravariant=True)
Report = Callable[[DeviceStatus], None]


class Duty(Protocol[Served_contra]):
    """Called on the supervisor's thread alone."""

    def connect(self, device: Served_contra, failures: int) -> DeviceStatus:
        """Open it; `failures`: how many times in a row that was in vain."""

    def turn(self, device: Served_contra, report: Report) -> float:
        """One piece of work; how many seconds to the next, unless something is ordered earlier."""

    def away(self, status: DeviceStatus) -> None:
        """The device cannot be used now: answer what waits for it."""


def backoff(failures: int) -> float:
    """Seconds before the next try after `failures` in a row."""
    return min(BACKOFF_MOST, BACKOFF_FIRST * (1 << min(failures - 1, 16)))


class Supervisor(Generic[Device]):
    def __init__(self, kind: Kind, device: Device, duty: Duty[Device], emit: Emit) -> None:
        self._kind, self._device, self._duty, self._emit = kind, device, duty, emit
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._told: DeviceStatus | None = None
        self._thread = threading.Thread(target=self._run, name=f"device-{kind.value}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something was ordered."""
        self._wake.set()

    def close(self, timeout: float) -> bool:
        """Stop and release. False if the thread did not end in `timeout` seconds. Twice is as good as once."""
        self._stopping.set()
        self._wake.set()
        self._device.cancel()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def report(self, status: DeviceStatus) -> None:
        """Tell a status that is not the one told last."""
        if status != self._told:
            self._told = status
            self._emit(StatusChanged(self._kind, status))

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            begun = time.monotonic()
            status = self._live(failures)
            failures = 1 if time.monotonic() - begun > _STEADY else failures + 1
            if not self._stopping.is_set():
                self.report(status)
                self._stay_away(status, backoff(failures))
        self._duty.away(CLOSED)

    def _live(self, failures: int) -> DeviceStatus:
        """Open and serve until it fails; the status it failed with."""
        try:
            self.report(self._duty.connect(self._device, failures))
            while not self._stopping.is_set():
                self._pause(self._duty.turn(self._device, self.report))
        except DeviceError as error:
            return error.status
        except Exception as error:  # boundary: a vendor's adapter may raise anything, the thread must live
            return DeviceStatus(State.LOST, Code.HARDWARE_ERROR, type(error).__name__)
        finally:
            self._device.close()
        return CLOSED

    def _stay_away(self, status: DeviceStatus, seconds: float) -> None:
        """Wait out the back-off; orders given meanwhile are answered."""
        end = time.monotonic() + seconds
        self._duty.away(status)
        while (left := end - time.monotonic()) > 0 and not self._stopping.is_set():
            self._pause(left)
            self._duty.away(status)

    def _pause(self, seconds: float) -> None:
        self._wake.wait(seconds)
        self._wake.clear()
