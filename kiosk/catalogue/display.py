"""How an answer is shown on review and paper: as words, grouped, masked by name where it must be."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple, Protocol

from kiosk.catalogue.answers import normalise, read_date
from kiosk.catalogue.model import Catalogue, Field, FieldKind
from kiosk.identity.masking import NumberMask, mask_name, mask_number, mask_phone


class Texts(Protocol):
    """What is needed of kiosk.wording, which this room does not import."""

    def text(self, key: str, language: str, **values: object) -> str: ...

    def pick(self, text: Mapping[str, str], language: str) -> str: ...


class Shown(NamedTuple):
    """An answer, normalised and masked, and what is needed to say it."""

    field: Field
    value: str
    language: str
    catalogue: Catalogue
    wording: Texts

    def say(self, key: str, **values: object) -> str:
        return self.wording.text(key, self.language, **values)


Showing = Callable[[Shown], str]
Mask = Callable[[str], str]


def display(
    field: Field, value: str, language: str, catalogue: Catalogue, wording: Texts, *, masked: bool = True
) -> str:
    """The finished text. Nothing answered is said as such."""
    meant = normalise(field, value)
    if not meant:
        return wording.text("answer.none", language)
    if masked and field.mask:
        meant = MASKS[field.mask](meant)
    show = _SHOWINGS.get(field.kind)
    return show(Shown(field, meant, language, catalogue, wording)) if show else meant


def region_name(code: str, language: str, catalogue: Catalogue, wording: Texts) -> str:
    """`广东省广州市`, `Guangzhou, Guangdong`; a code nobody knows is shown as it is."""
    by_code = {region.code: region for region in catalogue.regions}
    region = by_code.get(code)
    if region is None:
        return code
    city, above = wording.pick(region.label, language), by_code.get(region.parent)
    if above is None:
        return city
    return wording.text("answer.region.shown", language, city=city, province=wording.pick(above.label, language))


MASKS: Mapping[str, Mask] = {
    "id_3_4": mask_number,
    "phone_3_4": mask_phone,
    "pan_last4": partial(mask_number, mask=NumberMask(first=0, last=4)),
    "name": mask_name,
}
"""The masks a field may name. Defaults of the house; a stricter one may come by configuration."""


def _show_choice(shown: Shown) -> str:
    label = next((option.label for option in shown.field.options if option.value == shown.value), None)
    return shown.wording.pick(label, shown.language) if label else shown.value


def _show_yes_no(shown: Shown) -> str:
    return shown.say("answer.yes" if shown.value == "true" else "answer.no")


def _show_declaration(shown: Shown) -> str:
    return shown.say("answer.declared" if shown.value == "true" else "answer.not_declared")


def _show_date(shown: Shown) -> str:
    day = read_date(shown.value)
    if day is None:
        return shown.value
    month = shown.say(f"month.{day.month}")
    return shown.say("answer.date.shown", year=day.year, month=month, day=day.day)


def _show_region(shown: Shown) -> str:
    return region_name(shown.value, shown.language, shown.catalogue, shown.wording)


def _show_mobile(shown: Shown) -> str:
    return f"{shown.value[:3]} {shown.value[3:7]} {shown.value[7:]}".strip()


def _show_amount(shown: Shown) -> str:
    yuan, dot, cents = shown.value.partition(".")
    grouped = f"{int(yuan):,}" if yuan.isdigit() else yuan
    return shown.say("answer.amount.shown", amount=f"{grouped}{dot}{cents}")


def _show_months(shown: Shown) -> str:
    first, _, last = shown.value.partition("/")
    return shown.say("answer.month_range.shown", first=first, last=last)


_SHOWINGS: Mapping[FieldKind, Showing] = {
    FieldKind.CHOICE: _show_choice,
    FieldKind.YES_NO: _show_yes_no,
    FieldKind.DECLARATION: _show_declaration,
    FieldKind.DATE: _show_date,
    FieldKind.REGION: _show_region,
    FieldKind.MOBILE: _show_mobile,
    FieldKind.AMOUNT: _show_amount,
    FieldKind.MONTH_RANGE: _show_months,
}
