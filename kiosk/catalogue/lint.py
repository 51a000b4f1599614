"""The publish gate for service items: everything a file must hold before a terminal is asked to show it.

Reads files, changes nothing, and reports every finding of a file at once; only a file that is not of the right shape
is not looked into further.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from kiosk.catalogue.file import (
    SIZE_LIMIT,
    CatalogueError,
    RegionFile,
    read_item_file,
    read_region_file,
)
from kiosk.catalogue.finding import Finding, LintRule
from kiosk.catalogue.lint_form import FORM_RULES
from kiosk.catalogue.lint_texts import TEXT_RULES
from kiosk.catalogue.load import REGIONS_FILE
from kiosk.catalogue.pattern import is_vetted

DEPTH_LIMIT = 24
"""Levels of brackets; our own files have 11."""
_CONDITIONAL = frozenset(
    {"if", "then", "else", "allOf", "anyOf", "not", "dependentSchemas", "dependentRequired", "$ref"}
)


def lint(place: Path) -> list[Finding]:
    """Findings of one file or of all `*.json` of a folder; empty when all is well. Raises OSError."""
    paths = sorted(place.glob("*.json")) if place.is_dir() else [place]
    return lint_bodies({path.name: path.read_bytes() for path in paths})


def lint_bodies(bodies: Mapping[str, bytes]) -> list[Finding]:
    """As `lint`, for files that came as signed content."""
    validator = item_validator()
    findings: list[Finding] = []
    for name, body in bodies.items():
        findings += _lint_regions(name, body) if name == REGIONS_FILE else _lint_item(name, body, validator)
    return findings + list(_twins(bodies))


def item_validator() -> Draft202012Validator:
    """The shape of an item file, from assets/schemas."""
    schema = resources.files("assets") / "schemas" / "item.schema.json"
    return Draft202012Validator(msgspec.json.decode(schema.read_bytes()))


def _lint_item(name: str, body: bytes, validator: Draft202012Validator) -> list[Finding]:
    if len(body) > SIZE_LIMIT:
        return [Finding(name, LintRule.SIZE, "file", f"{len(body)} bytes, at most {SIZE_LIMIT}")]
    try:
        raw = _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return [Finding(name, LintRule.SHAPE, "file", _short(str(error)))]
    crooked = [
        Finding(name, LintRule.SHAPE, error.json_path, _short(error.message)) for error in validator.iter_errors(raw)
    ]
    return crooked or [*_lint_data(name, raw["data"]), *_lint_typed(name, body)]


def _decode(body: bytes) -> Any:
    """JSON of bounded depth. Raises msgspec.DecodeError, UnicodeDecodeError or RecursionError."""
    raw = msgspec.json.decode(body)
    level = [raw]
    for _ in range(DEPTH_LIMIT):
        level = [inner for node in level for inner in _children(node)]
    if level:
        raise RecursionError(f"nested deeper than {DEPTH_LIMIT}")
    return raw


def _children(node: Any) -> Iterable[Any]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()


def _lint_typed(name: str, body: bytes) -> Iterator[Finding]:
    try:
        file = read_item_file(body, name)
    except CatalogueError as error:
        yield Finding(name, LintRule.SHAPE, "file", str(error))
        return
    if file.id != name.removesuffix(".json"):
        yield Finding(name, LintRule.ID, "$.id", f"the file of {file.id} is called {name}")
    for rule in (*FORM_RULES, *TEXT_RULES):
        for found in rule(file):
            yield Finding(name, found.rule, found.place, found.message)


def _lint_data(name: str, data: dict[str, Any]) -> Iterator[Finding]:
    try:
        Draft202012Validator.check_schema(data)
    except SchemaError as error:
        yield Finding(name, LintRule.META_SCHEMA, f"$.data{error.json_path[1:]}", _short(error.message))
    for place, key, value in _walk(data, "$.data"):
        if key in _CONDITIONAL:
            yield Finding(name, LintRule.CONDITIONAL, place, f"{key} is not allowed: show fields by rules")
        if key == "pattern" and isinstance(value, str) and not is_vetted(value):
            yield Finding(name, LintRule.PATTERN, place, "not in the vetted subset: anchored, counted repeats only")


def _walk(node: Any, place: str) -> Iterator[tuple[str, str, Any]]:
    """Every schema keyword with its path; names of properties are not keywords."""
    if isinstance(node, dict):
        for key, value in node.items():
            here = f"{place}.{key}"
            yield here, key, value
            for part, inner in value.items() if key == "properties" and isinstance(value, dict) else ((None, value),):
                yield from _walk(inner, f"{here}.{part}" if part else here)
    elif isinstance(node, list):
        for number, inner in enumerate(node):
            yield from _walk(inner, f"{place}[{number}]")


def _twins(bodies: Mapping[str, bytes]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name, body in bodies.items():
        identifier = _id_of(body) if name != REGIONS_FILE else ""
        if identifier and identifier in seen:
            yield Finding(name, LintRule.ID, "$.id", f"{identifier} is also described in {seen[identifier]}")
        seen.setdefault(identifier, name)


class _Named(msgspec.Struct):
    id: str = ""


def _id_of(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=_Named).id
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def _lint_regions(name: str, body: bytes) -> list[Finding]:
    if len(body) > SIZE_LIMIT:
        return [Finding(name, LintRule.SIZE, "file", f"{len(body)} bytes, at most {SIZE_LIMIT}")]
    try:
        file = read_region_file(body, name)
    except CatalogueError as error:
        return [Finding(name, LintRule.SHAPE, "file", str(error))]
    return [Finding(name, LintRule.REGIONS, place, message) for place, message in _region_faults(file)]


def _region_faults(file: RegionFile) -> Iterator[tuple[str, str]]:
    provinces = {region.code for region in file.regions if not region.parent}
    for region in file.regions:
        if len(region.code) != 6 or not (region.code.isascii() and region.code.isdigit()):
            yield region.code, "a code has six digits"
        if region.parent and region.parent not in provinces:
            yield region.code, f"{region.parent} is no province of this list"
        if missing := {"zh-CN", "en"} - {language for language, name in region.names.items() if name}:
            yield region.code, f"has no name in {', '.join(sorted(missing))}"
    for code, times in Counter(region.code for region in file.regions).items():
        if times > 1:
            yield code, "stands in the list more than once"


def _short(message: str) -> str:
    return message if len(message) <= 160 else f"{message[:157]}…"
