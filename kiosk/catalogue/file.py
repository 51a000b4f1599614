"""The shape of a service item file, as it lies in assets/catalogue and travels as a signed target.

JSON Schema 2020-12 says which answers are good (`data`), a JSON Forms UI schema in which order they are asked (`ui`),
`task` carries the national field names (GB/T 39554), `i18n` every sentence. Only the types stand here; what a file
must hold beyond them is checked by `kiosk.catalogue.lint`. Limits: 256 KiB a file.
"""

from typing import Any

import msgspec

from kiosk.catalogue.model import FieldKind, ItemKind, Offline, Sensitivity
from kiosk.contract.health import Component

FILE_VERSION = 1
SIZE_LIMIT = 256 * 1024


class Task(msgspec.Struct, frozen=True):
    """National basic fields. Codes differ by province and are opaque here; `promise_day` in working days, 0 = at once.

    `is_need` and the other two-valued fields are "1" yes, "0" no.
    """

    task_code: str
    catalog_code: str
    task_handle_item: str
    task_version: int
    project_type: str
    server_type: list[str]
    is_service_terminals: str
    is_fee: str
    promise_day: int
    plan_effective_date: str = ""


class Auth(msgspec.Struct, frozen=True):
    """`card`: whether an identity card is laid. `level`: none, card, verify; `means`: how `verify` may be met."""

    card: str
    level: str
    means: list[str] = []


class NeedEntry(msgspec.Struct, frozen=True):
    component: Component
    required: bool = True


class OptionEntry(msgspec.Struct, frozen=True):
    """A JSON Schema `oneOf` branch: the stored value, and the key of its label in `i18n`."""

    const: str
    i18n: str


class Property(msgspec.Struct, frozen=True, rename="camel"):
    """The part of an answer's JSON Schema that the terminal itself acts on."""

    type: str
    one_of: list[OptionEntry] = []
    max_length: int = 0


class DataSchema(msgspec.Struct, frozen=True):
    properties: dict[str, Property]
    required: list[str] = []


class ControlOptions(msgspec.Struct, frozen=True):
    """`minimum`: for dates, `today` or a scope of another property. `required`: must be answered whenever shown."""

    widget: FieldKind
    sensitivity: Sensitivity = Sensitivity.NONE
    mask: str = ""
    minimum: str = ""
    required: bool = False
    from_card: str = ""


class RuleCondition(msgspec.Struct, frozen=True):
    """`schema` is {"const": value} or {"enum": [values]}."""

    scope: str
    schema: dict[str, Any]


class Rule(msgspec.Struct, frozen=True):
    effect: str
    condition: RuleCondition


class Control(msgspec.Struct, frozen=True):
    type: str
    scope: str
    i18n: str
    options: ControlOptions
    rule: Rule | None = None


class Category(msgspec.Struct, frozen=True):
    """One page of the stepper; the terminal asks one question a page, so mostly one control."""

    type: str
    i18n: str
    elements: list[Control]


class Categorization(msgspec.Struct, frozen=True):
    type: str
    elements: list[Category]
    options: dict[str, str] = {}


class MaterialEntry(msgspec.Struct, frozen=True):
    """`material_name` is a key of `i18n`; `is_need`: 1 necessary, 0 not, 3 may follow later."""

    material_name: str
    is_need: str
    source: list[str]


class FeeEntry(msgspec.Struct, frozen=True):
    """`fee_stand` in yuan."""

    fee_name: str
    fee_stand: int


class ItemFile(msgspec.Struct, frozen=True, rename={"version": "$v"}):
    version: int
    id: str
    kind: ItemKind
    task: Task
    auth: Auth
    offline: Offline
    minutes: int
    icon: str
    topic: str
    needs: list[NeedEntry]
    data: DataSchema
    ui: Categorization
    i18n: dict[str, dict[str, str]]
    materials: list[MaterialEntry] = []
    fees: list[FeeEntry] = []
    bring: list[str] = []
    keywords: dict[str, list[str]] = {}
    pinyin: list[str] = []


class RegionEntry(msgspec.Struct, frozen=True):
    """`names`: language → name. `parent` empty for a province."""

    code: str
    names: dict[str, str]
    parent: str = ""


class RegionFile(msgspec.Struct, frozen=True, rename={"version": "$v"}):
    version: int
    source: str
    regions: list[RegionEntry]


class CatalogueError(ValueError):
    """A file is not readable as a service item (K602); the text names file and place, never content."""


_ITEM = msgspec.json.Decoder(ItemFile)
_REGIONS = msgspec.json.Decoder(RegionFile)


def read_item_file(body: bytes, name: str) -> ItemFile:
    """Raises CatalogueError."""
    if len(body) > SIZE_LIMIT:
        raise CatalogueError(f"{name} is longer than {SIZE_LIMIT} bytes")
    try:
        item = _ITEM.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CatalogueError(f"{name}: {error}") from error
    if item.version != FILE_VERSION:
        raise CatalogueError(f"{name}: item files of version {item.version} are not known")
    return item


def read_region_file(body: bytes, name: str) -> RegionFile:
    """Raises CatalogueError."""
    try:
        return _REGIONS.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{name}: {error}") from error


def property_of(scope: str) -> str:
    """`phone` of `#/properties/phone`; empty when the scope is not of that form."""
    prefix = "#/properties/"
    return scope[len(prefix) :] if scope.startswith(prefix) else ""
