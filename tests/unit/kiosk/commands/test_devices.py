"""`kiosk devices`: one JSON object, the exit status of the contract, an end within the time given."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.simulators import cards
from devices.simulators.printer import PrinterSimulator
from devices.simulators.sdt import SdtSimulator
from devices.simulators.social_security import SocialSecurityChip
from kiosk.__main__ import main
from tests.unit.devices.conformance.pcsc_entry import Room
from tests.unit.devices.recorder import nothing_left_behind

READ_KEYS = ["ok", "code", "kind", "name", "latin_name", "number", "birth", "sex", "valid_from", "valid_to", "flags"]


@pytest.fixture
def reader() -> Iterator[SdtSimulator]:
    device = SdtSimulator()
    yield device
    device.close()


@pytest.fixture
def printer() -> Iterator[PrinterSimulator]:
    device = PrinterSimulator()
    yield device
    device.close()


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*words: str) -> tuple[int, dict[str, Any]]:
        with nothing_left_behind():
            status = main(["devices", *words, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return run


def test_read_answers_with_exactly_the_agreed_keys(reader: SdtSimulator, command: Any) -> None:
    reader.lay(cards.resident())
    status, told = command("read", reader.url)
    assert (status, sorted(told)) == (0, sorted(READ_KEYS))
    assert told == {
        "ok": True,
        "code": "done",
        "kind": "resident",
        "name": "样本",
        "latin_name": "",
        "number": "11010519491231002X",
        "birth": "1949-12-31",
        "sex": "female",
        "valid_from": "2020-01-01",
        "valid_to": "long-term",
        "flags": [],
    }


def test_a_card_read_before_that_still_lies_there_is_read_again(reader: SdtSimulator, command: Any) -> None:
    reader.lay(cards.foreign_2023())
    assert [command("read", reader.url)[1]["latin_name"] for _ in range(2)] == ["ZHENGJIAN, YANGBEN"] * 2


def test_an_unknown_flag_exits_3(reader: SdtSimulator, command: Any) -> None:
    reader.lay(cards.unknown_flag())
    assert command("read", reader.url) == (3, {"ok": False, "code": "K203"})


def test_no_card_is_the_answer_no(reader: SdtSimulator, command: Any) -> None:
    assert command("read", reader.url, "--timeout", "0.5") == (1, {"ok": False, "code": "K206"})


def test_no_answer_exits_3_within_the_time_given(reader: SdtSimulator, command: Any) -> None:
    reader.mute()
    begun = time.monotonic()
    status, told = command("read", reader.url, "--timeout", "0.5")
    assert (status, told["ok"], told["code"]) == (3, False, "K121")
    assert time.monotonic() - begun < 3


def test_a_name_with_a_rare_character_is_whole_in_the_answer(reader: SdtSimulator, command: Any) -> None:
    reader.lay(cards.rare())
    assert command("read", reader.url)[1]["name"] == "王𬱖"


def test_probe_tells_state_and_details(reader: SdtSimulator, printer: PrinterSimulator, command: Any) -> None:
    assert command("probe", reader.url)[1]["sam"] == "05.01-20110418-0000012345-0000005678"
    assert command("probe", printer.url)[1]["dots"] == 576


def test_probe_of_a_printer_without_paper_exits_3(printer: PrinterSimulator, command: Any) -> None:
    printer.paper_out()
    status, told = command("probe", printer.url)
    assert (status, told["code"], told["reason"]) == (3, "K701", "media_empty")


def test_print_tells_its_three_outcomes(printer: PrinterSimulator, command: Any) -> None:
    assert command("print", printer.url)[1]["outcome"] == "printed"
    assert len(printer.slips) == 1
    printer.jam(after_rows=100)
    status, told = command("print", printer.url)
    assert (status, told["code"], told["outcome"]) == (3, "K702", "unknown")
    status, told = command("print", printer.url)
    assert (status, told["code"], told["outcome"]) == (3, "K112", "not_printed")


def test_watch_tells_that_a_card_was_laid_but_not_whose(reader: SdtSimulator, command: Any, capsys: Any) -> None:
    reader.lay(cards.resident())
    status, told = command("watch", reader.url, "--timeout", "0.8")
    assert status == 0
    assert [event["event"] for event in told["events"]] == ["status", "card_lying"]
    assert "样本" not in json.dumps(told, ensure_ascii=False)


@pytest.mark.parametrize("url", ["nobody:/dev/x", "sdt", "sdt:/dev/null?buad=1", "sim:reader"])
def test_a_url_that_names_nothing_is_wrong_use(url: str, command: Any) -> None:
    assert command("probe", url) == (2, {"ok": False, "code": "K120"})


def test_an_absent_device_exits_3(command: Any) -> None:
    status, told = command("probe", "sdt:/nonexistent/port")
    assert (status, told["code"], told["reason"]) == (3, "K101", "not_reachable")


def test_a_terminal_files_name_stands_for_its_url(printer: PrinterSimulator, command: Any, tmp_path: Path) -> None:
    terminal = tmp_path / "terminal.toml"
    terminal.write_text(f'kind = "demo"\nstate = "x"\n[devices]\nreceipt_printer = "{printer.url}"\n')
    assert command("probe", "receipt_printer", "--terminal", str(terminal))[0] == 0
    terminal.write_text("kind = ")
    assert command("probe", "receipt_printer", "--terminal", str(terminal)) == (2, {"ok": False, "code": "K601"})


def test_a_social_security_card_is_told_by_the_same_keys(command: Any) -> None:
    room = Room(Path())
    room.lay(SocialSecurityChip())
    status, told = command("read", room.url)
    room.close()
    assert (status, sorted(told)) == (0, sorted(READ_KEYS))
    assert (told["kind"], told["name"], told["number"]) == ("social_security", "样本", "11010519491231002X")


def test_a_card_that_needs_authentication_exits_3_and_a_probe_names_the_reader(command: Any) -> None:
    room = Room(Path())
    room.lay(SocialSecurityChip(version="3.00", locked=True))
    refused = command("read", room.url)
    probed = command("probe", room.url)
    room.close()
    assert refused == (3, {"ok": False, "code": "K207"})
    assert (probed[0], probed[1]["kind"], probed[1]["reader"]) == (0, "smart_card", "Kiosk Virtual PCD 00 00")


def test_a_service_that_is_not_there_exits_3(command: Any, tmp_path: Path) -> None:
    status, told = command("probe", f"pcsc:ACS*?socket={tmp_path}/none")
    assert (status, told["code"], told["reason"]) == (3, "K101", "not_reachable")
