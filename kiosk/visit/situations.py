"""Where a visit stands. One small struct for each thing a person can be in the middle of."""

from enum import Enum

import msgspec

from kiosk.catalogue.problem import AnswerProblem
from kiosk.contract.failure import FailureCode
from kiosk.visit.keyboard import Typing


class AfterCrash(Enum):
    """What the attract page has to say about the visit before this one."""

    NOTHING = "nothing"
    NOTHING_SENT = "nothing_sent"
    MAYBE_KEPT = "maybe_kept"


class Attract(msgspec.Struct, frozen=True):
    after: AfterCrash = AfterCrash.NOTHING


class OutOfService(msgspec.Struct, frozen=True):
    """No service item is possible now. `why`: what is broken, where the terminal cannot open at all."""

    why: FailureCode | None = None


class Home(msgspec.Struct, frozen=True):
    """`why`: the item whose reason for not being possible was asked for."""

    page: int = 0
    why: str = ""


class ReadingItem(msgspec.Struct, frozen=True):
    """What you need, how long, who decides: before anything is read."""


class ReadingNotice(msgspec.Struct, frozen=True):
    """`reserving`: agreed, room is being reserved; `refused`: why there is none."""

    reserving: bool = False
    refused: FailureCode | None = None


class AwaitingCard(msgspec.Struct, frozen=True):
    """`lying`: a card from before must be lifted first. `tries`: cards that could not be used."""

    lying: bool = False
    refused: FailureCode | None = None
    tries: int = 0


class AnsweringQuestion(msgspec.Struct, frozen=True):
    """`draft`: as typed or chosen. `inside`: the province whose cities are shown. `editing`: came from review."""

    key: str
    draft: str = ""
    problem: AnswerProblem | None = None
    page: int = 0
    inside: str = ""
    editing: bool = False
    typing: Typing = Typing()


class Reviewing(msgspec.Struct, frozen=True):
    page: int = 0


class Signing(msgspec.Struct, frozen=True):
    """`missing`: submit was pressed on an empty pad."""

    missing: bool = False


class Submitting(msgspec.Struct, frozen=True):
    """`kept`: recorded on this machine, central's word still awaited."""

    kept: bool = False


class NotRecorded(msgspec.Struct, frozen=True):
    """Surely not stored; nothing is lost but the last press."""

    reason: FailureCode


class NotKnown(msgspec.Struct, frozen=True):
    """The keeper stayed away while it may already hold the application."""


class ShowingOutcome(msgspec.Struct, frozen=True):
    """Recorded or received, and where the receipt is (Visit.received, Visit.paper)."""


class GivingRating(msgspec.Struct, frozen=True):
    pass


class TakingCard(msgspec.Struct, frozen=True):
    """The visit is over and empty; only the card, and perhaps paper, is still here."""

    reminders: int = 0


class Cleared(msgspec.Struct, frozen=True):
    """`quiet`: there was nothing to clear, so the poster is shown. `left`: Leave was given; nothing more happens.

    `waited`: one more turn was given to a slip still being printed.
    """

    quiet: bool = False
    left: bool = False
    waited: bool = False


GONE = Cleared(quiet=True, left=True)
"""What every visit comes to."""


class WarnedIdle(msgspec.Struct, frozen=True):
    """`remaining`: whole seconds until `under` is veiled or ended."""

    under: "Situation"
    remaining: int


class Veiled(msgspec.Struct, frozen=True):
    """Personal data is not drawn; the same card brings `under` back."""

    under: "Situation"
    remaining: int
    lying: bool = False


class KeeperAway(msgspec.Struct, frozen=True):
    """One moment. `sent` False: `under` has not given its order yet; it is given when the keeper is back."""

    under: "Situation"
    sent: bool = True


class AskingOwed(msgspec.Struct, frozen=True):
    """An application made here has no receipt. Is it yours?"""


class PrintingOwed(msgspec.Struct, frozen=True):
    copy: bool = False


class AskingOwedPaper(msgspec.Struct, frozen=True):
    """Did you get your receipt?"""


class ShowingOwed(msgspec.Struct, frozen=True):
    """The owed receipt on the screen, because paper is not to be had."""

    reason: FailureCode | None = None


Situation = (
    Attract
    | OutOfService
    | Home
    | ReadingItem
    | ReadingNotice
    | AwaitingCard
    | AnsweringQuestion
    | Reviewing
    | Signing
    | Submitting
    | NotRecorded
    | NotKnown
    | ShowingOutcome
    | GivingRating
    | TakingCard
    | Cleared
    | WarnedIdle
    | Veiled
    | KeeperAway
    | AskingOwed
    | PrintingOwed
    | AskingOwedPaper
    | ShowingOwed
)

Kind = type[Situation]

BROWSING: tuple[Kind, ...] = (Home, ReadingItem, ReadingNotice)
"""Nothing personal is known."""
FORM: tuple[Kind, ...] = (AwaitingCard, AnsweringQuestion, Reviewing, Signing, NotRecorded)
"""Personal data is on the page, or about to be."""
RESULT: tuple[Kind, ...] = (ShowingOutcome, GivingRating, NotKnown, AskingOwedPaper, ShowingOwed)
"""The result is on the screen, paper may be in the tray."""
BUSY: tuple[Kind, ...] = (Submitting, KeeperAway, PrintingOwed)
"""The machine works; it has its own limits."""
OUTSIDE: tuple[Kind, ...] = (Attract, OutOfService, AskingOwed)
"""Nobody's visit yet."""
ENDED: tuple[Kind, ...] = (TakingCard, Cleared)
"""Behind `end_visit`: nothing personal is known any more."""
COVERED: tuple[Kind, ...] = (WarnedIdle, Veiled)

EVERY: tuple[Kind, ...] = OUTSIDE + BROWSING + FORM + RESULT + BUSY + COVERED + ENDED
