"""What the terminal asks of devices: adapters carry bytes and states, they understand nothing.

An *adapter* is a blocking object for one device; each call has a deadline and raises only DeviceError:

    DeviceError
    ├── DeviceLost        the line or the device is gone (unplugged, refused, silent past its deadline)
    ├── DeviceFault       it answered that it is broken
    └── UnknownDevice     the URL names no adapter

A *supervisor* (devices.supervisor) owns one adapter on one thread, rebuilds it for ever, and speaks in the events
below. Events are frozen; they are handed to `emit`, which must be callable from any thread and return at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from devices.status import Code, DeviceStatus, State


class DeviceError(Exception):
    """`raw` is the cause in the device's words: memory only. `status`: what the device is now, by this error."""

    state = State.LOST
    default_code = Code.NOT_RESPONDING

    def __init__(self, message: str, raw: str = "", code: Code | None = None) -> None:
        super().__init__(message)
        self.raw = raw
        self.code = code or self.default_code

    @property
    def status(self) -> DeviceStatus:
        return DeviceStatus(self.state, self.code, self.raw)


class DeviceLost(DeviceError):
    """`code`: NOT_REACHABLE when the line is gone, NOT_RESPONDING when the device keeps silent, CANCELLED by us."""


class DeviceFault(DeviceError):
    state = State.ATTENTION
    default_code = Code.HARDWARE_ERROR


class UnknownDevice(DeviceError):
    default_code = Code.UNSUPPORTED


class Kind(Enum):
    """Values equal kiosk.contract.health.Component's."""

    ID_CARD = "id_card"
    SMART_CARD = "smart_card"
    RECEIPT_PRINTER = "receipt_printer"


class CardKind(Enum):
    """How to read a payload: kiosk.identity knows."""

    GA450 = "ga450"  # the 256-byte text block
    SOCIAL_SECURITY = "social_security"  # records as tag, length, value


class Refusal(Enum):
    """Why a laid card gave nothing."""

    UNREADABLE = "unreadable"  # lay it again
    WRONG_KIND = "wrong_kind"  # not a card of this kind
    NEEDS_AUTHENTICATION = "needs_authentication"  # the card speaks only after an exchange with central's module


class Outcome(Enum):
    """PRINTED needs the device's evidence; UNKNOWN is never repeated by itself."""

    PRINTED = "printed"
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class StatusChanged:
    kind: Kind
    status: DeviceStatus


@dataclass(frozen=True, slots=True, repr=False)
class CardRead:
    """`payload`: the card's bytes as they came. `photo`: opaque. Never shown by repr."""

    kind: CardKind
    payload: bytes
    photo: bytes


@dataclass(frozen=True, slots=True)
class CardRefused:
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class CardLying:
    """A card lies there from before; it will not be read until it was lifted."""


@dataclass(frozen=True, slots=True)
class CardGone:
    """No card for a second, by the rule of the device's profile."""


@dataclass(frozen=True, slots=True)
class PrintEnded:
    job: bytes
    outcome: Outcome
    status: DeviceStatus


DeviceEvent = StatusChanged | CardRead | CardRefused | CardLying | CardGone | PrintEnded
Emit = Callable[[DeviceEvent], None]


@dataclass(frozen=True, slots=True)
class Raster:
    """A 1-bit picture: rows of `width`//8 bytes, most significant bit left, 1 = black. `width` is a multiple of 8."""

    width: int
    height: int
    rows: bytes

    def __post_init__(self) -> None:
        if self.width <= 0 or self.width % 8 or self.height <= 0 or len(self.rows) != self.width // 8 * self.height:
            raise ValueError("a raster's rows do not fit its width and height")


@dataclass(frozen=True, slots=True)
class PrintJob:
    """`id`: 16 random bytes, one for each slip."""

    id: bytes
    raster: Raster


class IdCardReader(Protocol):
    """Adapter of an ID card or smart card reader. Made without opening anything; opened again after `close`."""

    @property
    def poll(self) -> float:
        """Seconds between two looks for a card."""

    def open(self) -> DeviceStatus:
        """Open the line and ask how the device is. Sends no reset, baud or RF command."""

    def status(self) -> DeviceStatus: ...

    def card_gone(self) -> bool:
        """One look: True when, by the profile's rule, no card lies there."""

    def read(self) -> CardRead | Refusal | None:
        """Find, select and read; None: nobody laid a card."""

    def recover(self) -> None:
        """Reset the device, opening the line if need be; only ever called with no card to be lost."""

    def cancel(self) -> None:
        """From any thread: a running call ends soon with DeviceLost(CANCELLED), and so does every later one."""

    def close(self) -> None:
        """Twice is as good as once."""


class ReceiptPrinter(Protocol):
    """Adapter of a receipt printer. Made without opening anything; opened again after `close`."""

    def open(self) -> DeviceStatus: ...

    def status(self) -> DeviceStatus: ...

    def print(self, job: PrintJob) -> tuple[Outcome, DeviceStatus]:
        """Status before, raster in pieces, cut, status after. Raises nothing; a lost line shows in the status."""

    def reset(self) -> None:
        """Initialise, feed and cut: what a dead front left half printed is pushed out."""

    @property
    def dots(self) -> int:
        """Printable width; known before the device answers."""

    def cancel(self) -> None:
        """As IdCardReader.cancel; a job on its way ends as unknown."""

    def close(self) -> None: ...


class SupervisedReader(Protocol):
    """What the front holds. Every method returns at once; answers come as events."""

    def start(self) -> None: ...

    def read_next_card(self) -> None:
        """After no card for 1 s: one CardRead, or CardRefused and go on.

        CardLying (once) while one lies from before, CardGone when that one was lifted.
        """

    def stop_reading(self) -> None: ...

    def watch_until_gone(self) -> None:
        """One CardGone."""

    def close(self, timeout: float) -> bool:
        """Stop the thread and release the line; False if it did not end in `timeout` seconds."""


class SupervisedPrinter(Protocol):
    def start(self, *, reset_first: bool = False) -> None: ...

    def print(self, job: PrintJob) -> None:
        """One PrintEnded with the job's id."""

    @property
    def dots(self) -> int: ...

    def close(self, timeout: float) -> bool: ...
