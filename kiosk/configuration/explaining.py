"""Why a setting has its value: which layer decided, and what the others wanted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from kiosk.contract.layers import merge
from kiosk.trust import Verified

DEFAULT = "default"
_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Wish:
    """What one layer says about the key; a `value` of None deletes it."""

    layer: str
    name: str
    revision: int
    value: Any


@dataclass(frozen=True, slots=True)
class Explanation:
    """`decided_by`: the layer whose word holds, or `default` for a value that stands in the code."""

    value: Any
    decided_by: str
    wishes: tuple[Wish, ...]


def explain(believed: Verified, key: str) -> Explanation | None:
    """`key` is dotted (`timers.veil`). None when neither a layer nor the settings' schema knows it."""
    path = key.split(".")
    wishes = tuple(
        Wish(part.layer, part.name, part.revision, said)
        for part in believed.parts
        if (said := _at(part.settings, path)) is not _NOTHING
    )
    value = _at(msgspec.to_builtins(believed.settings), path)
    if value is _NOTHING:
        value = _at(believed.layers, path)
    if value is _NOTHING and not wishes:
        return None
    return Explanation(None if value is _NOTHING else value, _decider(believed, path), wishes)


def _decider(believed: Verified, path: list[str]) -> str:
    """The last layer that changed the merged value at `path`; a subtree may have grown in several, the last counts."""
    decided_by = DEFAULT
    merged: dict[str, Any] = {}
    before: Any = _NOTHING
    for part in believed.parts:
        merged = merge(merged, part.settings)
        after = _at(merged, path)
        if _at(part.settings, path) is not _NOTHING or after != before:
            decided_by = DEFAULT if after is _NOTHING else part.layer
        before = after
    return decided_by


def _at(tree: Any, path: list[str]) -> Any:
    for step in path:
        if not isinstance(tree, Mapping) or step not in tree:
            return _NOTHING
        tree = tree[step]
    return tree
