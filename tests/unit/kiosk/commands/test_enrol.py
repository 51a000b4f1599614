"""`kiosk enrol` and `kiosk config`, as a technician runs them."""

import fcntl
import json
import os
import ssl
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.__main__ import main
from kiosk.configuration.store import authority_bundle
from kiosk.contract.enrolment_code import EnrolmentCode, root_hash
from kiosk.contract.trust_file import decode_trust_file
from kiosk.terminal_file import read_terminal_file
from kiosk.trust import load_trust
from tests.support.certificates import make_server_certificate
from tests.support.loopback import Loopback, loopback, plain
from tests.support.small_central import SmallCentral
from tests.support.tuf_repository import TufRepository, sign_as_central

CONTENT = {"index": b'{"items": []}'}


@pytest.fixture
def central() -> SmallCentral:
    repository = TufRepository(now=int(time.time()), content=CONTENT)
    return SmallCentral(repository, secret=repository.enrolment_code().secret)


@pytest.fixture
def server(central: SmallCentral) -> Iterator[Loopback]:
    with loopback(central) as running:
        yield running


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def kiosk(state: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple]:
    monkeypatch.setattr("os.umask", lambda mask: 0)  # the process's umask is the other tests' too

    def run(*words: str) -> tuple[int, dict]:
        status = main([*words, "--state", str(state), "--json"])
        out = capsys.readouterr()
        assert out.out.count("\n") == 1, "one object on stdout"
        return status, json.loads(out.out)

    return run


def code(central: SmallCentral) -> str:
    return str(central.repository.enrolment_code())


def test_a_machine_becomes_a_terminal(kiosk, server: Loopback, central: SmallCentral, state: Path) -> None:
    status, said = kiosk("enrol", server.url, code(central).lower())
    assert (status, said["ok"], said["code"]) == (0, True, "done")
    assert said["terminal"] == central.repository.terminal.hex()
    assert {path.name for path in state.iterdir()} == {
        "keys",
        "trust.json",
        "configuration",
        "content",
        "terminal.toml",
    }
    own = load_trust((state / "trust.json").read_bytes()).own()
    for name, public in (("envelope", own.envelope_key), ("receipt", own.receipt_key), ("request", own.request_key)):
        path = state / "keys" / f"{name}.key"
        private = Ed25519PrivateKey.from_private_bytes(path.read_bytes())
        assert private.public_key().public_bytes_raw() == public
        assert path.stat().st_mode & 0o777 == 0o600
    assert (state / "keys").stat().st_mode & 0o777 == 0o700
    terminal = read_terminal_file(state / "terminal.toml")
    assert (terminal.kind, terminal.state, terminal.central) == ("demo", str(state), server.url)
    assert terminal.devices == {}


def test_the_root_is_compared_before_the_secret_is_sent(
    kiosk, server: Loopback, central: SmallCentral, state: Path
) -> None:
    other = EnrolmentCode(central.secret, root_hash(b"another root"))
    status, said = kiosk("enrol", server.url, str(other))
    assert (status, said["code"]) == (5, "K502")
    assert [request.method for request in server.requests] == ["GET"]
    assert not state.exists()


def test_a_wrong_code_is_refused_and_leaves_nothing(
    kiosk, server: Loopback, central: SmallCentral, state: Path
) -> None:
    central.secret = "0" * 10
    status, said = kiosk("enrol", server.url, code(central))
    assert (status, said["code"]) == (1, "K404")
    assert not state.exists()


def test_after_a_failure_the_same_machine_can_be_enrolled(
    kiosk, server: Loopback, central: SmallCentral, state: Path
) -> None:
    central.instead = {"/v1/tuf/1.manifest.json": plain(b"", "500 Oh")}
    status, said = kiosk("enrol", server.url, code(central))
    assert (status, said["code"]) == (4, "K401")
    assert not state.exists()
    central.instead, central.enrolled = {}, None
    assert kiosk("enrol", server.url, code(central))[0] == 0


def test_a_lost_answer_is_asked_for_again_with_the_same_keys(kiosk, server: Loopback, central: SmallCentral) -> None:
    central.drop_first_enrolment_answer = True
    assert kiosk("enrol", server.url, code(central))[0] == 0
    posts = [request.body for request in server.requests if request.method == "POST"]
    assert len(posts) == 2
    assert posts[0] == posts[1]


def stranger(central: SmallCentral):
    return lambda signed: sign_as_central(Ed25519PrivateKey.generate(), signed.label, signed.payload)


def other_keys(central: SmallCentral):
    return lambda signed: central.repository.signed_statement()


