"""A machine becomes a terminal once per code."""

import re
import shutil
import sqlite3
from pathlib import Path

import msgspec
import pytest

from kiosk.contract.api import EnrolmentAnswer, EnrolmentRequest
from kiosk.contract.enrolment_code import parse_code
from kiosk.sync.published import PublishedFiles
from kiosk.trust import load_trust, verify
from tests.unit.central.conftest import Serving, command
from tests.unit.central.terminals import Terminal, call

pytestmark = pytest.mark.xdist_group("central")


def test_a_code_makes_a_terminal_whose_statement_and_configuration_verify(service: Serving) -> None:
    code, terminal = service.code("LH-03"), Terminal()
    reply = terminal.enrol(service.url, code)
    answer = msgspec.json.decode(reply.body, type=EnrolmentAnswer)
    assert parse_code(code).names(answer.first_root)
    assert terminal.statement is not None
    assert (terminal.statement.name, terminal.statement.branch) == ("LH-03", "longhua")
    status, _, errors = command("trust", "--state", service.state, "--out", service.state / "clerk.json")
    assert status == 0, errors
    clerk = load_trust((service.state / "clerk.json").read_bytes())
    assert clerk.statement_for(terminal.id) == terminal.statement


def test_what_central_publishes_over_http_is_believed_by_a_terminal(service: Serving) -> None:
    terminal = service.terminal()
    _, facts, _ = command("trust", "--state", service.state)
    mine = [s for s in facts["trust"]["statements"] if terminal.id.hex() in _terminals(s)]
    trust = load_trust(msgspec.json.encode({**facts["trust"], "statements": mine}))
    verified = verify(trust, *published(service.url, terminal.id.hex()), now=terminal.statement.issued)
    assert not verified.stale
    assert verified.manifest_version == 1
    assert "med.cross-region-filing" in verified.settings.hot
    assert len(verified.settings.hot) == 8
    assert set(verified.settings.hot) <= set(verified.settings.items)
    assert len(verified.settings.items) == 10
    assert verified.sealing_key(terminal.statement.issued).public == service.sealing_key().public


def _terminals(signed: dict) -> str:
    payload = msgspec.json.decode(msgspec.convert(signed["payload"], bytes, strict=False))
    return msgspec.convert(payload["terminal"], bytes, strict=False).hex()


def published(url: str, terminal: str) -> tuple[list, list, list]:
    """Root, metadata and targets fetched with the terminal's own line, in the wire's names."""
    files = PublishedFiles(url)
    try:
        timestamp = files.metadata("timestamp.json")
        metadata, targets, held = [("timestamp.json", timestamp)], [], {}
        snapshot_version = msgspec.json.decode(timestamp)["signed"]["meta"]["snapshot.json"]["version"]
        snapshot = files.metadata(f"{snapshot_version}.snapshot.json")
        metadata.append((f"{snapshot_version}.snapshot.json", snapshot))
        for name, meta in msgspec.json.decode(snapshot)["signed"]["meta"].items():
            body = files.metadata(f"{meta['version']}.{name}")
            metadata.append((f"{meta['version']}.{name}", body))
            held |= msgspec.json.decode(body)["signed"]["targets"]
        for path, entry in held.items():
            if not path.startswith("manifests/") or terminal in path:
                targets.append((path, files.target(path, entry["hashes"]["sha256"])))
        return [("1.root.json", files.metadata("1.root.json"))], metadata, targets
    finally:
        files.close()


def test_the_same_code_with_the_same_keys_gets_the_same_answer_since_one_may_be_lost(service: Serving) -> None:
    code, terminal = service.code(), Terminal()
    assert terminal.enrol(service.url, code).body == terminal.enrol(service.url, code).body


def test_a_used_code_makes_no_second_terminal(service: Serving) -> None:
    code = service.code()
    assert Terminal().enrol(service.url, code).status == 200
    reply = Terminal().enrol(service.url, code)
    assert (reply.status, reply.code) == (403, "code")


def test_a_wrong_code_is_refused(service: Serving) -> None:
    service.code()
    reply = Terminal().enrol(service.url, "0" * 10 + "-" + "0" * 16)
    assert (reply.status, reply.code) == (403, "code")


def test_an_expired_code_is_refused(service: Serving) -> None:
    code = service.code("too late")
    with sqlite3.connect(service.state / "central.sqlite3", timeout=20) as database:
        changed = database.execute(
            "UPDATE store_enrolmentoffer SET expires_at = '2020-01-01 00:00:00' WHERE name = 'too late'"
        )
        assert changed.rowcount == 1
    database.close()
    assert Terminal().enrol(service.url, code).status == 403


def test_the_code_itself_is_nowhere_in_the_state_folder(service: Serving) -> None:
    secret = service.code().partition("-")[0].encode()
    found = [path.name for path in service.state.rglob("*") if path.is_file() and secret in path.read_bytes()]
    assert found == []


@pytest.mark.parametrize("wrong", ["short", "twice"])
def test_three_different_keys_are_demanded(service: Serving, wrong: str) -> None:
    code, key = service.code(), bytes(range(32))
    keys = {"short": (key, key[:31], key[::-1]), "twice": (key, key, key[::-1])}[wrong]
    body = msgspec.json.encode(EnrolmentRequest(code.partition("-")[0], *keys))
    assert call(service.url, "POST", "/v1/enrolments", body).code == "keys"


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"secret":1}', b"[" * 100_000], ids=range(6))
def test_an_enrolment_of_another_shape_is_refused_without_repeating_it(service: Serving, body: bytes) -> None:
    reply = call(service.url, "POST", "/v1/enrolments", body)
    assert (reply.status, reply.code) == (400, "shape")


def test_a_manifest_missing_after_a_crash_is_published_at_the_next_start(own_service) -> None:
    serving = own_service()
    before = shutil.copytree(serving.state / "tuf", serving.state.parent / "tuf-before")
    terminal = serving.terminal()
    serving.kill()
    shutil.rmtree(serving.state / "tuf")
    shutil.copytree(before, serving.state / "tuf")
    serving.start()
    assert terminal.sync(serving.url).manifest == 1


def test_init_leaves_private_keys_to_their_owner_alone(founded: Path) -> None:
    private = [path for path in founded.rglob("*") if path.is_file() and re.search(r"\.key$|sqlite3", path.name)]
    assert len(private) >= 9
    assert {oct(path.stat().st_mode & 0o777) for path in private} == {"0o600"}
