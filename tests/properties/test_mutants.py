"""A suite that passes with a promise broken would prove nothing: each mutant must be caught, by an assertion of ours."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.mutants import MUTANTS, NAME

ROOT = Path(__file__).resolve().parents[2]
TESTS_FAILED = 1


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_promise_does_not_pass_the_suite(name: str) -> None:
    words = ["-m", "pytest", "-n", "0", "-x", "-q", "-p", "tests.support.mutants", "-p", "no:randomly"]
    done = subprocess.run(
        [sys.executable, *words, *MUTANTS[name].caught_by],
        cwd=ROOT,
        env={**os.environ, NAME: name},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == TESTS_FAILED, done.stdout[-2000:]
    assert any(f"FAILED {path}" in done.stdout for path in MUTANTS[name].caught_by), done.stdout[-2000:]
