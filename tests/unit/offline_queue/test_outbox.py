"""The outbox on a real disk: durable, once, in order, and never stopped for good by a broken file."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from offline_queue import room
from offline_queue.delivery import Cursor, HaveThroughFacts, Settlement
from offline_queue.envelope import (
    NO_DIGEST,
    EpochOpened,
    Lost,
    Reason,
    envelope_digest,
    read_envelope,
    verify_envelope,
)
from offline_queue.outbox import Outbox, OutboxBroken, OutboxFull, OutboxUnusable, SealRefused
from offline_queue.proof import verify_proof
from offline_queue.status import inspect, read_snapshot
from offline_queue.verifying import verify_outbox
from tests.support.stored_applications import (
    ENVELOPE_PUBLIC,
    IDENTITY,
    NOW,
    RECEIPT_PUBLIC,
    TERMINAL,
    VISIT,
    OwnClock,
    an_outbox,
    epoch_file,
    identifier,
    sealed,
)


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


def fill(outbox: Outbox, *numbers: int) -> None:
    for number in numbers:
        outbox.append(identifier(number), sealed(number))


def facts(outbox: Outbox, seq: int, *, head: bytes | None = None, time: int = NOW) -> HaveThroughFacts:
    epoch, _, _ = outbox.head()
    if head is None:
        rows = dict(outbox.pending(1000))
        head = NO_DIGEST if seq == 0 else envelope_digest(rows[seq]) if seq in rows else outbox.head()[2]
    return HaveThroughFacts(epoch, seq, head, b"", time)


# ---- appending -------------------------------------------------------------------------------------------------------


def test_the_first_word_of_a_terminal_is_the_keepers(outbox: Outbox) -> None:
    ((seq, data),) = outbox.pending()
    assert (seq, read_envelope(data).content) == (1, EpochOpened(bytes(16), 0, NO_DIGEST, Reason.FIRST))


def test_what_is_appended_is_signed_chained_and_proven(outbox: Outbox) -> None:
    first = outbox.append(identifier(1), sealed(1))
    second = outbox.append(identifier(2), sealed(2))
    envelopes = [read_envelope(data) for _, data in outbox.pending()]
    for envelope in envelopes:
        verify_envelope(envelope, ENVELOPE_PUBLIC)
    assert [envelope.header.previous for envelope in envelopes[1:]] == [
        envelope_digest(data) for _, data in outbox.pending()[:-1]
    ]
    claims = verify_proof(second.proof, RECEIPT_PUBLIC)
    assert (claims.seq, claims.head, claims.id5) == (first.seq + 1, second.digest, identifier(2)[:5])
    assert (claims.not_before, claims.not_after) == (NOW // 60 * 60, NOW // 60 * 60 + 60)


def test_the_same_id_is_stored_once_and_answered_the_same(outbox: Outbox, folder: Path) -> None:
    message = sealed(1)
    first = outbox.append(identifier(1), message)
    assert outbox.append(identifier(1), message) == first
    assert outbox.append(identifier(1), sealed(1)) == first
    assert outbox.find(identifier(1)) == first
    assert outbox.find(identifier(2)) is None
    outbox.close()
    again = an_outbox(folder, OwnClock(NOW + 3600))
    assert again.append(identifier(1), message) == first
    assert again.head()[1] == 2
    again.close()


def test_what_is_not_shaped_like_a_seal_is_refused_and_stores_nothing(outbox: Outbox) -> None:
    for broken in (
        sealed(2),
        dataclasses.replace(sealed(1), ciphertext=b""),
        dataclasses.replace(sealed(1), kind=-1),
    ):
        with pytest.raises(SealRefused):
            outbox.append(identifier(1), broken)
    assert outbox.head()[1] == 1
    fill(outbox, 1)


def test_another_thread_may_not_touch_it(outbox: Outbox) -> None:
    raised: list[BaseException] = []

    def touch() -> None:
        try:
            outbox.head()
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=touch)
    thread.start()
    thread.join(10)
    assert len(raised) == 1


def test_a_second_owner_and_another_terminal_are_turned_away(outbox: Outbox, folder: Path) -> None:
    with pytest.raises(OutboxUnusable):
        an_outbox(folder)
    outbox.close()
    with pytest.raises(OutboxUnusable):
        Outbox.open(folder, dataclasses.replace(IDENTITY, terminal=b"x" * 16), OwnClock(), 4096)
    assert inspect(folder) is not None
    an_outbox(folder).close()


# ---- killed ----------------------------------------------------------------------------------------------------------

_WRITER = """
import os, sys
from pathlib import Path
from tests.support.stored_applications import an_outbox, identifier, sealed
outbox = an_outbox(Path(sys.argv[1]))
for number in range(1, 10_000):
    outbox.append(identifier(number), sealed(number))
    os.write(1, b"%d\\n" % number)
