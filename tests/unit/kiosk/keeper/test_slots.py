"""The hand-over as a table of stories: facts with their times, and the orders that must come of each."""

import random
from collections.abc import Iterable
from dataclasses import replace

import pytest

from kiosk.keeper import facts as f
from kiosk.keeper.slots import Limits, Phase, Slots, step
from kiosk.wire import Slot

A, B, C, D = 1, 2, 3, 4
VISIT, OTHER = b"v" * 16, b"w" * 16

Line = tuple[float, f.Fact, tuple[f.Order, ...]]


def tell(slots: Slots, *story: Line) -> Slots:
    for number, (now, fact, expected) in enumerate(story, 1):
        slots, orders = step(slots, fact, now)
        assert orders == expected, f"line {number}: {fact}"
    return slots


def hello(peer: int, slot: Slot, *, shown: bool = False, visit: bytes | None = None, kept: bool = False) -> f.Greeted:
    return f.Greeted(peer, slot, shown, visit, kept)


def welcome(peer: int, *, configure: bool = True) -> f.Welcome:
    return f.Welcome(peer, configure)


def shown(slots: Slots) -> list[int]:
    return [place.peer for place in slots.places if place.on_screen]


def beaten(slots: Slots, now: float) -> Slots:
    """Everybody's main thread was alive at `now`."""
    return replace(slots, places=tuple(replace(place, beat_at=now) for place in slots.places))


def booted(now: float = 0.0) -> Slots:
    """B is shown since the boot, A waits hidden; both beat at `now`."""
    slots = tell(
        Slots(started=0.0),
        (0.1, hello(A, Slot.A), (welcome(A),)),
        (0.2, hello(B, Slot.B), (welcome(B),)),
        (1.0, f.BecameReady(B), (f.ShowIt(B),)),
        (1.1, f.DrewFirstFrame(B), ()),
        (1.2, f.ToldHealth(B), ()),
        (1.3, f.BecameReady(A), ()),
    )
    return beaten(slots, now)


def released() -> Slots:
    """B's visit is over, A was told to show at 10.0."""
    return tell(
        booted(9.0),
        (9.0, f.EndedVisit(B), ()),
        (10.0, f.ReleasedDevices(B), (f.ShowIt(A),)),
    )


def test_at_boot_the_first_that_is_ready_is_shown_and_the_other_waits_hidden() -> None:
    slots = booted()
    assert shown(slots) == [B]
    assert [place.peer for place in slots.in_phase(Phase.WAITING)] == [A]


def test_a_visit_ends_devices_are_released_the_next_is_shown_and_the_old_one_leaves() -> None:
    slots = tell(
        released(),
        (10.2, f.ToldHealth(A), ()),
        (10.4, f.DrewFirstFrame(A), (f.Leave(B),)),
        (10.8, f.Died(B), ()),
        (11.5, hello(C, Slot.B), (welcome(C),)),
        (12.5, f.BecameReady(C), ()),
    )
    assert shown(slots) == [A]


def test_without_a_first_frame_in_time_the_new_one_is_killed_and_the_old_one_says_one_moment() -> None:
    slots = released()
    assert slots.wakes_at() == 12.0
    slots = tell(
        slots,
        (12.0, f.TimePassed(), (f.Kill(A, "no-first-frame"),)),
        (12.1, f.Died(A), (f.Wait(B),)),
        (12.6, hello(C, Slot.A), (welcome(C),)),
        (14.0, f.BecameReady(C), (f.ShowIt(C, after_death=True),)),
        (14.1, f.DrewFirstFrame(C), ()),
        (14.2, f.ToldHealth(C), (f.Leave(B),)),
    )
    assert shown(slots) == [C]


def test_without_health_in_time_the_new_one_is_killed_too() -> None:
    tell(
        released(),
        (10.3, f.DrewFirstFrame(A), ()),
        (14.0, f.Beaten(A), ()),
        (14.9, f.TimePassed(), ()),
        (15.0, f.TimePassed(), (f.Kill(A, "no-health"),)),
    )


def test_with_nobody_waiting_the_old_front_says_one_moment_until_there_is_one() -> None:
    tell(
        booted(9.0),
        (9.0, f.Died(A), ()),
        (9.5, f.EndedVisit(B), ()),
        (10.0, f.ReleasedDevices(B), (f.Wait(B),)),
        (10.1, f.Beaten(B), ()),
        (11.0, hello(C, Slot.A), (welcome(C),)),
        (12.0, f.BecameReady(C), (f.ShowIt(C),)),
    )


