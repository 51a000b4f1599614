"""What Qt needs before it is there: which platform, which screen, which version."""

import json
import os
from pathlib import Path

from kiosk.terminal_file import Panel

SCREEN_FILE = "offscreen-screen.json"


def qt_version() -> tuple[int, int, int]:
    """Raises ImportError where Qt does not load."""
    from PySide6 import __version_info__

    return (int(__version_info__[0]), int(__version_info__[1]), int(__version_info__[2]))


def prepare_platform(panel: Panel, folder: Path) -> tuple[Path, ...]:
    """Set the environment Qt reads; returns files the process must stay able to read.

    Software drawing everywhere. Offscreen, the screen would be 800 x 800; a file in `folder` gives it the panel's size,
    also where another process's file was inherited: a closed front could not read that one.
    """
    os.environ["QT_QUICK_BACKEND"] = "software"
    os.environ["QML_DISABLE_DISK_CACHE"] = "1"
    os.environ["QT_NO_GLIB"] = "1"
    headless = not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if not os.environ.get("QT_QPA_PLATFORM", "offscreen" if headless else "").startswith("offscreen"):
        return ()
    path = (folder / SCREEN_FILE).resolve()
    text = json.dumps(_screen(panel))
    if not path.exists() or path.read_text("utf-8") != text:  # a full disk must not keep the next front from starting
        path.write_text(text, "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={path}"
    return (path,)


def _screen(panel: Panel) -> dict[str, object]:
    screen = {
        "name": "panel",
        "x": 0,
        "y": 0,
        "width": panel.width_px,
        "height": panel.height_px,
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": 1,
    }
    return {"windowFrameMargins": False, "screens": [screen]}
