"""The one revision a new central approves: what this build carries, with the timers of the settings' own defaults."""

from importlib import resources
from typing import Any

import msgspec

from kiosk.contract.settings import Timers

PATH = "layers/fleet/1.json"
FIRST_OF_ALL = "med.cross-region-filing"
HOT = 8


class _ItemFile(msgspec.Struct, frozen=True):
    id: str = ""


def baseline_layer() -> bytes:
    """The bytes of `layers/fleet/1.json`."""
    layer = {"layer": "fleet", "name": "", "revision": 1, "settings": baseline_settings()}
    return msgspec.json.format(msgspec.json.encode(layer), indent=1) + b"\n"


def baseline_settings() -> dict[str, Any]:
    """Settings as in kiosk.contract.settings; every service item of the build is offered."""
    items = shipped_items()
    return {
        "site": {"zh-CN": "龙华支行营业厅", "en": "Longhua branch"},
        "items": items,
        "hot": items[:HOT],
        "timers": msgspec.to_builtins(Timers()),
    }


def shipped_items() -> list[str]:
    """Ids of the items in assets/catalogue: the fully walked one first, the others by name of their file."""
    files = sorted(resources.files("assets").joinpath("catalogue").iterdir(), key=lambda file: file.name)
    bodies = [file.read_bytes() for file in files if file.name.endswith(".json")]
    ids = [msgspec.json.decode(body, type=_ItemFile).id for body in bodies]
    return sorted(filter(None, ids), key=lambda name: (name != FIRST_OF_ALL, name))
