"""Facts that reach a visit. Past tense; each comes from the person, a device, the keeper or a timer."""

from enum import Enum

import msgspec

from kiosk.contract.failure import FailureCode
from kiosk.contract.health import ComponentHealth
from kiosk.identity.document import Document


class Timer(Enum):
    """Named waits; their length comes from settings (kiosk.visit.timers)."""

    IDLE = "idle"  # nobody touched: warn
    COUNTDOWN = "countdown"  # one second of a countdown passed
    VEIL = "veil"
    SETTLE = "settle"  # waited long enough for central's word
    KEEPER = "keeper"  # the keeper stayed away
    CARD_REMINDER = "card_reminder"
    CARD_LIMIT = "card_limit"
    CLEARED = "cleared"
    OWED = "owed"  # the question about an owed receipt has stood long enough


class PaperOutcome(Enum):
    """NOT_PRINTED: surely nothing came out. UNKNOWN: ask the person; never repeated by itself."""

    PRINTED = "printed"
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"


class Pressed(msgspec.Struct, frozen=True):
    """The person pressed the action with this id (kiosk.visit.screen.Action.id), a key of a keypad included."""

    action: str


class Drawn(msgspec.Struct, frozen=True):
    """One stroke on the signature pad: x, y pairs in thousandths of the pad's width and height."""

    points: tuple[tuple[int, int], ...]


class CardRead(msgspec.Struct, frozen=True):
    """`digest`: keyed digest of the card, in memory only; "the same card lifts the veil" compares it."""

    document: Document
    digest: bytes


class CardRefused(msgspec.Struct, frozen=True):
    reason: FailureCode


class CardLying(msgspec.Struct, frozen=True):
    """A card lies on the reader from before: it must be lifted first and is never read as this person's."""


class CardGone(msgspec.Struct, frozen=True):
    """The reader has seen no card for a second."""


class HealthChanged(msgspec.Struct, frozen=True):
    health: tuple[ComponentHealth, ...]


class LinkChanged(msgspec.Struct, frozen=True):
    up: bool


class RoomReserved(msgspec.Struct, frozen=True):
    """The outbox has room for this visit's application."""


class RoomRefused(msgspec.Struct, frozen=True):
    reason: FailureCode


class Recorded(msgspec.Struct, frozen=True):
    """Stored, signed and fsynced; the front has checked the proof. `token` is the text of the proof's QR code.

    `not_before`, `not_after`: Unix seconds bounding when it was recorded.
    """

    reference: str
    token: str
    check_code: str
    not_before: int
    not_after: int


class RecordRefused(msgspec.Struct, frozen=True):
    """Surely not stored."""

    reason: FailureCode


class Settled(msgspec.Struct, frozen=True):
    """Central holds it: its signed statement was checked by the front."""


class KeeperLost(msgspec.Struct, frozen=True):
    """The connection to the keeper broke; the front is trying to attach again."""


class KeeperBack(msgspec.Struct, frozen=True):
    """Attached again."""


class SlipEnded(msgspec.Struct, frozen=True):
    outcome: PaperOutcome
    reason: FailureCode | None = None


class OwedReceipt(msgspec.Struct, frozen=True):
    """An application made at `at` (Unix seconds) has no receipt yet; its proof is at hand. None: nothing is owed."""

    seq: int | None = None
    at: int = 0
    token: str = ""
    reference: str = ""
    started: bool = False


class TimedOut(msgspec.Struct, frozen=True):
    timer: Timer


Event = (
    Pressed
    | Drawn
    | CardRead
    | CardRefused
    | CardLying
    | CardGone
    | HealthChanged
    | LinkChanged
    | RoomReserved
    | RoomRefused
    | Recorded
    | RecordRefused
    | Settled
    | KeeperLost
    | KeeperBack
    | SlipEnded
    | OwedReceipt
    | TimedOut
)
