"""The line to central: what it refuses to follow, to wait for, to read and to believe from the environment."""

import socket
import ssl
import threading
import time
from pathlib import Path

import pytest

from kiosk.sync.errors import LinkDown, NotCentral
from kiosk.sync.line import USER_TIMEOUT_MS, Line, Patience, socket_options
from tests.support.loopback import Loopback, Peer, Request, loopback, plain

SHORT = Patience(connect=2.0, read=2.0, whole=0.4)
LONG = Patience(connect=5.0, read=5.0, whole=20.0)


def ask(server: Loopback, patience: Patience = LONG, limit: int = 1000, method: str = "GET"):
    line = Line(server.url)
    try:
        return line.call(method, "/v1/x", limit=limit, patience=patience)
    finally:
        line.close()


def test_a_whole_answer_comes_back_with_its_words() -> None:
    extra = "Retry-After: 7\r\nDate: Tue, 24 Nov 2026 00:00:00 GMT\r\n"
    with loopback(lambda request, peer: plain(b"{}", extra=extra, kind="application/json; charset=utf-8")) as server:
        answer = ask(server)
    assert (answer.status, answer.kind, answer.body, answer.retry_after) == (200, "application/json", b"{}", 7)
    assert answer.date == 1_795_478_400


def test_one_connection_serves_many_calls() -> None:
    ports = set()

    def answer(request: Request, peer: Peer) -> bytes:
        ports.add(peer.connection.getpeername())
        return plain(b"{}")

    with loopback(answer) as server:
        line = Line(server.url)
        for _ in range(3):
            line.call("GET", "/v1/x", limit=100, patience=LONG)
        line.close()
    assert len(ports) == 1


def test_a_redirect_is_not_followed_and_its_body_not_read() -> None:
    with loopback(lambda request, peer: plain(b"x" * 50, "302 Found", extra="Location: /login\r\n")) as server:
        assert ask(server).status == 302
        with pytest.raises(NotCentral):
            ask(server, limit=10)
        assert {request.path for request in server.requests} == {"/v1/x"}


def test_a_huge_answer_is_left_unread() -> None:
    sent = []

    def answer(request: Request, peer: Peer) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        for _ in range(1000):
            peer.send(b"x" * 65536)
            sent.append(65536)

    with loopback(answer) as server, pytest.raises(NotCentral):
        ask(server, limit=10_000)
    assert sum(sent) < 60_000_000


def test_an_endless_chunked_answer_is_left_unread() -> None:
    def answer(request: Request, peer: Peer) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not peer.stopped.is_set():
            peer.send(b"400\r\n" + b"x" * 0x400 + b"\r\n")

    with loopback(answer) as server, pytest.raises(NotCentral):
        ask(server, limit=10_000)


