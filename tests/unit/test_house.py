"""The house rules that can be measured. Each has a positive control: a planted breach it must find."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("kiosk", "ui", "devices", "offline_queue", "central")
LONGEST_FILE, LONGEST_FUNCTION = 400, 45
EMPTY_WORDS = re.compile(r"(Manager|Helper|Utils?|Data|Info)$")


def sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from (path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)


def breaches(name: str, text: str) -> list[str]:
    found = []
    if (lines := len(text.splitlines())) > LONGEST_FILE:
        found.append(f"{name}: {lines} lines")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                found.append(f"{name}:{node.lineno} {node.name}: {length} lines")
        if isinstance(node, ast.ClassDef) and EMPTY_WORDS.search(node.name):
            found.append(f"{name}:{node.lineno} {node.name}: says nothing")
    return found


def test_files_and_functions_stay_small_and_names_say_something() -> None:
    found = [breach for path in sources() for breach in breaches(str(path.relative_to(ROOT)), path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    ["\n" * 401, "def long():\n" + "    pass\n" * 46, "class CardManager:\n    pass\n"],
    ids=["file", "function", "name"],
)
def test_a_planted_breach_is_found(planted: str) -> None:
    assert breaches("planted.py", planted)


def test_package_files_are_empty() -> None:
    full = [str(path) for room in ROOMS for path in (ROOT / room).rglob("__init__.py") if path.read_text().strip()]
    assert full == []


def test_lock_files_name_hashes_and_no_addresses() -> None:
    for lock in (ROOT / "locks").glob("*.txt"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_qt_is_named_in_ui_alone() -> None:
    named = [
        str(path.relative_to(ROOT))
        for path in sources()
        if "PySide6" in path.read_text("utf-8") and path.relative_to(ROOT).parts[0] != "ui"
    ]
    assert named == []
