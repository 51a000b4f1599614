"""How a device is. No answer is never READY; the raw cause stays in memory for the technician."""

from dataclasses import dataclass, field
from enum import Enum


class State(Enum):
    READY = "ready"
    BUSY = "busy"
    ATTENTION = "attention"  # needs a person at the machine
    LOST = "lost"  # does not answer


class Code(Enum):
    """Message codes after CUSS 2; values equal kiosk.contract.health.MessageCode's."""

    OK = "ok"
    TIMEOUT = "timeout"
    CANCELLED = "cancelled"
    FORMAT_ERROR = "format_error"
    HARDWARE_ERROR = "hardware_error"
    NOT_REACHABLE = "not_reachable"
    NOT_RESPONDING = "not_responding"
    THRESHOLD_ERROR = "threshold_error"
    MEDIA_JAMMED = "media_jammed"
    MEDIA_PRESENT = "media_present"
    MEDIA_ABSENT = "media_absent"
    MEDIA_EMPTY = "media_empty"
    MEDIA_LOW = "media_low"
    MEDIA_DAMAGED = "media_damaged"
    COVER_OPEN = "cover_open"
    CUTTER_FAULT = "cutter_fault"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """`raw`: the cause in the device's own words, never logged, never compared."""

    state: State
    code: Code = Code.OK
    raw: str = field(default="", compare=False, repr=False)


READY = DeviceStatus(State.READY)
BUSY = DeviceStatus(State.BUSY)
