"""`kiosk demo` on a desktop: the terminal is a window of the panel's size, the dock stands beside it."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.conftest import ROOT

SECONDS = 60.0
GEOMETRY = re.compile(r"Position: (\d+),(\d+).*\n\s*Geometry: (\d+)x(\d+)")


@contextmanager
def virtual_screen(size: str) -> Iterator[str]:
    """A display of its own on a number the server chooses."""
    out, told = os.pipe()
    words = ["Xvfb", "-displayfd", str(told), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=(told,), stderr=subprocess.DEVNULL)
    os.close(told)
    try:
        with os.fdopen(out) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


def windows(environment: dict[str, str]) -> set[tuple[int, ...]]:
    """(x, y, width, height) of each."""
    words = ["xdotool", "search", "--onlyvisible", "--name", ".*", "getwindowgeometry", "%@"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=10)
    return {tuple(map(int, found)) for found in GEOMETRY.findall(done.stdout)}


@pytest.mark.skipif(shutil.which("Xvfb") is None or shutil.which("xdotool") is None, reason="needs Xvfb and xdotool")
def test_the_terminal_keeps_the_panels_shape_and_the_dock_stands_beside_it(tmp_path: Path) -> None:
    wanted = {(0, 0, 1080, 1920), (1092, 0, 400, 780)}
    with virtual_screen("1600x1920") as display:
        environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
        environment["DISPLAY"] = display
        words = [sys.executable, "-m", "kiosk", "demo", "--out", str(tmp_path)]
        demo = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        end = time.monotonic() + SECONDS
        while not wanted <= (seen := windows(environment)) and time.monotonic() < end:
            time.sleep(0.5)
        demo.terminate()
        _, said = demo.communicate(timeout=30)
    assert wanted <= seen
    assert demo.returncode == 0, said.decode()