@pytest.mark.parametrize(
    "cut",
    [
        b"",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\n\r\nsome body without an end",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123",
        b"\x16\x03\x01 not http at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_a_cut_or_garbled_answer_is_no_answer(cut: bytes) -> None:
    def answer(request: Request, peer: Peer) -> None:
        peer.send(cut)

    with loopback(answer) as server, pytest.raises(LinkDown):
        ask(server)


BODY = b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"


@pytest.mark.parametrize("lead", [b"", b"HTTP/1.1 200 OK\r\n", BODY])
def test_a_dribbling_server_meets_the_deadline_of_the_whole_call(lead: bytes) -> None:
    """In the status line, in the headers and in the body: a byte always comes in time."""

    def answer(request: Request, peer: Peer) -> None:
        peer.send(lead)
        peer.dribble(b"X-Slow: " + b"x" * 900, 0.02)

    with loopback(answer) as server:
        begun = time.monotonic()
        with pytest.raises(LinkDown, match="in time"):
            ask(server, SHORT)
    assert time.monotonic() - begun < 5


def test_the_same_dribble_in_time_is_an_answer() -> None:
    def answer(request: Request, peer: Peer) -> None:
        peer.dribble(plain(b"{}"), 0.0005)

    with loopback(answer) as server:
        assert ask(server, LONG).body == b"{}"


def test_a_mute_server_meets_the_read_timeout() -> None:
    def answer(request: Request, peer: Peer) -> None:
        peer.stopped.wait(20)

    with loopback(answer) as server, pytest.raises(LinkDown):
        ask(server, Patience(connect=1.0, read=0.2, whole=20.0))


def test_the_line_works_again_after_a_cut() -> None:
    turns = iter([False, True])

    def answer(request: Request, peer: Peer) -> bytes | None:
        if next(turns):
            return plain(b"{}")
        peer.dribble(b"x" * 900, 0.02)
        return None

    with loopback(answer) as server:
        line = Line(server.url)
        with pytest.raises(LinkDown):
            line.call("GET", "/v1/x", limit=100, patience=SHORT)
        assert line.call("GET", "/v1/x", limit=100, patience=LONG).body == b"{}"
        line.close()


def test_closing_ends_a_call_that_central_holds() -> None:
    held = threading.Event()

    def answer(request: Request, peer: Peer) -> None:
        held.set()
        peer.stopped.wait(20)

    raised: list[Exception] = []

    def poll() -> None:
        try:
            line.call("GET", "/v1/x", limit=100, patience=LONG)
        except LinkDown as error:
            raised.append(error)

    with loopback(answer) as server:
        line = Line(server.url)
        thread = threading.Thread(target=poll)
        thread.start()
        assert held.wait(5)
        line.close()
        thread.join(4)
        assert not thread.is_alive()
        assert len(raised) == 1
        with pytest.raises(LinkDown, match="closed"):
            line.call("GET", "/v1/x", limit=100, patience=LONG)


def test_nobody_there_is_a_link_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(LinkDown):
        Line(f"http://127.0.0.1:{port}").call("GET", "/", limit=1, patience=SHORT)


def test_no_thread_stays_behind() -> None:
    with loopback(lambda request, peer: plain(b"{}")) as server:
        ask(server)
        assert not [thread for thread in threading.enumerate() if thread.name == "call-deadline"]


def test_the_environment_does_not_steer_the_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with loopback(lambda request, peer: plain(b'{"proxy":true}')) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login someone password something\n")
        netrc.chmod(0o600)
        monkeypatch.setenv("NETRC", str(netrc))
        with loopback(lambda request, peer: plain(b"{}")) as server:
            assert ask(server).body == b"{}"
            assert "authorization" not in server.requests[0].headers
            steered = __import__("requests").get(server.url, timeout=5)  # positive control: plain requests obeys them
            assert steered.json() == {"proxy": True}
            assert proxy.requests[0].headers["authorization"]


def test_cookies_of_a_portal_are_not_kept() -> None:
    with loopback(lambda request, peer: plain(b"{}", extra="Set-Cookie: portal=1; Path=/\r\n")) as server:
        line = Line(server.url)
        for _ in range(2):
            line.call("GET", "/v1/x", limit=100, patience=LONG)
        line.close()
        assert all("cookie" not in request.headers for request in server.requests)


def test_half_open_links_are_given_up_by_the_kernel() -> None:
    options = {(level, name): value for level, name, value in socket_options()}
    assert options[socket.SOL_SOCKET, socket.SO_KEEPALIVE] == 1
    assert options[socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT] == USER_TIMEOUT_MS


def test_the_socket_in_use_has_these_options() -> None:
    with loopback(lambda request, peer: plain(b"{}")) as server:
        line = Line(server.url)
        line.call("GET", "/v1/x", limit=100, patience=LONG)
        used = line._adapter._in_use.sock
        assert used.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert used.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == USER_TIMEOUT_MS
        line.close()


# ---- TLS -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def tls(tmp_path: Path):
    """A loopback TLS server with a private CA of its own, and the CA's file."""
    from tests.support.certificates import make_server_certificate

    files = make_server_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    return context, files.authority


def call_tls(
    tls, bundle: Path | None, answering=lambda request, peer: plain(b"{}"), patience: Patience = LONG
) -> bytes:
    context, _ = tls
    with loopback(answering, context) as server:
        line = Line(server.url, bundle=bundle)
        try:
            return line.call("GET", "/v1/x", limit=1000, patience=patience).body
        finally:
            line.close()


def test_the_private_bundle_is_believed_whatever_the_environment_says(
    tls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """requests with trust_env lets REQUESTS_CA_BUNDLE override the client's own `verify` (psf/requests#3829)."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(tmp_path / "none.pem"))
    assert call_tls(tls, tls[1]) == b"{}"


def test_a_stranger_with_another_certificate_is_not_central(tls) -> None:
    with pytest.raises(NotCentral):
        call_tls(tls, None)


@pytest.mark.parametrize("lead", [b"", BODY])
def test_a_dribble_inside_tls_meets_the_deadline(tls, lead: bytes) -> None:
    def answer(request: Request, peer: Peer) -> None:
        peer.send(lead or b"HTTP/1.1 200")
        peer.dribble(b"x" * 900, 0.02)

    with pytest.raises(LinkDown, match="in time"):
        call_tls(tls, tls[1], answer, SHORT)
