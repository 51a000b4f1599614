"""A real keeper over a real socket, with fronts that are processes of their own. There is no central: the link is down."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk import wire, wire_line
from kiosk.journal.chain import read_audit
from kiosk.keeper.slots import Limits
from kiosk.trust import load_trust, verify
from kiosk.wire import Slot
from tests.support.fake_front import FakeFront
from tests.support.house_keeper import HouseKeeper, record
from tests.support.terminal_state import TerminalState, make_terminal_state

ONE, TWO = b"1" * 16, b"2" * 16
VISIT = b"v" * 16


@pytest.fixture
def terminal(tmp_path: Path) -> TerminalState:
    return make_terminal_state(tmp_path / "state")


@pytest.fixture
def house(terminal: TerminalState) -> Iterator[HouseKeeper]:
    with HouseKeeper(terminal) as house:
        yield house


def names(terminal: TerminalState) -> list[str]:
    return [line.name for line in read_audit(terminal.folder / "journal")]


# ---- welcome ---------------------------------------------------------------------------------------------------------


def test_a_front_gets_configuration_it_can_verify_for_itself_and_the_link(house: HouseKeeper) -> None:
    front = house.front()
    front.hello()
    assert isinstance(front.next(), wire.KeeperHello)
    configuration = front.next()
    assert isinstance(configuration, wire.Configuration)
    parts = [[(file.name, file.body) for file in files] for files in _parts(configuration)]
    trust = load_trust((house.terminal.folder / "trust.json").read_bytes())
    verified = verify(trust, *parts, now=int(time.time()))
    assert verified.settings.items == ["med.cross-region-filing"]
    assert front.next() == wire.ConfigurationEnd()
    assert front.next() == wire.Link(up=False)


def _parts(message: wire.Configuration) -> tuple[tuple[wire.SignedFile, ...], ...]:
    return message.roots, message.metadata, message.targets


def test_of_two_fronts_the_first_that_is_ready_is_shown(house: HouseKeeper) -> None:
    first, second = house.front(), house.front()
    first.become_ready(Slot.A)
    second.hello(Slot.B)
    assert first.expect(wire.Show) == wire.Show()
    first.send(wire.FirstFrame(), wire.Health(()))
    second.expect(wire.ConfigurationEnd)
    second.send(wire.Ready(), wire.Beat())
    assert second.expect(wire.Link) == wire.Link(up=False)
    assert second.says_nothing(0.3)


def test_a_front_of_another_build_hears_which_build_the_keeper_is_and_no_more(house: HouseKeeper) -> None:
    front = house.front()
    front.hello(build=b"x" * 32)
    assert isinstance(front.next(), wire.KeeperHello)
    assert front.next() is None
    assert front.process.poll() is None


def test_a_second_peer_for_a_living_slot_is_turned_away_and_the_first_goes_on(house: HouseKeeper) -> None:
    first, second = house.front(), house.front()
    first.come_up(Slot.A)
    second.hello(Slot.A)
    assert second.next() is None
    assert second.process.poll() is None
    first.send(wire.Reserve(VISIT, 100))
    assert first.expect(wire.Reserved) == wire.Reserved(VISIT)


@pytest.mark.parametrize(
    "first_bytes",
    [wire_line.encode(wire.Beat()), b"\xff\xff\xff\xff", b"\x00\x00\x00\x01\xc1", b"GET / HTTP/1.1\r\n\r\n"],
    ids=["no hello", "endless frame", "no msgpack", "another protocol"],
)
def test_who_does_not_say_hello_is_hung_up_on(house: HouseKeeper, first_bytes: bytes) -> None:
    front = house.front()
    front.send_bytes(first_bytes)
    assert front.next() is None
    assert front.process.poll() is None


def test_another_user_is_refused_even_when_the_socket_lets_him_in(house: HouseKeeper) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can try it as another user")
    path = house.terminal.folder / wire_line.SOCKET_NAME
    path.chmod(0o666)
    for folder in (house.terminal.folder, *house.terminal.folder.parents):
        if folder.stat().st_mode & 0o005 != 0o005:
            folder.chmod(folder.stat().st_mode | 0o055)
    program = "import socket,sys; s=socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); print(s.recv(9))"
    python = "/usr/bin/python3"
    if not Path(python).exists() or len(str(path)) > 107:
        pytest.skip("no interpreter another user may run")
    done = subprocess.run([python, "-c", program, str(path)], user=65534, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "b''", done.stderr


# ---- records ---------------------------------------------------------------------------------------------------------


def test_a_record_is_answered_with_what_was_appended_and_again_with_the_same(house: HouseKeeper) -> None:
    front = house.front()
    front.come_up()
    front.send(wire.VisitStarted(VISIT), wire.Reserve(VISIT, 256))
    assert front.expect(wire.Reserved) == wire.Reserved(VISIT)
    message = record(house.terminal, ONE)
    front.send(message)
    first = front.expect(wire.Recorded)
    front.send(message)
    assert front.expect(wire.Recorded) == first
    front.send(record(house.terminal, TWO))
    second = front.expect(wire.Recorded)
    assert isinstance(first, wire.Recorded)
    assert isinstance(second, wire.Recorded)
    assert second.seq == first.seq + 1


def test_a_record_whose_seal_is_for_another_id_is_refused_and_the_keeper_goes_on(house: HouseKeeper) -> None:
    front = house.front()
    front.come_up()
    front.send(wire.Record(TWO, record(house.terminal, ONE).sealed))
    refused = front.expect(wire.Refused)
    assert isinstance(refused, wire.Refused)
    assert refused.id == TWO
    front.send(record(house.terminal, TWO))
    front.expect(wire.Recorded)


def test_more_than_the_outbox_has_room_for_is_refused_before_anybody_types(tmp_path: Path) -> None:
    terminal = make_terminal_state(tmp_path / "state", settings={"outbox_pages": 256})
    with HouseKeeper(terminal) as house:
        front = house.front()
        front.come_up()
        front.send(wire.Reserve(VISIT, 60_000))
        assert front.expect(wire.Refused) == wire.Refused(VISIT, 301)
        front.send(wire.Reserve(VISIT, 64))
        assert front.expect(wire.Reserved) == wire.Reserved(VISIT)


# ---- hand-over -------------------------------------------------------------------------------------------------------


def test_the_screen_changes_hands_after_a_visit(house: HouseKeeper) -> None:
    old, new = house.front(), house.front()
    old.come_up(Slot.A)
    new.become_ready(Slot.B)
    old.send(wire.VisitStarted(VISIT), wire.VisitEnded(wire.WireEnding.COMPLETED))
    assert new.expect(wire.Link)
    assert new.says_nothing(0.2)
    old.send(wire.DevicesReleased())
    assert new.expect(wire.Show) == wire.Show()
    new.send(wire.Health(()), wire.FirstFrame())
    assert old.expect(wire.LeaveNow) == wire.LeaveNow()


def test_after_the_death_of_a_front_the_next_knows_and_the_owed_receipt_is_at_hand(house: HouseKeeper) -> None:
    old, new = house.front(), house.front()
    old.come_up(Slot.A)
    new.become_ready(Slot.B)
    old.send(wire.VisitStarted(VISIT), record(house.terminal, ONE))
    recorded = old.expect(wire.Recorded)
    assert isinstance(recorded, wire.Recorded)
    old.send(wire.Paper(recorded.seq, wire.PaperFact.STARTED), wire.Reserve(VISIT, 1))
    old.expect(wire.Reserved)
    old.process.kill()
    assert new.expect(wire.Show) == wire.Show(after_death=True, interrupted=True, maybe_kept=True)
    owed = new.expect(wire.Owed)
    assert isinstance(owed, wire.Owed)
    assert (owed.seq, owed.started, owed.proof) == (recorded.seq, True, recorded.proof)
    new.send(wire.FirstFrame(), wire.Health(()), wire.Paper(recorded.seq, wire.PaperFact.HANDED_OVER))


def test_a_receipt_that_was_handed_over_is_not_owed(house: HouseKeeper) -> None:
    old, new = house.front(), house.front()
    old.come_up(Slot.A)
    new.become_ready(Slot.B)
    old.send(record(house.terminal, ONE))
    recorded = old.expect(wire.Recorded)
    assert isinstance(recorded, wire.Recorded)
    old.send(wire.Paper(recorded.seq, wire.PaperFact.HANDED_OVER), wire.DevicesReleased())
    assert new.expect(wire.Show) == wire.Show()
    new.send(wire.FirstFrame(), wire.Health(()), wire.Reserve(VISIT, 1))
    assert isinstance(new.next(), wire.Reserved)


def test_a_front_that_sends_what_is_not_allowed_is_killed_and_the_other_takes_over(house: HouseKeeper) -> None:
    old, new = house.front(), house.front()
    old.come_up(Slot.A)
    new.become_ready(Slot.B)
    old.send_bytes(b"\x00\x00\x00\x02\x91\x63")
    assert new.expect(wire.Show) == wire.Show(after_death=True)
    assert old.died() == -9


def test_a_front_that_stops_beating_is_killed(terminal: TerminalState) -> None:
    with HouseKeeper(terminal, Limits(assembly=0.1, beat=0.5)) as house:
        old, new = house.front(), house.front()
        old.come_up(Slot.A)
        assert old.died() == -9
        assert new.come_up(Slot.B) == wire.Show(after_death=True)
    assert "front-killed" in names(terminal)


def test_a_successor_without_a_first_frame_is_killed_and_the_old_one_says_one_moment(terminal: TerminalState) -> None:
    with HouseKeeper(terminal, Limits(assembly=0.1, first_frame=0.3)) as house:
        old, new, third = house.front(), house.front(), house.front()
        old.come_up(Slot.A)
        new.become_ready(Slot.B)
        old.send(wire.VisitEnded(wire.WireEnding.COMPLETED), wire.DevicesReleased())
        new.expect(wire.Show)
        assert new.died() == -9
        assert old.expect(wire.OneMoment) == wire.OneMoment()
        assert third.come_up(Slot.B) == wire.Show(after_death=True)
        assert old.expect(wire.LeaveNow) == wire.LeaveNow()


# ---- the journal -----------------------------------------------------------------------------------------------------


def test_events_of_fronts_are_written_by_name_and_others_are_dropped(terminal: TerminalState) -> None:
    with HouseKeeper(terminal) as house:
        front = house.front()
        front.come_up()
        front.send(wire.Event(5, (1, 2, 3)), wire.Event(5, (1, 2, 999)), wire.Event(4242), wire.HelpCalled())
        front.send(wire.Reserve(VISIT, 1))
        front.expect(wire.Reserved)
    written = names(terminal)
    assert written[0] == "keeper-started"
    assert written[-1] == "keeper-ended"
    assert {"front-greeted", "front-shown", "component-changed", "help-called", "events-dropped"} <= set(written)


def test_at_rest_the_keeper_uses_no_processor_to_speak_of(house: HouseKeeper) -> None:
    first, second = house.front(), house.front()
    first.come_up(Slot.A)
    second.become_ready(Slot.B)
    second.expect(wire.Link)
    before = _switches()
    assert second.says_nothing(1.0)
    assert _switches() - before < 60


def _switches() -> int:
    """How often threads of this process woke up."""
    total = 0
    for task in Path("/proc/self/task").iterdir():
        lines = (task / "status").read_text().splitlines()
        total += sum(int(line.split()[1]) for line in lines if line.startswith("voluntary"))
    return total


# ---- a keeper that dies ----------------------------------------------------------------------------------------------

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(terminal: TerminalState) -> Iterator[Start]:
    """Starts the real command; ends what it started."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(**environment: str) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "kiosk", "keep", "--terminal", str(terminal.terminal_path)]
        bare = {name: value for name, value in os.environ.items() if name != "KIOSK_STATE"}
        started.append(subprocess.Popen(words, env={**bare, **environment}))
        return started[-1]

    yield begin
    for process in started:
        process.terminate()
        process.wait(30)