"""


def test_killed_at_any_moment_it_goes_on_where_it_ended(folder: Path) -> None:
    told = 0
    for at in (1, 7, 40):
        with subprocess.Popen([sys.executable, "-c", _WRITER, str(folder)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(at)]
            writer.send_signal(signal.SIGKILL)
            rest = writer.stdout.read().splitlines()
            told = max(told, len(lines) + sum(line.isdigit() for line in rest))
        assert writer.returncode == -signal.SIGKILL
        assert verify_outbox(folder, TERMINAL, ENVELOPE_PUBLIC).broken is None
        outbox = an_outbox(folder)
        assert outbox.status().aside == 0
        assert all(outbox.find(identifier(number)) for number in range(1, told + 1))
        assert outbox.head()[1] - 1 in (told, told + 1)  # one may be on the disk and not yet told
        told = outbox.head()[1] - 1
        outbox.close()
    assert told >= 40


def test_a_file_whose_first_transaction_never_ended_is_begun_again(folder: Path) -> None:
    folder.mkdir()
    (folder / f"000001-{'ab' * 16}.sqlite3").touch()
    outbox = an_outbox(folder)
    assert (outbox.status().aside, outbox.head()[1]) == (0, 1)
    outbox.close()
    assert len(list(folder.glob("*.sqlite3"))) == 1


# ---- damaged ---------------------------------------------------------------------------------------------------------


def damaged(folder: Path, statement: str) -> None:
    with apsw.Connection(str(epoch_file(folder))) as connection:
        connection.execute(statement)
    connection.close()


def contents(outbox: Outbox) -> list[object]:
    return [read_envelope(data).content for _, data in outbox.pending()]


def test_a_damaged_file_is_set_aside_told_of_and_what_is_readable_still_delivered(folder: Path) -> None:
    outbox = an_outbox(folder)
    fill(outbox, 1, 2, 3)
    old, seq, head = outbox.head()
    kept = outbox.find(identifier(3))
    outbox.close()
    damaged(folder, "UPDATE envelope SET bytes = zeroblob(40) WHERE seq = 3")
    before = epoch_file(folder).read_bytes()
    file = epoch_file(folder)
    outbox = an_outbox(folder)
    assert contents(outbox) == [EpochOpened(old, seq, head, Reason.DAMAGED), Lost(old, 3)]
    assert file.read_bytes() == before
    assert (outbox.status().aside, outbox.status().recovered) == (1, 3)
    assert outbox.append(identifier(3), sealed(3)) == kept
    fill(outbox, 4)
    first = outbox.next_batch(50)
    assert first is not None
    assert first.last == 3
    assert outbox.settle(facts(outbox, 3)) is Settlement.ADVANCED
    recovered = outbox.next_batch(50)
    assert recovered is not None
    assert [read_envelope(data).header.seq for data in recovered.envelopes] == [1, 2, 4]
    held = HaveThroughFacts(old, 2, b"?" * 32, b"", NOW, ("stored", "duplicate", "stored"))
    assert outbox.settle(held, recovered) is Settlement.ADVANCED
    assert outbox.next_batch(50) is None
    outbox.close()
    again = an_outbox(folder)
    assert (again.status().waiting, again.next_batch(50)) == (0, None)
    again.close()


@pytest.mark.parametrize("rubbish", [b"", b"no database at all", b"SQLite format 3\0" + b"\xff" * 8176])
def test_a_file_that_is_no_database_any_more_costs_an_epoch_and_says_what_was_lost(
    folder: Path, rubbish: bytes
) -> None:
    outbox = an_outbox(folder)
    fill(outbox, 1)
    old, seq, _ = outbox.head()
    outbox.close()
    epoch_file(folder).write_bytes(rubbish)
    outbox = an_outbox(folder)
    opened, *lost = contents(outbox)
    assert isinstance(opened, EpochOpened)
    assert (opened.previous_epoch, opened.reason) == (old, Reason.DAMAGED)
    assert lost == [Lost(old, number) for number in range(1, seq + 1)]
    fill(outbox, 2)
    outbox.close()


def test_a_file_that_fails_while_writing_is_closed_for_good_and_another_one_opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = an_outbox(folder)
    fill(outbox, 1)
    old, seq, head = outbox.head()
    with monkeypatch.context() as patched:
        patched.setattr("offline_queue.store._run", _failing_disk)
        with pytest.raises(OutboxBroken):
            fill(outbox, 2)
    fill(outbox, 2)
    assert contents(outbox)[0] == EpochOpened(old, seq, head, Reason.WRITE_FAILED)
    assert outbox.status().recovered == 2
    outbox.close()


def _failing_disk(connection: apsw.Connection, statement: str, values: object = ()) -> None:
    if statement.startswith("INSERT"):
        raise apsw.IOError("the disk failed")
    connection.execute(statement, values)  # type: ignore[arg-type]


# ---- full ------------------------------------------------------------------------------------------------------------


def test_a_full_outbox_refuses_intake_and_still_acknowledges_and_forgets(folder: Path, clock: OwnClock) -> None:
    outbox = an_outbox(folder, clock, pages=128)
    stored = 0
    with pytest.raises(OutboxFull):
        for number in range(1, 1000):
            outbox.append(identifier(number), sealed(number))
            stored = number
    assert stored > 10
    assert outbox.find(identifier(stored + 1)) is None
    with pytest.raises(OutboxFull):
        outbox.reserve(VISIT, 64)
    assert outbox.settle(facts(outbox, stored + 1)) is Settlement.ADVANCED
    while outbox.purge(NOW + 3600):
        continue
    outbox.reserve(VISIT, 64)
    fill(outbox, stored + 1)
    outbox.close()


def test_room_that_was_promised_to_one_visit_is_not_given_to_another(folder: Path) -> None:
    outbox = an_outbox(folder, pages=256)
    outbox.reserve(VISIT, 700)
    assert outbox.status().promised_bytes > 700 * 1024
    with pytest.raises(OutboxFull):
        outbox.reserve(b"w" * 16, 900)
    outbox.reserve(VISIT, 600)  # in place of the first
    outbox.release(VISIT)
    assert outbox.status().promised_bytes == 0
    outbox.reserve(b"w" * 16, 900)
    outbox.close()


def test_a_full_disk_refuses_before_anybody_types(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.statvfs

    def full(path: Path) -> os.statvfs_result:
        found = list(real(path))
        found[4] = 3  # f_bavail
        return os.statvfs_result(found)

    with monkeypatch.context() as patched:
        patched.setattr(room.os, "statvfs", full)
        with pytest.raises(OutboxFull):
            outbox.reserve(VISIT, 64)
        with pytest.raises(OutboxFull):
            fill(outbox, 1)
    assert outbox.head()[1] == 1
    fill(outbox, 1)


def test_on_a_full_disk_the_ballast_is_given_up_to_acknowledge(
    outbox: Outbox, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(outbox, 1)
    word = facts(outbox, 2)

    def full(connection: apsw.Connection, statement: str, values: object = ()) -> None:
        if statement.startswith("REPLACE INTO cursor") and (folder / "ballast").exists():
            raise apsw.FullError("no space left")
        connection.execute(statement, values)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr("offline_queue.store._run", full)
        assert outbox.settle(word) is Settlement.ADVANCED
    assert not (folder / "ballast").exists()
    outbox.refresh()
    assert (folder / "ballast").exists()


# ---- cursor, checkpoint, notes ---------------------------------------------------------------------------------------


def test_the_cursor_moves_only_with_a_digest_that_is_ours(outbox: Outbox) -> None:
    fill(outbox, 1, 2)
    assert outbox.settle(facts(outbox, 2, head=b"x" * 32)) is Settlement.CONFLICT
    assert outbox.status().alarm == "conflict"
    assert outbox.cursor().acked_through == 0
    assert outbox.settle(facts(outbox, 2)) is Settlement.ADVANCED
    assert outbox.settle(facts(outbox, 3)) is Settlement.ADVANCED
    assert outbox.settle(facts(outbox, 3, head=outbox.head()[2])) is Settlement.UNCHANGED
    assert outbox.pending() == []


def test_a_restored_central_is_sent_what_it_lost_but_an_older_word_changes_nothing(outbox: Outbox) -> None:
    fill(outbox, 1, 2)
    second = envelope_digest(dict(outbox.pending())[2])
    assert outbox.settle(facts(outbox, 3, time=NOW)) is Settlement.ADVANCED
    assert outbox.settle(facts(outbox, 2, head=second, time=NOW - 1)) is Settlement.UNCHANGED
    assert outbox.settle(facts(outbox, 2, head=second, time=NOW + 1)) is Settlement.RESEND
    assert [seq for seq, _ in outbox.pending()] == [3]


def test_a_central_that_is_ahead_means_a_rolled_back_disk_and_no_seq_is_used_twice(outbox: Outbox) -> None:
    fill(outbox, 1)
    old, seq, head = outbox.head()
    assert outbox.settle(facts(outbox, 9, head=b"x" * 32)) is Settlement.AHEAD
    fill(outbox, 2)
    assert contents(outbox)[0] == EpochOpened(old, seq, head, Reason.ROLLED_BACK)
    assert outbox.status().alarm == "ahead"


def test_another_epochs_word_changes_nothing(outbox: Outbox) -> None:
    word = dataclasses.replace(facts(outbox, 1), epoch=b"?" * 16)
    assert outbox.settle(word) is Settlement.OTHER_EPOCH


def test_the_schedule_survives_a_restart_and_moves_no_cursor(folder: Path) -> None:
    outbox = an_outbox(folder)
    outbox.reschedule(Cursor(acked_through=99, next_attempt_at=NOW + 30, attempts=3))
    outbox.close()
    outbox = an_outbox(folder)
    assert outbox.cursor() == Cursor(0, NOW + 30, 3)
    outbox.close()


def test_what_was_acknowledged_is_forgotten_below_a_checkpoint_and_the_chain_still_holds(
    folder: Path, clock: OwnClock
) -> None:
    outbox = an_outbox(folder, clock)
    fill(outbox, 1, 2, 3)
    clock.time += 3600
    fill(outbox, 4)
    assert outbox.purge(NOW + 7200) == 0  # nothing is acknowledged
    assert outbox.settle(facts(outbox, 4)) is Settlement.ADVANCED
    assert outbox.purge(NOW - 3600) == 0  # nothing is old
    assert outbox.purge(NOW + 1800) == 3
    assert outbox.purge(NOW + 1800) == 0
    outbox.close()
    found = verify_outbox(folder, TERMINAL, ENVELOPE_PUBLIC)
    assert (found.broken, found.envelopes) == (None, 2)
    outbox = an_outbox(folder, clock)
    fill(outbox, 5)
    assert [seq for seq, _ in outbox.pending()] == [5, 6]
    outbox.close()


def test_what_was_purged_is_no_longer_known_and_no_damage(outbox: Outbox, clock: OwnClock) -> None:
    fill(outbox, 1)
    clock.time += 7200
    fill(outbox, 2)
    outbox.settle(facts(outbox, 3))
    assert outbox.purge(NOW + 3600) == 2
    assert outbox.find(identifier(1)) is None
    assert outbox.status().aside == 0


def test_only_an_application_of_this_window_without_its_paper_is_owed(outbox: Outbox, clock: OwnClock) -> None:
    assert outbox.owed(0) is None
    first = outbox.append(identifier(1), sealed(1))
    outbox.append(identifier(2), sealed(2, kind=2))  # its rating
    owed = outbox.owed(NOW - 60)
    assert owed is not None
    assert (owed.seq, owed.started, owed.proof) == (first.seq, False, first.proof)
    assert outbox.owed(NOW + 600) is None
    outbox.note(first.seq, "started")
    owed = outbox.owed(NOW - 60)
    assert owed is not None
    assert owed.started
    outbox.note(first.seq, "handed-over")
    outbox.note(99, "handed-over")
    assert outbox.owed(NOW - 60) is None


def test_the_snapshot_tells_numbers_and_no_application(outbox: Outbox, folder: Path, clock: OwnClock) -> None:
    fill(outbox, 1)
    clock.steady += 2
    fill(outbox, 2)
    told = read_snapshot(folder)
    assert told == outbox.status()
    assert identifier(2).hex() not in json.dumps(dataclasses.asdict(outbox.status()))
    (folder / "status.json").write_text("{")
    assert read_snapshot(folder) is None


def test_a_closed_outbox_answers_nothing(outbox: Outbox) -> None:
    outbox.close()
    outbox.close()
    with pytest.raises(OutboxUnusable):
        outbox.head()