def flipped(central: SmallCentral):
    return lambda signed: msgspec.structs.replace(signed, payload=signed.payload.replace(b"B-01", b"B-02"))


@pytest.mark.parametrize("spoiler", [stranger, other_keys, flipped])
def test_a_statement_that_is_not_centrals_about_our_keys_is_refused(
    kiosk, server: Loopback, central: SmallCentral, state: Path, spoiler: Callable
) -> None:
    central.spoil = spoiler(central)
    status, said = kiosk("enrol", server.url, code(central))
    assert (status, said["code"]) == (5, "K502")
    assert not state.exists()


@pytest.mark.parametrize(
    ("answer", "status", "failure"),
    [
        (plain(b"<html>", kind="text/html"), 4, "K403"),
        (plain(b"", "302 Found", extra="Location: /\r\n"), 4, "K403"),
        (plain(b"", "500 Oh"), 4, "K401"),
        (plain(b"", "404 Not Found"), 4, "K401"),
    ],
)
def test_a_portal_in_the_way_is_a_link_failure(
    kiosk, server: Loopback, central: SmallCentral, *, answer: bytes, status: int, failure: str
) -> None:
    central.instead = {"/v1/tuf/1.root.json": answer}
    got, said = kiosk("enrol", server.url, code(central))
    assert (got, said["ok"], said["code"]) == (status, False, failure)


def test_nobody_there_is_a_link_failure(kiosk, central: SmallCentral) -> None:
    with loopback(central) as server:
        url = server.url
    assert kiosk("enrol", url, code(central))[0] == 4


@pytest.mark.parametrize("url", ["http://central.example", "ftp://127.0.0.1", "central", "https://"])
def test_an_address_that_may_not_be_used_is_wrong_use(kiosk, central: SmallCentral, url: str) -> None:
    assert kiosk("enrol", url, code(central))[0] == 2


