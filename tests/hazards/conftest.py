"""The long proofs. Each tells its figures, also when it holds."""

from collections.abc import Callable

import pytest


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """A line for whoever runs `make hazards`."""

    def told(line: str) -> None:
        with capsys.disabled():
            print(f"\n  {line}", flush=True)

    return told
