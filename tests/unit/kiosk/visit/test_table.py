"""The table itself: no row twice, every event answered, every move a declared one."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.visit import effects
from kiosk.visit.events import TimedOut, Timer
from kiosk.visit.machine import find, step
from kiosk.visit.projection import PAGES, screen
from kiosk.visit.rules import Rules
from kiosk.visit.situations import EVERY, GONE, Attract, KeeperAway, OutOfService, Situation, WarnedIdle
from kiosk.visit.table import ROWS
from kiosk.visit.timers import timers
from kiosk.visit.visit import Visit
from tests.unit.kiosk.visit.walking import CANARIES, EVENTS, Walk, rules_with, wander

PERSONAL = ("item", "document", "digest", "answers", "consent", "strokes", "application", "recorded")
EMPTY = Visit(situation=GONE, language="zh-CN")


@pytest.fixture(scope="module")
def reached() -> dict[type, list[Visit]]:
    return wander()


def test_every_situation_can_be_reached(reached: dict[type, list[Visit]]) -> None:
    assert set(reached) == set(EVERY)


def test_the_tuple_of_situations_and_their_union_name_the_same() -> None:
    assert set(EVERY) == set(Situation.__args__)  # type: ignore[attr-defined]
    assert len(EVERY) == len(set(EVERY))


def test_no_pair_of_situation_and_cause_stands_twice() -> None:
    counted = Counter((kind, row.on) for row in ROWS for kind in row.here)
    assert [pair for pair, count in counted.items() if count > 1] == []


def test_every_situation_has_a_page() -> None:
    assert set(PAGES) | {WarnedIdle} == set(EVERY)


def test_every_situation_answers_every_event(reached: dict[type, list[Visit]]) -> None:
    rules = rules_with()
    for visits in reached.values():
        for visit in visits[:4]:
            for event in EVENTS:
                after, orders = step(visit, event, rules)
                assert isinstance(after, Visit)
                assert all(isinstance(order, effects.Effect) for order in orders)  # type: ignore[arg-type]


def test_every_move_is_one_the_table_declares(reached: dict[type, list[Visit]]) -> None:
    rules = rules_with()
    declared = {(kind, row.do): set(row.to) | {kind} for row in ROWS for kind in row.here}
    for kind, visits in reached.items():
        for visit in visits:
            for event in EVENTS:
                after, _ = step(visit, event, rules)
                handler = find(visit, event)
                if handler is None:
                    assert after.situation == visit.situation
                else:
                    together = set().union(*(ends for (k, do), ends in declared.items() if k is kind and do is handler))
                    assert type(after.situation) in together, (kind, event)


def _personal(visit: Visit) -> list[str]:
    return [name for name in PERSONAL if getattr(visit, name) != getattr(EMPTY, name)]


@given(st.lists(st.sampled_from(EVENTS), max_size=60), st.integers(0, 8))
@settings(max_examples=150, deadline=None)
def test_no_walk_whatever_it_meets_breaks_the_promises(walked: list[object], head_start: int) -> None:
    ways = ("press", "to_home", "to_card", "to_question", "to_review", "to_sign", "to_submitting", "to_outcome")
    walk = Walk(rules_with())
    if 0 < head_start < len(ways):
        getattr(walk, ways[head_start])()
    ended = False
    for event in walked:
        walk.on(event)  # type: ignore[arg-type]
        ended = ended or bool(walk.ordered(effects.EndVisit))
        assert all(seconds >= 0 for seconds in timers(walk.visit, walk.rules).values())
        if ended:
            assert _personal(walk.visit) == []
            assert walk.visit.owed is None
            model = screen(walk.visit, walk.rules, clock="10:42")
            assert not any(canary in repr(model) + repr(walk.visit) for canary in CANARIES)
    _orders_make_sense(walk.orders)


def _orders_make_sense(orders: list[effects.Effect]) -> None:
    kinds = [type(order) for order in orders]
    assert kinds.count(effects.EndVisit) <= 1
    assert kinds.count(effects.Leave) <= 1
    assert kinds.count(effects.StartVisit) <= 1
    for needs_visit in (effects.ReserveRoom, effects.Record, effects.ReadCard, effects.SendRating):
        if needs_visit in kinds:
            assert effects.StartVisit in kinds[: kinds.index(needs_visit)]
    if effects.Leave in kinds:
        assert effects.EndVisit in kinds[: kinds.index(effects.Leave)]
        assert kinds[-1] is effects.Leave or effects.Record not in kinds[kinds.index(effects.Leave) :]
    if effects.EndVisit in kinds:
        behind = kinds[kinds.index(effects.EndVisit) + 1 :]
        allowed = {effects.WatchCard, effects.Play, effects.Leave, effects.CallHelp, effects.NoteHandedOver}
        assert set(behind) <= allowed
    recorded = [order.application.id for order in orders if isinstance(order, effects.Record)]
    assert len(recorded) == len(set(recorded))
    assert _reading(kinds) in (0, 1)


def _reading(kinds: list[type]) -> int:
    """1 while the reader is told to read; never told twice without an end between."""
    reading = 0
    for kind in kinds:
        if kind is effects.ReadCard:
            assert reading == 0
            reading = 1
        elif kind in (effects.StopReading, effects.EndVisit):
            reading = 0
    return reading


def test_a_visit_that_kept_data_behind_its_end_would_be_seen() -> None:
    """The detector's own proof: a visit with a person's answers is not taken for an empty one."""
    assert _personal(Walk().to_review().visit) == ["item", "document", "digest", "answers", "consent"]


def test_from_every_situation_time_alone_brings_the_terminal_back(reached: dict[type, list[Visit]]) -> None:
    """Nothing waits for ever: with nobody there every visit ends, or has never begun."""
    rules = rules_with()
    for visits in reached.values():
        for start in visits:
            assert _left_alone(start, rules).situation in (GONE, KeeperAway(GONE), OutOfService(), Attract())


def _left_alone(visit: Visit, rules: Rules) -> Visit:
    """What becomes of a visit when only its timers fire, the shortest first; a countdown gives way to the veil's."""
    for _ in range(400):
        waiting = timers(visit, rules)
        if Timer.VEIL in waiting:
            waiting.pop(Timer.COUNTDOWN)
        if not waiting:
            return visit.at(Attract()) if isinstance(visit.situation, Attract) else visit
        visit, _ = step(visit, TimedOut(min(waiting, key=lambda timer: waiting[timer])), rules)
    return visit


def test_a_visit_that_waits_for_ever_would_be_seen() -> None:
    """The detector's own proof: without its timers a home page stays."""
    frozen = Walk().to_home().visit
    assert frozen.situation not in (GONE, OutOfService(), Attract())
    assert _left_alone(frozen, rules_with()).situation == GONE
