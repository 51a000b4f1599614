"""Central's storing rules in memory: strict, fast, and written a second time, so that it can disagree with the first."""

from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass, field

from offline_queue.delivery import HaveThroughFacts
from offline_queue.envelope import (
    NO_DIGEST,
    Envelope,
    EnvelopeError,
    EpochOpened,
    Lost,
    envelope_digest,
    read_envelope,
    verify_envelope,
)
from tests.support.stored_applications import ENVELOPE_PUBLIC, NOW, TERMINAL


@dataclass
class ModelCentral:
    """A Transport. `held`: (epoch, seq) → every different envelope that came for it, the first one first."""

    time: int = NOW
    public: bytes = ENVELOPE_PUBLIC
    held: dict[tuple[bytes, int], list[bytes]] = field(default_factory=dict)
    refused: int = 0

    def send(self, epoch: bytes, envelopes: Collection[bytes]) -> HaveThroughFacts:
        return self.answer(epoch, tuple(self._take(epoch, data) for data in envelopes))

    def answer(self, epoch: bytes, results: tuple[str, ...] = ()) -> HaveThroughFacts:
        """Without results it is the word that comes with a heartbeat."""
        self.time += 1
        seq, head = self.through(epoch)
        return HaveThroughFacts(epoch, seq, head, b"", self.time, results)

    def through(self, epoch: bytes) -> tuple[int, bytes]:
        """As far as each envelope names the one before."""
        seq, head = 0, NO_DIGEST
        while (following := self._following(epoch, seq + 1, head)) is not None:
            seq, head = seq + 1, envelope_digest(following)
        return seq, head

    def backup(self) -> dict[tuple[bytes, int], list[bytes]]:
        return deepcopy(self.held)

    def restore(self, backup: dict[tuple[bytes, int], list[bytes]]) -> None:
        self.held = deepcopy(backup)

    def lost(self) -> set[tuple[bytes, int]]:
        """What a terminal said it can no longer read."""
        return {(said.epoch, said.seq) for said in self._contents() if isinstance(said, Lost)}

    def opened(self) -> list[EpochOpened]:
        return [said for said in self._contents() if isinstance(said, EpochOpened)]

    def conflicts(self) -> list[tuple[bytes, int]]:
        return [place for place, found in self.held.items() if len(found) > 1]

    def _contents(self) -> list[object]:
        return [read_envelope(data).content for found in self.held.values() for data in found]

    def _take(self, epoch: bytes, data: bytes) -> str:
        envelope = self._verified(epoch, data)
        if envelope is None:
            self.refused += 1
            return "refused"
        found = self.held.setdefault((epoch, envelope.header.seq), [])
        if data in found:
            return "duplicate"
        found.append(data)
        return "conflict" if len(found) > 1 else "stored"

    def _verified(self, epoch: bytes, data: bytes) -> Envelope | None:
        try:
            envelope = read_envelope(data)
            verify_envelope(envelope, self.public)
        except EnvelopeError:
            return None
        return envelope if (envelope.header.terminal, envelope.header.epoch) == (TERMINAL, epoch) else None

    def _following(self, epoch: bytes, seq: int, previous: bytes) -> bytes | None:
        for data in self.held.get((epoch, seq), []):
            if read_envelope(data).header.previous == previous:
                return data
        return None
