"""What terminals said last, kept in memory and written in batches: no row is written per heartbeat."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from central.store.models import Heartbeat
from kiosk.contract.api import SyncRequest
from kiosk.contract.applying import Outcome, ReturnReason

_WORD = re.compile(r"[a-z0-9_.-]{1,40}")
_BUILD = re.compile(r"[0-9a-f]{1,64}")
_OUTCOMES = frozenset(word.value for word in Outcome)
_REASONS = frozenset(word.value for word in ReturnReason)
HEALTH_LIMIT = 32


@dataclass(frozen=True, slots=True)
class Beat:
    """`health`: component → state, words only."""

    seen_at: int
    manifest: int
    build: str
    health: Mapping[str, str]
    offered: int = 0
    outcome: str = ""
    reason: str = ""

    @property
    def standing(self) -> tuple[int, int, str, str]:
        """What a rollout wants to hear of at once."""
        return self.manifest, self.offered, self.outcome, self.reason


def beat_of(request: SyncRequest, now: int) -> Beat:
    """What does not look like words of the contract is left out: a terminal has no way to send text here."""
    told = list(request.health.items())[:HEALTH_LIMIT]
    health = {name: state for name, state in told if _WORD.fullmatch(name) and _WORD.fullmatch(state)}
    build = request.build if _BUILD.fullmatch(request.build) else ""
    outcome = request.outcome if request.outcome in _OUTCOMES else ""
    reason = request.reason if request.reason in _REASONS else ""
    return Beat(now, _version(request.manifest), build, health, _version(request.offered), outcome, reason)


def _version(number: int) -> int:
    return max(0, min(number, 2**62))


class Heartbeats:
    """`note` from any thread; `write` on one with a database connection."""

    def __init__(self) -> None:
        self._changed: dict[str, Beat] = {}
        self._told: dict[str, tuple[int, int, str, str]] = {}
        self._news = False
        self._one = threading.Lock()

    def note(self, terminal: str, beat: Beat) -> None:
        with self._one:
            self._changed[terminal] = beat
            self._news = self._news or self._told.get(terminal) != beat.standing
            self._told[terminal] = beat.standing

    def news(self) -> bool:
        """Whether a terminal has said something about its configuration since this was asked last."""
        with self._one:
            news, self._news = self._news, False
        return news

    def write(self) -> int:
        """Rows written."""
        with self._one:
            changed, self._changed = self._changed, {}
        rows = [_row(terminal, beat) for terminal, beat in sorted(changed.items())]  # in one order: no deadlock
        Heartbeat.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["terminal"],
            update_fields=["seen_at", "manifest", "build", "health", "offered", "outcome", "outcome_reason"],
        )
        return len(rows)


def _row(terminal: str, beat: Beat) -> Heartbeat:
    return Heartbeat(
        terminal_id=terminal,
        seen_at=datetime.fromtimestamp(beat.seen_at, UTC),
        manifest=beat.manifest,
        build=beat.build,
        health=dict(beat.health),
        offered=beat.offered,
        outcome=beat.outcome,
        outcome_reason=beat.reason,
    )
