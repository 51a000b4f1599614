"""Orders a visit gives. The front carries them out; each answer comes back as an event."""

from enum import Enum

import msgspec

from kiosk.contract.application import Application, Rating


class Ending(Enum):
    """How a visit ended; all that is ever told about it."""

    COMPLETED = 1
    CANCELLED = 2
    IDLE = 3
    FAILED = 4
    BROWSED = 5


class Sound(Enum):
    KEY = "key"
    STEP = "step"
    NOTICE = "notice"
    TAKE_CARD = "take_card"
    WRONG = "wrong"


class StartVisit(msgspec.Struct, frozen=True):
    """Somebody is here: the keeper holds updates back."""


class ReserveRoom(msgspec.Struct, frozen=True):
    """Room in the outbox, before the person types. Answered by RoomReserved or RoomRefused."""


class ReadCard(msgspec.Struct, frozen=True):
    """Read the next card laid after "no card". Answered by CardRead, CardRefused or CardLying, until StopReading."""


class StopReading(msgspec.Struct, frozen=True):
    pass


class WatchCard(msgspec.Struct, frozen=True):
    """Say CardGone once no card has been there for a second."""


class Record(msgspec.Struct, frozen=True):
    """Seal and store. Answered by Recorded, RecordRefused, or, with the keeper away, KeeperLost then KeeperBack."""

    application: Application


class SendRating(msgspec.Struct, frozen=True):
    """An envelope of its own; nothing waits for it."""

    rating: Rating


class PrintSlip(msgspec.Struct, frozen=True):
    """Print the receipt on screen; `copy` marks it. Answered by SlipEnded."""

    copy: bool = False


class PrintOwed(msgspec.Struct, frozen=True):
    """Print the owed receipt `seq`: reference, time bounds and proof alone. Answered by SlipEnded."""

    seq: int
    copy: bool = False


class NoteHandedOver(msgspec.Struct, frozen=True):
    """The receipt surely reached the person: printed with the device's evidence, or "I have it" was pressed.

    `seq` None: the receipt of this visit.
    """

    seq: int | None = None


class CallHelp(msgspec.Struct, frozen=True):
    """Ring at the branch's staff."""


class Play(msgspec.Struct, frozen=True):
    sound: Sound


class EndVisit(msgspec.Struct, frozen=True):
    """Empty the model, take the picture off the screen, hand over to the next front."""

    ending: Ending


class Leave(msgspec.Struct, frozen=True):
    """The old front has nothing more to say: card gone or time is up. Release the devices."""


Effect = (
    StartVisit
    | ReserveRoom
    | ReadCard
    | StopReading
    | WatchCard
    | Record
    | SendRating
    | PrintSlip
    | PrintOwed
    | NoteHandedOver
    | CallHelp
    | Play
    | EndVisit
    | Leave
)
