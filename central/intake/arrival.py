"""What arrived, judged by nothing but its shape and the terminal's signature."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.contract.application import Kind
from offline_queue.envelope import Envelope, EnvelopeError, envelope_digest, read_envelope, verify_envelope
from offline_queue.sealing import Sealed

STATEMENT_KIND = 0
RATING_KIND = Kind.RATING.value


@dataclass(frozen=True, slots=True)
class Arrival:
    """A verified envelope. Digests and the id are hexadecimal; `identifier` is empty for a keeper's statement."""

    seq: int
    digest: str
    previous: str
    identifier: str
    kind: int
    body: bytes

    @property
    def makes_a_case(self) -> bool:
        """All but statements and ratings: an unknown kind is for a clerk, not for the bin."""
        return bool(self.identifier) and self.kind != RATING_KIND


def judged(bodies: Sequence[bytes], terminal: bytes, epoch: bytes, public: bytes) -> list[Arrival | None]:
    """One for each of `bodies`; None where the shape, the terminal, the epoch or the signature is wrong."""
    return [_judged(body, terminal, epoch, public) for body in bodies]


def _judged(body: bytes, terminal: bytes, epoch: bytes, public: bytes) -> Arrival | None:
    try:
        envelope = read_envelope(body)
        verify_envelope(envelope, public)
    except EnvelopeError:
        return None
    header = envelope.header
    if (header.terminal, header.epoch) != (terminal, epoch) or header.seq < 1:
        return None
    identifier, kind = _content(envelope)
    return Arrival(header.seq, envelope_digest(body).hex(), header.previous.hex(), identifier, kind, body)


def _content(envelope: Envelope) -> tuple[str, int]:
    if isinstance(envelope.content, Sealed):
        return envelope.content.id.hex(), envelope.content.kind
    return "", STATEMENT_KIND
