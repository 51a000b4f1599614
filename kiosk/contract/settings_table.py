"""The rows of kiosk.contract.settings: what docs, the console's form and the check of a single layer are made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, assert_never

import msgspec
from msgspec import inspect

from kiosk.contract.layers import LAYER_ORDER
from kiosk.contract.settings import Settings, SettingsError, settings_from


class SettingKind(Enum):
    """How a value is written and, in the console, entered."""

    NUMBER = "number"
    WORD = "word"
    LIST = "list"
    BY_LANGUAGE = "by language"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row. `key` is dotted; `low`, `high`: None where there is none; `by`: the deepest layer that may say it."""

    key: str
    kind: SettingKind
    unit: str
    low: int | None
    high: int | None
    default: Any
    by: str
    zh: str
    en: str

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that may say it, outermost first."""
        return LAYER_ORDER[: LAYER_ORDER.index(self.by) + 1]

    @property
    def limits(self) -> str:
        """In words, for people."""
        match self.kind:
            case SettingKind.NUMBER:
                return f"{self.low} to {self.high} {self.unit}".rstrip()
            case SettingKind.WORD:
                return f"at most {self.high} characters"
            case SettingKind.LIST:
                return f"at most {self.high} ids of service items"
            case SettingKind.BY_LANGUAGE:
                return f"language → text, at most {self.high}"
            case _:
                assert_never(self.kind)


@cache
def settings_table() -> tuple[Setting, ...]:
    """All rows, in the order of the types."""
    return tuple(_rows("", Settings))


@cache
def setting_named(key: str) -> Setting | None:
    return next((row for row in settings_table() if row.key == key), None)


def _rows(prefix: str, struct: type[msgspec.Struct]) -> Iterator[Setting]:
    described = inspect.type_info(struct)
    assert isinstance(described, inspect.StructType)
    for field in described.fields:
        if isinstance(field.type, inspect.StructType):
            yield from _rows(f"{prefix}{field.name}.", field.type.cls)
        else:
            yield _row(prefix + field.name, field)


def _row(key: str, field: inspect.Field) -> Setting:
    assert isinstance(field.type, inspect.Metadata), f"{key} says nothing about itself"
    told, plain = field.type.extra or {}, field.type.type
    kind, low, high = _shape(plain)
    default = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
    return Setting(key, kind, told["unit"], low, high, default, told["by"], told["zh"], told["en"])


def _shape(plain: inspect.Type) -> tuple[SettingKind, int | None, int | None]:
    match plain:
        case inspect.IntType(ge=low, le=high):
            return SettingKind.NUMBER, low, high
        case inspect.StrType(max_length=most):
            return SettingKind.WORD, None, most
        case inspect.ListType(max_length=most):
            return SettingKind.LIST, None, most
        case inspect.DictType(max_length=most):
            return SettingKind.BY_LANGUAGE, None, most
        case _:
            raise TypeError(f"no kind of setting is a {type(plain).__name__}")


def check_layer(layer: str, patch: Mapping[str, Any]) -> None:
    """Whether `layer` may say what `patch` says, and each value fits by itself. Raises SettingsError.

    `null` deletes and always fits. Keys the table lacks belong to a newer build or to `content`.
    """
    for key, value in leaves(patch):
        for row in _touched(key):
            if layer not in row.layers:
                raise SettingsError(f"{row.key} may not be said by a {layer} layer, only by: {', '.join(row.layers)}")
        if value is not None:
            settings_from(nested(key, value))


def _touched(key: str) -> Iterator[Setting]:
    """The rows at `key` or, when a whole group is said or deleted, beneath it."""
    return (row for row in settings_table() if row.key == key or row.key.startswith(f"{key}."))


def leaves(patch: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted key and value of each setting said; what stands under a setting (a language, say) is part of its value."""
    for name, value in patch.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping) and setting_named(key) is None and value:
            yield from leaves(value, f"{key}.")
        else:
            yield key, value


def nested(key: str, value: Any) -> dict[str, Any]:
    """`{"a": {"b": value}}` of `a.b`."""
    first, _, rest = key.partition(".")
    return {first: nested(rest, value) if rest else value}
