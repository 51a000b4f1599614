"""The terminal's side of API v1: signed requests, and answers believed only when central signed them for just this.

Believed means: 200 or 201, JSON, a Signed of the right label under a key the admins approved, about this terminal, and
naming the SHA-256 of the very request body it answers. Anything else is a LinkError and changes nothing.
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from kiosk.contract.api import (
    API,
    EVENTS_LABEL,
    HAVE_THROUGH_LABEL,
    SYNC_LABEL,
    EnvelopeBatch,
    EventBatch,
    EventsAnswer,
    HaveThrough,
    Signed,
    SyncAnswer,
    SyncRequest,
)
from kiosk.sync.answers import JSON, Answer, signed_answer
from kiosk.sync.errors import CentralRefused, NotBelieved
from kiosk.sync.line import Line, Patience
from kiosk.sync.signing import RequestSignature
from kiosk.trust import TrustError, verify_signed

ANSWER_LIMIT = 256 * 1024
DRIFT_ALLOWED = 30
_UNAUTHORISED = 401


class _AnswersRequest(Protocol):
    @property
    def request(self) -> bytes: ...


A = TypeVar("A", bound=_AnswersRequest)
S = TypeVar("S")


class CentralClient:
    """Two lines, so that a held sync never blocks a delivery. `statement_keys`: key id → raw Ed25519, from Verified.

    `clock`: Unix seconds. `drift`: central's time minus ours at the last believed answer, None before one.
    """

    def __init__(
        self,
        base_url: str,
        *,
        terminal: bytes,
        request_private: bytes,
        statement_keys: Mapping[bytes, bytes],
        bundle: Path | None = None,
        clock: Callable[[], float] = time.time,
        patience: Patience | None = None,
    ) -> None:
        self._terminal = terminal
        self._keys = statement_keys
        self._clock = clock
        self._patience = patience or Patience()
        self._lead = 0.0
        self._signature = RequestSignature(terminal, request_private, lambda: clock() + self._lead)
        self._calls = Line(base_url, bundle=bundle)
        self._polls = Line(base_url, bundle=bundle)
        self.drift: int | None = None

    def believe(self, statement_keys: Mapping[bytes, bytes]) -> None:
        """New keys after a new configuration was verified."""
        self._keys = statement_keys

    def send_envelopes(self, batch: EnvelopeBatch) -> HaveThrough:
        """Raises LinkError."""
        return self.settle(batch)[0]

    def settle(self, batch: EnvelopeBatch) -> tuple[HaveThrough, Signed]:
        """What central holds now, and its signed words for a front to verify itself. Raises LinkError."""
        have, signed = self._ask(
            self._calls, "/envelopes", batch, HaveThrough, label=HAVE_THROUGH_LABEL, patience=self._patience
        )
        self._check_have_through(have)
        if have.epoch != batch.epoch or len(have.results) != len(batch.envelopes):
            raise NotBelieved("central speaks of other envelopes")
        self.drift = have.time - int(self._clock())
        return have, signed

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """Held by central up to `request.wait` seconds; a `have_through` in it is verified too. Raises LinkError."""
        patience = self._patience.longer(request.wait)
        answer, _ = self._ask(self._polls, "/sync", request, SyncAnswer, label=SYNC_LABEL, patience=patience)
        if answer.terminal != self._terminal:
            raise NotBelieved("the answer is for another terminal")
        if answer.have_through is not None:
            self.have_through(answer.have_through)
        self.drift = answer.time - int(self._clock())
        return answer

    def have_through(self, signed: Signed) -> HaveThrough:
        """A have-through that came in a sync answer. Raises NotBelieved."""
        have = self._believed(signed, HAVE_THROUGH_LABEL, HaveThrough)
        self._check_have_through(have)
        return have

    def events(self, batch: EventBatch) -> EventsAnswer:
        """Raises LinkError."""
        return self._ask(self._calls, "/events", batch, EventsAnswer, label=EVENTS_LABEL, patience=self._patience)[0]

    def close(self) -> None:
        self._calls.close()
        self._polls.close()

    def _check_have_through(self, have: HaveThrough) -> None:
        if have.terminal != self._terminal:
            raise NotBelieved("the answer is for another terminal")
        if len(have.head) != 32 or len(have.epoch) != 16 or have.seq < 0:
            raise NotBelieved("the answer's head is no digest")

    def _ask(
        self, line: Line, path: str, question: msgspec.Struct, kind: type[A], *, label: str, patience: Patience
    ) -> tuple[A, Signed]:
        body = msgspec.json.encode(question)
        signed = self._in_time(lambda: signed_answer(self._post(line, path, body, patience)))
        answer = self._believed(signed, label, kind)
        if answer.request != hashlib.sha256(body).digest():
            raise NotBelieved("the answer is to another request")
        return answer, signed

    def _post(self, line: Line, path: str, body: bytes, patience: Patience) -> Answer:
        headers = {"Content-Type": JSON, "Accept": JSON}
        return line.call(
            "POST",
            API + path,
            body=body,
            headers=headers,
            limit=ANSWER_LIMIT,
            patience=patience,
            auth=self._signature,
        )

    def _in_time(self, ask: Callable[[], Signed]) -> Signed:
        """Once more with the answerer's clock when ours is off: a dead battery must not silence a terminal.

        Its Date is unsigned, and used for nothing but the `created` of our signatures.
        """
        try:
            return ask()
        except CentralRefused as refusal:
            if refusal.status != _UNAUTHORISED or refusal.date is None:
                raise
            lead = refusal.date - self._clock()
            if abs(lead - self._lead) <= DRIFT_ALLOWED:
                raise
            self._lead = lead
        return ask()

    def _believed(self, signed: Signed, label: str, kind: type[S]) -> S:
        try:
            payload = verify_signed(signed, label, self._keys)
            return msgspec.json.decode(payload, type=kind)
        except (TrustError, ValueError, RecursionError) as error:
            raise NotBelieved(f"the answer is not believed: {error}") from error
