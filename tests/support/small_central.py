"""A central service small enough for a unit test: the published files of a TufRepository, enrolment and signed answers.

It verifies request signatures with the library's verifier, so what the terminal signs is checked by code that is not
the terminal's. Each `spoil` alters one answer; `busy` comes first.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import HTTPMessageVerifier, MappingKeyResolver
from http_message_signatures.algorithms import ED25519
from requests.structures import CaseInsensitiveDict

from kiosk.contract.api import (
    EVENTS_LABEL,
    HAVE_THROUGH_LABEL,
    SYNC_LABEL,
    EnrolmentAnswer,
    EnrolmentRequest,
    EnvelopeBatch,
    EventsAnswer,
    HaveThrough,
    Signed,
    SyncAnswer,
)
from tests.support.loopback import Peer, Request, plain
from tests.support.tuf_repository import TufRepository, raw_public, sign_as_central

COVERED = {'"@method"', '"@path"', '"@query"', '"content-digest"'}


class _TimelessVerifier(HTTPMessageVerifier):
    """The tests' time is not the machine's."""

    max_clock_skew = timedelta(days=365 * 100)


def unspoilt(signed: Signed) -> Signed:
    return signed


@dataclass
class SmallCentral:
    repository: TufRepository
    secret: str = ""
    spoil: Callable[[Signed], Signed] = unspoilt
    spoil_have_through: dict[str, object] = field(default_factory=dict)
    spoil_sync: dict[str, object] = field(default_factory=dict)
    instead: dict[str, bytes] = field(default_factory=dict)  # path → raw HTTP answer
    enrolled: EnrolmentRequest | None = None
    drop_first_enrolment_answer: bool = False
    seen: list[object] = field(default_factory=list)

    def __call__(self, request: Request, peer: Peer) -> bytes | None:
        if request.path in self.instead:
            return self.instead[request.path]
        if request.method == "GET":
            body = self.repository.over_http().get(request.path)
            return plain(b'{"code":"missing"}', "404 Not Found") if body is None else plain(body)
        routes = {
            "/v1/enrolments": self._enrol,
            "/v1/envelopes": self._envelopes,
            "/v1/sync": self._sync,
            "/v1/events": self._events,
        }
        return routes[request.path](request)

    def verify(self, request: Request) -> None:
        """Raises when the request is not signed by the terminal's request key over all it should."""
        message = SimpleNamespace(
            method=request.method,
            url="http://proxy.example" + request.path,
            headers=CaseInsensitiveDict(request.headers),
        )
        public = Ed25519PublicKey.from_public_bytes(raw_public(self.repository.request_private))
        keys = MappingKeyResolver(public_keys={self.repository.terminal.hex(): public}, private_keys={})
        verifier = _TimelessVerifier(signature_algorithm=ED25519, key_resolver=keys)
        (result,) = verifier.verify(message, body=request.body, expect_tag="kiosk-terminal-v1", max_age=None)
        assert set(result.covered_components) >= COVERED
        assert result.parameters["nonce"]
        self.seen.append(result.parameters)

    def _enrol(self, request: Request) -> bytes | None:
        asked = msgspec.json.decode(request.body, type=EnrolmentRequest)
        if asked.secret != self.secret or self.enrolled not in (None, asked):
            return plain(b'{"code":"K404"}', "403 Forbidden")
        self.enrolled = asked
        if self.drop_first_enrolment_answer:
            self.drop_first_enrolment_answer = False
            return None
        statement = self.repository.signed_statement(
            envelope_key=asked.envelope_key, receipt_key=asked.receipt_key, request_key=asked.request_key
        )
        return plain(msgspec.json.encode(EnrolmentAnswer(self.repository.first_root, self.spoil(statement))))

    def _signed(self, label: str, payload: msgspec.Struct) -> bytes:
        signed = sign_as_central(self.repository.statement_private, label, msgspec.json.encode(payload))
        return plain(msgspec.json.encode(self.spoil(signed)))

    def _envelopes(self, request: Request) -> bytes:
        self.verify(request)
        batch = msgspec.json.decode(request.body, type=EnvelopeBatch)
        have = self.have_through(
            epoch=batch.epoch,
            seq=len(batch.envelopes),
            request=hashlib.sha256(request.body).digest(),
            results=["stored"] * len(batch.envelopes),
        )
        return self._signed(HAVE_THROUGH_LABEL, msgspec.structs.replace(have, **self.spoil_have_through))

    def have_through(self, **changes: object) -> HaveThrough:
        plain_one = HaveThrough(
            terminal=self.repository.terminal,
            epoch=bytes(16),
            seq=0,
            head=bytes(32),
            request=b"",
            time=self.repository.now,
        )
        return msgspec.structs.replace(plain_one, **changes)

    def _sync(self, request: Request) -> bytes:
        self.verify(request)
        answer = SyncAnswer(
            terminal=self.repository.terminal,
            request=hashlib.sha256(request.body).digest(),
            time=self.repository.now,
            manifest=self.repository.version,
            wait=50,
        )
        return self._signed(SYNC_LABEL, msgspec.structs.replace(answer, **self.spoil_sync))

    def _events(self, request: Request) -> bytes:
        self.verify(request)
        stored = len(json.loads(request.body)["events"])
        return self._signed(EVENTS_LABEL, EventsAnswer(hashlib.sha256(request.body).digest(), stored))
