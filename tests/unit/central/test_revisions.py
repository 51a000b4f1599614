"""Two people with two keys, or nothing is published; and a revision that comes back from terminals is taken back."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.contract.applying import ReturnReason
from tests.unit.central.conftest import Serving, command
from tests.unit.central.terminals import Terminal

pytestmark = pytest.mark.xdist_group("central")

ITEMS = Path(__file__).resolve().parents[3] / "assets" / "catalogue"


@pytest.fixture(autouse=True)
def nothing_waits(service: Serving) -> None:
    """What a test before left unsigned does not stand in the way of the next."""
    from central.store.models import Revision

    Revision.objects.filter(state=Revision.State.PROPOSED).update(state=Revision.State.DISCARDED)


def key(service: Serving, number: int) -> Path:
    return service.state / "demo-admins" / f"admin-{number}.key"


def publish(
    service: Serving, tmp_path: Path, settings: object, *words: object, by: int = 1
) -> tuple[int, dict[str, Any]]:
    file = tmp_path / "settings.json"
    file.write_bytes(settings if isinstance(settings, bytes) else json.dumps(settings).encode())
    status, facts, _ = command("publish", file, "--state", service.state, "--key", key(service, by), *words)
    return status, facts


def sign(service: Serving, revision: object, *words: object, by: int = 2) -> tuple[int, dict[str, Any]]:
    status, facts, _ = command("sign", revision, "--state", service.state, "--key", key(service, by), *words)
    return status, facts


def for_one(terminal: Terminal) -> tuple[str, ...]:
    return "--layer", "terminal", "--name", terminal.id.hex()


def report(service: Serving, terminal: Terminal, *, runs: int, offered: int, outcome: str, reason: str = "") -> None:
    import msgspec

    from kiosk.contract.api import SyncRequest

    told = SyncRequest(
        manifest=runs, epoch=b"", seq=0, head=b"", wait=0, offered=offered, outcome=outcome, reason=reason
    )
    assert terminal.post(service.url, "/v1/sync", msgspec.json.encode(told)).status == 200


def test_two_admins_publish_and_the_waiting_terminal_is_told(service: Serving, tmp_path: Path) -> None:
    terminal = service.terminal()
    assert terminal.sync(service.url).manifest == 1
    status, facts = publish(service, tmp_path, {"suspended": ["tax.income-record"]}, *for_one(terminal))
    assert (status, facts["touches"], facts["author"]) == (0, 1, "admin-1")
    assert terminal.sync(service.url).manifest == 1, "one signature publishes nothing"
    assert sign(service, facts["revision"])[0] == 0
    assert terminal.sync(service.url, manifest=1, wait=10).manifest == 2


def test_one_admin_cannot_sign_twice(service: Serving, tmp_path: Path) -> None:
    terminal = service.terminal()
    _, facts = publish(service, tmp_path, {"hot": []}, *for_one(terminal))
    assert sign(service, facts["revision"], by=1) == (1, {"ok": False, "code": "no", "reason": "same-admin"})
    assert terminal.sync(service.url).manifest == 1


def test_a_key_the_root_does_not_name_signs_nothing(service: Serving, tmp_path: Path) -> None:
    terminal = service.terminal()
    _, facts = publish(service, tmp_path, {"hot": []}, *for_one(terminal))
    stranger = tmp_path / "stranger.key"
    stranger.write_bytes(bytes(range(32)))
    status, told, _ = command("sign", facts["revision"], "--state", service.state, "--key", stranger)
    assert (status, told["reason"]) == (1, "no-admin")


def test_the_database_itself_refuses_one_person_as_both(service: Serving) -> None:
    from django.contrib.auth.models import User
    from django.db import IntegrityError, transaction
    from django.utils import timezone

    from central.store.models import Revision

    one, other = User.objects.get(username="admin-1"), User.objects.get(username="admin-2")
    made = {"layer": "branch", "name": "nowhere", "body": b"{}", "created_at": timezone.now(), "author": one}
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        Revision.objects.create(**made, number=1, approver=one)
    with pytest.raises(IntegrityError, match="two_keys"), transaction.atomic():
        Revision.objects.create(**made, number=1, approver=other, author_key="k", approver_key="k")
    Revision.objects.create(**made, number=1, approver=other, author_key="k", approver_key="j").delete()


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (b"not json", "shape"),
        ({"timers": {"form_countdown": 19}}, "settings"),
        ({"retention_days": 30}, "settings"),
        ({"content": {"catalogue/x.json": {"sha256": "0" * 64, "length": 1}}}, "lint"),
        (b'{"site": "' + b"x" * 300_000 + b'"}', "too-large"),
    ],
)
def test_what_does_not_pass_the_gate_is_never_signed(
    service: Serving, tmp_path: Path, settings: object, reason: str
) -> None:
    status, facts = publish(service, tmp_path, settings, "--layer", "branch", "--name", "elsewhere")
    assert (status, facts["reason"]) == (1, reason)


def test_an_item_that_does_not_pass_the_lint_is_refused_and_a_good_one_goes_through(
    service: Serving, tmp_path: Path
) -> None:
    good = ITEMS / "tax.income-record.json"
    bad = tmp_path / "bad.json"
    bad.write_bytes(good.read_bytes().replace(b'"minutes"', b'"minuets"'))
    words = ("--layer", "branch", "--name", "elsewhere", "--content")
    status, facts = publish(service, tmp_path, {}, *words, f"catalogue/tax.income-record.json={bad}")
    assert (status, facts["reason"]) == (1, "lint")
    assert publish(service, tmp_path, {}, *words, f"catalogue/tax.income-record.json={good}")[0] == 0


def test_a_revision_that_comes_back_is_taken_back_for_all_and_the_rest_never_see_it(
    service: Serving, tmp_path: Path
) -> None:
    from central.clock import SystemClock
    from central.configuration.rollouts import move_all_on
    from central.configuration.standing import standing_of
    from central.fleet.heartbeats import Beat, Heartbeats
    from central.service import open_repository
    from central.state import StateFolder
    from central.store.models import Rollout, RolloutTerminal
    from central.store.models import Terminal as Row

    terminals = [service.terminal() for _ in range(30)]
    ids = [terminal.id.hex() for terminal in terminals]
    Row.objects.filter(pk__in=ids).update(branch="thirty")
    _, facts = publish(service, tmp_path, {"hot": []}, "--layer", "branch", "--name", "thirty")
    assert facts["touches"] == 30
    assert sign(service, facts["revision"], "--canaries", 3, "--soak", 3600, "--errors", 2)[0] == 0
    rollout = Rollout.objects.get(revision=facts["revision"])
    canaries = list(rollout.terminals.filter(state="offered"))
    assert len(canaries) == 3
    heartbeats, clock = Heartbeats(), SystemClock()
    for row in canaries:
        reason = ReturnReason.FRONT_REFUSED.value
        heartbeats.note(row.terminal_id, Beat(clock.now(), 1, "", {}, row.manifest, "returned", reason))
    heartbeats.write()
    repository = open_repository(StateFolder(service.state), clock)
    move_all_on(repository, clock)
    rollout.refresh_from_db()
    assert rollout.state == "stopped"
    assert rollout.terminals.filter(state="returned", reason="front-refused").count() == 3
    assert rollout.terminals.filter(state="waiting").count() == 27
    running = repository.running()
    for row in RolloutTerminal.objects.filter(rollout=rollout):
        expected = 3 if row.state == "returned" else 1
        assert running[row.terminal_id].version == expected, "a new version with the previous content"
        assert running[row.terminal_id].layers == ["layers/fleet/1.json"]
    chosen = standing_of([Row.objects.get(pk=ids[0])])[ids[0]]
    assert [str(one) for one in chosen] == ["fleet 1"]


def test_a_terminal_that_has_looked_at_an_offer_waits_for_the_next_one(service: Serving, tmp_path: Path) -> None:
    terminal = service.terminal()
    report(service, terminal, runs=0, offered=1, outcome="returned", reason="lint")
    from central.configuration.refusal import RevisionRefused
    from central.configuration.revisions import discard
    from central.store.models import Revision

    _, facts = publish(service, tmp_path, {"hot": []}, *for_one(terminal))
    revision = Revision.objects.get(pk=facts["revision"])
    discard(revision)
    with pytest.raises(RevisionRefused):
        discard(revision)
    assert sign(service, facts["revision"])[1]["reason"] == "state"