def test_a_mistyped_code_is_wrong_use_and_not_repeated(
    kiosk, server: Loopback, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kiosk("enrol", server.url, "SECRETS")[0] == 2
    assert server.requests == []


def test_a_terminal_is_not_enrolled_twice(kiosk, server: Loopback, central: SmallCentral, state: Path) -> None:
    assert kiosk("enrol", server.url, code(central))[0] == 0
    before = (state / "trust.json").read_bytes()
    assert kiosk("enrol", server.url, code(central))[0] == 2
    assert (state / "trust.json").read_bytes() == before


def test_an_outbox_of_another_terminal_is_not_orphaned(
    kiosk, server: Loopback, central: SmallCentral, state: Path
) -> None:
    (state / "outbox").mkdir(parents=True)
    (state / "outbox" / "epoch.db").write_bytes(b"")
    assert kiosk("enrol", server.url, code(central))[0] == 2


def test_an_existing_terminal_file_stays(kiosk, server: Loopback, central: SmallCentral, state: Path) -> None:
    state.mkdir()
    (state / "terminal.toml").write_text("# mine\n")
    assert kiosk("enrol", server.url, code(central))[0] == 0
    assert tomllib.loads((state / "terminal.toml").read_text()) == {}


def test_what_a_killed_enrolment_left_does_not_stand_in_the_way(
    kiosk, server: Loopback, central: SmallCentral, state: Path
) -> None:
    for left in (".enrolling-00/keys", "keys", "configuration", "content"):
        (state / left).mkdir(parents=True)
        (state / left / "request.key").write_bytes(b"old")
    assert kiosk("enrol", server.url, code(central))[0] == 0
    assert not list(state.glob(".enrolling*"))
    assert (state / "keys" / "request.key").read_bytes() != b"old"
    assert {path.name for path in (state / "configuration").iterdir()} == {"last-good"}


def test_two_enrolments_do_not_run_into_each_other(kiosk, server: Loopback, central: SmallCentral, state: Path) -> None:
    state.mkdir()
    descriptor = os.open(state, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        assert kiosk("enrol", server.url, code(central))[0] == 2
        assert server.requests == []
    finally:
        os.close(descriptor)
    assert kiosk("enrol", server.url, code(central))[0] == 0


@pytest.fixture
def tls_server(central: SmallCentral, tmp_path: Path) -> Iterator[tuple[Loopback, Path]]:
    files = make_server_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    with loopback(central, context) as running:
        yield running, files.authority


def test_over_tls_it_becomes_a_production_terminal(
    kiosk, tls_server: tuple[Loopback, Path], central: SmallCentral, state: Path, tmp_path: Path
) -> None:
    server, authority = tls_server
    trust = tmp_path / "etc" / "kiosk" / "trust.json"
    words = ("enrol", server.url, code(central), "--ca", str(authority), "--trust", str(trust))
    assert kiosk(*words)[0] == 0
    assert trust.stat().st_mode & 0o777 == 0o644, "fronts of another uid read it"
    assert not (state / "trust.json").exists()
    assert read_terminal_file(state / "terminal.toml").kind == "production"
    assert authority_bundle(state) == state / "central-ca.pem"
    assert kiosk("config", "show", "--trust", str(trust))[0] == 0


def test_a_central_that_another_authority_vouches_for_is_not_central(
    kiosk, tls_server: tuple[Loopback, Path], central: SmallCentral, state: Path, tmp_path: Path
) -> None:
    server, _ = tls_server
    (tmp_path / "other").mkdir()
    other = make_server_certificate(tmp_path / "other").authority
    trust = tmp_path / "trust.json"
    status, said = kiosk("enrol", server.url, code(central), "--ca", str(other), "--trust", str(trust))
    assert (status, said["code"]) == (4, "K403")
    assert not state.exists()
    assert not trust.exists()


@pytest.mark.parametrize("wrong", ["missing", "no PEM"])
def test_an_authority_file_that_is_none_costs_no_code(
    kiosk, tls_server: tuple[Loopback, Path], central: SmallCentral, tmp_path: Path, wrong: str
) -> None:
    server, _ = tls_server
    path = tmp_path / "ca.pem"
    if wrong == "no PEM":
        path.write_text("hello")
    status, _ = kiosk("enrol", server.url, code(central), "--ca", str(path), "--trust", str(tmp_path / "t.json"))
    assert status in (4, 6)
    assert central.enrolled is None


def test_a_trust_file_that_cannot_be_written_costs_no_code(
    kiosk, server: Loopback, central: SmallCentral, state: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    monkeypatch.setattr("os.access", lambda path, mode: False)  # root may write anywhere
    status, said = kiosk("enrol", server.url, code(central), "--trust", str(folder / "trust.json"))
    assert (status, said["code"]) == (6, "K603")
    assert server.requests == []
    assert not state.exists()


def test_a_disk_that_fills_up_at_the_end_leaves_nothing(
    kiosk, server: Loopback, central: SmallCentral, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        if path == state:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiosk.configuration.enrolling.sync_folder", full)
    status, said = kiosk("enrol", server.url, code(central))
    assert (status, said["code"]) == (6, "K603")
    assert not state.exists()


# ---- config ----------------------------------------------------------------------------------------------------------


def test_configuration_is_shown_verified_and_explained(kiosk, server: Loopback, central: SmallCentral) -> None:
    kiosk("enrol", server.url, code(central))
    status, shown = kiosk("config", "show")
    assert (status, shown["manifest"], shown["stale"]) == (0, 1, False)
    assert shown["settings"]["items"] == ["med.cross-region-filing"]
    assert kiosk("config", "verify") == (0, {"ok": True, "code": "done", "manifest": 1, "stale": False, "damaged": []})
    status, explained = kiosk("config", "explain", "items")
    assert (status, explained["decided_by"], explained["value"]) == (0, "fleet", ["med.cross-region-filing"])
    assert kiosk("config", "explain", "timers.veil")[1]["decided_by"] == "default"
    assert kiosk("config", "explain", "nothing")[0] == 1
    assert kiosk("config", "explain")[0] == 2


def test_damage_is_found(kiosk, server: Loopback, central: SmallCentral, state: Path) -> None:
    kiosk("enrol", server.url, code(central))
    (content,) = (state / "content").iterdir()
    content.write_bytes(b"altered")
    status, said = kiosk("config", "verify")
    assert (status, said["code"], said["damaged"]) == (5, "K505", [content.name])
    bundle = state / "configuration" / "last-good"
    bundle.write_bytes(bundle.read_bytes().replace(b"med.cross", b"med.gross"))
    assert kiosk("config", "show")[0] == 5
    bundle.write_bytes(b"")
    assert kiosk("config", "show")[0] == 5
    bundle.unlink()
    assert kiosk("config", "show")[0] == 5


def test_a_broken_trust_file_is_an_integrity_failure(
    kiosk, server: Loopback, central: SmallCentral, state: Path
) -> None:
    kiosk("enrol", server.url, code(central))
    path = state / "trust.json"
    spoilt = decode_trust_file(path.read_bytes())
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(spoilt, root=b"{}")))
    status, said = kiosk("config", "show")
    assert (status, said["code"]) == (5, "K502")


def test_a_machine_that_is_no_terminal_says_so(kiosk) -> None:
    status, said = kiosk("config", "show")
    assert (status, said["code"]) == (2, "K501")
