"""Chunks before their envelope, in the same file, under the same rules; none without one for long."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from offline_queue.delivery import HaveThroughFacts, Settlement
from offline_queue.envelope import envelope_digest
from offline_queue.outbox import Outbox, OutboxFull, SealRefused
from offline_queue.sealing import (
    CHUNK_BYTES_LIMIT,
    PIECE_BYTES,
    SealingError,
    generate_key,
    open_chunk,
    seal_chunk,
)
from offline_queue.suites import SUITES
from offline_queue.verifying import verify_outbox
from tests.support.stored_applications import (
    ENVELOPE_PUBLIC,
    NOW,
    TERMINAL,
    VISIT,
    OwnClock,
    an_outbox,
    epoch_file,
    identifier,
    sealed,
)

OTHER_VISIT = b"w" * 16


def a_chunk(number: int, size: int = 5000) -> tuple[bytes, bytes]:
    """Its digest, and bytes that stand for sealed ones."""
    data = hashlib.shake_128(b"chunk %d" % number).digest(size)
    return hashlib.sha256(data).digest(), data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def clock() -> OwnClock:
    return OwnClock()


@pytest.fixture
def outbox(folder: Path, clock: OwnClock) -> Iterator[Outbox]:
    outbox = an_outbox(folder, clock)
    yield outbox
    outbox.close()


def rows(folder: Path) -> tuple[int, int]:
    """Chunks, and loose ones among them."""
    with apsw.Connection(str(epoch_file(folder))) as connection:
        counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("chunk", "loose")]
    connection.close()
    return counts[0], counts[1]


# ---- sealing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suite", SUITES)
def test_a_piece_opens_only_at_its_place_in_its_application_from_its_terminal(suite: int) -> None:
    key, private = generate_key(suite, not_before=0, not_after=1)
    other, _ = generate_key(suite, not_before=0, not_after=1)
    piece = os.urandom(PIECE_BYTES)
    where = {"terminal": TERMINAL, "identifier": identifier(1), "place": 3}
    chunk = seal_chunk(piece, key=key, **where)
    assert len(chunk) <= CHUNK_BYTES_LIMIT
    assert open_chunk(chunk, {key.key_id: private}, **where) == piece
    for wrong in ({"terminal": b"t" * 16}, {"identifier": identifier(2)}, {"place": 4}):
        with pytest.raises(SealingError):
            open_chunk(chunk, {key.key_id: private}, **{**where, **wrong})
    for spoilt, keys in (
        (chunk, {}),
        (chunk, {other.key_id: private}),
        (chunk[:-1], {key.key_id: private}),
        (chunk[:-1] + bytes([chunk[-1] ^ 1]), {key.key_id: private}),
        (b"", {key.key_id: private}),
    ):
        with pytest.raises(SealingError):
            open_chunk(spoilt, keys, **where)


def test_the_length_of_a_piece_shows_only_its_class_and_too_long_a_one_is_refused() -> None:
    key, _ = generate_key(1, not_before=0, not_after=1)
    where = {"terminal": TERMINAL, "identifier": identifier(1), "place": 0}
    assert len(seal_chunk(os.urandom(5000), key=key, **where)) == len(seal_chunk(os.urandom(8000), key=key, **where))
    with pytest.raises(SealingError):
        seal_chunk(bytes(PIECE_BYTES + 1), key=key, **where)


# ---- storing ---------------------------------------------------------------------------------------------------------


def test_an_envelope_goes_in_after_its_chunks_and_not_without_one_of_them(outbox: Outbox, folder: Path) -> None:
    first, second = a_chunk(1), a_chunk(2)
    wanted = sealed(1, chunks=(first[0], second[0]))
    outbox.attach(VISIT, *first)
    with pytest.raises(SealRefused):
        outbox.append(identifier(1), wanted)
    outbox.attach(VISIT, *second)
    outbox.attach(VISIT, *second)  # asked again
    known = outbox.append(identifier(1), wanted)
    outbox.release(VISIT)
    assert outbox.append(identifier(1), wanted) == known
    batch = outbox.next_batch()
    assert batch is not None
    assert batch.chunks == (first[0], second[0])
    assert [outbox.chunk(batch.epoch, digest) for digest in batch.chunks] == [first[1], second[1]]
    assert outbox.chunk(b"?" * 16, first[0]) is None
    outbox.close()
    assert rows(folder) == (2, 0)
    assert verify_outbox(folder, TERMINAL, ENVELOPE_PUBLIC).broken is None


def test_a_chunk_must_be_what_its_name_says_and_belong_to_nobody_else(outbox: Outbox) -> None:
    digest, data = a_chunk(1)
    for broken in (data[:-1], b"", bytes(CHUNK_BYTES_LIMIT + 1)):
        with pytest.raises(SealRefused):
            outbox.attach(VISIT, digest, broken)
    outbox.attach(VISIT, digest, data)
    with pytest.raises(SealRefused):
        outbox.attach(OTHER_VISIT, digest, data)
    with pytest.raises(SealRefused):
        outbox.append(identifier(1), sealed(1, visit=OTHER_VISIT, chunks=(digest,)))
    outbox.append(identifier(2), sealed(2, chunks=(digest,)))
    with pytest.raises(SealRefused):
        outbox.attach(VISIT, digest, data)
    with pytest.raises(SealRefused):
        outbox.append(identifier(3), sealed(3, chunks=(digest,)))


def test_what_no_envelope_took_goes_when_the_visit_ends(outbox: Outbox, folder: Path) -> None:
    kept, left, others = a_chunk(1), a_chunk(2), a_chunk(3)
    outbox.attach(VISIT, *kept)
    outbox.attach(VISIT, *left)
    outbox.attach(OTHER_VISIT, *others)
    outbox.append(identifier(1), sealed(1, chunks=(kept[0],)))
    outbox.release(VISIT)
    outbox.close()
    assert rows(folder) == (2, 1)


def test_a_keeper_started_again_knows_the_chunks_and_drops_strays_after_a_day(
    folder: Path, clock: OwnClock, outbox: Outbox
) -> None:
    taken, stray = a_chunk(1), a_chunk(2)
    outbox.attach(VISIT, *taken)
    outbox.attach(OTHER_VISIT, *stray)
    outbox.close()
    again = an_outbox(folder, clock)
    again.append(identifier(1), sealed(1, chunks=(taken[0],)))
    again.refresh()
    clock.time += 25 * 3600
    again.close()
    assert rows(folder) == (2, 1)
    again = an_outbox(folder, clock)
    again.refresh()
    again.close()
    assert rows(folder) == (1, 0)


def test_chunks_count_against_the_room_and_against_what_was_promised(folder: Path) -> None:
    outbox = an_outbox(folder, pages=160)
    outbox.reserve(VISIT, 100)
    outbox.attach(VISIT, *a_chunk(1, 90_000))
    assert outbox.status().promised_bytes < 20_000
    with pytest.raises(OutboxFull):
        for number in range(2, 20):
            outbox.attach(OTHER_VISIT, *a_chunk(number, 100_000))
    outbox.close()


def test_they_are_forgotten_with_their_envelope(outbox: Outbox, folder: Path) -> None:
    for number in (1, 2, 3):
        chunk = a_chunk(number)
        outbox.attach(VISIT, *chunk)
        outbox.append(identifier(number), sealed(number, chunks=(chunk[0],)))
    epoch, seq, head = outbox.head()
    assert outbox.settle(HaveThroughFacts(epoch, seq, head, b"", NOW)) is Settlement.ADVANCED
    outbox.purge(NOW + 3600)
    outbox.close()
    assert rows(folder) == (1, 0)
    assert verify_outbox(folder, TERMINAL, ENVELOPE_PUBLIC).broken is None


def test_of_a_damaged_file_the_readable_chunks_go_on_with_their_envelopes(folder: Path, outbox: Outbox) -> None:
    chunks = [a_chunk(number) for number in (1, 2)]
    for chunk in chunks:
        outbox.attach(VISIT, *chunk)
    outbox.append(identifier(1), sealed(1, chunks=tuple(digest for digest, _ in chunks)))
    outbox.append(identifier(2), sealed(2))
    outbox.close()
    with apsw.Connection(str(epoch_file(folder))) as connection:
        connection.execute("UPDATE envelope SET bytes = zeroblob(9) WHERE seq = 3")
        connection.execute("UPDATE chunk SET bytes = zeroblob(9) WHERE digest = ?", (chunks[1][0],))
    connection.close()
    found = verify_outbox(folder, TERMINAL, ENVELOPE_PUBLIC)
    assert found.broken is not None
    assert (found.broken.seq, found.broken.why) == (2, "an attachment is missing")
    again = an_outbox(folder)
    word = HaveThroughFacts(again.head()[0], again.head()[1], again.head()[2], b"", NOW)
    assert again.settle(word) is Settlement.ADVANCED
    batch = again.next_batch()
    assert batch is not None
    assert [again.chunk(batch.epoch, digest) for digest in batch.chunks] == [chunks[0][1], None]
    assert envelope_digest(batch.envelopes[-1]) != bytes(32)
    again.close()