def test_a_front_alone_is_given_more_time_for_its_first_frame() -> None:
    slots = tell(
        Slots(started=0.0),
        (0.1, hello(A, Slot.A), (welcome(A),)),
        (0.2, hello(B, Slot.B), (welcome(B),)),
        (1.0, f.BecameReady(A), (f.ShowIt(A),)),
    )
    assert slots.wakes_at() == 1.0 + Limits().beat


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((), f.ShowIt(A, after_death=True)),
        ((f.BeganVisit(B, VISIT),), f.ShowIt(A, after_death=True, interrupted=True)),
        (
            (f.BeganVisit(B, VISIT), f.GaveApplication(B)),
            f.ShowIt(A, after_death=True, interrupted=True, maybe_kept=True),
        ),
        ((f.BeganVisit(B, VISIT), f.GaveApplication(B), f.EndedVisit(B)), f.ShowIt(A, after_death=True)),
        (
            (f.BeganVisit(B, VISIT), f.GaveApplication(B), f.BeganVisit(B, OTHER)),
            f.ShowIt(A, after_death=True, interrupted=True),
        ),
    ],
    ids=["on attract", "in a visit", "after confirming", "after the visit", "in the next visit"],
)
def test_after_a_death_the_next_front_knows_what_was_cut_short(told: tuple[f.Fact, ...], expected: f.ShowIt) -> None:
    slots = booted(5.0)
    for fact in told:
        slots = tell(slots, (5.0, fact, ()))
    tell(slots, (5.5, f.Died(B), (expected,)))


def test_what_a_death_left_behind_is_told_again_when_the_successor_dies_at_once() -> None:
    tell(
        booted(5.0),
        (5.0, f.BeganVisit(B, VISIT), ()),
        (5.5, f.Died(B), (f.ShowIt(A, after_death=True, interrupted=True),)),
        (5.6, f.Died(A), ()),
        (6.0, hello(C, Slot.A), (welcome(C),)),
        (7.0, f.BecameReady(C), (f.ShowIt(C, after_death=True, interrupted=True),)),
        (7.1, f.DrewFirstFrame(C), ()),
        (7.2, f.ToldHealth(C), ()),
        (7.5, hello(D, Slot.B), (welcome(D),)),
        (7.9, f.BecameReady(D), ()),
        (8.0, f.Died(C), (f.ShowIt(D, after_death=True),)),
    )


def test_the_death_of_a_hidden_front_or_of_one_that_leaves_is_nobodys_business() -> None:
    slots = tell(booted(5.0), (5.0, f.Died(A), ()))
    assert shown(slots) == [B]
    tell(released(), (10.1, f.ToldHealth(A), ()), (10.2, f.DrewFirstFrame(A), (f.Leave(B),)), (10.3, f.Died(B), ()))


def test_a_front_whose_main_thread_is_silent_is_killed_and_keeps_the_screen_until_it_is_dead() -> None:
    tell(
        booted(5.0),
        (8.0, f.Beaten(A), ()),
        (14.9, f.TimePassed(), ()),
        (15.0, f.TimePassed(), (f.Kill(B, "hung"),)),
        (15.1, f.Died(B), (f.ShowIt(A, after_death=True),)),
    )


def test_a_front_that_was_told_to_leave_and_does_not_is_killed() -> None:
    tell(
        released(),
        (10.1, f.ToldHealth(A), ()),
        (10.2, f.DrewFirstFrame(A), (f.Leave(B),)),
        (14.0, f.Beaten(A), ()),
        (15.2, f.TimePassed(), (f.Kill(B, "did-not-leave"),)),
    )


def test_a_front_that_never_gets_ready_is_killed() -> None:
    slots = tell(Slots(started=0.0), (0.5, hello(A, Slot.A), (welcome(A),)))
    tell(slots, (60.5, f.TimePassed(), (f.Kill(A, "not-ready"),)))


def test_a_second_peer_for_a_living_slot_is_turned_away() -> None:
    slots = tell(booted(5.0), (5.0, hello(C, Slot.A), (f.TurnAway(C),)), (5.1, f.Died(C), ()))
    assert [place.peer for place in slots.in_phase(Phase.WAITING)] == [A]


# ---- a keeper that was started again ---------------------------------------------------------------------------------


def test_after_a_keeper_restart_the_front_that_is_shown_stays() -> None:
    slots = tell(
        Slots(started=100.0),
        (100.1, hello(A, Slot.A), (welcome(A),)),
        (100.2, f.BecameReady(A), ()),
        (100.9, hello(B, Slot.B, shown=True, visit=VISIT), (welcome(B, configure=False),)),
    )
    assert shown(slots) == [B]


def test_after_a_keeper_restart_a_front_that_does_not_come_back_is_not_waited_for_long() -> None:
    slots = tell(Slots(started=100.0), (100.1, hello(A, Slot.A), (welcome(A),)), (100.2, f.BecameReady(A), ()))
    assert slots.wakes_at() == 103.0
    tell(slots, (103.0, f.TimePassed(), (f.ShowIt(A),)))


@pytest.mark.parametrize(
    ("first", "second", "leaves"),
    [(None, None, B), (VISIT, None, B), (None, VISIT, A), (VISIT, OTHER, B)],
    ids=["neither has a visit", "the first has one", "the second has one", "both have one"],
)
def test_of_two_that_say_they_are_shown_the_one_with_a_visit_stays(
    first: bytes | None, second: bytes | None, leaves: int
) -> None:
    slots = tell(
        Slots(started=100.0),
        (100.1, hello(A, Slot.A, shown=True, visit=first), (welcome(A, configure=False),)),
        (100.2, hello(B, Slot.B, shown=True, visit=second), (welcome(B, configure=False), f.Leave(leaves))),
    )
    assert shown(slots) == [A + B - leaves]


