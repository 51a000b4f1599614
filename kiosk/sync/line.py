"""One line to central over requests, with the rules that `requests` does not keep by itself (reference/queue.md 4.1).

Nothing from the environment (proxy variables, .netrc, REQUESTS_CA_BUNDLE, which would override our own bundle), no
redirects (a captive portal's 302 turns a POST into a GET and says 200), no cookies, no retries, no content coding,
answers read up to a limit. `timeout=` is per socket read, so each call has a deadline of its own, kept by a watch that
shuts the socket: a server that dribbles bytes, headers included, is cut off. TCP_USER_TIMEOUT and keepalive end a
half-open link. What the deadline cannot reach is the resolver: getaddrinfo keeps its own time.
"""

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from types import TracebackType
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from kiosk.sync.answers import Answer, answer_of
from kiosk.sync.errors import LinkDown, LinkError, NotCentral

PIECE = 16 * 1024
USER_TIMEOUT_MS = 20_000
_RECUT = 0.05


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: until connected, between two bytes, and for the whole call."""

    connect: float = 5.0
    read: float = 10.0
    whole: float = 30.0

    def longer(self, seconds: float) -> "Patience":
        """For a call that central may hold for so long."""
        return Patience(self.connect, self.read + seconds, self.whole + seconds)


class Line:
    """One keep-alive connection to `base_url`, one call at a time. `bundle`: PEM file of the only CAs believed."""

    def __init__(self, base_url: str, *, bundle: Path | None = None) -> None:
        self._base = base_url.rstrip("/")
        self._verify: bool | str = str(bundle) if bundle else True
        self._adapter = _Adapter()
        self._session = _bare_session(self._adapter)
        self._one_call = threading.Lock()
        self._closed = threading.Event()

    def call(
        self,
        method: str,
        path: str,
        *,
        limit: int,
        patience: Patience,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        auth: AuthBase | None = None,
    ) -> Answer:
        """The whole answer, whatever its status. Raises LinkDown or NotCentral."""
        order = requests.Request(method, self._base + path, data=body, headers=dict(headers or {}), auth=auth)
        with self._one_call, _Watch(patience.whole, self._adapter.cut) as watch:
            if self._closed.is_set():
                raise LinkDown("the line is closed")
            try:
                answer = self._send(self._session.prepare_request(order), limit, patience)
            except NotCentral:
                raise
            except (LinkDown, requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                # The boundary to requests and urllib3: whatever they raise is one of two things here.
                raise _told(error, watch) from error
            if watch.expired:
                raise LinkDown("the answer did not end in time")
            return answer

    def _send(self, request: requests.PreparedRequest, limit: int, patience: Patience) -> Answer:
        response = self._session.send(
            request,
            stream=True,
            allow_redirects=False,
            verify=self._verify,
            proxies={},
            timeout=(patience.connect, patience.read),
        )
        with response:
            _ends_somewhere(response)
            return answer_of(response.status_code, response.headers, _bounded(response, limit))

    def close(self) -> None:
        """Ends a call under way, which raises LinkDown, and takes no other."""
        self._closed.set()
        self._adapter.cut()
        self._session.close()


def _told(error: Exception, watch: "_Watch") -> LinkError:
    if watch.expired:
        return LinkDown("the answer did not end in time")
    if isinstance(error, LinkDown):
        return LinkDown(str(error))
    if isinstance(error, requests.exceptions.SSLError):
        return NotCentral("the TLS certificate is not that of central")
    return LinkDown(f"no whole answer ({type(error).__name__})")


def _ends_somewhere(response: requests.Response) -> None:
    """Central always says how long an answer is; one that ends with the connection may have been cut anywhere."""
    if "content-length" not in response.headers and response.headers.get("transfer-encoding", "").lower() != "chunked":
        raise LinkDown("the answer does not say where it ends")


def _bounded(response: requests.Response, limit: int) -> bytes:
    parts = bytearray()
    for piece in response.raw.stream(PIECE, decode_content=False):
        parts += piece
        if len(parts) > limit:
            raise NotCentral("the answer is longer than any of central")
    return bytes(parts)


class _BareSession(requests.Session):
    """Never looks where a redirect leads: requests would read its body without bound even when not following it."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


def _bare_session(adapter: HTTPAdapter) -> requests.Session:
    session = _BareSession()
    session.trust_env = False
    session.adapters.clear()
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.clear()
    session.headers.update({"Accept-Encoding": "identity", "User-Agent": "kiosk-terminal"})
    return session


class _Adapter(HTTPAdapter):
    """Socket options against half-open links, and a hand on the socket in use."""

    def __init__(self) -> None:
        self._in_use: urllib3.connection.HTTPConnection | None = None
        self._pool: object = None
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        super().init_poolmanager(connections, maxsize, block, socket_options=socket_options(), **options)

    def get_connection_with_tls_context(self, *given: Any, **named: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*given, **named)
        if pool is not self._pool:
            self._pool = pool
            pool.ConnectionCls = _remembered(pool.ConnectionCls, self)
        return pool

    def remember(self, connection: "urllib3.connection.HTTPConnection") -> None:
        self._in_use = connection

    def cut(self) -> None:
        """Ends the call under way from another thread. Shut, not closed: the reader sees the end of the stream."""
        connected = getattr(self._in_use, "sock", None)
        if connected is not None:
            with suppress(OSError):  # just closed, or just wrapped in TLS: the watch comes again
                socket.socket.shutdown(connected, socket.SHUT_RDWR)


def _remembered(kind: Any, adapter: _Adapter) -> Any:
    """`kind` (urllib3's connection class for the scheme) that tells `adapter` of itself before it connects."""

    def connect(self: Any) -> None:
        adapter.remember(self)
        kind.connect(self)

    return type(f"Watched{kind.__name__}", (kind,), {"connect": connect})


def socket_options() -> list[tuple[int, int, int]]:
    """No delay, keepalive from 10 s on, and at most 20 s for sent bytes to be acknowledged (Linux)."""
    chosen = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1), (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    wanted = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": USER_TIMEOUT_MS}
    known = {name: getattr(socket, name, None) for name in wanted}
    return chosen + [(socket.IPPROTO_TCP, number, wanted[name]) for name, number in known.items() if number is not None]


class _Watch:
    """Cuts when `seconds` are over, and again until the call has noticed."""

    def __init__(self, seconds: float, cut: Any) -> None:
        self.expired = False
        self._seconds = seconds
        self._cut = cut
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="call-deadline", daemon=True)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def _run(self) -> None:
        if self._done.wait(self._seconds):
            return
        self.expired = True
        self._cut()
        while not self._done.wait(_RECUT):
            self._cut()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()
