"""SIGKILL at each row of the plan's crash table but power: what was confirmed is at central exactly once."""

from pathlib import Path

import pytest

from kiosk.demo.house import House, Wishes
from tests.journeys.conftest import applications_of, raise_central
from tests.support.crash_tour import CrashTour


@pytest.mark.parametrize(
    ("point", "cases", "owed"),
    [
        ("before-record", 0, False),
        ("after-record", 1, True),
        ("after-recorded", 1, True),
        ("before-print", 1, True),
        ("during-print", 1, True),
    ],
)
def test_a_front_killed_there_loses_and_doubles_nothing(tmp_path: Path, point: str, cases: int, owed: bool) -> None:
    with House(Wishes(tmp_path)) as house:
        tour = CrashTour(house, tmp_path, stop_at=point)
        tour.run()
        assert tour.killed is not None, "the point was never reached"
        tour.wait_for_owed_question(5.0 if owed else 1.0)
        assert tour.asked_for_owed is owed
        assert len(applications_of(house, count=cases)) == cases


@pytest.mark.parametrize(
    "point",
    ["keeper.after-record-read", "keeper.after-fsync", "keeper.after-recorded-sent", "keeper.after-central-answer"],
)
def test_a_keeper_killed_there_loses_and_doubles_nothing(
    tmp_path: Path, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_CRASH_AT", point)
    with House(Wishes(tmp_path)) as house:
        tour = CrashTour(house, tmp_path)
        outcome = tour.run()
        assert (house.state / f"crash-{point}").exists(), "the point was never reached"
        assert outcome.reference
        assert [case["reference"] for case in applications_of(house, wanted=[outcome.reference])] == [outcome.reference]


def test_a_central_killed_before_its_answer_holds_the_case_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_CRASH_AT", "central.after-commit")
    with House(Wishes(tmp_path)) as house:
        assert house.central is not None
        outcome = CrashTour(house, tmp_path).run()
        assert outcome.outcome == "recorded", "central lived to answer"
        raise_central(house)
        assert [case["reference"] for case in applications_of(house, wanted=[outcome.reference])] == [outcome.reference]
