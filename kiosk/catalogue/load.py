"""Service item files → the model the terminal works with."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kiosk.catalogue.file import (
    CatalogueError,
    Control,
    ItemFile,
    Property,
    RegionFile,
    property_of,
    read_item_file,
    read_region_file,
)
from kiosk.catalogue.model import Catalogue, Condition, Field, Material, Need, Option, Region, ServiceItem, Text

REGIONS_FILE = "regions.json"


def load_catalogue(folder: Path) -> Catalogue:
    """All `*.json` of a folder; `regions.json` is the list of divisions. Raises CatalogueError."""
    bodies = {path.name: _body(path) for path in sorted(folder.glob("*.json"))}
    if not bodies:
        raise CatalogueError(f"no service item in the folder {folder.name}")
    return build_catalogue(bodies)


def build_catalogue(bodies: Mapping[str, bytes]) -> Catalogue:
    """From file names and their bytes, as they lie in a folder or came as signed content. Raises CatalogueError."""
    regions = bodies.get(REGIONS_FILE)
    items = tuple(build_item(read_item_file(body, name), name) for name, body in bodies.items() if name != REGIONS_FILE)
    _refuse_twins(items)
    return Catalogue(items, _regions(read_region_file(regions, REGIONS_FILE)) if regions else ())


def build_item(file: ItemFile, name: str = "") -> ServiceItem:
    """Raises CatalogueError when a text, scope or rule leads nowhere."""
    try:
        return _item(file)
    except KeyError as error:
        raise CatalogueError(f"{name or file.id}: nothing is called {error.args[0]}") from error


def _item(file: ItemFile) -> ServiceItem:
    texts = file.i18n
    return ServiceItem(
        id=file.id,
        version=file.task.task_version,
        kind=file.kind,
        names=_text(texts, "name"),
        summary=_text(texts, "summary"),
        authority=_text(texts, "authority"),
        handling=_text(texts, "handling"),
        bring=tuple(_text(texts, key) for key in file.bring),
        minutes=file.minutes,
        fee=sum(fee.fee_stand for fee in file.fees),
        offline=file.offline,
        icon=file.icon,
        topic=file.topic,
        person_check=file.auth.level,
        needs=tuple(Need(need.component, need.required) for need in file.needs),
        fields=tuple(_field(file, control) for page in file.ui.elements for control in page.elements),
        materials=tuple(Material(_text(texts, m.material_name), m.is_need == "1") for m in file.materials),
        keywords=_keywords(file),
    )


def _text(texts: Mapping[str, Mapping[str, str]], key: str) -> Text:
    """All languages of one sentence. Raises KeyError when no language has it."""
    found = {language: sentences[key] for language, sentences in texts.items() if key in sentences}
    if not found:
        raise KeyError(key)
    return found


def _text_or_none(texts: Mapping[str, Mapping[str, str]], key: str) -> Text:
    return {language: sentences[key] for language, sentences in texts.items() if key in sentences}


def _field(file: ItemFile, control: Control) -> Field:
    key, options, texts = property_of(control.scope), control.options, file.i18n
    answer = file.data.properties[key]
    return Field(
        key=key,
        kind=options.widget,
        label=_text(texts, f"{control.i18n}.label"),
        question=_text(texts, f"{control.i18n}.question"),
        help=_text_or_none(texts, f"{control.i18n}.description"),
        example=_text_or_none(texts, f"{control.i18n}.example"),
        required=options.required or key in file.data.required,
        sensitivity=options.sensitivity,
        mask=options.mask,
        options=_options(texts, answer),
        minimum=property_of(options.minimum) or options.minimum,
        maximum_length=answer.max_length,
        show_if=_condition(control),
        from_card=options.from_card,
    )


def _options(texts: Mapping[str, Mapping[str, str]], answer: Property) -> tuple[Option, ...]:
    return tuple(Option(entry.const, _text(texts, entry.i18n)) for entry in answer.one_of)


def _condition(control: Control) -> Condition | None:
    if control.rule is None:
        return None
    condition = control.rule.condition
    values = condition.schema["enum"] if "enum" in condition.schema else [condition.schema["const"]]
    return Condition(property_of(condition.scope), tuple(_as_answer(value) for value in values))


def _as_answer(value: Any) -> str:
    """As the visit keeps answers: text; yes and no are `true` and `false`."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _keywords(file: ItemFile) -> tuple[str, ...]:
    """Words of every language, then each pinyin reading joined and as initials."""
    words = [word for listed in file.keywords.values() for word in listed]
    for reading in file.pinyin:
        syllables = reading.split()
        words += ["".join(syllables), "".join(syllable[0] for syllable in syllables)]
    return tuple(words)


def _regions(file: RegionFile) -> tuple[Region, ...]:
    return tuple(Region(entry.code, dict(entry.names), entry.parent) for entry in file.regions)


def _refuse_twins(items: Iterable[ServiceItem]) -> None:
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            raise CatalogueError(f"two files describe {item.id}")
        seen.add(item.id)


def _body(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CatalogueError(f"{path.name} cannot be read") from error
