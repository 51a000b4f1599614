"""What central signs for a terminal, each naming the terminal or the very request it answers."""

import hashlib
from collections.abc import Sequence

import msgspec

from central.clock import Clock
from central.intake.chains import Progress
from central.keys import StatementKey
from kiosk.contract.api import (
    EVENTS_LABEL,
    HAVE_THROUGH_LABEL,
    SYNC_LABEL,
    EventsAnswer,
    HaveThrough,
    Signed,
    SyncAnswer,
)


class Answers:
    def __init__(self, key: StatementKey, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    def have_through(
        self, terminal: str, epoch: bytes, progress: Progress, *, request: bytes = b"", results: Sequence[str] = ()
    ) -> Signed:
        """`request`: the body answered; empty inside a sync answer."""
        have = HaveThrough(
            terminal=bytes.fromhex(terminal),
            epoch=epoch,
            seq=progress.seq,
            head=bytes.fromhex(progress.head),
            request=_digest(request) if request else b"",
            time=self._clock.now(),
            results=list(results),
        )
        return self._key.sign(HAVE_THROUGH_LABEL, msgspec.json.encode(have))

    def sync(self, terminal: str, request: bytes, *, manifest: int, wait: int, have_through: Signed | None) -> Signed:
        answer = SyncAnswer(
            terminal=bytes.fromhex(terminal),
            request=_digest(request),
            time=self._clock.now(),
            manifest=manifest,
            wait=wait,
            have_through=have_through,
        )
        return self._key.sign(SYNC_LABEL, msgspec.json.encode(answer))

    def events(self, request: bytes, stored: int) -> Signed:
        return self._key.sign(EVENTS_LABEL, msgspec.json.encode(EventsAnswer(_digest(request), stored)))


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()
