"""Only a request that an enrolled terminal signed just now, and just so, is looked at."""

import secrets
import time
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central.api.allowance import Allowance
from kiosk.contract.api import EventBatch, EventsAnswer
from tests.unit.central.conftest import Serving, command
from tests.unit.central.terminals import Terminal, call, signed_headers

pytestmark = pytest.mark.xdist_group("central")

PATH = "/v1/events"
BODY = msgspec.json.encode(EventBatch([(1, "boot", [1, 2])]))


@pytest.fixture(scope="module")
def terminal(service: Serving) -> Terminal:
    return service.terminal()


def headers(terminal: Terminal, **how: Any) -> dict[str, str]:
    chosen = {"key": terminal.request_key, "key_id": terminal.id.hex(), "path": PATH, "body": BODY, **how}
    return signed_headers(chosen.pop("key"), chosen.pop("key_id"), chosen.pop("path"), chosen.pop("body"), **chosen)


def test_a_signed_request_is_taken(service: Serving, terminal: Terminal) -> None:
    assert call(service.url, "POST", PATH, BODY, headers(terminal)).status == 200


def test_an_unsigned_request_is_refused(service: Serving) -> None:
    reply = call(service.url, "POST", PATH, BODY)
    assert (reply.status, reply.code) == (401, "unsigned")


def test_an_altered_body_is_refused(service: Serving, terminal: Terminal) -> None:
    reply = call(service.url, "POST", PATH, BODY.replace(b"boot", b"root"), headers(terminal))
    assert (reply.status, reply.code) == (401, "unsigned")


@pytest.mark.parametrize(
    "how",
    [
        {"key": Ed25519PrivateKey.generate()},
        {"key_id": secrets.token_bytes(16).hex()},
        {"key_id": "nobody"},
        {"tag": "another-protocol"},
        {"path": "/v1/sync"},
        {"path": PATH + "?a=1"},
        {"method": "PUT"},
        {"components": ("@method", "@path")},
        {"components": ("@path", "@query")},
        {"digest": False},
        {"nonce": None},
        {"nonce": "short"},
    ],
    ids=lambda how: " ".join(how),
)
def test_a_signature_that_says_something_else_is_refused(
    service: Serving, terminal: Terminal, how: dict[str, Any]
) -> None:
    reply = call(service.url, "POST", PATH, BODY, headers(terminal, **how))
    assert (reply.status, reply.code) == (401, "unsigned")


@pytest.mark.parametrize("name", ["Signature", "Signature-Input", "Content-Digest"])
@pytest.mark.parametrize("value", ["", "x", "t=:AAAA:", "t=()", "\xff\xfe", "t=" + "(" * 2000], ids=range(6))
def test_garbage_in_a_header_is_refused(service: Serving, terminal: Terminal, name: str, value: str) -> None:
    told = {**headers(terminal), name: value}
    assert call(service.url, "POST", PATH, BODY, told).code == "unsigned"


@pytest.mark.parametrize("off", [-600, 600])
def test_a_terminal_whose_clock_is_wrong_is_told_so_with_the_date(
    service: Serving, terminal: Terminal, off: int
) -> None:
    reply = call(service.url, "POST", PATH, BODY, headers(terminal, created=time.time() + off))
    assert (reply.status, reply.code) == (401, "clock")
    assert "date" in reply.headers


@pytest.mark.parametrize("off", [-200, 200])
def test_a_clock_a_little_off_is_tolerated(service: Serving, terminal: Terminal, off: int) -> None:
    assert call(service.url, "POST", PATH, BODY, headers(terminal, created=time.time() + off)).status == 200


def test_the_very_same_request_is_not_taken_twice(service: Serving, terminal: Terminal) -> None:
    told = headers(terminal)
    assert call(service.url, "POST", PATH, BODY, told).status == 200
    assert call(service.url, "POST", PATH, BODY, told).code == "replay"


def test_a_revoked_terminal_is_refused_from_then_on(service: Serving) -> None:
    gone = service.terminal()
    assert gone.post(service.url, PATH, BODY).status == 200
    assert command("terminals", "--state", service.state, "--revoke", gone.id.hex())[0] == 0
    reply = gone.post(service.url, PATH, BODY)
    assert (reply.status, reply.code) == (401, "revoked")


def test_revoking_nobody_says_no(service: Serving) -> None:
    assert command("terminals", "--state", service.state, "--revoke", "00" * 16)[0] == 1


@pytest.mark.parametrize("name", ["Signature", "Signature-Input", "Content-Digest"])
def test_a_missing_header_is_refused(service: Serving, terminal: Terminal, name: str) -> None:
    told = {header: value for header, value in headers(terminal).items() if header.lower() != name.lower()}
    assert len(told) == len(headers(terminal)) - 1
    reply = call(service.url, "POST", PATH, BODY, told)
    assert (reply.status, reply.code) == (401, "unsigned")


def test_a_digest_of_other_content_is_refused_though_it_is_signed(service: Serving, terminal: Terminal) -> None:
    other = BODY.replace(b"boot", b"root")
    reply = call(service.url, "POST", PATH, BODY, headers(terminal, body=other))
    assert (reply.status, reply.code) == (401, "unsigned")


def test_a_nonce_is_taken_once_also_for_another_body(service: Serving, terminal: Terminal) -> None:
    nonce = secrets.token_urlsafe(16)
    assert call(service.url, "POST", PATH, BODY, headers(terminal, nonce=nonce)).status == 200
    other = BODY.replace(b"boot", b"root")
    assert call(service.url, "POST", PATH, other, headers(terminal, nonce=nonce, body=other)).code == "replay"
    neighbour = service.terminal()
    assert (
        call(service.url, "POST", PATH, BODY, headers(neighbour, key=neighbour.request_key, nonce=nonce)).status == 200
    )


def test_who_asks_too_often_is_told_when_to_come_back() -> None:
    now = [100.0]
    allowance = Allowance(burst=3, per_second=0.5, monotonic=lambda: now[0])
    assert [allowance.take("eager") for _ in range(4)] == [0, 0, 0, 2]
    assert allowance.take("another") == 0
    now[0] += 2
    assert [allowance.take("eager") for _ in range(2)] == [0, 2]


def test_nonces_are_forgotten_once_they_could_not_be_in_time_any_more(service: Serving) -> None:
    from central.api.signatures import Nonces

    nonces = Nonces(kept=2)
    assert nonces.fresh(("t", "a"), 100, 200)
    assert not nonces.fresh(("t", "a"), 200, 300)
    assert nonces.fresh(("t", "a"), 201, 300)
    assert nonces.fresh(("t", "b"), 201, 300)
    assert nonces.fresh(("t", "c"), 201, 300), "a flood is bounded: the oldest is forgotten first"
    assert nonces.fresh(("t", "a"), 201, 300)


def test_events_are_names_and_numbers_and_the_same_request_is_kept_once(service: Serving) -> None:
    terminal = service.terminal()
    told = [(1, "boot", [1]), (2, "a sentence with spaces", []), (3, "x" * 65, []), (4, "full", list(range(7)))]
    body = msgspec.json.encode(EventBatch(told))
    for _ in range(2):
        assert terminal.post(service.url, PATH, body).payload(EventsAnswer).stored == 1
