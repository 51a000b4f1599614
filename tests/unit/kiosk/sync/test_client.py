"""The client of central: what it signs, and whose answers it believes."""

from collections.abc import Callable, Iterator

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import InvalidSignature

from kiosk.contract.api import (
    HAVE_THROUGH_LABEL,
    SYNC_LABEL,
    EnvelopeBatch,
    EventBatch,
    HaveThrough,
    Signed,
    SyncRequest,
)
from kiosk.contract.failure import FailureCode
from kiosk.sync.client import CentralClient
from kiosk.sync.errors import CentralBusy, CentralRefused, LinkDown, LinkError, NotBelieved, NotCentral
from kiosk.sync.line import Patience
from tests.support.loopback import Peer, Request, loopback, plain
from tests.support.small_central import SmallCentral
from tests.support.tuf_repository import NOW, TufRepository, sign_as_central

EPOCH = bytes(range(100, 116))
BATCH = EnvelopeBatch(EPOCH, [b"first envelope", b"second"])
HEARTBEAT = SyncRequest(manifest=1, epoch=EPOCH, seq=2, head=bytes(32), wait=0)
PATIENCE = Patience(connect=2.0, read=5.0, whole=10.0)


@pytest.fixture(scope="module")
def repository() -> TufRepository:
    return TufRepository()


@pytest.fixture
def central(repository: TufRepository) -> SmallCentral:
    return SmallCentral(repository)


@pytest.fixture
def client(central: SmallCentral) -> Iterator[CentralClient]:
    with loopback(central) as server:
        client = a_client(server.url, central.repository)
        yield client
        client.close()


def a_client(url: str, repository: TufRepository, clock: Callable[[], float] = lambda: NOW + 5.0) -> CentralClient:
    return CentralClient(
        url,
        terminal=repository.terminal,
        request_private=repository.request_private.private_bytes_raw(),
        statement_keys=repository.central_keys(),
        clock=clock,
        patience=PATIENCE,
    )


def test_what_central_says_about_our_envelopes_is_believed(client: CentralClient) -> None:
    have, signed = client.settle(BATCH)
    assert (have.epoch, have.seq, have.results) == (EPOCH, 2, ["stored", "stored"])
    assert client.have_through(signed) == have
    assert client.send_envelopes(BATCH) == have
    assert client.drift == -5


def test_heartbeat_and_events_are_answered(client: CentralClient) -> None:
    assert client.sync(HEARTBEAT).manifest == 1
    assert client.events(EventBatch([(1, "link-up", [])])).stored == 1


def test_every_request_has_a_fresh_nonce_and_our_time(client: CentralClient, central: SmallCentral) -> None:
    client.sync(HEARTBEAT)
    client.sync(HEARTBEAT)
    first, second = central.seen
    assert first["nonce"] != second["nonce"]
    assert first["created"] == NOW + 5
    assert first["keyid"] == central.repository.terminal.hex()
    assert first["alg"] == "ed25519"


def test_a_request_altered_on_the_way_would_be_seen(central: SmallCentral, repository: TufRepository) -> None:
    taken: list[Request] = []

    def answer(request: Request, peer: Peer) -> bytes:
        taken.append(request)
        return plain(b"", "503 Service Unavailable")

    with loopback(answer) as server:
        client = a_client(server.url, repository)
        with pytest.raises(CentralBusy):
            client.send_envelopes(BATCH)
        client.close()
    (request,) = taken
    central.verify(request)
    altered = [
        Request(request.method, request.path, request.headers, request.body + b" "),
        Request(request.method, "/v1/events", request.headers, request.body),
        Request(request.method, request.path + "?x=1", request.headers, request.body),
        Request("PUT", request.path, request.headers, request.body),
    ]
    for one in altered:
        with pytest.raises(InvalidSignature):
            central.verify(one)


# ---- answers not believed --------------------------------------------------------------------------------------------


def stranger(signed: Signed) -> Signed:
    return sign_as_central(Ed25519PrivateKey.generate(), signed.label, signed.payload)


def flip(field: str, place: int) -> Callable[[Signed], Signed]:
    def spoil(signed: Signed) -> Signed:
        spoilt = bytearray(getattr(signed, field))
        spoilt[place % len(spoilt)] ^= 1
        return msgspec.structs.replace(signed, **{field: bytes(spoilt)})

    return spoil


def relabel(signed: Signed) -> Signed:
    label = SYNC_LABEL if signed.label == HAVE_THROUGH_LABEL else HAVE_THROUGH_LABEL
    return msgspec.structs.replace(signed, label=label)


SPOILERS = [stranger, relabel, flip("payload", 9), flip("payload", -9), flip("signature", 5), flip("key_id", 0)]


@pytest.mark.parametrize("spoil", SPOILERS)
def test_an_answer_with_anything_changed_is_not_believed(
    client: CentralClient, central: SmallCentral, spoil: Callable[[Signed], Signed]
) -> None:
    assert client.settle(BATCH)
    central.spoil = spoil
    for ask in (lambda: client.settle(BATCH), lambda: client.sync(HEARTBEAT), lambda: client.events(EventBatch([]))):
        with pytest.raises(NotBelieved) as caught:
            ask()
        assert caught.value.code is FailureCode.ANSWER_NOT_BELIEVED


@pytest.mark.parametrize(
    "change",
    [
        {"terminal": bytes(16)},
        {"request": bytes(32)},
        {"request": b""},
        {"epoch": bytes(16)},
        {"results": ["stored"]},
        {"head": b"short"},
        {"seq": -1},
    ],
)
def test_a_have_through_about_something_else_is_not_believed(
    client: CentralClient, central: SmallCentral, change: dict
) -> None:
    assert client.settle(BATCH)
    central.spoil_have_through = change
    with pytest.raises(NotBelieved):
        client.settle(BATCH)


