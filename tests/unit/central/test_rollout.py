"""Who is offered a revision next, when it is called a success, and when it is taken back. No clock, no tables."""

import pytest

from central.configuration.rollout import Count, Move, Plan, Stage, advance

PLAN = Plan(canaries=3, soak_seconds=60, success_percent=90, errors_allowed=0)


@pytest.mark.parametrize(
    ("stage", "count", "soaked", "move"),
    [
        (Stage.CANARIES, Count(waiting=30), 0, Move(Stage.SOAKING, offer=3)),
        (Stage.CANARIES, Count(waiting=2), 0, Move(Stage.SOAKING, offer=2)),
        (Stage.SOAKING, Count(waiting=27, offered=3), 100, Move(Stage.SOAKING)),
        (Stage.SOAKING, Count(waiting=27, applied=3), 59, Move(Stage.SOAKING)),
        (Stage.SOAKING, Count(waiting=27, applied=2, offered=1), 60, Move(Stage.SOAKING)),
        (Stage.SOAKING, Count(waiting=27, applied=3), 60, Move(Stage.EVERYONE, offer=27)),
        (Stage.SOAKING, Count(waiting=27, applied=2, returned=1), 1, Move(Stage.STOPPED, take_back=True)),
        (Stage.EVERYONE, Count(applied=29, offered=1), 0, Move(Stage.EVERYONE)),
        (Stage.EVERYONE, Count(applied=29, waiting=1), 0, Move(Stage.EVERYONE, offer=1)),
        (Stage.EVERYONE, Count(applied=30), 0, Move(Stage.DONE)),
        (Stage.EVERYONE, Count(applied=29, returned=1), 0, Move(Stage.STOPPED, take_back=True)),
        (Stage.PAUSED, Count(waiting=30), 10_000, Move(Stage.PAUSED)),
        (Stage.PAUSED, Count(waiting=29, returned=1), 0, Move(Stage.STOPPED, take_back=True)),
        (Stage.STOPPED, Count(returned=3), 0, Move(Stage.STOPPED)),
        (Stage.DONE, Count(returned=3), 0, Move(Stage.DONE)),
    ],
)
def test_a_rollout_moves_on_by_what_terminals_say(stage: Stage, count: Count, soaked: int, move: Move) -> None:
    assert advance(PLAN, stage, count, since=1000, now=1000 + soaked) == move


def test_without_canaries_everyone_is_asked_at_once() -> None:
    assert advance(Plan(canaries=0), Stage.CANARIES, Count(waiting=9), since=0, now=0) == Move(Stage.EVERYONE, offer=9)


def test_as_many_as_allowed_may_come_back() -> None:
    plan = Plan(canaries=3, soak_seconds=0, success_percent=60, errors_allowed=1)
    count = Count(applied=2, returned=1)
    assert advance(plan, Stage.SOAKING, count, since=0, now=0).stage is Stage.EVERYONE
