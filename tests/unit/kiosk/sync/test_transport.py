"""Envelopes out, believed facts in."""

import pytest

from kiosk.sync.client import CentralClient
from kiosk.sync.errors import CentralBusy, CentralRefused, LinkDown, LinkError, NotBelieved, NotCentral
from kiosk.sync.transport import EnvelopeTransport, trouble_of
from offline_queue.delivery import TransportError, Trouble
from tests.support.loopback import loopback, plain
from tests.support.small_central import SmallCentral
from tests.support.tuf_repository import NOW, TufRepository

EPOCH = bytes(range(16))


@pytest.mark.parametrize(
    ("error", "trouble", "retry_after"),
    [
        (LinkDown(""), Trouble.LINK_DOWN, 0),
        (NotCentral(""), Trouble.NOT_BELIEVED, 0),
        (NotBelieved(""), Trouble.NOT_BELIEVED, 0),
        (CentralBusy("", 9), Trouble.BUSY, 9),
        (CentralRefused("", 413), Trouble.TOO_LARGE, 0),
        (CentralRefused("", 401), Trouble.REFUSED, 0),
    ],
)
def test_each_link_error_is_a_trouble_of_delivery(error: LinkError, trouble: Trouble, retry_after: int) -> None:
    told = trouble_of(error)
    assert (told.trouble, told.retry_after) == (trouble, retry_after)


def test_a_batch_is_carried_and_the_signed_words_are_handed_on() -> None:
    repository = TufRepository()
    central = SmallCentral(repository)
    heard = []
    with loopback(central) as server:
        client = CentralClient(
            server.url,
            terminal=repository.terminal,
            request_private=repository.request_private.private_bytes_raw(),
            statement_keys=repository.central_keys(),
            clock=lambda: NOW,
        )
        transport = EnvelopeTransport(client, lambda have, signed: heard.append((have, signed)))
        facts = transport.send(EPOCH, [b"one", b"two"])
        assert (facts.epoch, facts.seq, facts.results) == (EPOCH, 2, ("stored", "stored"))
        ((have, signed),) = heard
        assert client.have_through(signed) == have
        central.instead = {"/v1/envelopes": plain(b"", "503 Busy", extra="Retry-After: 4\r\n")}
        with pytest.raises(TransportError) as caught:
            transport.send(EPOCH, [b"one"])
        assert (caught.value.trouble, caught.value.retry_after) == (Trouble.BUSY, 4)
        assert len(heard) == 1
        client.close()
