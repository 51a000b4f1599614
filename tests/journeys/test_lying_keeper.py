"""A keeper that lies is refused by a real front: it hides nothing from the person and confirms nothing."""

import queue
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from kiosk import wire
from kiosk.demo.script import Script
from kiosk.demo.tour import Tour
from tests.support.lying_house import Lies, LyingHouse, lying_house

ITEM = "med.cross-region-filing"
SECONDS = 40.0


def wait_for(house: LyingHouse, *names: str) -> str:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            fact = house.watching.facts.get(timeout=0.5)
        except queue.Empty:
            continue
        if fact.name in names:
            return fact.name
    raise AssertionError(f"none of {names} within {SECONDS} s")


def changed(name_part: str, change: Callable[[bytes], bytes]) -> Callable[[wire.FromKeeper], wire.FromKeeper]:
    """`change` the body of each signed file whose name holds `name_part`."""

    def tell(message: wire.FromKeeper) -> wire.FromKeeper:
        if not isinstance(message, wire.Configuration):
            return message
        targets = tuple(
            msgspec.structs.replace(file, body=change(file.body)) if name_part in file.name else file
            for file in message.targets
        )
        assert targets != message.targets, f"no file {name_part!r} in {[file.name for file in message.targets]}"
        return msgspec.structs.replace(message, targets=targets)

    return tell


def other_key(body: bytes) -> bytes:
    """The same file with another public key in it."""
    said = msgspec.json.decode(body)
    for key in said["keys"]:
        key["public"] = key["public"][::-1]
    return msgspec.json.encode(said)


def other_value(body: bytes) -> bytes:
    """The same layer with one value changed."""
    return body.replace(b"med.cross-region-filing", b"med.cross-region-filinG")


@pytest.mark.parametrize(
    ("name_part", "change"), [("sealing", other_key), ("fleet", other_value)], ids=["sealing-key", "value"]
)
def test_a_front_refuses_a_configuration_the_keeper_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name_part: str, change: Callable[[bytes], bytes]
) -> None:
    Lies(told=changed(name_part, change)).plant(monkeypatch)
    with lying_house(tmp_path) as house:
        assert wait_for(house, "shown", "configuration-refused") == "configuration-refused"


def test_the_same_house_without_a_lie_shows_its_front(tmp_path: Path) -> None:
    with lying_house(tmp_path) as house:
        assert wait_for(house, "shown", "configuration-refused") == "shown"


def one_byte_changed(message: wire.FromFront) -> wire.FromFront:
    if not isinstance(message, wire.Record):
        return message
    body = message.sealed.ciphertext
    changed = body[:40] + bytes([body[40] ^ 1]) + body[41:]
    return msgspec.structs.replace(message, sealed=replace(message.sealed, ciphertext=changed))


def test_a_front_does_not_believe_a_record_of_other_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Lies(heard=one_byte_changed).plant(monkeypatch)
    with lying_house(tmp_path) as house:
        tour = Tour(house, Script("", ITEM), tmp_path, offline=True)
        outcome = tour.run()
    assert (outcome.outcome, outcome.reference, outcome.receipt_token) == ("refused", "", "")
    assert "not_known" in outcome.timings
