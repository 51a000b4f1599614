"""The ID card reader as the front holds it: orders in, events out, every card watched from before it may be read."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from devices.id_card.presence import Presence
from devices.ports import CardGone, CardLying, CardRead, CardRefused, DeviceEvent, DeviceLost, Emit, IdCardReader, Kind
from devices.ports import Refusal as CardRefusal
from devices.status import READY, Code, DeviceStatus, State
from devices.supervisor import Report, Supervisor

IDLE_LOOK = 0.5
STATUS_EVERY = 5.0
_UNREADABLE_TWICE = 2  # a card still being laid often fails once
_RESET_AFTER = 2  # rebuilds in vain before a silent reader is reset

Clock = Callable[[], float]


class Mode(Enum):
    IDLE = "idle"
    READING = "reading"
    WATCHING = "watching"


@dataclass(eq=False, slots=True)
class Order:
    """Compared by identity: an event for an order that was taken back is not sent."""

    mode: Mode
    lying_told: bool = False
    refused: int = 0
    refusal_told: CardRefusal | None = None


class ReaderDuty:
    """devices.supervisor.Duty of an ID card reader. `give` may be called from any thread."""

    def __init__(self, emit: Emit, clock: Clock = time.monotonic) -> None:
        self._emit, self._clock = emit, clock
        self._order = Order(Mode.IDLE)
        self._lock = threading.Lock()
        self._presence = Presence()
        self._opened = False
        self._status = READY
        self._status_due = 0.0
        self._recovered = False

    def give(self, mode: Mode) -> None:
        with self._lock:
            self._order = Order(mode)

    def connect(self, device: IdCardReader, failures: int) -> DeviceStatus:
        """Reopening counts as a reset: the reader may have been without power."""
        self._presence.restarted(reset=self._opened)
        try:
            self._status = device.open()
        except DeviceLost as lost:
            if lost.code is not Code.NOT_RESPONDING or failures < _RESET_AFTER:
                raise
            self._reset(device)
            self._status = device.status()
        self._opened = True
        self._status_due = self._clock() + STATUS_EVERY
        return self._status

    def away(self, status: DeviceStatus) -> None:
        """Nothing waits: an order stands until the reader is back."""

    def turn(self, device: IdCardReader, report: Report) -> float:
        try:
            pause = self._work(device, report)
        except DeviceLost as lost:
            in_vain = self._recovered or not self._presence.was_empty
            if lost.code is not Code.NOT_RESPONDING or in_vain:
                raise
            self._recovered = True
            self._reset(device)
            return 0.0
        self._recovered = False
        return pause

    def _reset(self, device: IdCardReader) -> None:
        self._presence.restarted(reset=True)
        device.recover()

    def _work(self, device: IdCardReader, report: Report) -> float:
        if self._clock() >= self._status_due:
            self._status = device.status()
            self._status_due = self._clock() + STATUS_EVERY
            report(self._status)
        if self._status.state is State.ATTENTION:
            return max(0.1, self._status_due - self._clock())
        order = self._order
        match order.mode:
            case Mode.IDLE:
                self._look(device)
                return self._presence.wait(max(IDLE_LOOK, device.poll), self._clock())
            case Mode.WATCHING:
                self._watch(device, order)
            case Mode.READING:
                self._read(device, order)
            case _:
                assert_never(order.mode)
        return self._presence.wait(device.poll, self._clock())

    def _look(self, device: IdCardReader) -> bool:
        """True while no card is there."""
        gone = device.card_gone()
        self._presence.looked(gone=gone, now=self._clock())
        return gone

    def _watch(self, device: IdCardReader, order: Order) -> None:
        self._look(device)
        if self._presence.empty:
            self._end(order, CardGone())

    def _read(self, device: IdCardReader, order: Order) -> None:
        if self._presence.may_read:
            self._read_card(device, order)
        else:
            self._await_lifting(device, order)

    def _await_lifting(self, device: IdCardReader, order: Order) -> None:
        gone = self._look(device)
        if not gone and not order.lying_told:
            order.lying_told = True
            self._say(order, CardLying())
        elif order.lying_told and self._presence.empty:
            order.lying_told = False
            self._say(order, CardGone())

    def _read_card(self, device: IdCardReader, order: Order) -> None:
        result = device.read()
        if isinstance(result, CardRead):
            self._presence.card_taken()
            self._end(order, result)
        elif result is None:
            order.refused, order.refusal_told = 0, None
        else:
            self._refuse(order, result)

    def _refuse(self, order: Order, refusal: CardRefusal) -> None:
        """Told once for each laying; reading goes on, for a shifted card may yet be read."""
        order.refused += 1
        surely = refusal is not CardRefusal.UNREADABLE or order.refused >= _UNREADABLE_TWICE
        if surely and order.refusal_told is not refusal:
            order.refusal_told = refusal
            self._say(order, CardRefused(refusal))

    def _say(self, order: Order, event: DeviceEvent) -> None:
        with self._lock:
            current = self._order is order
        if current:
            self._emit(event)

    def _end(self, order: Order, event: DeviceEvent) -> None:
        """The order's last event, unless it was taken back meanwhile."""
        with self._lock:
            current = self._order is order
            if current:
                self._order = Order(Mode.IDLE)
        if current:
            self._emit(event)


class ReaderSupervisor:
    """devices.ports.SupervisedReader."""

    def __init__(self, device: IdCardReader, emit: Emit, kind: Kind = Kind.ID_CARD) -> None:
        self._duty = ReaderDuty(emit)
        self._supervisor = Supervisor(kind, device, self._duty, emit)

    def start(self) -> None:
        self._supervisor.start()

    def read_next_card(self) -> None:
        self._give(Mode.READING)

    def stop_reading(self) -> None:
        self._give(Mode.IDLE)

    def watch_until_gone(self) -> None:
        self._give(Mode.WATCHING)

    def close(self, timeout: float) -> bool:
        return self._supervisor.close(timeout)

    def _give(self, mode: Mode) -> None:
        self._duty.give(mode)
        self._supervisor.wake()
