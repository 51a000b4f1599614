"""Messages of the terminal API v1 (JSON). Bytes are base64. Requests are signed by RFC 9421 with the terminal's request
key (components `@method`, `@target-uri`, `content-digest`, created, nonce; tag `kiosk-terminal-v1`); every answer's
body is a SignedAnswer, the one exception being an error of the enrolment of a terminal that has no key yet.
"""

import msgspec

API = "/v1"


class Signed(msgspec.Struct, frozen=True):
    """`payload` under Ed25519 over `label || 0x00 || payload`; `key_id`: first 8 bytes of SHA-256(raw public key)."""

    label: str
    key_id: bytes
    payload: bytes
    signature: bytes


SignedAnswer = Signed

ENROLMENT_LABEL = "kiosk enrolment statement v1"
HAVE_THROUGH_LABEL = "kiosk have-through v1"
SYNC_LABEL = "kiosk sync answer v1"
EVENTS_LABEL = "kiosk events answer v1"


class EnrolmentRequest(msgspec.Struct, frozen=True):
    """`secret`: the one-time part of the code. Public keys are raw Ed25519."""

    secret: str
    envelope_key: bytes
    receipt_key: bytes
    request_key: bytes


class EnrolmentStatement(msgspec.Struct, frozen=True):
    """Payload under ENROLMENT_LABEL: which terminal these keys belong to. `terminal`: 16 random bytes."""

    terminal: bytes
    name: str
    branch: str
    district: str
    envelope_key: bytes
    receipt_key: bytes
    request_key: bytes
    issued: int


class EnrolmentAnswer(msgspec.Struct, frozen=True):
    """`root`: the newest root.json, the chain's first root in `first_root`, both as published."""

    first_root: bytes
    statement: Signed


class HaveThrough(msgspec.Struct, frozen=True, kw_only=True):
    """Payload under HAVE_THROUGH_LABEL: central holds all envelopes of (terminal, epoch) up to `seq`.

    `head`: digest of envelope `seq` (32 bytes; zeros for seq 0). `request`: SHA-256 of the request body this answers,
    empty in a sync answer. `results`: a word for each envelope of the request: stored, duplicate, conflict, refused.
    """

    terminal: bytes
    epoch: bytes
    seq: int
    head: bytes
    request: bytes
    time: int
    results: list[str] = []
    retry_after: int = 0


class EnvelopeBatch(msgspec.Struct, frozen=True):
    """At most 50 envelopes of one epoch, in order."""

    epoch: bytes
    envelopes: list[bytes]


class SyncRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Heartbeat and long poll. `manifest`: version of the manifest that runs; `wait`: seconds the answer may take.

    `offered`: the newest version looked at; `outcome`, `reason`: kiosk.contract.applying's words about that one.
    """

    manifest: int
    epoch: bytes
    seq: int
    head: bytes
    wait: int
    health: dict[str, str] = {}
    build: str = ""
    offered: int = 0
    outcome: str = ""
    reason: str = ""


class SyncAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Payload under SYNC_LABEL."""

    terminal: bytes
    request: bytes
    time: int
    manifest: int
    wait: int
    have_through: Signed | None = None


class EventBatch(msgspec.Struct, frozen=True):
    """Journal events by name, allow-listed; values are numbers."""

    events: list[tuple[int, str, list[int]]]


class EventsAnswer(msgspec.Struct, frozen=True):
    """Payload under EVENTS_LABEL."""

    request: bytes
    stored: int
