"""Journeys run real processes on loopback; each has its own folder and ends what it started, by pid."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.demo.house import CentralProcess, House

SETTLED_SECONDS = 90.0  # a delivery that failed a few times is tried again within a minute
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Answer:
    status: int
    facts: dict[str, Any]
    stderr: str


def command(module: str, *words: object, timeout: float = 150, **environment: str) -> Answer:
    """Run `python -m module words… --json` and read its one object."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, words), "--json"],
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=ROOT,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
    )
    lines = done.stdout.strip().splitlines()
    return Answer(done.returncode, json.loads(lines[-1]) if lines else {}, done.stderr)


def kiosk(*words: object, **environment: str) -> Answer:
    return command("kiosk", *words, **environment)


def central(*words: object, **environment: str) -> Answer:
    return command("central", *words, **environment)


def applications_at(state: Path, *, wanted: Collection[str] = (), count: int = 0) -> list[dict[str, Any]]:
    """All applications central holds, once there are `count`, the `wanted` references among them, or time is over."""
    end = time.monotonic() + SETTLED_SECONDS
    while True:
        found = central("cases", "--state", state).facts["cases"]
        applications = [case for case in found if case["kind"] == "application"]
        there = len(applications) >= count and set(wanted) <= {case["reference"] for case in applications}
        if there or time.monotonic() > end:
            return applications
        time.sleep(0.3)


def applications_of(house: House, *, wanted: Collection[str] = (), count: int = 0) -> list[dict[str, Any]]:
    """Of the central inside the house."""
    return applications_at(house.folder / "central", wanted=wanted, count=count)


@contextmanager
def enrolled(central_state: Path, state: Path) -> Iterator[CentralProcess]:
    """A central of its own, and `state` enrolled there."""
    service = CentralProcess(central_state)
    try:
        code = service.enrolment_code(branch="longhua", name="LH-07")
        answer = kiosk("enrol", service.url, code, "--state", state)
        assert answer.status == 0, answer.stderr
        yield service
    finally:
        service.close()


def raise_central(house: House) -> None:
    """Up again at the same place, if it was struck."""
    assert house.central is not None
    if house.central.wait(0) is not None:
        port = int(house.central.url.rpartition(":")[2])
        house.central.close()
        house.central = CentralProcess(house.central.state, port)
