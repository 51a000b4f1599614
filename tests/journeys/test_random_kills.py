"""SIGKILL at moments nobody chose, of whoever is met: what was confirmed is at central exactly once."""

import os
import random
import signal
import threading
import time
from collections import Counter
from pathlib import Path

from kiosk.demo.house import House, Wishes
from tests.journeys.conftest import applications_of, raise_central
from tests.support.crash_tour import CrashTour

VICTIMS = ("keeper", "front", "central")
MOMENTS = 5
VISIT_SECONDS = 6.0  # of a robot that takes no pictures


def strike(house: House, tour: CrashTour, victim: str) -> None:
    assert house.runner is not None
    assert house.central is not None
    match victim:
        case "front":
            tour.kill_shown_front()
        case "central":
            house.central.kill()
        case _:
            if pid := house.runner.pids().get("keeper"):
                os.kill(pid, signal.SIGKILL)


def test_nothing_is_lost_or_doubled_by_kills_at_random_moments(tmp_path: Path) -> None:
    seed = int(os.environ.get("KIOSK_SEED") or time.time_ns())
    print(f"KIOSK_SEED={seed}")
    dice = random.Random(seed)
    confirmed, tour = list[str](), None
    with House(Wishes(tmp_path)) as house:
        for _ in range(MOMENTS):
            tour = CrashTour(house, tmp_path, before=tour)
            blow = threading.Timer(dice.uniform(0, VISIT_SECONDS), strike, (house, tour, dice.choice(VICTIMS)))
            blow.start()
            outcome = tour.run()
            blow.cancel()
            blow.join()
            raise_central(house)
            if outcome.reference:
                confirmed.append(outcome.reference)
        found = Counter(str(case["reference"]) for case in applications_of(house, wanted=confirmed))
    assert confirmed, "not one visit was finished"
    assert set(confirmed) <= set(found)
    assert max(found.values()) == 1
