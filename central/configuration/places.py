"""Where a layer lies and whom it is for. Branch and district are people's words; paths are not."""

import hashlib
import re

from central.store.models import Revision, Terminal
from kiosk.contract.layers import LAYER_ORDER

_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def path_of(revision: Revision) -> str:
    """`layers/fleet/3.json`, `layers/branch/longhua/1.json`; a name that fits no path stands there as its digest."""
    if not revision.name:
        return f"layers/{revision.layer}/{revision.number}.json"
    plain = _PLAIN.fullmatch(revision.name) is not None
    folder = revision.name if plain else hashlib.sha256(revision.name.encode()).hexdigest()[:32]
    return f"layers/{revision.layer}/{folder}/{revision.number}.json"


def is_for(revision: Revision, terminal: Terminal) -> bool:
    """Whether the terminal stands where the layer is about."""
    return bool(revision.name == place_of(revision.layer, terminal))


def place_of(layer: str, terminal: Terminal) -> str:
    """The name of the terminal's own layer of that kind."""
    places = {"district": terminal.district, "branch": terminal.branch, "terminal": terminal.pk}
    return str(places.get(layer, ""))


def order_of(revision: Revision) -> int:
    return LAYER_ORDER.index(revision.layer)
