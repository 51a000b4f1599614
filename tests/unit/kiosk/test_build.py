"""The build's digest changes with every file of ours and with nothing else."""

from pathlib import Path

import pytest

from kiosk import build


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of one file that is the whole build."""
    folder = tmp_path / "planted_build"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "page.qml").write_text("Item {}")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(build, "PACKAGES", ("planted_build",))
    return folder


def digest() -> bytes:
    return build.build_digest.__wrapped__()


def test_the_digest_has_32_bytes() -> None:
    assert len(digest()) == 32


def test_a_changed_a_new_and_a_renamed_file_change_it(planted: Path) -> None:
    seen = {digest()}
    (planted / "page.qml").write_text("Item { }")
    seen.add(digest())
    (planted / "new.json").write_text("{}")
    seen.add(digest())
    (planted / "new.json").rename(planted / "other.json")
    seen.add(digest())
    assert len(seen) == 4


def test_what_python_leaves_behind_does_not(planted: Path) -> None:
    before = digest()
    (planted / "__pycache__").mkdir()
    (planted / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert digest() == before


def test_modules_have_numbers_and_strangers_have_none() -> None:
    assert build.module_names()[build.module_index("kiosk.wire")] == "kiosk.wire"
    assert build.module_index("json.decoder") == 0
