"""The runner starts three processes, starts again what ends, and leaves none behind. Programs are small stand-ins."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.keeper.runner import Programs, Runner
from kiosk.terminal_file import TerminalFile, write_terminal_file
from kiosk.wire import Slot

WAIT = 20.0
# Says its words and pid on a datagram socket, then does as the file `orders` beside it says at that moment.
STAND_IN = """
import os, signal, socket, sys
folder, role, *words = sys.argv[1:]
line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
line.connect(folder + "/told")
line.send(repr((role, os.getpid(), os.getppid(), words)).encode())
order = open(folder + "/orders").read()
if order == "end":
    sys.exit(0)
if order.startswith("refuse") and role == "keeper":
    sys.exit(int(order.split()[1]))
if order == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    line.send(b"('deaf', 0, 0, [])")
signal.pause()
"""

Told = tuple[str, int, int, list[str]]


class Ear:
    """Hears what the stand-ins say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.order("stay")
        (folder / "stand_in.py").write_text(textwrap.dedent(STAND_IN))
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.line.bind(str(folder / "told"))
        self.line.settimeout(WAIT)

    def order(self, word: str) -> None:
        (self.folder / "orders").write_text(word)

    def hear(self) -> Told:
        return eval(self.line.recv(4096))

    def programs(self) -> Programs:
        words = (sys.executable, "-S", str(self.folder / "stand_in.py"), str(self.folder))
        return Programs((*words, "keeper"), (*words, "front"))


@pytest.fixture
def ear(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ear]:
    ear = Ear(tmp_path_factory.mktemp("r"))
    yield ear
    ear.line.close()


@pytest.fixture
def terminal(tmp_path: Path) -> Path:
    path = tmp_path / "terminal.toml"
    write_terminal_file(path, TerminalFile("demo", str(tmp_path / "state")))
    return path


@pytest.fixture
def start(ear: Ear, terminal: Path) -> Iterator[Callable[..., Runner]]:
    runners: list[Runner] = []

    def begin(**more: object) -> Runner:
        runner = Runner(terminal, programs=ear.programs(), **more)  # type: ignore[arg-type]
        runners.append(runner)
        runner.start()
        return runner

    yield begin
    for runner in runners:
        runner.stop(WAIT)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"


def open_files(pid: int) -> list[Path]:
    return [entry.readlink() for entry in Path(f"/proc/{pid}/fd").iterdir()]


def until(condition: Callable[[], bool]) -> bool:
    give_up = time.monotonic() + WAIT
    while not condition():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.01)
    return True


def test_a_keeper_and_two_fronts_are_started_with_their_words(
    ear: Ear, terminal: Path, start: Callable[..., Runner]
) -> None:
    start(front_arguments=lambda slot: ["--observer", str(slot.value)])
    told = sorted((role, words) for role, _, _, words in (ear.hear() for _ in range(3)))
    common = ["--terminal", str(terminal)]
    assert told == [
        ("front", ["--slot", "a", *common, "--observer", "1"]),
        ("front", ["--slot", "b", *common, "--observer", "2"]),
        ("keeper", [*common, "--state", str(terminal.parent / "state")]),
    ]


def test_what_ends_is_started_again_and_the_others_go_on(ear: Ear, start: Callable[..., Runner]) -> None:
    runner = start()
    for _ in range(3):
        ear.hear()
    before = runner.pids()
    os.kill(before["a"], signal.SIGKILL)
    role, pid, _, words = ear.hear()
    assert (role, words[1]) == ("front", "a")
    assert pid != before["a"]
    assert until(lambda: runner.pids() == {**before, "a": pid})


def test_what_ends_at_once_is_started_again_ever_more_slowly(ear: Ear, start: Callable[..., Runner]) -> None:
    ear.order("end")
    began = time.monotonic()
    start()
    for _ in range(9):
        ear.hear()
    assert time.monotonic() - began >= 0.2 + 0.4


def test_stop_ends_all_three_even_the_deaf(ear: Ear, start: Callable[..., Runner]) -> None:
    ear.order("deaf")
    runner = start()
    for _ in range(6):
        ear.hear()
    pids = runner.pids()
    runner.stop(0.2)
    assert runner.pids() == {}
    assert all(gone(pid) for pid in pids.values())
    runner.stop(0.2)


@pytest.mark.parametrize("status", [2, 5, 6])
def test_a_keeper_that_refuses_its_first_start_ends_the_runner_with_its_status(
    ear: Ear, start: Callable[..., Runner], status: int
) -> None:
    ear.order(f"refuse {status}")
    assert start().wait(WAIT) == status


def test_a_keeper_that_dies_of_something_else_is_started_again(ear: Ear, start: Callable[..., Runner]) -> None:
    ear.order("refuse 70")
    runner = start()
    keepers = 0
    while keepers < 2:
        keepers += ear.hear()[0] == "keeper"
    assert runner.wait(0) is None


def test_descriptors_reach_the_front_they_are_meant_for_at_every_start(
    ear: Ear, terminal: Path, start: Callable[..., Runner]
) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        runner = start(pass_fds={Slot.B: (theirs.fileno(),)})
        for _ in range(3):
            ear.hear()
        for _ in range(2):
            pids = runner.pids()
            link = Path(f"/proc/self/fd/{theirs.fileno()}").readlink()
            assert link in open_files(pids["b"])
            assert link not in open_files(pids["a"])
            os.kill(pids["b"], signal.SIGKILL)
            ear.hear()
            assert until(lambda before=pids["b"]: runner.pids().get("b", before) != before)


def test_the_children_die_with_a_runner_that_is_killed(ear: Ear, terminal: Path) -> None:
    program = (
        "import sys, threading\n"
        "from pathlib import Path\n"
        "from kiosk.keeper.runner import Programs, Runner\n"
        "words = tuple(sys.argv[2:])\n"
        "Runner(Path(sys.argv[1]), programs=Programs((*words, 'keeper'), (*words, 'front'))).start()\n"
        "threading.Event().wait()\n"
    )
    words = ear.programs().keeper[:-1]
    parent = subprocess.Popen([sys.executable, "-c", program, str(terminal), *words])
    try:
        pids = [ear.hear()[1] for _ in range(3)]
    finally:
        parent.kill()
        parent.wait()
    assert until(lambda: all(gone(pid) for pid in pids))


def test_a_runner_that_was_never_started_can_be_stopped(terminal: Path) -> None:
    runner = Runner(terminal)
    runner.stop(1.0)
    assert runner.pids() == {}
