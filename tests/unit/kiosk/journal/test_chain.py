"""The audit file: every change of a line is seen, it stays small, and a crash in the middle of a line is survived."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.journal.chain import AuditFile, ChainBrokenError, read_audit


def now() -> int:
    return 1_800_000_000


def written(folder: Path, count: int, **limits: int) -> None:
    audit = AuditFile(folder, now, **limits)
    for number in range(count):
        audit.write("paper", (number, 2))
    audit.close()


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("audit-*.jsonl"))


def test_lines_come_back_in_order_with_their_numbers(tmp_path: Path) -> None:
    written(tmp_path / "journal", 3)
    assert [(line.number, line.time, line.name, line.values) for line in read_audit(tmp_path / "journal")] == [
        (1, now(), "paper", (0, 2)),
        (2, now(), "paper", (1, 2)),
        (3, now(), "paper", (2, 2)),
    ]


def test_a_file_opened_again_goes_on_with_the_chain(tmp_path: Path) -> None:
    written(tmp_path, 2)
    written(tmp_path, 2)
    assert [line.number for line in read_audit(tmp_path)] == [1, 2, 3, 4]
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: [lines[0], lines[1].replace(b"[1,2]", b"[7,2]"), lines[2]],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[0], lines[2], lines[1]],
        lambda lines: [lines[0], lines[0], lines[1], lines[2]],
        lambda lines: [lines[0], b"not a line", lines[2]],
    ],
    ids=["changed", "taken out", "swapped", "put in twice", "broken"],
)
def test_every_change_of_a_line_is_found(tmp_path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    written(tmp_path, 3)
    path = files(tmp_path)[0]
    path.write_bytes(b"\n".join(change(path.read_bytes().splitlines())) + b"\n")
    with pytest.raises(ChainBrokenError):
        list(read_audit(tmp_path))


def test_a_chain_that_lost_its_beginning_says_so_by_its_first_number(tmp_path: Path) -> None:
    written(tmp_path, 3)
    path = files(tmp_path)[0]
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))
    assert [line.number for line in read_audit(tmp_path)] == [2, 3]


def test_the_oldest_files_go_and_the_rest_is_still_one_chain(tmp_path: Path) -> None:
    written(tmp_path, 200, file_bytes=1000, files=3)
    kept = files(tmp_path)
    assert len(kept) == 3
    assert all(path.stat().st_size <= 1000 for path in kept)
    numbers = [line.number for line in read_audit(tmp_path)]
    assert numbers == list(range(numbers[0], 201))


def test_a_line_cut_short_by_a_crash_is_taken_off_and_said(tmp_path: Path) -> None:
    written(tmp_path, 3)
    path = files(tmp_path)[0]
    os.truncate(path, path.stat().st_size - 10)
    audit = AuditFile(tmp_path, now)
    assert audit.tail_was_cut
    audit.write("link-up")
    audit.close()
    assert [(line.number, line.name) for line in read_audit(tmp_path)][-2:] == [(2, "paper"), (3, "link-up")]


def test_a_whole_file_is_not_said_to_be_cut(tmp_path: Path) -> None:
    written(tmp_path, 3)
    audit = AuditFile(tmp_path, now)
    assert not audit.tail_was_cut
    audit.close()


def test_the_folder_and_its_files_are_private(tmp_path: Path) -> None:
    written(tmp_path / "journal", 1)
    assert (tmp_path / "journal").stat().st_mode & 0o077 == 0
    assert files(tmp_path / "journal")[0].stat().st_mode & 0o077 == 0
