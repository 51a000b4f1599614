"""What central publishes for everyone, and nothing beside it."""

import hashlib
import json
import socket
from urllib.parse import urlsplit

import pytest

from tests.unit.central.conftest import Serving

pytestmark = pytest.mark.xdist_group("central")

PIECE = b"a picture of a counter"
NAME = hashlib.sha256(PIECE).hexdigest()


@pytest.mark.parametrize("name", ["timestamp.json", "1.root.json", "1.targets.json", "1.sealing.json"])
def test_metadata_is_served_as_it_lies_on_the_disk_and_asked_for_again(service: Serving, name: str) -> None:
    reply = service.get(f"/v1/tuf/{name}")
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json")
    assert reply.headers["cache-control"] == "no-cache"
    assert json.loads(reply.body)["signatures"]


def test_targets_are_served_by_their_hash_and_kept_for_ever(service: Serving) -> None:
    targets = service.state / "tuf" / "targets"
    [layer] = (targets / "layers" / "fleet").iterdir()
    reply = service.get(f"/v1/tuf/targets/layers/fleet/{layer.name}")
    assert hashlib.sha256(reply.body).hexdigest() == layer.name.partition(".")[0]
    assert "immutable" in reply.headers["cache-control"]


def test_content_is_served_by_its_hash_alone(service: Serving) -> None:
    (service.state / "content" / NAME).write_bytes(PIECE)
    reply = service.get(f"/v1/content/{NAME}")
    assert (reply.status, reply.body) == (200, PIECE)
    assert reply.headers["content-type"] == "application/octet-stream"


def test_a_file_beside_the_content_is_not_served(service: Serving) -> None:
    (service.state / "content" / "notes.txt").write_bytes(b"mine")
    for name in ("notes.txt", NAME.upper(), NAME[:-1], "f" * 64, "", "%2e%2e/lock", f"{NAME}%00"):
        reply = service.get(f"/v1/content/{name}")
        assert (reply.status, reply.code) == (404, "missing"), name


@pytest.mark.parametrize(
    "path",
    [
        "../keys/online.key",
        "%2e%2e/keys/online.key",
        "..%2f..%2fkeys%2fonline.key",
        "targets/../../keys/online.key",
        "targets/..%2f..%2f..%2fcentral.sqlite3",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        ".lock",
        "targets/sealing.json",
        "targets",
        "0.root.json",
        "1.root.json%00",
        "9" * 400 + ".root.json",
        "",
    ],
)
def test_no_path_leads_out_of_the_published_folder(service: Serving, path: str) -> None:
    """Written by hand: an HTTP client would tidy the dots away."""
    address = urlsplit(service.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(f"GET /v1/tuf/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        with connection.makefile("rb") as reader:
            answer = reader.read()
    assert answer.split()[1] in {b"404", b"400"}, answer[:200]


def test_the_api_describes_itself(service: Serving) -> None:
    reply = service.get("/openapi")
    described = json.loads(reply.body)
    assert (reply.status, described["openapi"][:3]) == (200, "3.1")
    called = {"/v1/enrolments", "/v1/envelopes", "/v1/sync", "/v1/events", "/v1/tuf/{path}", "/v1/content/{sha256}"}
    assert called == set(described["paths"])
    assert "EnvelopeBatch" in described["components"]["schemas"]
