"""Bodies nobody's terminal would send: refused with a word of the contract, never a 500, and central goes on."""

import json
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec
import pytest

from kiosk.contract.api import EnvelopeBatch, EventBatch, SyncRequest
from tests.unit.central.conftest import Serving
from tests.unit.central.terminals import Terminal, call, signed_headers

pytestmark = pytest.mark.xdist_group("central")

GOOD = {
    "/v1/envelopes": msgspec.json.encode(EnvelopeBatch(bytes(16), [])),
    "/v1/sync": msgspec.json.encode(SyncRequest(manifest=9, epoch=bytes(16), seq=0, head=bytes(32), wait=0)),
    "/v1/events": msgspec.json.encode(EventBatch([(1, "boot", [])])),
}
MB = 1024 * 1024
BAD: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda good: b"",
    "truncated": lambda good: good[:-1],
    "half": lambda good: good[: len(good) // 2],
    "not text": lambda good: b"\xff\xfe\x00" * 10,
    "a list": lambda good: b"[]",
    "a number": lambda good: b"7",
    "null": lambda good: b"null",
    "every value a list": lambda good: json.dumps({key: [[]] for key in json.loads(good)}).encode(),
    "every value a number": lambda good: json.dumps(dict.fromkeys(json.loads(good), 2**70)).encode(),
    "every value null": lambda good: json.dumps(dict.fromkeys(json.loads(good))).encode(),
    "deep lists": lambda good: b"[" * 100_000,
    "deep objects": lambda good: b'{"a":' * 50_000,
    "deep inside": lambda good: b'{"epoch":' + b"[" * 100_000,
    "twice": lambda good: good + good,
    "a lone surrogate": lambda good: b'{"epoch":"\\ud800"}',
    "ten megabytes of spaces": lambda good: b" " * (10 * MB),
    "ten megabytes of text": lambda good: b'{"epoch":"' + b"A" * (10 * MB) + b'"}',
}


@pytest.fixture(scope="module")
def terminal(service: Serving) -> Terminal:
    return service.terminal()


@pytest.mark.parametrize("path", GOOD)
def test_what_the_terminal_itself_sends_is_taken(service: Serving, terminal: Terminal, path: str) -> None:
    assert terminal.post(service.url, path, GOOD[path]).status == 200


@pytest.mark.parametrize("how", BAD)
@pytest.mark.parametrize("path", GOOD)
def test_a_hostile_body_signed_by_a_terminal_is_refused(
    service: Serving, terminal: Terminal, path: str, how: str
) -> None:
    reply = terminal.post(service.url, path, BAD[how](GOOD[path]))
    assert (reply.status, reply.code) in {(400, "shape"), (413, "too-large")}
    assert len(reply.body) < 300


@pytest.mark.parametrize("how", BAD)
def test_a_hostile_body_for_an_enrolment_is_refused(service: Serving, how: str) -> None:
    good = json.dumps({"secret": "0" * 10, "envelope_key": "", "receipt_key": "", "request_key": ""}).encode()
    reply = call(service.url, "POST", "/v1/enrolments", BAD[how](good))
    assert (reply.status, reply.code) in {(400, "shape"), (413, "too-large")}


@pytest.mark.parametrize("path", GOOD)
def test_an_unsigned_body_is_not_even_read_as_json(service: Serving, path: str) -> None:
    reply = call(service.url, "POST", path, b"[" * 100_000)
    assert (reply.status, reply.code) == (401, "unsigned")


@pytest.mark.parametrize("field", ["seq", "wait", "manifest"])
@pytest.mark.parametrize("value", [-1, 2**63 - 1, 2**63, 2**70])
def test_numbers_beyond_all_bounds_are_no_failure(service: Serving, terminal: Terminal, field: str, value: int) -> None:
    body = json.loads(GOOD["/v1/sync"]) | {"manifest": 0, field: value, "wait": 0}
    assert terminal.post(service.url, "/v1/sync", json.dumps(body).encode()).status in {200, 400}


def test_events_with_numbers_beyond_all_bounds_are_dropped(service: Serving, terminal: Terminal) -> None:
    body = json.dumps({"events": [[2**70, "boot", []], [1, "boot", [2**70]], [-(2**70), "boot", []]]}).encode()
    assert terminal.post(service.url, "/v1/events", body).status in {200, 400}


def test_a_body_that_never_ends_is_cut_off_at_the_limit(service: Serving, terminal: Terminal) -> None:
    """Chunked, so that no length is said before."""
    head = signed_headers(terminal.request_key, terminal.id.hex(), "/v1/events", b"x")
    reply = chunked(service.url, "/v1/events", head, pieces=64, size=64 * 1024)
    assert reply.startswith(b"HTTP/1.1 413")


def test_a_client_that_hangs_up_in_the_middle_harms_nobody(service: Serving, terminal: Terminal) -> None:
    address = urlsplit(service.url)
    for _ in range(5):
        with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
            connection.sendall(b"POST /v1/envelopes HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
    assert terminal.post(service.url, "/v1/events", GOOD["/v1/events"]).status == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/envelopes"), ("DELETE", "/v1/events"), ("GET", "/v1/nothing"), ("POST", "/v1/"), ("GET", "/v1/%00")],
)
def test_other_methods_and_paths_are_refused_as_json(service: Serving, method: str, path: str) -> None:
    reply = call(service.url, method, path)
    assert reply.status in {404, 405}
    assert reply.code


def chunked(url: str, path: str, headers: dict[str, str], *, pieces: int, size: int) -> bytes:
    """The first bytes of the answer to a body in chunks; the other side may close before all is sent."""
    address = urlsplit(url)
    lines = [f"POST {path} HTTP/1.1", f"Host: {address.netloc}", "Transfer-Encoding: chunked"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        try:
            for _ in range(pieces):
                connection.sendall(f"{size:x}\r\n".encode() + b" " * size + b"\r\n")
        except OSError:
            pass
        return connection.recv(4096)
