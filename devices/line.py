"""Byte lines to devices: a serial port (or whatever pyserial's `serial_for_url` takes) and TCP.

Every wait is cut into slices, so that `cancelled` ends it soon: closing a port under a blocked reader is no way out
(pyserial then raises TypeError). All that a vanished line may raise comes out as DeviceLost. Deadlines are seconds.
"""

import select
import socket
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import serial

from devices.ports import DeviceLost, UnknownDevice
from devices.status import Code

SLICE = 0.1
CONNECT_DEADLINE = 2.0
_SERIAL_CHUNK = 512
_FLUSH_LIMIT = 65536
# On unplug pyserial raises any of these; termios.error is no OSError.
_LINE_ERRORS = (OSError, termios.error, serial.SerialException, TypeError)


class Line(Protocol):
    """Raises only DeviceLost."""

    def write(self, data: bytes, deadline: float) -> None:
        """All of `data`, or DeviceLost."""

    def read(self, size: int, deadline: float) -> bytes:
        """1 to `size` bytes, as soon as they are there or a slice later; empty after `deadline`."""

    def discard_input(self) -> None: ...

    def close(self) -> None: ...


@contextmanager
def _losing(what: str) -> Iterator[None]:
    try:
        yield
    except DeviceLost:
        raise
    except serial.SerialTimeoutException as error:
        raise DeviceLost(f"the device takes no bytes: {what}", str(error), Code.TIMEOUT) from error
    except _LINE_ERRORS as error:
        raise DeviceLost(f"the line is gone: {what}", str(error), Code.NOT_REACHABLE) from error


def _refuse_if(cancelled: threading.Event) -> None:
    if cancelled.is_set():
        raise DeviceLost("cancelled", code=Code.CANCELLED)


def check_serial_url(url: str) -> None:
    """Raises UnknownDevice when pyserial knows no such line; opens nothing."""
    try:
        serial.serial_for_url(url, do_not_open=True)
    except (ValueError, serial.SerialException) as error:
        raise UnknownDevice("pyserial knows no such line", str(error)) from error


class SerialLine:
    """8N1 without flow control unless `rtscts`. `exclusive`: a second opener is refused, not mixed in."""

    def __init__(
        self, url: str, baud: int, cancelled: threading.Event, *, stall: float = 2.0, rtscts: bool = False
    ) -> None:
        self._cancelled = cancelled
        with _losing("open"):
            try:
                self._port = serial.serial_for_url(
                    url, baudrate=baud, timeout=SLICE, write_timeout=stall, exclusive=True, rtscts=rtscts
                )
            except ValueError as error:
                raise UnknownDevice("pyserial knows no such line", str(error)) from error

    def write(self, data: bytes, deadline: float) -> None:
        end = time.monotonic() + deadline
        with _losing("write"):
            for start in range(0, len(data), _SERIAL_CHUNK):
                _refuse_if(self._cancelled)
                if time.monotonic() > end:
                    raise DeviceLost("the device takes its bytes too slowly", code=Code.TIMEOUT)
                self._port.write(data[start : start + _SERIAL_CHUNK])

    def read(self, size: int, deadline: float) -> bytes:
        end = time.monotonic() + deadline
        with _losing("read"):
            while True:
                _refuse_if(self._cancelled)
                got = bytes(self._port.read(size))
                if got or time.monotonic() >= end:
                    return got

    def discard_input(self) -> None:
        with _losing("flush"):
            self._port.reset_input_buffer()

    def close(self) -> None:
        try:
            self._port.close()
        except _LINE_ERRORS:
            pass  # gone already: nothing is left to be closed


class TcpLine:
    """A raw TCP stream (port 9100 of a printer)."""

    def __init__(self, host: str, port: int, cancelled: threading.Event) -> None:
        self._cancelled = cancelled
        _refuse_if(cancelled)
        with _losing("connect"):
            self._socket = socket.create_connection((host, port), timeout=CONNECT_DEADLINE)
            self._socket.setblocking(False)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes, deadline: float) -> None:
        end = time.monotonic() + deadline
        left = memoryview(data)
        with _losing("write"):
            while left:
                _refuse_if(self._cancelled)
                if time.monotonic() > end:
                    raise DeviceLost("the device takes no bytes", code=Code.TIMEOUT)
                if select.select([], [self._socket], [], SLICE)[1]:
                    left = left[self._socket.send(left) :]

    def read(self, size: int, deadline: float) -> bytes:
        end = time.monotonic() + deadline
        with _losing("read"):
            while True:
                _refuse_if(self._cancelled)
                left = max(0.0, min(SLICE, end - time.monotonic()))
                if select.select([self._socket], [], [], left)[0]:
                    return self._received(size)
                if time.monotonic() >= end:
                    return b""

    def _received(self, size: int) -> bytes:
        got = self._socket.recv(size)
        if not got:
            raise DeviceLost("the device closed the line", code=Code.NOT_REACHABLE)
        return got

    def discard_input(self) -> None:
        """Bounded: a flood is left to the deadlines of what is asked next."""
        with _losing("flush"):
            thrown_away = 0
            while thrown_away < _FLUSH_LIMIT and select.select([self._socket], [], [], 0)[0]:
                thrown_away += len(self._received(4096))

    def close(self) -> None:
        self._socket.close()