def signed_have_through(central: SmallCentral, have: HaveThrough) -> Signed:
    return sign_as_central(central.repository.statement_private, HAVE_THROUGH_LABEL, msgspec.json.encode(have))


def test_the_have_through_inside_a_sync_answer_is_verified_too(client: CentralClient, central: SmallCentral) -> None:
    good = signed_have_through(central, central.have_through(epoch=EPOCH))
    central.spoil_sync = {"have_through": good}
    assert client.sync(HEARTBEAT).have_through == good
    for bad in (stranger(good), signed_have_through(central, central.have_through(terminal=bytes(16)))):
        central.spoil_sync = {"have_through": bad}
        with pytest.raises(NotBelieved):
            client.sync(HEARTBEAT)


@pytest.mark.parametrize("change", [{"terminal": bytes(16)}, {"request": bytes(32)}])
def test_a_sync_answer_about_something_else_is_not_believed(
    client: CentralClient, central: SmallCentral, change: dict
) -> None:
    central.spoil_sync = change
    with pytest.raises(NotBelieved):
        client.sync(HEARTBEAT)


def test_new_statement_keys_are_believed_once_told(client: CentralClient, central: SmallCentral) -> None:
    client.believe({})
    with pytest.raises(NotBelieved):
        client.settle(BATCH)
    client.believe(central.repository.central_keys())
    assert client.settle(BATCH)


# ---- answers that are not central's ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (plain(b"<html>Sign in</html>", kind="text/html"), NotCentral),
        (plain(b"<html>Sign in</html>"), NotCentral),
        (plain(b'{"ok": true}'), NotCentral),
        (plain(b"[" * 20_000), NotCentral),
        (plain(b"", "302 Found", extra="Location: http://127.0.0.1:1/\r\n"), NotCentral),
        (plain(b"", "304 Not Modified"), NotCentral),
        (plain(b"{}", "202 Accepted"), NotCentral),
        (plain(b"x" * 300_000), NotCentral),
        (plain(b"", "500 Internal Server Error"), CentralBusy),
        (plain(b"", "502 Bad Gateway"), CentralBusy),
        (plain(b"", "401 Unauthorized"), CentralRefused),
        (plain(b"", "413 Content Too Large"), CentralRefused),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{", LinkDown),
    ],
)
def test_an_answer_that_is_not_centrals_changes_nothing(
    client: CentralClient, central: SmallCentral, raw: bytes, kind: type[LinkError]
) -> None:
    central.instead = {"/v1/envelopes": raw}
    if kind is LinkDown:
        client._patience = Patience(connect=1.0, read=0.2, whole=5.0)
    with pytest.raises(LinkError) as caught:
        client.settle(BATCH)
    assert type(caught.value) is kind
    central.instead = {}
    client._patience = PATIENCE
    assert client.settle(BATCH)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("Retry-After: 17\r\n", 17),
        ("", 0),
        ("Retry-After: soon\r\n", 0),
        ("Retry-After: -5\r\n", 0),
        ("Retry-After: 999999999999999\r\n", 3600),
        ("Retry-After: Tue, 24 Nov 2026 00:01:00 GMT\r\nDate: Tue, 24 Nov 2026 00:00:00 GMT\r\n", 60),
        ("Retry-After: Tue, 24 Nov 2026 00:01:00 GMT\r\n", 0),
        ("Retry-After: Tue, 23 Nov 2027 00:01:00 GMT\r\nDate: Tue, 24 Nov 2026 00:00:00 GMT\r\n", 3600),
    ],
)
def test_a_busy_central_says_when_to_come_back(
    client: CentralClient, central: SmallCentral, header: str, seconds: int
) -> None:
    central.instead = {"/v1/envelopes": plain(b"", "503 Service Unavailable", extra=header)}
    with pytest.raises(CentralBusy) as caught:
        client.settle(BATCH)
    assert caught.value.retry_after == seconds


def test_a_clock_that_fell_back_does_not_silence_the_terminal(repository: TufRepository) -> None:
    """401 with a Date far from ours: signed once more with that time, and from then on."""
    central = SmallCentral(repository)
    created: list[int] = []

    def answer(request: Request, peer: Peer) -> bytes | None:
        central.verify(request)
        created.append(central.seen[-1]["created"])
        if created[-1] < NOW - 60:
            return plain(b"", "401 Unauthorized", extra="Date: Fri, 15 Jan 2027 08:00:00 GMT\r\n")
        return central(request, peer)

    with loopback(answer) as server:
        client = a_client(server.url, repository, clock=lambda: 1000.0)
        assert client.sync(HEARTBEAT)
        assert client.sync(HEARTBEAT)
        client.close()
    assert created == [1000, NOW, NOW]


def test_a_refusal_that_is_not_about_time_is_not_repeated(client: CentralClient, central: SmallCentral) -> None:
    central.instead = {"/v1/sync": plain(b"", "401 Unauthorized", extra="Date: Fri, 15 Jan 2027 08:00:00 GMT\r\n")}
    with pytest.raises(CentralRefused):
        client.sync(HEARTBEAT)
    central.instead = {}
    assert client.sync(HEARTBEAT)


def test_errors_tell_no_body_and_no_key(client: CentralClient, central: SmallCentral) -> None:
    central.instead = {"/v1/envelopes": plain(b"<html>secret</html>", kind="text/html")}
    with pytest.raises(LinkError) as caught:
        client.settle(BATCH)
    assert "secret" not in str(caught.value)
