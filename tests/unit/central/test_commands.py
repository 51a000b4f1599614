"""What the commands answer is a contract: names and shapes stay."""

import json
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from central.baseline import baseline_settings
from kiosk.contract.enrolment_code import parse_code
from kiosk.contract.reference import reference_of
from kiosk.trust import load_trust
from tests.unit.central.conftest import PATIENCE, Serving, command, until
from tests.unit.central.terminals import a_rating, an_application

pytestmark = pytest.mark.xdist_group("central")

CASE = {"reference", "id", "state", "item", "kind", "terminal", "epoch", "seq", "received_at", "check_code", "rating"}


def test_an_enrolment_code_is_given_out_as_json_and_as_a_line(service: Serving) -> None:
    words = ("enrolment-code", "--state", service.state, "--branch", "longhua", "--name", "LH-09")
    status, facts, _ = command(*words)
    assert (status, facts["ok"], facts["code"]) == (0, True, "done")
    line = subprocess.run([sys.executable, "-m", "central", *map(str, words)], capture_output=True, check=True)
    first_root = (service.state / "tuf" / "metadata" / "1.root.json").read_bytes()
    for code in (facts["enrolment_code"], line.stdout.decode().strip()):
        assert re.fullmatch(r"[0-9A-Z]{10}-[0-9A-Z]{16}", code)
        assert parse_code(code).names(first_root)
        assert not parse_code(code).names(first_root + b" ")


@pytest.mark.parametrize("words", [("--branch", "", "--name", "x"), ("--branch", "b", "--name", "two\nlines")])
def test_a_place_without_a_name_gets_no_code(service: Serving, words: tuple[str, ...]) -> None:
    status, facts, errors = command("enrolment-code", "--state", service.state, *words)
    assert (status, facts["ok"], facts["code"]) == (2, False, "usage")
    assert errors.count("\n") == 1


def test_a_case_tells_what_the_contract_names_and_nothing_of_the_person(service: Serving) -> None:
    terminal, application = service.terminal(), an_application()
    terminal.deliver(service.url, terminal.envelope(terminal.seal(application, service.sealing_key())))
    reference = reference_of(application.id)
    [case] = until(lambda: [case for case in service.cases(reference) if case["state"] == "opened"])
    assert set(case) >= CASE
    told = (case["reference"], case["id"], case["kind"], case["item"], case["terminal"], case["epoch"], case["seq"])
    expected = (reference, application.id.hex(), "application", application.item, terminal.id.hex())
    assert told == (*expected, terminal.epoch.hex(), 1)
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", case["check_code"])
    assert case["rating"] is None
    assert application.applicant.number not in json.dumps(case)


def test_a_rating_is_shown_with_its_application(service: Serving) -> None:
    terminal, application = service.terminal(), an_application()
    for content in (application, a_rating(application.id, 4)):
        terminal.deliver(service.url, terminal.envelope(terminal.seal(content, service.sealing_key())))
    rated = until(lambda: [case for case in service.cases(reference_of(application.id)) if case["rating"]])
    assert [(case["kind"], case["rating"]) for case in rated] == [("application", 4)]


def test_a_rating_that_comes_first_waits_for_its_application(service: Serving) -> None:
    terminal, application = service.terminal(), an_application()
    reference = reference_of(application.id)
    rating = a_rating(application.id, 2)
    terminal.deliver(service.url, terminal.envelope(terminal.seal(rating, service.sealing_key())))
    [waiting] = until(lambda: service.cases(reference))
    assert (waiting["kind"], waiting["state"], waiting["rating"]) == ("rating", "waiting", 2)
    assert set(waiting) >= CASE
    terminal.deliver(service.url, terminal.envelope(terminal.seal(application, service.sealing_key())))
    [case] = service.cases(reference)
    assert (case["kind"], case["rating"]) == ("application", 2)