@pytest.fixture
def front(terminal: TerminalState) -> Iterator[Callable[[], FakeFront]]:
    fronts: list[FakeFront] = []

    def begin() -> FakeFront:
        fronts.append(FakeFront(terminal.folder))
        return fronts[-1]

    yield begin
    for each in fronts:
        each.close()


@pytest.mark.parametrize(
    ("point", "kept"),
    [
        ("keeper.after-record-read", False),
        ("keeper.after-fsync", True),
        ("keeper.after-recorded-sent", True),
    ],
)
def test_a_keeper_killed_around_a_record_appends_it_once(
    terminal: TerminalState, start: Start, front: Callable[[], FakeFront], point: str, kept: bool
) -> None:
    keeper = start(KIOSK_CRASH_AT=point)
    first = front()
    first.come_up()
    message = record(terminal, ONE)
    first.send(wire.VisitStarted(VISIT), message)
    assert keeper.wait(30) == -9
    start(KIOSK_CRASH_AT=point)
    again = front()
    again.hello(shown=True, visit=VISIT, last_record=ONE)
    answer = again.expect(wire.Recorded if kept else wire.NotRecorded)
    again.send(message)
    recorded = again.expect(wire.Recorded)
    assert isinstance(recorded, wire.Recorded)
    assert not kept or recorded == answer
    again.send(record(terminal, TWO))
    following = again.expect(wire.Recorded)
    assert isinstance(following, wire.Recorded)
    assert following.seq == recorded.seq + 1


def test_a_front_that_died_together_with_its_keeper_is_not_forgotten(
    terminal: TerminalState, start: Start, front: Callable[[], FakeFront]
) -> None:
    keeper = start()
    first = front()
    first.come_up()
    first.send(wire.VisitStarted(VISIT), record(terminal, ONE))
    first.expect(wire.Recorded)
    keeper.kill()
    keeper.wait(30)
    first.process.kill()
    start()
    assert front().come_up() == wire.Show(after_death=True, interrupted=True, maybe_kept=True)


def test_a_keeper_told_to_end_ends_with_0_and_leaves_its_fronts_alive(
    terminal: TerminalState, start: Start, front: Callable[[], FakeFront]
) -> None:
    keeper = start()
    shown = front()
    shown.come_up()
    keeper.terminate()
    assert keeper.wait(30) == 0
    assert shown.next() is None
    assert shown.process.poll() is None
