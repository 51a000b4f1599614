"""A whole terminal on one machine: central, link relay, simulated devices, keeper and two fronts.

Everything is what runs in service: central and the terminal are processes of their own started by their commands; the
simulators stand behind a pty and a TCP port; the relay is the network's switch.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from devices.simulators.printer import PrinterSimulator
from devices.simulators.sdt import SdtSimulator
from kiosk.contract.failure import ExitCode
from kiosk.demo.relay import Relay
from kiosk.demo.watching import Watching
from kiosk.keeper.runner import Runner
from kiosk.terminal_file import Panel, TerminalFile, read_terminal_file, write_terminal_file
from kiosk.wire import Slot

STOP_SECONDS = 10.0
PORTRAIT = Panel()


class DemoError(Exception):
    """Something the demo needs did not come up; `status` is the command's exit status."""

    def __init__(self, sentence: str, status: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a tour or demo was asked for. Empty: the demo's own.

    `windowed`: on a desktop the terminal is a window of the panel's size, and leaves room for the dock.
    """

    folder: Path
    state: Path | None = None
    central: str = ""
    reader: str = ""
    printer: str = ""
    panel: Panel = PORTRAIT
    offline: bool = False
    windowed: bool = False


def quiet_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of this process; headless Qt where there is no display."""
    environment = {**os.environ, **(extra or {})}
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return environment


class CentralProcess:
    """`kiosk-central serve` on `port`, 0 for a free one; ended by its pid."""

    def __init__(self, state: Path, port: int = 0) -> None:
        self.state = state
        state.mkdir(parents=True, exist_ok=True)
        self._log = (state.parent / "central.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "central", "serve", "--state", str(state), "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=self._log,
            stdin=subprocess.DEVNULL,
        )
        self.url = self._wait_until_listening()

    def _wait_until_listening(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise DemoError(f"central did not start; see {self.state.parent / 'central.log'}")
        return str(json.loads(line)["url"])

    def enrolment_code(self, *, branch: str, name: str) -> str:
        words = ["enrolment-code", "--state", str(self.state), "--branch", branch, "--name", name, "--json"]
        answer = subprocess.run([sys.executable, "-m", "central", *words], capture_output=True, check=False)
        if answer.returncode != 0:
            raise DemoError("central gave no enrolment code")
        return str(json.loads(answer.stdout)["enrolment_code"])

    def wait(self, seconds: float) -> int | None:
        """Its exit status, None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(seconds)
        return None

    def kill(self) -> None:
        """As a power cut would end it."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
        self._log.close()


@dataclass(slots=True)
class House:
    """Enter it: everything is up. Leave it: everything is down, by pid."""

    wishes: Wishes
    watching: Watching = field(default_factory=Watching)
    central: CentralProcess | None = None
    relay: Relay | None = None
    reader: SdtSimulator | None = None
    printer: PrinterSimulator | None = None
    runner: Runner | None = None

    def __enter__(self) -> "House":
        try:
            self._build()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        return self.wishes.folder / "demo"

    @property
    def terminal_path(self) -> Path:
        return self.folder / "terminal.toml"

    @property
    def state(self) -> Path:
        return self.wishes.state or self.folder / "terminal"

    def _build(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        central = self.wishes.central or self._enrolled_central() or self._embed_central()
        address = urlsplit(central)
        if address.hostname is None:
            raise DemoError("the terminal names no central")
        if address.scheme == "http":
            self.relay = self.relay or Relay((address.hostname, address.port or 80))
            central = self.relay.url
        if not (self.state / "trust.json").exists():
            self._enrol(central)
        self._write_terminal_file(central)
        if self.wishes.offline and self.relay:
            self.relay.cut()
        self._start_terminal()

    def _enrolled_central(self) -> str:
        path = self.state / "terminal.toml"
        if self.wishes.state is None or not path.exists():
            return ""
        return read_terminal_file(path).central

    def _embed_central(self) -> str:
        if self.wishes.state is not None:
            raise DemoError(f"{self.wishes.state} is not an enrolled terminal", ExitCode.USAGE)
        self.central = CentralProcess(self.folder / "central")
        return self.central.url

    def _enrol(self, url: str) -> None:
        if self.central is None:
            raise DemoError("this terminal is not enrolled: kiosk enrol URL CODE", ExitCode.USAGE)
        code = self.central.enrolment_code(branch="longhua", name="LH-03")
        words = ["enrol", url, code, "--state", str(self.state)]
        done = subprocess.run([sys.executable, "-m", "kiosk", *words], capture_output=True, check=False)
        if done.returncode != 0:
            raise DemoError(f"enrolment failed: {done.stderr.decode().strip()}", ExitCode.LINK)

    def _write_terminal_file(self, central: str) -> None:
        devices: dict[str, str] = {}
        given = self.state / "terminal.toml"
        if given.exists():
            devices = dict(read_terminal_file(given).devices)
        devices["id_card"] = self._reader_url(devices.get("id_card", ""))
        devices["receipt_printer"] = self._printer_url(devices.get("receipt_printer", ""))
        terminal = TerminalFile("demo", str(self.state.resolve()), central, self.wishes.panel, devices)
        write_terminal_file(self.terminal_path, terminal)

    def _reader_url(self, configured: str) -> str:
        url = self.wishes.reader or configured
        if url and not url.startswith("sim:"):
            return url
        self.reader = SdtSimulator()
        return f"sdt:{self.reader.path}"

    def _printer_url(self, configured: str) -> str:
        url = self.wishes.printer or configured
        if url and not url.startswith("sim:"):
            return url
        self.printer = PrinterSimulator()
        return self.printer.url

    def _start_terminal(self) -> None:
        self.runner = Runner(
            self.terminal_path,
            front_arguments=lambda slot: ["--observer", str(self.watching.descriptor(slot))],
            pass_fds={slot: (self.watching.descriptor(slot),) for slot in Slot},
            environment=quiet_environment({"KIOSK_WINDOWED": "1"} if self.wishes.windowed else None),
        )
        self.runner.start()

    def close(self) -> None:
        if self.runner:
            self.runner.stop(STOP_SECONDS)
        for device in (self.reader, self.printer):
            if device:
                device.close()
        if self.relay:
            self.relay.close()
        if self.central:
            self.central.close()
        self.watching.close()
        self.runner = self.reader = self.printer = self.relay = self.central = None
