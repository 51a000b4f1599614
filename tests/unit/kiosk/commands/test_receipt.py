"""`kiosk receipt verify`: a paper's code against the terminal's published key."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import qrcode

from kiosk.__main__ import main
from kiosk.contract.reference import reference_of
from offline_queue import base45
from offline_queue.proof import ProofClaims, make_proof, to_token
from offline_queue.sealing import key_id_of
from tests.support.terminal_state import TerminalState, make_terminal_state
from tests.support.tuf_repository import raw_public

Verify = Callable[[str | Path], tuple[int, dict]]
ID = bytes(range(60, 76))
BEGIN = 1_800_000_000


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> TerminalState:
    return make_terminal_state(tmp_path_factory.mktemp("terminal") / "state")


@pytest.fixture
def verify(terminal: TerminalState, capsys: pytest.CaptureFixture[str]) -> Verify:
    def run(receipt: str | Path) -> tuple[int, dict]:
        status = main(["receipt", "verify", str(receipt), "--state", str(terminal.folder), "--json"])
        return status, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture(scope="module")
def proof(terminal: TerminalState) -> bytes:
    private = terminal.repository.receipt_private
    claims = ProofClaims(terminal.repository.terminal, b"e" * 16, 7, b"h" * 32, ID[:5], BEGIN, BEGIN + 60)
    return make_proof(claims, private.private_bytes_raw(), key_id_of(raw_public(private)))


def drawn(text: str, path: Path) -> Path:
    qrcode.make(text).save(path)
    return path


def test_a_receipt_says_who_recorded_what_and_when(verify: Verify, proof: bytes, terminal: TerminalState) -> None:
    status, said = verify(to_token(proof))
    assert status == 0
    assert (said["ok"], said["code"], said["seq"]) == (True, "done", 7)
    assert (said["terminal"], said["reference"]) == (terminal.repository.terminal.hex(), reference_of(ID))
    assert (said["not_before"], said["not_after"]) == (BEGIN, BEGIN + 60)


def test_a_picture_of_the_code_is_as_good_as_its_text(verify: Verify, proof: bytes, tmp_path: Path) -> None:
    token = to_token(proof)
    assert verify(drawn(token, tmp_path / "receipt.png")) == verify(token)


def test_no_byte_of_a_proof_may_be_another(verify: Verify, proof: bytes) -> None:
    for place in range(len(proof)):
        altered = bytearray(proof)
        altered[place] ^= 1
        status, said = verify(to_token(bytes(altered)))
        assert (status, said["ok"]) == (5, False), place


@pytest.mark.parametrize(
    "text",
    ["K1:", "K1:a", "K1:A", "K1::::", "K1:ABC", "K1:" + "0" * 300, "HC1:ABC", "", "K2:" + base45.encode(b"x" * 100)],
)
def test_what_is_no_receipt_is_refused(verify: Verify, text: str) -> None:
    status, said = verify(text)
    assert (status, said["code"]) == (5, "K504")


def test_a_picture_with_an_altered_code_is_refused(verify: Verify, proof: bytes, tmp_path: Path) -> None:
    altered = proof[:-1] + bytes([proof[-1] ^ 1])
    assert verify(drawn(to_token(altered), tmp_path / "receipt.png"))[0] == 5


def test_a_picture_without_a_receipt_is_the_wrong_file(verify: Verify, tmp_path: Path) -> None:
    assert verify(drawn("https://example.org/", tmp_path / "other.png"))[0] == 2
    assert verify(tmp_path / "missing.png")[0] == 2
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno picture")
    assert verify(tmp_path / "broken.png")[0] == 2


def test_where_no_decoder_is_installed_a_picture_is_refused_in_so_many_words(
    terminal: TerminalState,
    proof: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "zxingcpp", None)
    path = drawn(to_token(proof), tmp_path / "receipt.png")
    assert main(["receipt", "verify", str(path), "--state", str(terminal.folder)]) == 2
    assert "zxing-cpp is not installed" in capsys.readouterr().err


def test_the_trust_file_of_other_keys_believes_nothing(
    proof: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = make_terminal_state(tmp_path / "other")
    assert main(["receipt", "verify", to_token(proof), "--trust", str(other.folder / "trust.json")]) == 5
    assert main(["receipt", "verify", to_token(proof), "--trust", str(tmp_path / "none.json")]) == 2
    capsys.readouterr()
