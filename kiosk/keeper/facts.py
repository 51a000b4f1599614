"""Facts about the two fronts, and the orders the hand-over gives. Pure values; a peer is the number of a connection."""

from dataclasses import dataclass

from kiosk.wire import Slot


@dataclass(frozen=True, slots=True)
class Greeted:
    """A front said hello. `visit`: nonce of its running visit; `kept`: the keeper holds an application of it."""

    peer: int
    slot: Slot
    shown: bool
    visit: bytes | None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class BecameReady:
    peer: int


@dataclass(frozen=True, slots=True)
class RefusedConfiguration:
    peer: int


@dataclass(frozen=True, slots=True)
class DrewFirstFrame:
    peer: int


@dataclass(frozen=True, slots=True)
class ToldHealth:
    peer: int


@dataclass(frozen=True, slots=True)
class Beaten:
    """The front's main thread is alive."""

    peer: int


@dataclass(frozen=True, slots=True)
class BeganVisit:
    peer: int
    visit: bytes


@dataclass(frozen=True, slots=True)
class GaveApplication:
    """A whole `record` of an application was read: from here on it may be kept."""

    peer: int


@dataclass(frozen=True, slots=True)
class EndedVisit:
    peer: int


@dataclass(frozen=True, slots=True)
class ReleasedDevices:
    peer: int


@dataclass(frozen=True, slots=True)
class Died:
    """The front's process is gone."""

    peer: int


@dataclass(frozen=True, slots=True)
class FoundOpenVisit:
    """At the keeper's start: the note of a visit that nobody has said is over."""

    visit: bytes
    kept: bool


@dataclass(frozen=True, slots=True)
class ConfigurationCame:
    generation: int


@dataclass(frozen=True, slots=True)
class TimePassed:
    """A deadline of `Slots.wakes_at` was reached."""


Fact = (
    Greeted
    | BecameReady
    | RefusedConfiguration
    | DrewFirstFrame
    | ToldHealth
    | Beaten
    | BeganVisit
    | GaveApplication
    | EndedVisit
    | ReleasedDevices
    | Died
    | FoundOpenVisit
    | ConfigurationCame
    | TimePassed
)


@dataclass(frozen=True, slots=True)
class Welcome:
    """Answer the hello. `configure`: send configuration (a shown front never changes it)."""

    peer: int
    configure: bool


@dataclass(frozen=True, slots=True)
class TurnAway:
    """A second peer for a living slot: close the connection; the process is left alone."""

    peer: int


@dataclass(frozen=True, slots=True)
class ShowIt:
    peer: int
    after_death: bool = False
    interrupted: bool = False
    maybe_kept: bool = False


@dataclass(frozen=True, slots=True)
class Leave:
    peer: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Show "one moment" until told to leave."""

    peer: int


@dataclass(frozen=True, slots=True)
class Kill:
    """`why` is a place in kiosk.journal.events.KILL_REASONS."""

    peer: int
    why: str


Order = Welcome | TurnAway | ShowIt | Leave | Wait | Kill
