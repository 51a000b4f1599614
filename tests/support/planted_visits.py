"""Visits of invented people, each of whose words can be found again, through a real keeper into a real state folder."""

import hashlib
import os
import random
from dataclasses import dataclass
from pathlib import Path

from kiosk import wire
from kiosk.contract.application import Applicant, Application, Consent
from kiosk.intake.sealing import seal_application
from kiosk.trust import TrustedSealingKey
from offline_queue.sealing import SealingKey, generate_key, seal_chunk
from tests.support.disk_search import needles
from tests.support.fake_front import FakeFront
from tests.support.house_keeper import HouseKeeper
from tests.support.terminal_state import TerminalState

_GIVEN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
PHOTO_BYTES = 20_000


@dataclass(frozen=True)
class Person:
    """`number` has an ID number's shape and is nobody's: its region does not exist."""

    name: str
    number: str
    photo: bytes


def people(count: int) -> list[Person]:
    chance = random.Random(11)
    return [_person(chance, number) for number in range(count)]


def _person(chance: random.Random, number: int) -> Person:
    name = "样本" + "".join(chance.choices(_GIVEN, k=4))
    return Person(name, f"990000{chance.randrange(10**11):011d}{number % 10}", chance.randbytes(PHOTO_BYTES))


def planted(visitors: list[Person]) -> dict[str, bytes]:
    texts = [text for person in visitors for text in (person.name, person.number)]
    return needles(texts, [person.photo for person in visitors])


def visit_all(terminal: TerminalState, visitors: list[Person]) -> int:
    """Reserve, photo in chunks, application, receipt handed over. How many were recorded."""
    key, _private = generate_key(1, not_before=0, not_after=2**40)
    with HouseKeeper(terminal) as house:
        front = house.front()
        front.come_up()
        return sum(_visit(front, terminal, key, person) for person in visitors)


def _visit(front: FakeFront, terminal: TerminalState, key: SealingKey, person: Person) -> bool:
    visit, identifier, us = os.urandom(16), os.urandom(16), terminal.repository.terminal
    front.send(wire.Reserve(visit, 64))
    front.expect(wire.Reserved)
    chunk = seal_chunk(person.photo, key=key, terminal=us, identifier=identifier, place=0)
    front.send(wire.Attachment(visit, hashlib.sha256(chunk).digest(), 0, chunk))
    sealed = seal_application(_said(identifier, person), key=_trusted(key), terminal=us, visit=visit).sealed
    front.send(wire.Record(identifier, sealed))
    recorded = front.expect(wire.Recorded)
    assert isinstance(recorded, wire.Recorded)
    front.send(wire.Paper(recorded.seq, wire.PaperFact.HANDED_OVER))
    return recorded.id == identifier


def _trusted(key: SealingKey) -> TrustedSealingKey:
    return TrustedSealingKey(key.key_id, key.suite, key.public, key.not_before, key.not_after)


def _said(identifier: bytes, person: Person) -> Application:
    return Application(
        id=identifier,
        item="med.cross-region-filing",
        item_version=1,
        language="zh-CN",
        applicant=Applicant(
            document_kind="resident", name=person.name, number=person.number, birth="1949-12-31", sex="F"
        ),
        consent=Consent("1", "zh-CN", "00" * 32),
        answers={"kind": "temporary", "dest_region": person.name},
        strokes=[[[1, 2], [3, 4]]],
        check_key=os.urandom(32),
    )


def plant(folder: Path, person: Person) -> None:
    """The positive control: what a careless program would leave."""
    (folder / "careless.log").write_text(f"{person.name}", "gb18030")
