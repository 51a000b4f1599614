"""The receipt printer as the front holds it: each job ordered gets exactly one PrintEnded."""

import threading
from collections import deque

from devices.ports import DeviceLost, Emit, Kind, Outcome, PrintEnded, PrintJob, ReceiptPrinter
from devices.status import BUSY, Code, DeviceStatus, State
from devices.supervisor import Report, Supervisor

STATUS_EVERY = 1.0
_FAULT = DeviceStatus(State.LOST, Code.HARDWARE_ERROR)


class PrinterDuty:
    """devices.supervisor.Duty of a printer. `give` may be called from any thread."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._jobs: deque[PrintJob] = deque()
        self._lock = threading.Lock()
        self.reset_owed = False

    def give(self, job: PrintJob) -> None:
        with self._lock:
            self._jobs.append(job)

    def connect(self, device: ReceiptPrinter, failures: int) -> DeviceStatus:
        """A piece cut short by a death swallows every question: then the owed reset goes first, unasked."""
        try:
            return device.open()
        except DeviceLost as lost:
            if lost.code is not Code.NOT_RESPONDING or not self.reset_owed:
                raise
        device.reset()
        status = device.status()
        self.reset_owed = False
        return status

    def turn(self, device: ReceiptPrinter, report: Report) -> float:
        """Reset first if owed, then jobs; a status is asked in every turn without one."""
        if not self.reset_owed and (job := self._next_job()):
            self._print(device, job, report)
            return 0.0
        status = device.status()
        report(status)
        if self.reset_owed:
            self._reset(device, status)
            return 0.0 if not self.reset_owed else STATUS_EVERY
        return STATUS_EVERY

    def away(self, status: DeviceStatus) -> None:
        """Nothing of a waiting job was sent."""
        while job := self._next_job():
            self._emit(PrintEnded(job.id, Outcome.NOT_PRINTED, status))

    def _reset(self, device: ReceiptPrinter, status: DeviceStatus) -> None:
        if status.state is State.READY:
            device.reset()
            self.reset_owed = False
        else:
            self.away(status)

    def _print(self, device: ReceiptPrinter, job: PrintJob, report: Report) -> None:
        report(BUSY)
        outcome, status = Outcome.UNKNOWN, _FAULT
        try:
            outcome, status = device.print(job)
        finally:
            self._emit(PrintEnded(job.id, outcome, status))
        if status.state is State.LOST:
            raise DeviceLost("lost while printing", status.raw, status.code)
        report(status)

    def _next_job(self) -> PrintJob | None:
        with self._lock:
            return self._jobs.popleft() if self._jobs else None


class PrinterSupervisor:
    """devices.ports.SupervisedPrinter."""

    def __init__(self, device: ReceiptPrinter, emit: Emit) -> None:
        self._device = device
        self._duty = PrinterDuty(emit)
        self._supervisor = Supervisor(Kind.RECEIPT_PRINTER, device, self._duty, emit)

    def start(self, *, reset_first: bool = False) -> None:
        self._duty.reset_owed = reset_first
        self._supervisor.start()

    def print(self, job: PrintJob) -> None:
        self._duty.give(job)
        self._supervisor.wake()

    @property
    def dots(self) -> int:
        return self._device.dots

    def close(self, timeout: float) -> bool:
        return self._supervisor.close(timeout)