def test_a_visit_the_last_keeper_noted_and_nobody_claims_was_interrupted() -> None:
    tell(
        Slots(started=100.0),
        (100.0, f.FoundOpenVisit(VISIT, kept=True), ()),
        (100.1, hello(A, Slot.A), (welcome(A),)),
        (100.2, hello(B, Slot.B), (welcome(B),)),
        (100.3, f.BecameReady(A), (f.ShowIt(A, after_death=True, interrupted=True, maybe_kept=True),)),
    )


def test_a_visit_the_last_keeper_noted_goes_on_in_its_front_and_is_known_to_be_kept() -> None:
    tell(
        Slots(started=100.0),
        (100.0, f.FoundOpenVisit(VISIT, kept=True), ()),
        (100.1, hello(A, Slot.A), (welcome(A),)),
        (100.2, hello(B, Slot.B, shown=True, visit=VISIT), (welcome(B, configure=False),)),
        (100.3, f.BecameReady(A), ()),
        (101.0, f.Died(B), (f.ShowIt(A, after_death=True, interrupted=True, maybe_kept=True),)),
    )


# ---- configuration ---------------------------------------------------------------------------------------------------


def test_new_configuration_makes_hidden_fronts_start_again_and_leaves_the_shown_one_alone() -> None:
    slots = tell(
        booted(5.0),
        (5.0, f.ConfigurationCame(1), (f.Leave(A),)),
        (5.5, f.Died(A), ()),
        (6.0, hello(C, Slot.A), (welcome(C),)),
        (7.0, f.BecameReady(C), ()),
    )
    assert shown(slots) == [B]
    assert slots.in_phase(Phase.WAITING)[0].generation == 1


def test_a_front_that_refuses_its_configuration_is_told_to_leave_and_never_shown() -> None:
    tell(
        Slots(started=0.0),
        (0.1, hello(A, Slot.A), (welcome(A),)),
        (0.5, f.RefusedConfiguration(A), (f.Leave(A),)),
        (0.6, f.BecameReady(A), ()),
    )


def test_two_that_gave_the_screen_up_do_not_wait_for_each_other() -> None:
    slots = tell(released(), (10.1, f.EndedVisit(A), (f.Leave(B),)), (10.5, f.ReleasedDevices(A), (f.Wait(A),)))
    assert shown(slots) == []


# ---- whatever happens ------------------------------------------------------------------------------------------------


def any_fact(rng: random.Random, newest: int) -> f.Fact:
    peer = rng.randint(max(1, newest - 3), newest)
    return rng.choice(
        [
            hello(newest, rng.choice(list(Slot)), shown=rng.random() < 0.2, visit=rng.choice([None, VISIT])),
            f.BecameReady(peer),
            f.DrewFirstFrame(peer),
            f.ToldHealth(peer),
            f.Beaten(peer),
            f.BeganVisit(peer, VISIT),
            f.EndedVisit(peer),
            f.ReleasedDevices(peer),
            f.Died(peer),
            f.RefusedConfiguration(peer),
            f.ConfigurationCame(newest),
            f.TimePassed(),
        ]
    )


@pytest.mark.parametrize("seed", range(20))
def test_whatever_fronts_tell_at_most_one_has_the_screen(seed: int) -> None:
    rng, slots, now = random.Random(seed), Slots(started=0.0), 0.0
    for newest in range(1, 300):
        now += rng.choice([0.0, 0.1, 1.0, 6.0])
        before = shown(slots)
        slots, orders = step(slots, any_fact(rng, newest), now)
        assert len(shown(slots)) <= 1
        assert len({place.slot for place in slots.places}) == len(slots.places)
        given = [order for order in orders if isinstance(order, f.ShowIt)]
        assert len(given) <= 1
        if given:
            assert given[0].peer not in before


@pytest.mark.parametrize("seed", range(5))
def test_time_alone_brings_every_story_to_rest(seed: int) -> None:
    """No deadline may come up again and again: that would keep the processor busy for nothing."""
    rng, slots, now = random.Random(seed), Slots(started=0.0), 0.0
    for newest in range(1, 100):
        now += 0.5
        slots, _ = step(slots, any_fact(rng, newest), now)
    wakes: list[float] = []
    while (moment := slots.wakes_at()) is not None:
        wakes.append(moment)
        slots, _ = step(slots, f.TimePassed(), max(now, moment))
        assert len(wakes) < 20


def test_a_front_on_the_screen_without_the_rule_would_be_seen() -> None:
    """Positive control: two fronts put on the screen by hand are counted as two."""
    place = booted().places[0]
    both: Iterable[Slot] = Slot
    slots = Slots(started=0.0, places=tuple(replace(place, slot=slot, phase=Phase.SHOWN) for slot in both))
    assert len(shown(slots)) == 2
