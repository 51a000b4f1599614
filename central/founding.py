"""`init`: an empty folder becomes a central. Every step may be repeated, the last one makes it count."""

import json
import shutil
from typing import Any

from django.core.management import call_command

from central.baseline import PATH, baseline_layer
from central.clock import Clock
from central.configuration.people import know_admins
from central.configuration.revisions import found_baseline
from central.keys import CODE, ONLINE, STATEMENT, StatementKey, key_id, make_key, tuf_signer
from central.state import PRIVATE_FILE, PRIVATE_FOLDER, StateError, StateFolder, write_file
from central.store.models import Terminal
from central.tuf.repository import Approved, found
from offline_queue.sealing import generate_key

DEMO_ADMINS = 3
SUITE = 1
DAY = 86_400
KEY_LIFETIME = 730 * DAY


def migrate() -> None:
    """The tables as this build knows them."""
    call_command("migrate", interactive=False, verbosity=0)


def found_central(folder: StateFolder, clock: Clock) -> None:
    """Demo admins, online, statement and sealing keys, and the published repository. For a demo or a pilot alone."""
    now = clock.now()
    folder.make()
    folder.demo_admins.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    _forget_a_half(folder)
    admins = [tuf_signer(make_key(folder.demo_admins / f"admin-{number}.key")) for number in range(1, DEMO_ADMINS + 1)]
    make_key(folder.keys / CODE)
    statement = StatementKey(make_key(folder.keys / STATEMENT))
    approved = Approved(
        layers={PATH: baseline_layer()},
        sealing=_listed([{**_sealing_key(folder, now), "suite": SUITE}]),
        statements=_listed([_described(statement.public, *_validity(now))]),
    )
    found(folder, admins, tuf_signer(make_key(folder.keys / ONLINE)), approved, now)


def found_configuration(folder: StateFolder, clock: Clock) -> None:
    """What the published repository says, in the tables the console works with. May be repeated."""
    know_admins(folder)
    found_baseline(folder, clock)


def _forget_a_half(folder: StateFolder) -> None:
    """What an `init` left that was cut off before its timestamp: nobody has seen it. Opening keys are never removed."""
    if Terminal.objects.exists():
        raise StateError(f"{folder.path} has terminals but no published repository; restore its tuf folder")
    for half in (folder.metadata, folder.targets):
        shutil.rmtree(half)
        half.mkdir()


def _validity(now: int) -> tuple[int, int]:
    """From yesterday on: a terminal's clock may be behind."""
    return now - DAY, now + KEY_LIFETIME


def _sealing_key(folder: StateFolder, now: int) -> dict[str, Any]:
    """A new sealing key; its private half goes to the opening role's folder and nowhere else."""
    not_before, not_after = _validity(now)
    key, private = generate_key(SUITE, not_before=not_before, not_after=not_after)
    write_file(folder.opening / f"{key.key_id.hex()}.key", private, PRIVATE_FILE)
    return _described(key.public, not_before, not_after)


def _described(public: bytes, not_before: int, not_after: int) -> dict[str, Any]:
    return {
        "key_id": key_id(public).hex(),
        "public": public.hex(),
        "not_before": not_before,
        "not_after": not_after,
    }


def _listed(keys: list[dict[str, Any]]) -> bytes:
    return json.dumps({"keys": keys}, indent=1).encode() + b"\n"
