"""`kiosk outbox status|verify|deliver`, as a technician runs it."""

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import apsw
import msgspec
import pytest

from kiosk.__main__ import main
from kiosk.contract.api import HAVE_THROUGH_LABEL, EnvelopeBatch
from kiosk.terminal_file import TerminalFile, write_terminal_file
from offline_queue.envelope import envelope_digest, read_envelope
from offline_queue.outbox import Outbox, OutboxIdentity
from tests.support.loopback import Loopback, Request, loopback, plain
from tests.support.small_central import SmallCentral
from tests.support.stored_applications import OwnClock, epoch_file, identifier, sealed
from tests.support.terminal_state import TerminalState, make_terminal_state

Kiosk = Callable[..., tuple[int, dict]]


@dataclass
class StoringCentral(SmallCentral):
    """Keeps envelopes as central does: the same one twice is one."""

    stored: dict[tuple[bytes, int], bytes] = field(default_factory=dict)
    requests: int = 0

    def _envelopes(self, request: Request) -> bytes:
        self.verify(request)
        self.requests += 1
        batch = msgspec.json.decode(request.body, type=EnvelopeBatch)
        results, seq, head = [], 0, bytes(32)
        for data in batch.envelopes:
            header = read_envelope(data).header
            known = self.stored.setdefault((header.epoch, header.seq), data)
            results.append("stored" if known is data else "duplicate")
            seq, head = header.seq, envelope_digest(data)
        digest = hashlib.sha256(request.body).digest()
        have = self.have_through(epoch=batch.epoch, seq=seq, head=head, request=digest, results=results)
        return self._signed(HAVE_THROUGH_LABEL, have)


@pytest.fixture
def terminal(tmp_path: Path) -> TerminalState:
    return make_terminal_state(tmp_path / "state")


@pytest.fixture
def central(terminal: TerminalState) -> StoringCentral:
    return StoringCentral(terminal.repository)


@pytest.fixture
def server(central: StoringCentral, terminal: TerminalState) -> Iterator[Loopback]:
    with loopback(central) as running:
        write_terminal_file(terminal.terminal_path, TerminalFile("demo", str(terminal.folder), running.url))
        yield running


@pytest.fixture
def kiosk(terminal: TerminalState, capsys: pytest.CaptureFixture[str]) -> Kiosk:
    def run(*words: str) -> tuple[int, dict]:
        status = main(["outbox", *words, "--state", str(terminal.folder), "--json"])
        out = capsys.readouterr()
        assert out.out.count("\n") == 1, "one object on stdout"
        return status, json.loads(out.out)

    return run


def store(terminal: TerminalState, *numbers: int) -> None:
    """Applications in the terminal's own outbox. The keeper's first word is its envelope 1."""
    repository = terminal.repository
    privates = (repository.envelope_private.private_bytes_raw(), repository.receipt_private.private_bytes_raw())
    identity = OutboxIdentity(repository.terminal, *privates)
    outbox = Outbox.open(terminal.folder / "outbox", identity, OwnClock(int(time.time())), 4096)
    for number in numbers:
        outbox.append(identifier(number), sealed(number, terminal=repository.terminal))
    outbox.close()


