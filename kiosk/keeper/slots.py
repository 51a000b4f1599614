"""The hand-over between the two fronts as a pure state machine: facts in, orders out. The keeper alone decides.

At most one front has the screen. The way of a change: visit ended → devices released → show the waiting one → its first
frame and first health in time → the old one leaves. A successor that fails is killed, and the old one says "one moment"
until the restarted slot is ready. Times are seconds of a monotonic clock. Source: docs/details.md, "Slots and
hand-over".
"""

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import assert_never

from kiosk.keeper import facts
from kiosk.keeper.facts import Fact, Order
from kiosk.wire import Slot


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds. `assembly`: after the keeper's start, how long a front already on the screen may take to attach again.

    `*_alone`: with no old front to keep, haste gains nothing.
    """

    assembly: float = 3.0
    first_frame: float = 2.0
    first_health: float = 5.0
    first_frame_alone: float = 15.0
    first_health_alone: float = 30.0
    ready: float = 60.0
    beat: float = 10.0
    leave: float = 5.0


class Phase(Enum):
    """LOADING, WAITING: hidden. APPEARING: told to show. CLOSING: its visit ended, card or paper may still be there.

    RELEASED: devices closed, picture still up. LEAVING: told to exit. DOOMED: killed, not yet seen dead.
    """

    LOADING = auto()
    WAITING = auto()
    APPEARING = auto()
    SHOWN = auto()
    CLOSING = auto()
    RELEASED = auto()
    LEAVING = auto()
    DOOMED = auto()


_ON_SCREEN = frozenset({Phase.APPEARING, Phase.SHOWN, Phase.CLOSING})
_BEATING = frozenset({Phase.WAITING, Phase.APPEARING, Phase.SHOWN, Phase.CLOSING, Phase.RELEASED})
_HIDDEN = frozenset({Phase.LOADING, Phase.WAITING})


@dataclass(frozen=True, slots=True)
class Place:
    """One attached front. `since`: when its phase began. `alone`: nobody else had the screen when it was shown.

    `held_screen`: it had screen and devices when it was doomed. `waits`: it was told to say "one moment".
    """

    peer: int
    slot: Slot
    phase: Phase
    generation: int
    since: float
    beat_at: float
    visit: bytes | None = None
    kept: bool = False
    frame: bool = False
    health: bool = False
    alone: bool = False
    held_screen: bool = False
    waits: bool = False

    @property
    def on_screen(self) -> bool:
        return self.phase in _ON_SCREEN or (self.phase is Phase.DOOMED and self.held_screen)


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What the next front shown must know of the one before."""

    after_death: bool = False
    interrupted: bool = False
    maybe_kept: bool = False


@dataclass(frozen=True, slots=True)
class Slots:
    """`seen`: slots that have said hello since the keeper started; `open_visit`: of the keeper before this one."""

    started: float
    limits: Limits = Limits()
    generation: int = 0
    places: tuple[Place, ...] = ()
    seen: frozenset[Slot] = frozenset()
    assembled: bool = False
    aftermath: Aftermath = Aftermath()
    open_visit: facts.FoundOpenVisit | None = None

    def of(self, peer: int) -> Place | None:
        return next((place for place in self.places if place.peer == peer), None)

    def in_phase(self, *phases: Phase) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.phase in phases)

    def put(self, place: Place) -> "Slots":
        """`place` in its slot, instead of what was there."""
        return replace(self, places=(*(p for p in self.places if p.slot is not place.slot), place))

    def wakes_at(self) -> float | None:
        """When `TimePassed` is due at the latest."""
        moments = [moment for place in self.places for moment, _ in _deadlines(place, self.limits)]
        if not self.assembled and self.in_phase(Phase.WAITING):
            moments.append(self.started + self.limits.assembly)
        return min(moments, default=None)


Step = tuple[Slots, tuple[Order, ...]]


def step(slots: Slots, fact: Fact, now: float) -> Step:
    """Total: a fact about a peer that is not attached changes nothing."""
    slots, first = _take_in(slots, fact, now)
    slots, second = _kill_late(slots, now)
    slots, third = _finish_appearing(slots, now)
    slots, fourth = _show_next(slots, now)
    slots, fifth = _ask_to_wait(slots)
    return slots, (*first, *second, *third, *fourth, *fifth)


