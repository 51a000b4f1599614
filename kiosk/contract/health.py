"""How a component of the terminal is, in words both sides share (states and message codes after IATA CUSS 2)."""

from enum import Enum

import msgspec


class Component(Enum):
    """A thing on or in the terminal that a service item may need."""

    ID_CARD = "id_card"
    SMART_CARD = "smart_card"
    RECEIPT_PRINTER = "receipt_printer"
    A4_PRINTER = "a4_printer"
    SCANNER = "scanner"
    DOCUMENT_SCANNER = "document_scanner"
    SIGN_PAD = "sign_pad"
    BANK_CARD = "bank_card"
    PERSON_CHECK = "person_check"


class ComponentState(Enum):
    """READY and BUSY work; ATTENTION needs a person at the machine; LOST does not answer; ABSENT is not fitted."""

    READY = "ready"
    BUSY = "busy"
    ATTENTION = "attention"
    LOST = "lost"
    ABSENT = "absent"


class MessageCode(Enum):
    """The finer reason of a state. No answer from a device is never OK."""

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


class ComponentHealth(msgspec.Struct, frozen=True):
    component: Component
    state: ComponentState
    code: MessageCode = MessageCode.OK

    @property
    def usable(self) -> bool:
        """Whether a visit may count on it now."""
        return self.state in (ComponentState.READY, ComponentState.BUSY)


def health_of(health: tuple[ComponentHealth, ...], component: Component) -> ComponentHealth:
    """The entry of `component`; one that nobody reported is not fitted."""
    for entry in health:
        if entry.component is component:
            return entry
    return ComponentHealth(component, ComponentState.ABSENT, MessageCode.NOT_REACHABLE)