@pytest.fixture
def keeper(terminal: TerminalState) -> Iterator[None]:
    """Somebody holds the state folder."""
    lock = os.open(terminal.folder / "lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    yield
    os.close(lock)


def damage(terminal: TerminalState, statement: str, *values: object) -> None:
    with apsw.Connection(str(epoch_file(terminal.folder / "outbox"))) as connection:
        connection.execute(statement, values)
    connection.close()


# ---- status ----------------------------------------------------------------------------------------------------------


def test_a_terminal_that_stored_nothing_yet_has_nothing_waiting(kiosk: Kiosk) -> None:
    status, said = kiosk("status")
    assert (status, said["ok"], said["waiting"], said["running"]) == (0, True, 0, False)


def test_status_counts_what_waits(kiosk: Kiosk, terminal: TerminalState) -> None:
    store(terminal, 1, 2)
    status, said = kiosk("status")
    assert (status, said["code"], said["seq"], said["acked_through"], said["waiting"]) == (0, "done", 3, 0, 3)


@pytest.mark.usefixtures("keeper")
def test_while_a_keeper_runs_its_snapshot_is_shown(kiosk: Kiosk, terminal: TerminalState) -> None:
    store(terminal, 1)
    status, said = kiosk("status")
    assert (status, said["running"], said["seq"]) == (0, True, 2)


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize("action", ["verify", "deliver"])
def test_while_a_keeper_runs_nobody_else_touches_the_files(
    kiosk: Kiosk, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.keeper.start.take_lock.__defaults__", (0.0,))
    status, said = kiosk(action)
    assert (status, said["ok"], said["code"]) == (2, False, "K304")


def test_a_folder_that_is_no_terminal_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outbox", "status", "--state", str(tmp_path / "nowhere"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["code"] == "K603"


# ---- verify ----------------------------------------------------------------------------------------------------------


def test_what_was_written_verifies_and_again_after_it_was_looked_at(kiosk: Kiosk, terminal: TerminalState) -> None:
    store(terminal, 1, 2, 3)
    for _ in range(2):
        status, said = kiosk("verify")
        assert (status, said["envelopes"], said["aside"], said["break"]) == (0, 4, 0, None)


@pytest.mark.parametrize(
    ("statement", "seq", "why"),
    [
        ("UPDATE envelope SET bytes = zeroblob(length(bytes)) WHERE seq = 3", 3, "not an envelope"),
        ("DELETE FROM envelope WHERE seq = 2", 2, "missing"),
        ("DELETE FROM envelope WHERE seq = 4", 4, "missing at the end"),
        ("UPDATE cursor SET acked_through = 9", 5, "damaged here"),
    ],
)
def test_the_first_break_is_named(
    kiosk: Kiosk, terminal: TerminalState, statement: str, seq: int, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store(terminal, 1, 2, 3)
    damage(terminal, statement)
    status, said = kiosk("verify")
    assert (status, said["ok"], said["code"], said["break"]["seq"]) == (5, False, "K302", seq)
    assert why in said["break"]["why"]
    assert main(["outbox", "verify", "--state", str(terminal.folder)]) == 5
    assert f"envelope {seq}" in capsys.readouterr().err


def test_one_altered_byte_breaks_the_signature(kiosk: Kiosk, terminal: TerminalState) -> None:
    store(terminal, 1)
    with apsw.Connection(str(epoch_file(terminal.folder / "outbox"))) as connection:
        ((data,),) = connection.execute("SELECT bytes FROM envelope WHERE seq = 2").fetchall()
        altered = bytearray(data)
        altered[-80] ^= 1  # inside the ciphertext
        connection.execute("UPDATE envelope SET bytes = ? WHERE seq = 2", (bytes(altered),))
    connection.close()
    status, said = kiosk("verify")
    assert (status, said["break"]["seq"]) == (5, 2)
    assert "signature" in said["break"]["why"]


# ---- deliver ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("server")
def test_what_waits_is_delivered_once_and_a_second_deliver_changes_nothing(
    kiosk: Kiosk, terminal: TerminalState, central: StoringCentral
) -> None:
    store(terminal, *range(1, 61))  # more than one request takes
    assert kiosk("deliver") == (0, {"ok": True, "code": "done", "delivered": 61, "waiting": 0})
    held = dict(central.stored)
    assert (len(held), central.requests) == (61, 2)
    assert kiosk("deliver") == (0, {"ok": True, "code": "done", "delivered": 0, "waiting": 0})
    assert (central.stored, central.requests) == (held, 2)
    assert kiosk("status")[1]["acked_through"] == 61
    assert kiosk("verify")[0] == 0


def test_without_central_nothing_is_lost(kiosk: Kiosk, terminal: TerminalState) -> None:
    store(terminal, 1)
    status, said = kiosk("deliver")
    assert (status, said["code"], said["delivered"], said["waiting"]) == (4, "K401", 0, 2)
    status, said = kiosk("status")
    assert (said["waiting"], said["attempts"]) == (2, 1)


def test_an_answer_that_is_not_centrals_moves_nothing(
    kiosk: Kiosk, terminal: TerminalState, central: StoringCentral, server: Loopback
) -> None:
    store(terminal, 1)
    central.instead["/v1/envelopes"] = plain(b"<html>Log in to the guest network</html>", kind="text/html")
    status, said = kiosk("deliver")
    assert (status, said["code"], said["waiting"]) == (4, "K403", 2)
    del central.instead["/v1/envelopes"]
    assert kiosk("deliver")[0] == 0
    assert len(central.stored) == 2


def test_a_terminal_without_a_central_is_told_so(kiosk: Kiosk, terminal: TerminalState) -> None:
    write_terminal_file(terminal.terminal_path, TerminalFile("demo", str(terminal.folder), ""))
    assert kiosk("deliver")[0] == 2