def _take_in(slots: Slots, fact: Fact, now: float) -> Step:
    match fact:
        case facts.Greeted():
            return _greet(slots, fact, now)
        case facts.ConfigurationCame(generation):
            return _renew_hidden(replace(slots, generation=generation), now)
        case facts.FoundOpenVisit():
            return replace(slots, open_visit=fact), ()
        case facts.TimePassed():
            return slots, ()
        case facts.Died(peer):
            return _bury(slots, peer), ()
        case _:
            place = slots.of(fact.peer)
            if place is None:
                return slots, ()
            if isinstance(fact, facts.RefusedConfiguration):
                return _send_away(slots, place, now)
            return slots.put(_moved(place, fact, now)), ()


def _moved(
    place: Place,
    fact: facts.BecameReady
    | facts.DrewFirstFrame
    | facts.ToldHealth
    | facts.Beaten
    | facts.BeganVisit
    | facts.GaveApplication
    | facts.EndedVisit
    | facts.ReleasedDevices,
    now: float,
) -> Place:
    """`place` after what it told about itself; what does not fit its phase changes nothing."""
    match fact:
        case facts.BecameReady():
            ready = place.phase is Phase.LOADING
            return replace(place, phase=Phase.WAITING, since=now, beat_at=now) if ready else place
        case facts.DrewFirstFrame():
            return replace(place, frame=place.frame or place.phase is Phase.APPEARING)
        case facts.ToldHealth():
            return replace(place, health=place.health or place.phase is Phase.APPEARING)
        case facts.Beaten():
            return replace(place, beat_at=now)
        case facts.BeganVisit(_, visit):
            return replace(place, visit=visit, kept=False) if place.on_screen else place
        case facts.GaveApplication():
            return replace(place, kept=True)
        case facts.EndedVisit():
            ended = place.phase in (Phase.SHOWN, Phase.APPEARING)
            return replace(place, phase=Phase.CLOSING, visit=None, kept=False, since=now) if ended else place
        case facts.ReleasedDevices():
            released = place.phase in _ON_SCREEN
            return replace(place, phase=Phase.RELEASED, visit=None, kept=False, since=now) if released else place
        case _:
            assert_never(fact)


# ---- coming and going ------------------------------------------------------------------------------------------------


def _greet(slots: Slots, fact: facts.Greeted, now: float) -> Step:
    if any(place.slot is fact.slot for place in slots.places):
        return slots, (facts.TurnAway(fact.peer),)
    phase = Phase.SHOWN if fact.shown else Phase.LOADING
    place = Place(fact.peer, fact.slot, phase, slots.generation, now, now, visit=fact.visit, kept=fact.kept)
    slots, place = _claim_open_visit(slots, place)
    slots = replace(slots, seen=slots.seen | {fact.slot})
    welcome = facts.Welcome(fact.peer, configure=not fact.shown)
    if not fact.shown:
        return slots.put(place), (welcome,)
    slots, orders = _one_stays(slots, place, now)
    return slots, (welcome, *orders)


def _claim_open_visit(slots: Slots, place: Place) -> tuple[Slots, Place]:
    """The front of the visit the last keeper noted is still there: nothing was interrupted."""
    noted = slots.open_visit
    if noted is None or place.visit != noted.visit:
        return slots, place
    return replace(slots, open_visit=None), replace(place, kept=place.kept or noted.kept)


def _one_stays(slots: Slots, newcomer: Place, now: float) -> Step:
    """After a keeper restart two may say they are shown: the one with a visit stays, else the first to say so."""
    rivals = [place for place in slots.places if place.phase in _ON_SCREEN]
    slots = slots.put(newcomer)
    if not rivals:
        return slots, ()
    loser = rivals[0] if newcomer.visit is not None and rivals[0].visit is None else newcomer
    return _send_away(slots, loser, now)


def _send_away(slots: Slots, place: Place, now: float) -> Step:
    return slots.put(replace(place, phase=Phase.LEAVING, since=now)), (facts.Leave(place.peer),)


def _renew_hidden(slots: Slots, now: float) -> Step:
    """A front never changes configuration while it lives: hidden ones start again with the new one."""
    orders: tuple[Order, ...] = ()
    for place in slots.places:
        if place.phase in _HIDDEN and place.generation < slots.generation:
            slots, more = _send_away(slots, place, now)
            orders += more
    return slots, orders


