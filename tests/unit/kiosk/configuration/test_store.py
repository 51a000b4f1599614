"""What is fetched, when it becomes the last good, and what never does."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.configuration.bundle import BundleError
from kiosk.configuration.store import ConfigurationStore, NoConfiguration
from kiosk.sync.errors import LinkDown, LinkError, NotCentral
from kiosk.trust import Reason, Trust, TrustError
from tests.support.loopback import Loopback, loopback, plain
from tests.support.small_central import SmallCentral
from tests.support.tuf_repository import NOW, TufRepository

PICTURE = b"a picture " * 1000
INDEX = b'{"items": []}'


@pytest.fixture
def repository() -> TufRepository:
    return TufRepository(content={"index": INDEX, "picture": PICTURE})


@pytest.fixture
def trust(repository: TufRepository) -> Trust:
    return repository.trust()


@pytest.fixture
def central(repository: TufRepository) -> SmallCentral:
    return SmallCentral(repository)


@pytest.fixture
def server(central: SmallCentral) -> Iterator[Loopback]:
    with loopback(central) as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> ConfigurationStore:
    return ConfigurationStore(tmp_path)


def last_good(folder: Path) -> bytes:
    return (folder / "configuration" / "last-good").read_bytes()


def test_what_was_fetched_is_there_after_a_restart(
    store: ConfigurationStore, server: Loopback, trust: Trust, tmp_path: Path
) -> None:
    fetched = store.fetch(server.url, trust, NOW)
    loaded = ConfigurationStore(tmp_path).load()
    assert loaded == fetched
    assert loaded.verified(trust, NOW).settings.items == ["med.cross-region-filing"]
    assert {path.read_bytes() for path in loaded.content.values()} == {INDEX, PICTURE}
    assert set(loaded.content) == {hashlib.sha256(INDEX).digest(), hashlib.sha256(PICTURE).digest()}


def test_files_are_for_their_user_alone(
    store: ConfigurationStore, server: Loopback, trust: Trust, tmp_path: Path
) -> None:
    store.fetch(server.url, trust, NOW)
    for path in tmp_path.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    assert not list(tmp_path.rglob(".*")), "nothing half-written stays"


def test_nothing_stored_is_said(store: ConfigurationStore) -> None:
    with pytest.raises(NoConfiguration):
        store.load()


def test_a_poll_without_news_asks_for_two_files(store: ConfigurationStore, server: Loopback, trust: Trust) -> None:
    store.fetch(server.url, trust, NOW)
    server.requests.clear()
    assert not store.newer(server.url, trust).refresh(NOW)
    assert [request.path for request in server.requests] == ["/v1/tuf/2.root.json", "/v1/tuf/timestamp.json"]


def test_news_is_told_and_kept(
    store: ConfigurationStore, server: Loopback, trust: Trust, repository: TufRepository
) -> None:
    newer = store.newer(server.url, trust)
    assert newer.refresh(NOW), "the first is news"
    repository.layers["branch"] = {"items": ["a"]}
    repository.publish()
    assert newer.refresh(NOW)
    assert store.verified(trust, NOW).settings.items == ["a"]
    assert not newer.refresh(NOW)


def test_a_new_root_is_taken_along(
    store: ConfigurationStore, server: Loopback, trust: Trust, repository: TufRepository
) -> None:
    store.fetch(server.url, trust, NOW)
    repository.add_root()
    repository.publish()
    assert [name for name, _ in store.fetch(server.url, trust, NOW).roots] == ["1.root.json", "2.root.json"]


def test_an_older_state_is_refused_and_the_newer_kept(
    store: ConfigurationStore, trust: Trust, repository: TufRepository, tmp_path: Path
) -> None:
    old = repository.over_http()
    repository.publish()
    with loopback(SmallCentral(repository)) as server:
        store.fetch(server.url, trust, NOW)
    kept = last_good(tmp_path)
    with (
        loopback(
            lambda request, peer: plain(old[request.path]) if request.path in old else plain(b"", "404 X")
        ) as old_one,
        pytest.raises(TrustError) as caught,
    ):
        store.fetch(old_one.url, trust, NOW)
    assert caught.value.reason is Reason.OLDER
    assert last_good(tmp_path) == kept


def test_expired_files_are_not_taken_but_the_last_good_stays_usable(
    store: ConfigurationStore, server: Loopback, trust: Trust, repository: TufRepository
) -> None:
    store.fetch(server.url, trust, NOW)
    late = NOW + repository.lifetime + 10
    repository.publish()
    with pytest.raises(TrustError) as caught:
        store.fetch(server.url, trust, late)
    assert caught.value.reason is Reason.EXPIRED
    assert store.verified(trust, late).stale
    assert store.verified(trust, late).manifest_version == 1


@pytest.mark.parametrize(
    ("path", "answer", "error"),
    [
        ("/v1/tuf/timestamp.json", plain(b"<html>", kind="text/html"), NotCentral),
        ("/v1/tuf/timestamp.json", plain(b"{}"), TrustError),
        ("/v1/tuf/timestamp.json", plain(b"", "302 Found", extra="Location: /\r\n"), NotCentral),
        ("/v1/tuf/timestamp.json", plain(b'{"signed": {"meta": {"snapshot.json": {"version": -1}}}}'), TrustError),
        ("/v1/tuf/2.snapshot.json", plain(b"", "404 Not Found"), LinkDown),
        ("/v1/tuf/2.targets.json", plain(b"", "500 Oh"), LinkError),
        ("/v1/tuf/2.manifest.json", plain(b'{"signed": {"targets": {}}}'), TrustError),
        ("/v1/tuf/2.manifest.json", plain(b"{" * 9000), TrustError),
        ("/v1/tuf/2.root.json", plain(b"<html>", kind="text/html"), NotCentral),
        ("/v1/tuf/2.root.json", plain(b'{"signed": {}}'), TrustError),
    ],
)
def test_a_faulty_answer_leaves_the_last_good(
    store: ConfigurationStore,
    server: Loopback,
    central: SmallCentral,
    trust: Trust,
    tmp_path: Path,
    *,
    path: str,
    answer: bytes,
    error: type[Exception],
) -> None:
    store.fetch(server.url, trust, NOW)
    kept = last_good(tmp_path)
    central.repository.publish()
    central.instead = {path: answer}
    with pytest.raises(error):
        store.fetch(server.url, trust, NOW)
    assert last_good(tmp_path) == kept
    central.instead = {}
    assert store.fetch(server.url, trust, NOW).verified(trust, NOW).manifest_version == 2


def test_content_that_is_not_its_digest_is_refused(
    store: ConfigurationStore, server: Loopback, central: SmallCentral, trust: Trust, tmp_path: Path
) -> None:
    digest = hashlib.sha256(PICTURE).hexdigest()
    for body in (PICTURE[:-1] + b"!", PICTURE + b"!", b""):
        central.instead = {f"/v1/content/{digest}": plain(body)}
        with pytest.raises((TrustError, NotCentral)):
            store.fetch(server.url, trust, NOW)
        assert not (tmp_path / "configuration").exists()
    central.instead = {}
    assert store.fetch(server.url, trust, NOW)


def test_content_is_fetched_once_and_damage_is_repaired(
    store: ConfigurationStore, server: Loopback, trust: Trust, repository: TufRepository, tmp_path: Path
) -> None:
    store.fetch(server.url, trust, NOW)
    server.requests.clear()
    repository.publish()
    store.fetch(server.url, trust, NOW)
    assert not [request for request in server.requests if "content" in request.path]
    damaged = tmp_path / "content" / hashlib.sha256(PICTURE).hexdigest()
    damaged.write_bytes(PICTURE[:-1] + b"!")
    assert store.damaged_content() == [damaged.name]
    store.fetch(server.url, trust, NOW)
    assert store.damaged_content() == []


def test_content_nobody_names_any_more_goes_one_change_later(
    store: ConfigurationStore, server: Loopback, trust: Trust, repository: TufRepository, tmp_path: Path
) -> None:
    store.fetch(server.url, trust, NOW)
    gone = hashlib.sha256(PICTURE).hexdigest()
    del repository.content["picture"]
    repository.publish()
    store.fetch(server.url, trust, NOW)
    assert (tmp_path / "content" / gone).exists(), "a front may still be reading it"
    repository.publish()
    store.fetch(server.url, trust, NOW)
    assert not (tmp_path / "content" / gone).exists()


@pytest.mark.parametrize("damage", [b"", b"\x00", b"garbage" * 100])
def test_a_damaged_last_good_is_replaced_by_the_next_fetch(
    store: ConfigurationStore, server: Loopback, trust: Trust, tmp_path: Path, damage: bytes
) -> None:
    store.fetch(server.url, trust, NOW)
    (tmp_path / "configuration" / "last-good").write_bytes(damage)
    with pytest.raises(BundleError):
        store.load()
    assert store.newer(server.url, trust).refresh(NOW)
    assert store.verified(trust, NOW)


def test_the_last_good_survives_a_disk_that_fills_up(
    store: ConfigurationStore,
    server: Loopback,
    trust: Trust,
    repository: TufRepository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store.fetch(server.url, trust, NOW)
    kept = last_good(tmp_path)
    repository.publish()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            store.fetch(server.url, trust, NOW)
    assert last_good(tmp_path) == kept
    assert not list(tmp_path.rglob(".*"))
    assert store.fetch(server.url, trust, NOW)


def test_another_terminals_trust_does_not_take_it(
    store: ConfigurationStore, server: Loopback, repository: TufRepository
) -> None:
    from kiosk.contract.trust_file import encode_trust_file
    from kiosk.trust import load_trust

    other = load_trust(encode_trust_file(repository.trust_file(repository.signed_statement(terminal=bytes(16)))))
    with pytest.raises(TrustError):
        store.fetch(server.url, other, NOW)
