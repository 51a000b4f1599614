"""What a real, running front can reach: tried from inside it."""

import queue
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kiosk.demo.house import House, Wishes
from kiosk.demo.watching import Fact
from kiosk.front.sandbox import landlock_abi

DEADLINE = 60.0


def wait_for(house: House, name: str) -> Fact:
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        try:
            fact = house.watching.facts.get(timeout=0.5)
        except queue.Empty:
            continue
        if fact.name == name:
            return fact
    raise AssertionError(f"no fact {name!r} within {DEADLINE} s")


@pytest.mark.skipif(landlock_abi() == 0, reason="this kernel has no Landlock")
def test_a_front_reaches_no_key_no_file_no_network_and_no_keeper(tmp_path: Path) -> None:
    with House(Wishes(tmp_path, offline=False)) as house:
        shown = wait_for(house, "shown")
        assert house.central is not None
        assert house.runner is not None
        address = urlsplit(house.central.url)
        house.watching.order(
            shown.slot,
            do="probe",
            key=str(house.state / "keys" / "envelope.key"),
            create=str(tmp_path / "planted"),
            connect=[address.hostname, address.port],
            trace=house.runner.pids()["keeper"],
        )
        found = wait_for(house, "probed").values
    expected = {"key": "refused", "create": "refused", "trace": "refused"}
    if landlock_abi() >= 4:
        expected["connect"] = "refused"
    assert {name: found[name] for name in expected} == expected
    assert not (tmp_path / "planted").exists()
