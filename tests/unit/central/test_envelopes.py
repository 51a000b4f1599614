"""Store first, judge later; acknowledged is what is committed, and only without a gap."""

import secrets

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.contract.api import EnvelopeBatch
from kiosk.contract.reference import reference_of
from offline_queue.envelope import (
    EpochOpened,
    Header,
    Reason,
    encode_header,
    envelope_digest,
    sign_envelope,
    write_envelope,
)
from tests.unit.central.conftest import Serving, command
from tests.unit.central.terminals import ZEROS, Terminal, an_application, b64

pytestmark = pytest.mark.xdist_group("central")


@pytest.fixture(params=["service", "service_on_postgres"], ids=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Serving:
    """Both databases: what is stored, what is refused and how far a chain is acknowledged must not differ."""
    chosen: Serving = request.getfixturevalue(request.param)
    return chosen


def sealed_application(either: Serving, terminal: Terminal, identifier: bytes | None = None):
    return terminal.seal(an_application(identifier), either.sealing_key())


def rows(either: Serving, terminal: Terminal) -> list[tuple]:
    """(seq, conflict, state) as stored, oldest first."""
    query = "SELECT seq, conflict, state FROM store_envelope WHERE terminal_id = ? ORDER BY id"
    return either.query(query, terminal.id.hex())


def test_an_envelope_is_stored_acknowledged_and_a_case_at_once(either: Serving) -> None:
    terminal = either.terminal()
    application = an_application()
    have = terminal.deliver(either.url, terminal.envelope(terminal.seal(application, either.sealing_key())))
    assert (have.terminal, have.epoch, have.seq, have.head) == (terminal.id, terminal.epoch, 1, terminal.head)
    assert have.results == ["stored"]
    [case] = either.cases(reference_of(application.id))
    assert (case["id"], case["terminal"], case["seq"]) == (application.id.hex(), terminal.id.hex(), 1)


def test_the_same_envelope_twice_is_one_row_and_one_case(either: Serving) -> None:
    terminal = either.terminal()
    application = an_application()
    envelope = terminal.envelope(terminal.seal(application, either.sealing_key()))
    assert terminal.deliver(either.url, envelope, envelope).results == ["stored", "duplicate"]
    again = terminal.deliver(either.url, envelope)
    assert (again.results, again.seq, again.head) == (["duplicate"], 1, terminal.head)
    assert len(rows(either, terminal)) == 1
    assert len(either.cases(reference_of(application.id))) == 1


def test_other_bytes_under_the_same_place_are_stored_too_and_flagged(either: Serving) -> None:
    terminal = either.terminal()
    first = terminal.envelope(sealed_application(either, terminal))
    other = terminal.envelope_at(1, ZEROS, sealed_application(either, terminal))
    terminal.deliver(either.url, first)
    have = terminal.deliver(either.url, other)
    assert (have.results, have.seq, have.head) == (["conflict"], 1, envelope_digest(first))
    assert [(seq, conflict) for seq, conflict, _ in rows(either, terminal)] == [(1, 0), (1, 1)]
    assert terminal.deliver(either.url, other).results == ["duplicate"]
    assert conflicts(either, terminal) == 1
    assert f"terminal {terminal.id.hex()} sent other bytes" in either.errors.read_text()


def conflicts(either: Serving, terminal: Terminal) -> int:
    listed = command("terminals", "--state", either.state)[1]["terminals"]
    return next(entry["conflicts"] for entry in listed if entry["id"] == terminal.id.hex())


def test_what_comes_out_of_order_waits_for_what_is_missing(either: Serving) -> None:
    terminal = either.terminal()
    one, two, three = (terminal.envelope(sealed_application(either, terminal)) for _ in range(3))
    have = terminal.deliver(either.url, three)
    assert (have.results, have.seq, have.head) == (["stored"], 0, ZEROS)
    assert terminal.deliver(either.url, one).seq == 1
    have = terminal.deliver(either.url, two)
    assert (have.seq, have.head) == (3, terminal.head)


def test_an_envelope_that_breaks_the_chain_is_kept_and_not_counted(either: Serving) -> None:
    terminal = either.terminal()
    one = terminal.envelope(sealed_application(either, terminal))
    broken = terminal.envelope_at(2, secrets.token_bytes(32), sealed_application(either, terminal))
    have = terminal.deliver(either.url, one, broken)
    assert (have.results, have.seq) == (["stored", "stored"], 1)
    right = terminal.envelope(sealed_application(either, terminal))
    have = terminal.deliver(either.url, right)
    assert (have.results, have.seq, have.head) == (["conflict"], 2, envelope_digest(right))


def test_the_same_id_in_two_epochs_is_one_case(either: Serving) -> None:
    terminal = either.terminal()
    application = an_application()
    sealed = terminal.seal(application, either.sealing_key())
    terminal.deliver(either.url, terminal.envelope(sealed))
    terminal.epoch, terminal.seq, terminal.head = secrets.token_bytes(16), 0, ZEROS
    assert terminal.deliver(either.url, terminal.envelope(sealed)).results == ["stored"]
    assert len(rows(either, terminal)) == 2
    assert len(either.cases(reference_of(application.id))) == 1


def test_a_statement_of_the_keeper_is_kept_and_makes_no_case(either: Serving) -> None:
    terminal = either.terminal()
    before = len(either.cases())
    header = encode_header(Header(terminal.id, terminal.epoch, 1, ZEROS, 1, 2, 0))
    statement = EpochOpened(bytes(16), 0, ZEROS, Reason.FIRST)
    signature = sign_envelope(header, statement, terminal.envelope_key.private_bytes_raw())
    have = terminal.deliver(either.url, write_envelope(header, statement, signature))
    assert (have.results, have.seq) == (["stored"], 1)
    assert [state for _, _, state in rows(either, terminal)] == ["kept"]
    assert len(either.cases()) == before


def test_what_is_not_this_terminals_envelope_is_refused_and_the_rest_of_the_batch_stored(either: Serving) -> None:
    terminal, stranger = either.terminal(), either.terminal()
    sealed = sealed_application(either, terminal)
    good = terminal.envelope(sealed)
    forged = terminal.envelope_at(2, terminal.head, sealed, key=Ed25519PrivateKey.generate())
    foreign = stranger.envelope(sealed_application(either, stranger))
    flipped = bytearray(good)
    flipped[-1] ^= 1
    garbage = (b"", b"\xff" * 100, secrets.token_bytes(1000), b"\x9f" * 5000, bytes(flipped))
    have = terminal.deliver(either.url, forged, foreign, good, *garbage)
    assert have.results == ["refused", "refused", "stored", *["refused"] * 5]
    assert have.seq == 1
    assert len(rows(either, terminal)) == 1


def test_an_envelope_of_another_epoch_than_the_batch_is_refused(either: Serving) -> None:
    terminal = either.terminal()
    envelope = terminal.envelope(sealed_application(either, terminal))
    assert terminal.deliver(either.url, envelope, epoch=secrets.token_bytes(16)).results == ["refused"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "shape"),
        (b'{"epoch": "AAAA", "envelopes": []}', "shape"),
        (b'{"epoch": 7}', "shape"),
        (b'{"envelopes": ["' + b"!" * 40 + b'"]}', "shape"),
        (msgspec.json.encode(EnvelopeBatch(bytes(16), [b"x"] * 51)), "too-large"),
    ],
    ids=["empty", "short epoch", "numbers", "not base64", "51 envelopes"],
)
def test_a_batch_of_another_shape_is_refused_whole(either: Serving, body: bytes, code: str) -> None:
    assert either.terminal().post(either.url, "/v1/envelopes", body).code == code


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(either: Serving) -> None:
    terminal = either.terminal()
    body = b'{"epoch": "' + b64(bytes(16)).encode() + b'", "envelopes": []}' + b" " * (300 * 1024)
    assert terminal.post(either.url, "/v1/events", body).status == 413
