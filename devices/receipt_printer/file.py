"""A printer that is a file: `escpos+file:PATH?dots=576`. Every slip's bytes are appended; demo and tests only.

Evidence: bytes written whole and fsynced to a regular file count as printed. A character device or pipe gives none, so
its outcome is unknown.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devices.address import parse_address
from devices.ports import DeviceError, DeviceLost, Outcome, PrintJob
from devices.receipt_printer import escpos_bytes as codec
from devices.receipt_printer.escpos import TOO_WIDE, check_dots
from devices.status import READY, Code, DeviceStatus

_OPTIONS = frozenset({"dots"})
# O_NONBLOCK: a pipe nobody reads is refused instead of waited for.
_OPENING = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def parse_file_url(url: str) -> tuple[Path, int]:
    """Path and dots. Raises UnknownDevice."""
    address = parse_address(url, _OPTIONS)
    return Path(address.target), check_dots(address)


class FilePrinter:
    """devices.ports.ReceiptPrinter."""

    def __init__(self, path: Path, dots: int) -> None:
        self._path, self._dots = path, dots
        self._descriptor: int | None = None

    @property
    def dots(self) -> int:
        return self._dots

    def open(self) -> DeviceStatus:
        self.close()
        with _losing():
            self._descriptor = os.open(self._path, _OPENING, 0o600)
        return READY

    def status(self) -> DeviceStatus:
        with _losing():
            os.fstat(self._opened())
        return READY

    def print(self, job: PrintJob) -> tuple[Outcome, DeviceStatus]:
        if job.raster.width > self._dots:
            return Outcome.NOT_PRINTED, TOO_WIDE
        slip = codec.INITIALISE + b"".join(codec.pieces(job.raster, codec.MOST_ROWS)) + codec.FEED_AND_CUT
        try:
            return (Outcome.PRINTED if self._write_all(slip) else Outcome.UNKNOWN), READY
        except DeviceError as error:
            return Outcome.UNKNOWN, error.status

    def reset(self) -> None:
        """A file holds nothing half printed that more bytes would push out."""

    def cancel(self) -> None:
        """No call here waits."""

    def close(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def _write_all(self, data: bytes) -> bool:
        """True when a regular file holds them for sure."""
        with _losing():
            descriptor, left = self._opened(), memoryview(data)
            while left:
                left = left[os.write(descriptor, left) :]
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return False
            os.fsync(descriptor)
            return True

    def _opened(self) -> int:
        if self._descriptor is None:
            raise DeviceLost("the file is not open", code=Code.NOT_REACHABLE)
        return self._descriptor


@contextmanager
def _losing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DeviceLost("the file cannot be written", str(error), Code.NOT_REACHABLE) from error
