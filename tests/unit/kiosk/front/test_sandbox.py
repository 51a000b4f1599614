"""A process that closed itself; each layer has its control: the same act before closing works."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.front.sandbox import landlock_abi, profile_for

SCRIPT = """
import json, os, socket, sys
from pathlib import Path
from kiosk.front.probe import probe
from kiosk.front.sandbox import close_front, profile_for
folder, port, closed = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "closed"
devices = Path(sys.argv[4])
(folder / "key").write_bytes(b"secret")
if closed:
    close_front(profile_for([f"sdt:{devices}/ttyS0"]))
order = {"key": folder / "key", "create": folder / "new", "connect": ["127.0.0.1", port], "trace": os.getppid()}
found = probe(order)
found["device"] = probe({"key": devices / "ttyS0"})["key"]
found["beside"] = probe({"create": devices / "other"})["create"]
print(json.dumps(found))
"""


def tried(folder: Path, port: int, how: str) -> dict[str, str]:
    devices = folder / "dev"
    devices.mkdir(exist_ok=True)
    (devices / "ttyS0").touch()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), str(port), how, str(devices)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


@pytest.fixture
def listening() -> object:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_an_open_process_could_do_it_all(tmp_path: Path, listening: int) -> None:
    found = tried(tmp_path, listening, "open")
    assert {found[name] for name in ("key", "create", "connect", "device", "beside")} == {"done"}


@pytest.mark.skipif(landlock_abi() == 0, reason="this kernel has no Landlock")
def test_a_closed_process_reaches_its_device_and_nothing_else(tmp_path: Path, listening: int) -> None:
    found = tried(tmp_path, listening, "closed")
    assert found["device"] == "done"
    assert {found[name] for name in ("key", "create", "beside", "trace")} == {"refused"}
    if landlock_abi() >= 4:
        assert found["connect"] == "refused"


@pytest.mark.parametrize(
    ("url", "folder", "port"),
    [
        ("sdt:/dev/ttyUSB0?baud=115200", "/dev", None),
        ("escpos+serial:/dev/ttyS2", "/dev", None),
        ("escpos+tcp://10.0.0.9:9100", None, 9100),
        ("sdt:socket://127.0.0.1:4001", None, 4001),
        ("escpos+usb:04b8:0202", "/dev/bus/usb", None),
    ],
)
def test_the_profile_names_just_what_a_device_url_needs(url: str, folder: str | None, port: int | None) -> None:
    profile = profile_for([url])
    assert profile.devices == ((Path(folder),) if folder else ())
    assert profile.ports == ((port,) if port else ())
