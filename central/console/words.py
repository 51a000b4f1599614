"""What stands in the tables, said in words: a clerk reads names, not keys of a database."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import get_language

from kiosk.catalogue.load import build_catalogue
from kiosk.catalogue.model import Catalogue, Field

REASONS = {
    "no-opening-key": "This service has no key that opens it. Bring the key; it is then opened by itself.",
    "seal-does-not-open": "The seal does not open: it was made for another terminal, or damaged.",
    "unknown-kind": "The terminal is newer than this service and sent a kind of letter not known here.",
    "not-an-application": "Its content has not the form of an application.",
    "another-id-inside": "The number inside is not the one on the outside.",
    "beyond-its-bounds": "A value is larger or longer than a case can hold.",
    "other-content-same-id": "The same number came before with other content. The first is kept.",
    "id-of-another-terminal": "The number belongs to a case of another terminal.",
    "could-not-be-filed": "Filing it failed here. See this service's log.",
}
BASIS = {"card-to-be-checked-by-office": "card read by the machine; the office checks the person"}
PERSON = {
    "name": "Name",
    "latin_name": "Name in Latin letters",
    "number": "Number",
    "document_kind": "Document",
    "birth": "Born",
    "sex": "Sex",
    "ethnic": "Ethnic group",
    "country": "Country",
    "address": "Address",
    "valid_from": "Document valid from",
    "valid_to": "Document valid to",
    "flags": "To be looked at",
}
DOCUMENTS = {
    "resident": "resident identity card",
    "permit": "residence permit for Hong Kong, Macau and Taiwan residents",
    "foreign_2017": "foreign permanent resident card (2017)",
    "foreign_2023": "foreign permanent resident card (2023)",
    "check_digit": "the number's check digit does not fit",
    "private_use": "a character of the name is in no standard",
    "undecodable": "a character could not be read",
    "bad_date": "a date could not be read",
    "unknown_ethnic": "the ethnic group is not in the list",
}
LANGUAGES = {
    "zh-CN": "Chinese",
    "zh-Hant": "Chinese, traditional",
    "en": "English",
    "ar": "Arabic",
    "ja": "Japanese",
    "ko": "Korean",
    "fr": "French",
}
_LINE = '<span style="white-space:nowrap">{}</span>'
_ROW = '<tr><td style="padding:3px 28px 3px 0;vertical-align:top;font-weight:600">{}</td><td>{}</td></tr>'
_PAD = '<svg viewBox="0 0 1000 1000" preserveAspectRatio="none" width="360" height="140" style="{}">{}</svg>'
_PAPER = "background:#fff;border:1px solid #D9CFBC;border-radius:6px"
_INK = '<polyline points="{}" fill="none" stroke="#17211F" stroke-width="2.5" vector-effect="non-scaling-stroke"/>'


def moment(at: datetime | None) -> str | None:
    """Local time, the day first, so that it sorts as it reads; never broken over two lines."""
    return format_html(_LINE, localtime(at).strftime("%Y-%m-%d %H:%M")) if at else None


def item_name(item: str) -> str:
    """The service item's name; its id where this build does not know it."""
    known = next((known for known in catalogue().items if known.id == item), None)
    return _pick(known.names) if known else item


def answers(item: str, given: Mapping[str, Any]) -> str:
    """Questions and answers as rows; what this build does not ask is shown by its key."""
    known = next((known for known in catalogue().items if known.id == item), None)
    fields = {field.key: field for field in known.fields} if known else {}
    asked = [key for key in fields if key in given] + [key for key in given if key not in fields]
    return rows(
        (_pick(fields[key].label) if key in fields else key, _answer(fields.get(key), given[key])) for key in asked
    )


def person(told: Mapping[str, Any]) -> str:
    """As the card said; what it left empty is left out."""
    return rows((label, _spoken(told[key])) for key, label in PERSON.items() if told.get(key))


def consent(told: Mapping[str, Any]) -> str:
    """Which notice was agreed to."""
    return f"notice {told.get('notice', '?')}, read in {language(str(told.get('language', '?')))}"


def language(tag: str) -> str:
    return LANGUAGES.get(tag, tag)


def signature(strokes: Iterable[Iterable[list[int]]]) -> str:
    """As drawn on the pad, whose proportions are the terminal's."""
    lines = [" ".join(f"{point[0]},{point[1]}" for point in stroke if len(point) == 2) for stroke in strokes]
    drawn: str = format_html(_PAD, _PAPER, format_html_join("", _INK, ((line,) for line in lines)))
    return drawn


def rows(told: Iterable[tuple[str, str]]) -> str:
    table: str = format_html("<table>{}</table>", format_html_join("", _ROW, told))
    return table


@cache
def catalogue() -> Catalogue:
    """The items of this build."""
    folder = resources.files("assets").joinpath("catalogue")
    return build_catalogue(
        {Path(file.name).name: file.read_bytes() for file in folder.iterdir() if file.name.endswith(".json")}
    )


def _answer(field: Field | None, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_answer(field, one) for one in value)
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "not answered"}[value]
    option = next((option for option in field.options if option.value == value), None) if field else None
    return _pick(option.label) if option else _region(str(value)) or str(value)


def _region(code: str) -> str:
    """`深圳市, 广东省 (440300)` for a division's code, else nothing."""
    by_code = {region.code: region for region in catalogue().regions}
    found = by_code.get(code)
    above = by_code.get(found.parent) if found else None
    names = ", ".join(_pick(region.label) for region in (found, above) if region)
    return f"{names} ({code})" if names else ""


def _spoken(value: Any) -> str:
    words = value if isinstance(value, list) else [value]
    return ", ".join(DOCUMENTS.get(str(word), str(word)) for word in words)


def _pick(text: Mapping[str, str]) -> str:
    language = "zh-CN" if (get_language() or "en").startswith("zh") else "en"
    return text.get(language) or next(iter(text.values()))
