"""Configuration layers merged by RFC 7396 (JSON Merge Patch): later layers win, null deletes."""

from typing import Any

LAYER_ORDER = ("fleet", "district", "branch", "terminal")


def merge(target: Any, patch: Any) -> Any:
    """`patch` applied to `target`; neither is changed."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merge(result.get(key), value)
    return result
