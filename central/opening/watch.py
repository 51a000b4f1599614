"""Staying open for work: woken through a pipe by `serve`, or looking once a second when run by hand."""

import os
import select
import sys
from collections.abc import Callable

LOOK_SECONDS = 1.0
LOOK_ANYWAY_SECONDS = 30.0
_PIECE = 65536


def watch(work: Callable[[], int], *, parent: bool) -> None:
    """`work` now and whenever there may be more. With a parent: until it closes our stdin; else for ever."""
    work()
    while _wait(LOOK_ANYWAY_SECONDS if parent else LOOK_SECONDS, parent=parent):
        work()


def _wait(seconds: float, *, parent: bool) -> bool:
    """False: whoever started us is gone."""
    sources = [sys.stdin.fileno()] if parent else []
    ready, _, _ = select.select(sources, [], [], seconds)
    return not ready or bool(os.read(ready[0], _PIECE))