def test_a_rating_by_another_terminal_is_not_shown(service: Serving) -> None:
    terminal, other, application = service.terminal(), service.terminal(), an_application()
    terminal.deliver(service.url, terminal.envelope(terminal.seal(application, service.sealing_key())))
    other.deliver(service.url, other.envelope(other.seal(a_rating(application.id), service.sealing_key())))
    own = a_rating(application.id, 3)
    terminal.deliver(service.url, terminal.envelope(terminal.seal(own, service.sealing_key())))
    [case] = until(lambda: [case for case in service.cases(reference_of(application.id)) if case["rating"]])
    assert case["rating"] == 3


@pytest.mark.parametrize(("reference", "status"), [("nonsense!", 2), (reference_of(bytes(16)), 0)])
def test_an_unknown_reference_lists_nothing(service: Serving, reference: str, status: int) -> None:
    answered, facts, _ = command("cases", "--state", service.state, "--reference", reference)
    assert (answered, facts["cases"]) == (status, [])


def test_the_trust_file_on_standard_output_names_every_terminal(service: Serving) -> None:
    terminals = [service.terminal() for _ in range(2)]
    words = [sys.executable, "-m", "central", "trust", "--state", str(service.state)]
    trust = load_trust(subprocess.run(words, capture_output=True, check=True).stdout)
    assert [trust.statement_for(terminal.id) for terminal in terminals] == [one.statement for one in terminals]


def test_terminals_are_listed_with_what_is_known_of_them(service: Serving) -> None:
    terminal = service.terminal()
    _, facts, _ = command("terminals", "--state", service.state)
    [mine] = [entry for entry in facts["terminals"] if entry["id"] == terminal.id.hex()]
    assert (mine["state"], mine["seen_at"], mine["conflicts"]) == ("enrolled", None, 0)


def test_the_first_layer_names_a_site_in_words() -> None:
    site = baseline_settings()["site"]
    assert set(site) == {"zh-CN", "en"}
    assert all(site.values())


@pytest.mark.parametrize("words", [("cases",), ("trust",), ("enrolment-code", "--branch", "b", "--name", "n")])
def test_a_folder_that_holds_no_central_is_named_in_one_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    status, facts, errors = command(*words, "--state", tmp_path / "none")
    assert (status, facts["ok"]) == (2, False)
    assert errors.count("\n") == 1
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("state", ["demo", "empty"])
def test_a_central_with_demo_admins_listens_on_loopback_alone(founded: Path, tmp_path: Path, state: str) -> None:
    if state == "demo":
        shutil.copytree(founded, tmp_path / "state")
    status, facts, errors = command("serve", "--state", tmp_path / "state", "--host", "0.0.0.0", "--port", "0")
    assert (status, facts["ok"]) == (2, False)
    assert "demo admins" in errors


def test_a_second_central_on_the_same_folder_is_refused(service: Serving) -> None:
    status, _, errors = command("serve", "--state", service.state, "--port", "0")
    assert (status, errors.count("\n")) == (2, 1)


def test_sigterm_answers_who_waits_and_ends_the_opening_role_too(own_service) -> None:
    serving = own_service()
    terminal = serving.terminal()
    manifest = terminal.sync(serving.url).manifest
    answers: list[int] = []
    held = threading.Thread(
        target=lambda: answers.append(terminal.sync(serving.url, manifest=manifest, wait=30).manifest)
    )
    children = Path(f"/proc/{serving.process.pid}/task/{serving.process.pid}/children")
    [child] = until(lambda: children.read_text().split())
    held.start()
    assert serving.end(signal.SIGTERM) == 0
    held.join(PATIENCE)
    assert answers in ([manifest], [])
    assert not Path(f"/proc/{child}").exists()
    [entry] = command("terminals", "--state", serving.state)[1]["terminals"]
    assert entry["seen_at"], "the last heartbeats are written at the end"
    assert "Traceback" not in serving.errors.read_text()


def test_sigterm_before_it_listens_is_a_clean_end_too(founded: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    shutil.copytree(founded, state)
    (state / "lock").unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "central", "serve", "--state", str(state), "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert until((state / "lock").exists), "it never began"
    process.terminate()
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert b"Traceback" not in errors
