"""The terminal file: TOML with only what is needed before central speaks. All else is signed settings.

kind = "demo" | "production"
state = "/var/lib/kiosk"
central = "https://…"          # plain http only on loopback in demo
[panel]                        # the visible screen
width_mm = 336
height_mm = 598
width_px = 1080
height_px = 1920
[devices]
id_card = "sdt:/dev/ttyUSB0?baud=115200"
receipt_printer = "escpos+serial:/dev/ttyS2"
"""

import tomllib
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec

Positive = Annotated[int, msgspec.Meta(gt=0, le=20000)]
DEMO_ONLY = ("sim:", "escpos+file:")


class TerminalFileError(ValueError):
    """The file cannot be read or says what is not allowed; the text is one line for the technician."""


class Panel(msgspec.Struct, frozen=True):
    """Physical and pixel size of the visible screen. The default is the 27-inch portrait panel."""

    width_mm: Positive = 336
    height_mm: Positive = 598
    width_px: Positive = 1080
    height_px: Positive = 1920


class TerminalFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Literal["demo", "production"]
    state: str
    central: str = ""
    panel: Panel = Panel()
    devices: dict[str, str] = {}


def read_terminal_file(path: Path) -> TerminalFile:
    """Raises TerminalFileError."""
    try:
        terminal = msgspec.convert(tomllib.loads(path.read_text("utf-8")), TerminalFile)
    except OSError as error:
        raise TerminalFileError(f"the terminal file {path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TerminalFileError(f"the terminal file {path} is not TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise TerminalFileError(f"the terminal file {path} is wrong: {error}") from error
    _refuse_demo_in_production(terminal)
    return terminal


def _refuse_demo_in_production(terminal: TerminalFile) -> None:
    address = urlsplit(terminal.central)
    if address.scheme == "http" and (terminal.kind == "production" or not is_loopback(address.hostname or "")):
        raise TerminalFileError("plain http to central is for a demo on loopback alone")
    if terminal.kind == "production":
        for kind, url in terminal.devices.items():
            if url.startswith(DEMO_ONLY) or "/dev/pts/" in url:
                raise TerminalFileError(f"the {kind} of a production terminal may not be {url}")


def is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def write_terminal_file(path: Path, terminal: TerminalFile) -> None:
    """TOML that `read_terminal_file` reads back. Strings are written as JSON strings, which TOML reads alike."""

    def quoted(text: str) -> str:
        return msgspec.json.encode(text).decode()

    lines = [f"kind = {quoted(terminal.kind)}", f"state = {quoted(terminal.state)}"]
    lines += [f"central = {quoted(terminal.central)}", "", "[panel]"]
    lines += [f"{name} = {value}" for name, value in msgspec.to_builtins(terminal.panel).items()]
    lines += ["", "[devices]"]
    lines += [f"{kind} = {quoted(url)}" for kind, url in terminal.devices.items()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
