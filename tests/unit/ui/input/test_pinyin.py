"""librime itself: whole sentences, nothing learned, nothing written, not even a file made where it could be."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.unit.ui.input.typed import CLOSED, STREET, typed_in_a_process
from ui.input.pinyin import SHARED, RimePinyin, deploy_tables, why_not
from ui.input.rime import LIBRARY, RimeError

pytestmark = [
    pytest.mark.xdist_group("rime"),
    pytest.mark.skipif(
        not (SHARED / "luna_pinyin.dict.yaml").exists(), reason="rime-data-luna-pinyin is not installed"
    ),
]


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled once, as at set-up, in a process of its own."""
    folder = tmp_path_factory.mktemp("pinyin") / "tables"
    deployed = subprocess.run(
        [sys.executable, "-m", "kiosk", "pinyin", "deploy", "--to", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert deployed.returncode == 0, deployed.stderr
    return folder


def everything(*folders: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_size) for folder in folders for path in folder.rglob("*")
    }


def test_a_whole_sentence_a_part_and_single_characters(tables: Path) -> None:
    said = typed_in_a_process(tables, "sentence")
    assert said["sentence"] == "深圳市龙华区民治街道"
    assert said["part"] == ["深圳市", "longhuaqu"]
    assert said["single"][:1] == ["龙"]
    assert all(len(character) == 1 for character in said["single"])
    assert said["split"] == ["西安", "xi'an"]
    assert said["pages"] == sorted(set(said["pages"]))


def test_what_no_font_draws_is_not_offered(tables: Path) -> None:
    said = typed_in_a_process(tables, "undrawable")
    assert said["all"][0] in ("示", "是", "事", "时", "十")
    assert said["all"][0] not in said["drawable"]
    assert len(said["drawable"]) == len(said["all"])


def test_nothing_typed_is_kept_and_the_same_letters_always_give_the_same_words(tables: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    before = everything(tables, home, tmp_path)
    first = typed_in_a_process(tables, "habit", home=home)
    second = typed_in_a_process(tables, "habit", home=home)
    assert first["before"] == first["after"] == second["before"]
    assert everything(tables, home, tmp_path) == before
    assert first["stderr"] == ""


def test_an_engine_that_learns_is_found(tables: Path, tmp_path: Path) -> None:
    """The control of the test above: with a user dictionary the folder grows."""
    import shutil

    learning = tmp_path / "learning"
    shutil.copytree(tables, learning)
    schema = learning / "kiosk.schema.yaml"
    schema.write_text(schema.read_text("utf-8").replace("enable_user_dict: false", "enable_user_dict: true"), "utf-8")
    before = everything(learning)
    typed_in_a_process(learning, "habit", home=tmp_path)
    assert set(everything(learning)) - set(before)


def test_a_closed_front_types_and_can_make_no_file(tables: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CLOSED), str(tables)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": "/nonexistent"},
    )
    assert done.stderr == ""
    assert done.stdout.split() == [STREET, "refused"]


def test_without_tables_or_library_the_reason_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert why_not(tmp_path) == "the pinyin tables are not deployed"
    (tmp_path / "kiosk.schema.yaml").touch()
    monkeypatch.setattr("ui.input.rime.LIBRARY", "librime-nowhere.so.9")
    assert why_not(tmp_path) == "librime-nowhere.so.9 is not installed"
    with pytest.raises(RimeError, match="not installed"):
        RimePinyin(tmp_path, lambda _text: True)
    with pytest.raises(RimeError):
        deploy_tables(tmp_path / "tables")
    assert LIBRARY == "librime.so.1"
