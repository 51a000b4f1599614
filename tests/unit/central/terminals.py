"""A terminal as central sees it: keys, signed requests by hand so that they can be wrong, envelopes made for real."""

import base64
import hashlib
import http.client
import json
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519

from kiosk.contract.api import (
    EnrolmentAnswer,
    EnrolmentRequest,
    EnrolmentStatement,
    EnvelopeBatch,
    HaveThrough,
    Signed,
    SyncAnswer,
    SyncRequest,
)
from kiosk.contract.application import Applicant, Application, Consent, Content, Kind, Rating
from kiosk.contract.canonical import canonical
from offline_queue.envelope import Header, encode_header, envelope_digest, sign_envelope, write_envelope
from offline_queue.sealing import Sealed, SealingKey, seal

COMPONENTS = ("@method", "@path", "@query")
ZEROS = bytes(32)


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        return str(json.loads(self.body)["code"])

    def payload(self, kind: type) -> Any:
        return msgspec.json.decode(msgspec.json.decode(self.body, type=Signed).payload, type=kind)


def call(url: str, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Reply:
    """One request on a connection of its own."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    try:
        connection.request(method, path, body or None, headers or {})
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, told, answer.read())
    finally:
        connection.close()


@dataclass
class Message:
    """What the signer wants to see of a request."""

    method: str
    url: str
    headers: dict[str, str]


def signed_headers(
    key: Ed25519PrivateKey,
    key_id: str,
    path: str,
    body: bytes,
    *,
    created: float | None = None,
    nonce: str | None = "",
    tag: str = "kiosk-terminal-v1",
    components: tuple[str, ...] = COMPONENTS,
    method: str = "POST",
    digest: bool = True,
) -> dict[str, str]:
    message = Message(method, f"http://anywhere{path}", {})
    signer = HTTPMessageSigner(
        signature_algorithm=ED25519, key_resolver=MappingKeyResolver(public_keys={}, private_keys={key_id: key})
    )
    signer.sign(
        message,
        key_id=key_id,
        created=datetime.fromtimestamp(int(time.time() if created is None else created), UTC),
        nonce=secrets.token_urlsafe(16) if nonce == "" else nonce,
        label="t",
        tag=tag,
        covered_component_ids=components,
        body=body if digest else None,
    )
    return message.headers


@dataclass
class Terminal:
    """Not yet enrolled until `enrol`."""

    envelope_key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    receipt_key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    request_key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    id: bytes = bytes(16)
    epoch: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    seq: int = 0
    head: bytes = ZEROS
    statement: EnrolmentStatement | None = None

    def request(self, secret: str) -> EnrolmentRequest:
        keys = (self.envelope_key, self.receipt_key, self.request_key)
        return EnrolmentRequest(secret, *(key.public_key().public_bytes_raw() for key in keys))

    def enrol(self, url: str, code: str) -> Reply:
        secret = code.partition("-")[0]
        reply = call(url, "POST", "/v1/enrolments", msgspec.json.encode(self.request(secret)))
        if reply.status == 200:
            answer = msgspec.json.decode(reply.body, type=EnrolmentAnswer)
            self.statement = msgspec.json.decode(answer.statement.payload, type=EnrolmentStatement)
            self.id = self.statement.terminal
        return reply

    def post(self, url: str, path: str, body: bytes, **how: Any) -> Reply:
        headers = signed_headers(self.request_key, self.id.hex(), path, body, **how)
        return call(url, "POST", path, body, headers)

    def deliver(self, url: str, *envelopes: bytes, epoch: bytes | None = None) -> HaveThrough:
        body = msgspec.json.encode(EnvelopeBatch(epoch or self.epoch, list(envelopes)))
        reply = self.post(url, "/v1/envelopes", body)
        assert reply.status == 200, reply.body
        have: HaveThrough = reply.payload(HaveThrough)
        assert have.request == hashlib.sha256(body).digest()
        return have

    def sync(self, url: str, *, manifest: int = 0, wait: int = 0, epoch: bytes | None = None) -> SyncAnswer:
        chosen = self.epoch if epoch is None else epoch
        request = SyncRequest(manifest=manifest, epoch=chosen, seq=self.seq, head=self.head, wait=wait)
        reply = self.post(url, "/v1/sync", msgspec.json.encode(request))
        assert reply.status == 200, reply.body
        answer: SyncAnswer = reply.payload(SyncAnswer)
        return answer

    # ---- envelopes -----------------------------------------------------------------------------------------------

    def envelope(self, sealed: Sealed) -> bytes:
        """The next of the chain."""
        data = self.envelope_at(self.seq + 1, self.head, sealed)
        self.seq += 1
        self.head = envelope_digest(data)
        return data

    def envelope_at(self, seq: int, previous: bytes, sealed: Sealed, *, key: Ed25519PrivateKey | None = None) -> bytes:
        header = Header(self.id, self.epoch, seq, previous, 1_800_000_000, 1_800_000_600, sealed.size_class)
        encoded = encode_header(header)
        private = (key or self.envelope_key).private_bytes_raw()
        return write_envelope(encoded, sealed, sign_envelope(encoded, sealed, private))

    def seal(self, content: Content, key: SealingKey, **changes: Any) -> Sealed:
        kind = Kind.RATING if isinstance(content, Rating) else Kind.APPLICATION
        chosen = {"identifier": content.id, "kind": kind.value, "terminal": self.id, **changes}
        return seal(changes.pop("plaintext", canonical(content)), key=key, visit=bytes(16), **without(chosen))


def without(chosen: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in chosen.items() if name != "plaintext"}


def an_application(identifier: bytes | None = None) -> Application:
    """Published specimen data only."""
    return Application(
        id=identifier or secrets.token_bytes(16),
        item="med.cross-region-filing",
        item_version=1,
        language="zh-CN",
        applicant=Applicant(
            document_kind="resident", name="样本", number="11010519491231002X", birth="1949-12-31", sex="F"
        ),
        consent=Consent("1", "zh-CN", "00" * 32),
        answers={"kind": "temporary", "dest_region": "310000"},
        strokes=[[[1, 2], [3, 4]]],
        check_key=bytes(range(32)),
    )


def a_rating(of: bytes, score: int = 5) -> Rating:
    return Rating(id=secrets.token_bytes(16), of=of, score=score, language="zh-CN")


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
