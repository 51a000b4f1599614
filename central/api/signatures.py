"""Requests signed by a terminal (RFC 9421, Ed25519): who it was, or why not.

Covered must be method, path, query and content digest; not the authority, which a proxy may change. The key id is the
terminal's id in hexadecimal. `created` may be five minutes off: a demo's tolerance, since a terminal corrects its clock
by our Date; the nonces of that window are remembered, so no request is taken twice by one process. What a restart
forgets is harmless: every request may be repeated.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError, InterfaceError
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    VerifyResult,
)
from http_message_signatures.algorithms import ED25519

from central.clock import Clock
from central.refusal import Refusal, Refused
from central.store.models import ID_LENGTH, Terminal

TAG = "kiosk-terminal-v1"
REQUIRED = ("@method", "@path", "@query", "content-digest")
TOLERANCE_SECONDS = 300
NONCE_LENGTH = range(16, 65)
NONCES_KEPT = 200_000


class Fields:
    """Header lines in order; one name may come more than once."""

    def __init__(self, lines: Iterable[tuple[bytes, bytes]]) -> None:
        self._lines = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in lines]

    def items(self) -> list[tuple[str, str]]:
        return self._lines


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """An HTTP request as it came. `target`: path and query as on the wire."""

    method: str
    target: str
    headers: Fields
    body: bytes

    @property
    def url(self) -> str:
        """Its authority is a stand-in: none is covered."""
        return f"http://central{self.target}"


class _Keys(HTTPSignatureKeyResolver):
    """The request key of an enrolled terminal; remembers whose it was.

    `failure`: the library says "unsigned" of whatever is raised here, but a database that is away is not that.
    """

    def __init__(self) -> None:
        self.terminal: Terminal | None = None
        self.failure: DatabaseError | InterfaceError | None = None

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        if len(key_id) != ID_LENGTH:
            return None
        try:
            self.terminal = Terminal.objects.filter(pk=key_id).first()
        except (DatabaseError, InterfaceError) as error:
            self.failure = error
            raise
        if self.terminal is None:
            return None
        return Ed25519PublicKey.from_public_bytes(bytes(self.terminal.request_key))


class _Verifier(HTTPMessageVerifier):
    """Leaves the window to us: only a valid signature may be told that its clock is wrong."""

    max_clock_skew = timedelta(days=36_500)


class Signatures:
    """Safe for several threads; each needs its own database connection."""

    def __init__(self, clock: Clock, tolerance: int = TOLERANCE_SECONDS) -> None:
        self._clock = clock
        self._tolerance = tolerance
        self._nonces = Nonces()

    def terminal_of(self, request: SignedRequest) -> Terminal:
        """Raises Refused."""
        keys = _Keys()
        result = _verified(request, keys)
        if keys.terminal is None:
            raise Refused(Refusal.UNSIGNED)
        if keys.terminal.revoked:
            raise Refused(Refusal.REVOKED)
        self._in_time(result)
        self._once(keys.terminal, result.nonce)
        return keys.terminal

    def _in_time(self, result: VerifyResult) -> None:
        now = self._clock.now()
        created = int(result.parameters["created"])
        expires = int(result.parameters.get("expires", now))
        if abs(created - now) > self._tolerance or expires < now - self._tolerance:
            raise Refused(Refusal.CLOCK)

    def _once(self, terminal: Terminal, nonce: str | None) -> None:
        if nonce is None or len(nonce) not in NONCE_LENGTH:
            raise Refused(Refusal.UNSIGNED)
        now = self._clock.now()
        if not self._nonces.fresh((terminal.pk, nonce), now, now + 2 * self._tolerance):
            raise Refused(Refusal.REPLAY)


def _verified(request: SignedRequest, keys: _Keys) -> VerifyResult:
    verifier = _Verifier(signature_algorithm=ED25519, key_resolver=keys)
    try:
        results = verifier.verify(request, max_age=None, expect_tag=TAG, require_components=REQUIRED, body=request.body)
    except (HTTPMessageSignaturesException, ValueError, OverflowError) as error:
        raise keys.failure or Refused(Refusal.UNSIGNED) from error
    if len(results) != 1:
        raise Refused(Refusal.UNSIGNED)
    return results[0]


class Nonces:
    """What was seen, until it could no longer be in time."""

    def __init__(self, kept: int = NONCES_KEPT) -> None:
        self._seen: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._kept = kept
        self._one = threading.Lock()

    def fresh(self, nonce: tuple[str, str], now: int, until: int) -> bool:
        """Whether it was never seen; from now on it was. When full, the oldest is forgotten first."""
        with self._one:
            while self._seen and (next(iter(self._seen.values())) < now or len(self._seen) >= self._kept):
                self._seen.popitem(last=False)
            if nonce in self._seen:
                return False
            self._seen[nonce] = until
            return True
