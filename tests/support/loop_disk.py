"""A small ext4 of its own in an image file. Needs root, loop devices and mkfs.ext4."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MEGABYTE = 1024 * 1024


def needed() -> str:
    """Why there can be none here; empty when there can."""
    if os.geteuid() != 0:
        return "a loop mount needs root"
    missing = [tool for tool in ("mkfs.ext4", "mount", "umount") if shutil.which(tool) is None]
    if missing:
        return f"{missing[0]} is not installed"
    return "" if Path("/dev/loop-control").exists() else "this kernel has no loop devices"


needs_loop_disk = pytest.mark.skipif(bool(needed()), reason=needed() or "there")


def make_image(path: Path, megabytes: int) -> Path:
    with path.open("wb") as file:
        file.truncate(megabytes * MEGABYTE)
    subprocess.run(["mkfs.ext4", "-q", "-F", "-m", "0", str(path)], check=True, capture_output=True)
    return path


@contextmanager
def mounted(image: Path, point: Path) -> Iterator[Path]:
    """Whoever still has a file open there must be gone before it is left. Skips where mounting is forbidden."""
    point.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-o", "loop", str(image), str(point)], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"loop mounts are not possible here: {done.stderr.strip()}")
    try:
        yield point
    finally:
        subprocess.run(["umount", str(point)], check=True, capture_output=True)


def fill_up(point: Path) -> None:
    """Another program takes the last block."""
    piece = MEGABYTE
    with (point / "another").open("ab", buffering=0) as file:
        while piece >= 1:
            try:
                file.write(bytes(piece))
            except OSError:
                piece //= 2
        os.fsync(file.fileno())
