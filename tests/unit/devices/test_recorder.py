"""The detector of what was left behind finds a thread and a descriptor."""

import os
import threading

import pytest

from tests.unit.devices import recorder
from tests.unit.devices.recorder import nothing_left_behind


def test_a_thread_left_running_is_found() -> None:
    release = threading.Event()
    thread = threading.Thread(target=release.wait)
    with pytest.raises(AssertionError), nothing_left_behind():
        thread.start()
    release.set()
    thread.join()


def test_a_descriptor_left_open_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "PATIENCE", 0.05)
    left: list[int] = []
    with pytest.raises(AssertionError), nothing_left_behind():
        left += os.pipe()
    for descriptor in left:
        os.close(descriptor)
