"""The client of central as the outbox's delivery wants it: envelopes out, believed facts in, four kinds of trouble."""

from collections.abc import Callable

from kiosk.contract.api import EnvelopeBatch, HaveThrough, Signed
from kiosk.sync.client import CentralClient
from kiosk.sync.errors import CentralBusy, CentralRefused, LinkDown, LinkError
from offline_queue.delivery import HaveThroughFacts, TransportError, Trouble

_TOO_LARGE = 413


def facts_of(have: HaveThrough) -> HaveThroughFacts:
    """`have` must come from CentralClient: verified."""
    return HaveThroughFacts(
        epoch=have.epoch,
        seq=have.seq,
        head=have.head,
        request_digest=have.request,
        time=have.time,
        results=tuple(have.results),
        retry_after=have.retry_after,
    )


class EnvelopeTransport:
    """offline_queue.delivery.Transport. `believed` gets each verified answer with its signature, for the fronts."""

    def __init__(self, client: CentralClient, believed: Callable[[HaveThrough, Signed], None] | None = None) -> None:
        self._client = client
        self._believed = believed

    def send(self, epoch: bytes, envelopes: list[bytes]) -> HaveThroughFacts:
        """Raises TransportError, with the LinkError as its cause."""
        try:
            have, signed = self._client.settle(EnvelopeBatch(epoch, envelopes))
        except LinkError as error:
            raise trouble_of(error) from error
        if self._believed is not None:
            self._believed(have, signed)
        return facts_of(have)


def trouble_of(error: LinkError) -> TransportError:
    """The outbox's word for `error`."""
    match error:
        case CentralBusy(retry_after=seconds):
            return TransportError(Trouble.BUSY, seconds)
        case CentralRefused(status=status):
            return TransportError(Trouble.TOO_LARGE if status == _TOO_LARGE else Trouble.REFUSED)
        case LinkDown():
            return TransportError(Trouble.LINK_DOWN)
        case _:
            return TransportError(Trouble.NOT_BELIEVED)
