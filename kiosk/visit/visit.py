"""One visit: where it stands and what it knows. Empty again after `end_visit`."""

from enum import Enum
from typing import Any

import msgspec

from kiosk.contract.application import Consent
from kiosk.contract.failure import FailureCode
from kiosk.contract.health import ComponentHealth
from kiosk.identity.document import Document
from kiosk.visit.effects import Effect
from kiosk.visit.events import OwedReceipt, Recorded
from kiosk.visit.screen import Look
from kiosk.visit.situations import Situation

Strokes = tuple[tuple[tuple[int, int], ...], ...]


class OpenSheet(Enum):
    """The dialog that is up. Only one, never nested."""

    LANGUAGE = "language"
    LOOK = "look"
    LEAVE = "leave"


class Paper(Enum):
    """Where the receipt is. Only the printer's evidence or the person's word makes it PRINTED or IN_HAND."""

    NONE = "none"
    PRINTING = "printing"
    PRINTED = "printed"
    ASKING = "asking"  # nobody knows whether it came out
    ON_SCREEN = "on_screen"  # surely no paper: the receipt stands on the screen
    IN_HAND = "in_hand"  # the person says so


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """Personal: item, document, digest, answers, consent, strokes, application, recorded. The rest is the machine's.

    `room`: reserved in the outbox. `received`: central holds the application. `tried`: a slip may have come out, so
    the next one is a copy. `touched` counts what people did. `card_seen`: a card was on the reader in this visit.
    """

    situation: Situation
    language: str
    look: Look = Look()
    item: str = ""
    document: Document | None = None
    digest: bytes = b""
    answers: dict[str, str] = {}
    consent: Consent | None = None
    strokes: Strokes = ()
    application: bytes = b""
    recorded: Recorded | None = None
    received: bool = False
    room: bool = False
    paper: Paper = Paper.NONE
    paper_reason: FailureCode | None = None
    tried: bool = False
    card_seen: bool = False
    started: bool = False
    keeper_away: bool = False
    help_called: bool = False
    extensions: int = 0
    health: tuple[ComponentHealth, ...] = ()
    link: bool = False
    owed: OwedReceipt | None = None
    sheet: OpenSheet | None = None
    touched: int = 0

    def but(self, **changes: Any) -> "Visit":
        """The same visit with some fields changed."""
        return msgspec.structs.replace(self, **changes)

    def at(self, situation: Situation, **changes: Any) -> "Visit":
        """The same visit in another situation, with an open sheet gone."""
        return self.but(situation=situation, **{"sheet": None, **changes})

    @property
    def at_stake(self) -> bool:
        """Whether leaving now loses what the person gave."""
        return self.document is not None and self.recorded is None


Answer = tuple[Visit, tuple[Effect, ...]]
"""What a step gives: the visit after, and orders in the order they are to be carried out."""


def stay(visit: Visit) -> Answer:
    return visit, ()