def _bury(slots: Slots, peer: int) -> Slots:
    place = slots.of(peer)
    if place is None:
        return slots
    slots = replace(slots, places=tuple(p for p in slots.places if p is not place))
    if not place.on_screen:
        return slots
    before = slots.aftermath
    cut = place.visit is not None
    return replace(
        slots, aftermath=Aftermath(True, before.interrupted or cut, before.maybe_kept or (cut and place.kept))
    )


# ---- deadlines -------------------------------------------------------------------------------------------------------


def _deadlines(place: Place, limits: Limits) -> list[tuple[float, str]]:
    """(moment, reason to kill) of one front; reasons are words of kiosk.journal.events.KILL_REASONS."""
    found = []
    if place.phase in _BEATING:
        found.append((place.beat_at + limits.beat, "hung"))
    if place.phase is Phase.LOADING:
        found.append((place.since + limits.ready, "not-ready"))
    if place.phase is Phase.LEAVING:
        found.append((place.since + limits.leave, "did-not-leave"))
    if place.phase is Phase.APPEARING and not place.frame:
        wait = limits.first_frame_alone if place.alone else limits.first_frame
        found.append((place.since + wait, "no-first-frame"))
    if place.phase is Phase.APPEARING and not place.health:
        wait = limits.first_health_alone if place.alone else limits.first_health
        found.append((place.since + wait, "no-health"))
    return found


def _kill_late(slots: Slots, now: float) -> Step:
    orders: list[Order] = []
    for place in slots.places:
        late = [why for moment, why in _deadlines(place, slots.limits) if moment <= now]
        if late:
            doomed = replace(place, phase=Phase.DOOMED, since=now, held_screen=place.phase in _ON_SCREEN)
            slots = slots.put(doomed)
            orders.append(facts.Kill(place.peer, late[-1]))
    return slots, tuple(orders)


# ---- the screen changes hands ----------------------------------------------------------------------------------------


def _finish_appearing(slots: Slots, now: float) -> Step:
    """First frame and first health are there: the old one leaves, and what the dead left behind is dealt with."""
    for place in slots.in_phase(Phase.APPEARING):
        if place.frame and place.health:
            slots = slots.put(replace(place, phase=Phase.SHOWN, since=now))
    if slots.in_phase(Phase.SHOWN, Phase.CLOSING):
        slots = replace(slots, aftermath=Aftermath(), open_visit=None)
    orders: tuple[Order, ...] = ()
    for old in _relieved(slots):
        slots, more = _send_away(slots, old, now)
        orders += more
    return slots, orders


def _relieved(slots: Slots) -> list[Place]:
    """Fronts that gave the screen up and are succeeded; of two that gave it up, the earlier."""
    released = sorted(slots.in_phase(Phase.RELEASED), key=lambda place: place.since)
    return released if slots.in_phase(Phase.SHOWN, Phase.CLOSING) else released[:-1]


def _show_next(slots: Slots, now: float) -> Step:
    slots = replace(slots, assembled=_is_assembled(slots, now))
    waiting = slots.in_phase(Phase.WAITING)
    if not slots.assembled or not waiting or any(place.on_screen for place in slots.places):
        return slots, ()
    chosen = max(waiting, key=lambda place: (place.generation, -place.since))
    alone = not slots.in_phase(Phase.RELEASED)
    slots = slots.put(replace(chosen, phase=Phase.APPEARING, since=now, alone=alone))
    left = _left_behind(slots)
    return slots, (facts.ShowIt(chosen.peer, left.after_death, left.interrupted, left.maybe_kept),)


def _is_assembled(slots: Slots, now: float) -> bool:
    """Whether a front of before the keeper's restart has had its chance to say that it is shown."""
    everybody = len(slots.seen) == len(Slot)
    return slots.assembled or everybody or now >= slots.started + slots.limits.assembly


def _left_behind(slots: Slots) -> Aftermath:
    noted = slots.open_visit
    if noted is None:
        return slots.aftermath
    return Aftermath(True, True, slots.aftermath.maybe_kept or noted.kept)


def _ask_to_wait(slots: Slots) -> Step:
    """An old front whose successor is not there yet, or failed, says "one moment"."""
    if any(place.on_screen for place in slots.places):
        return slots, ()
    idle = [place for place in slots.in_phase(Phase.RELEASED) if not place.waits]
    for place in idle:
        slots = slots.put(replace(place, waits=True))
    return slots, tuple(facts.Wait(place.peer) for place in idle)
