"""Requests signed by the terminal's request key (RFC 9421, Ed25519).

Covered: method, path, query and content digest; not the authority, which a proxy in front of central may change. The
key id is the terminal's id in hex; `created` and a nonce make a replay visible; the tag names this protocol.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519
from requests.auth import AuthBase

TAG = "kiosk-terminal-v1"
LABEL = "kiosk"
COMPONENTS = ("@method", "@path", "@query")


class RequestSignature(AuthBase):
    """Signs what requests is about to send. `now`: Unix seconds as central would say."""

    def __init__(self, terminal: bytes, private: bytes, now: Callable[[], float]) -> None:
        self._key_id = terminal.hex()
        self._now = now
        keys = {self._key_id: Ed25519PrivateKey.from_private_bytes(private)}
        resolver = MappingKeyResolver(public_keys={}, private_keys=keys)
        self._signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=resolver)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        body = request.body or b""
        self._signer.sign(
            request,
            key_id=self._key_id,
            created=datetime.fromtimestamp(int(self._now()), UTC),
            nonce=secrets.token_urlsafe(16),
            label=LABEL,
            tag=TAG,
            covered_component_ids=COMPONENTS,
            body=body.encode() if isinstance(body, str) else body,
        )
        return request
