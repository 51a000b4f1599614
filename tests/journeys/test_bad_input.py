"""Broken files, broken centrals, full disks, silent printers: a code for the technician, calm for the citizen."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from devices.simulators.cards import resident
from devices.simulators.sdt import SdtSimulator
from kiosk.contract.failure import FailureCode
from kiosk.demo.house import House, Wishes
from kiosk.demo.script import Order, Script, Sight
from kiosk.front.closed import ClosedSign
from kiosk.visit.screen import Banner
from kiosk.wording.lookup import Wording
from tests.journeys.conftest import ROOT, applications_at, applications_of, enrolled, kiosk
from tests.support.crash_tour import ITEM, CrashTour
from tests.support.loopback import Loopback, Peer, Request, loopback, plain
from tests.support.lying_house import lying_house

WORDING = ROOT / "assets" / "wording"


# ---- a broken terminal file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("program", [("run",), ("keep",), ("front", "--slot", "a")], ids=lambda words: words[0])
@pytest.mark.parametrize("text", ["kind = \x00", 'kind = "demo"\nstate = 7\n', None], ids=["no-toml", "wrong", "none"])
def test_a_broken_terminal_file_is_one_line_with_a_code(
    tmp_path: Path, program: tuple[str, ...], text: str | None
) -> None:
    path = tmp_path / "terminal.toml"
    if text is not None:
        path.write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", *program, "--terminal", str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    lines = [line for line in done.stderr.splitlines() if "K601" in line]
    assert done.returncode == 2
    assert len(lines) == 1
    assert "Traceback" not in done.stderr


def test_the_citizen_reads_a_calm_sentence_and_the_code_to_tell() -> None:
    model = ClosedSign(FailureCode.TERMINAL_FILE_BROKEN, Wording.load(WORDING)).model()
    said = [block.text for block in model.blocks if isinstance(block, Banner)]
    assert said == ["这台机器还没有配置好，请找工作人员。"]
    assert "K601" in model.speech or any("K601" in str(block) for block in model.blocks)


# ---- a broken central ------------------------------------------------------------------------------------------------


def portal(_request: Request, _peer: Peer) -> bytes:
    return plain(b"<html><form action=/login>Free WiFi</form></html>", kind="text/html")


def elsewhere(_request: Request, _peer: Peer) -> bytes:
    return plain(status="302 Found", extra="Location: http://127.0.0.1:9/login\r\n")


def broken(_request: Request, _peer: Peer) -> bytes:
    return plain(b"oops", "500 Internal Server Error", "text/plain")


def address_of(server: Loopback) -> tuple[str, int]:
    parts = urlsplit(server.url)
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port


def test_whatever_answers_in_centrals_place_visits_go_on_and_reach_central_once(tmp_path: Path) -> None:
    """HTML, a redirect, 500, nobody: each visit is kept; once the true central answers, each arrives once."""
    state, kept, tour = tmp_path / "S", list[str](), None
    with enrolled(tmp_path / "C", state):
        with House(Wishes(tmp_path, state=state)) as house:
            assert house.relay is not None
            for answering in (portal, elsewhere, broken, None):
                with loopback(answering or portal) as server:
                    house.relay.divert(address_of(server))
                    if answering is None:
                        house.relay.cut()
                    tour = CrashTour(house, tmp_path, before=tour, offline=True)
                    outcome = tour.run()
                    assert outcome.outcome == "recorded"
                    kept.append(outcome.reference)
        assert applications_at(tmp_path / "C") == []
        assert kiosk("outbox", "deliver", "--state", state).status == 0
        found = [case["reference"] for case in applications_at(tmp_path / "C", wanted=kept)]
    assert sorted(found) == sorted(kept)
    assert len(set(kept)) == 4


# ---- a full disk -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Mending(Script):
    """`spoil` on the home page; `mend` at the first banner read on the notice, which is then agreed to again."""

    spoil: Callable[[], None] = lambda: None
    mend: Callable[[], None] = lambda: None
    read: tuple[str, ...] = ()

    def next(self, sight: Sight) -> Order:
        if sight.page == "home":
            self.spoil()
        if sight.page == "notice" and sight.banners and not self.read:
            self.read = sight.banners
            self.mend()
        return Script.next(self, sight)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.getuid() != 0 or subprocess.run(words, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting a small disk needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(path: Path) -> None:
    """To the last block."""
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return


def test_a_full_disk_refuses_before_anything_is_typed_and_takes_in_again_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk, lying_house(disk) as house:
        filler = disk / "filler"
        script = Mending("", ITEM, spoil=lambda: fill(filler), mend=filler.unlink)
        outcome = CrashTour(house, tmp_path, script=script).run()
    assert script.read == (Wording.load(WORDING).text(f"failure.{FailureCode.OUTBOX_FULL.value}.citizen", "zh-CN"),)
    assert outcome.outcome == "recorded"


# ---- devices ---------------------------------------------------------------------------------------------------------


def test_a_silent_printer_leaves_the_receipt_on_the_screen_and_loses_nothing(tmp_path: Path) -> None:
    with House(Wishes(tmp_path)) as house:
        assert house.printer is not None
        house.printer.mute()
        outcome = CrashTour(house, tmp_path).run()
        assert outcome.printed != "printed"
        assert [case["reference"] for case in applications_of(house, wanted=[outcome.reference])] == [outcome.reference]


def test_a_tour_takes_a_reader_on_a_port_of_its_own(tmp_path: Path) -> None:
    """Somebody at the port lays the card and lifts it until the terminal has read it."""
    with closing(SdtSimulator()) as reader, ThreadPoolExecutor(1) as pool:
        tour = pool.submit(kiosk, "tour", "--out", tmp_path, "--reader", reader.url)
        while not wait((tour,), 2.0).done:
            reader.lay(resident())
            if wait((tour,), 2.0).done:
                break
            reader.lift()
        answer = tour.result()
    assert (answer.status, answer.facts["outcome"]) == (0, "received")
