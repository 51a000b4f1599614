"""Journeys run real processes on loopback; each has its own folder and ends what it started, by pid."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Answer:
    status: int
    facts: dict[str, Any]
    stderr: str


def command(module: str, *words: object, timeout: float = 150, **environment: str) -> Answer:
    """Run `python -m module words… --json` and read its one object."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, words), "--json"],
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=ROOT,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
    )
    lines = done.stdout.strip().splitlines()
    return Answer(done.returncode, json.loads(lines[-1]) if lines else {}, done.stderr)


def kiosk(*words: object, **environment: str) -> Answer:
    return command("kiosk", *words, **environment)


def central(*words: object, **environment: str) -> Answer:
    return command("central", *words, **environment)


@pytest.fixture(scope="session")
def journey_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journey")
