"""The publish gate: what a revision must hold before anybody is asked to sign it. A terminal checks all of it again."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from central.configuration.refusal import RevisionRefused, Why
from central.configuration.standing import settings_of
from central.state import StateFolder
from kiosk.catalogue.lint import lint_bodies
from kiosk.contract.content import CATALOGUE_FOLDER, CONTENT_LIMIT, ContentError, ContentFile, content_of
from kiosk.contract.layers import LAYER_ORDER, merge
from kiosk.contract.settings import SettingsError, settings_from
from kiosk.contract.settings_table import check_layer

BODY_LIMIT = 256 * 1024


def read_settings(text: bytes) -> dict[str, Any]:
    """An admin's file. Raises RevisionRefused."""
    if len(text) > BODY_LIMIT:
        raise RevisionRefused(Why.TOO_LARGE, f"{len(text)} bytes, at most {BODY_LIMIT}")
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (ValueError, RecursionError) as error:
        raise RevisionRefused(Why.SHAPE, str(error)[:120]) from error


def check(folder: StateFolder, layer: str, settings: Mapping[str, Any], beside: Iterable[Mapping[str, Any]]) -> None:
    """`beside`: the merged settings of each terminal it will touch, this layer in place. Raises RevisionRefused."""
    try:
        if layer not in LAYER_ORDER:
            raise SettingsError(f"there is no {layer} layer")
        check_layer(layer, settings)
        for merged in beside:
            settings_from(dict(merged))
            content_of(merged)
    except (SettingsError, ContentError) as error:
        raise RevisionRefused(Why.SETTINGS, str(error)) from error
    _check_content(folder, settings)


def _check_content(folder: StateFolder, settings: Mapping[str, Any]) -> None:
    said = settings.get("content") or {}
    try:
        named = content_of({"content": {name: file for name, file in said.items() if file is not None}})
    except (ContentError, AttributeError) as error:
        raise RevisionRefused(Why.SETTINGS, f"content: {error}") from error
    bodies = {name: _content(folder, name, file) for name, file in named.items()}
    prefix = CATALOGUE_FOLDER
    items = {name.removeprefix(prefix): body for name, body in bodies.items() if name.startswith(prefix)}
    if findings := lint_bodies(items):
        first = findings[0]
        raise RevisionRefused(Why.LINT, f"{first.file}: {first.place}: {first.message}")


def _content(folder: StateFolder, name: str, file: ContentFile) -> bytes:
    path = folder.content / file.sha256
    try:
        if path.stat().st_size != file.length or file.length > CONTENT_LIMIT:
            raise RevisionRefused(Why.TOO_LARGE, name)
        return path.read_bytes()
    except OSError as error:
        raise RevisionRefused(Why.LINT, f"{name}: its file was not brought") from error


def merged_with(
    parts: Iterable[tuple[str, Mapping[str, Any]]], layer: str, settings: Mapping[str, Any]
) -> dict[str, Any]:
    """The layers `parts` (layer, settings) with `settings` in place of the one of that kind."""
    by_layer = {**dict(parts), layer: settings}
    merged: dict[str, Any] = {}
    for name in LAYER_ORDER:
        if name in by_layer:
            merged = merge(merged, by_layer[name])
    return merged


__all__ = ["check", "merged_with", "read_settings", "settings_of"]
