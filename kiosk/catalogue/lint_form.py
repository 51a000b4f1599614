"""Lint rules about a form: scopes, conditions, widgets, masks, who is checked and how."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from kiosk.catalogue.display import MASKS
from kiosk.catalogue.file import Control, ItemFile, property_of
from kiosk.catalogue.finding import LintRule
from kiosk.catalogue.model import FieldKind, ItemKind, Offline, Sensitivity


class Found(NamedTuple):
    rule: LintRule
    place: str
    message: str


FormRule = Callable[[ItemFile], Iterable[Found]]
TODAY = "today"
MASKED_KINDS: Mapping[FieldKind, str] = {
    FieldKind.CARD_NAME: "name",
    FieldKind.CARD_NUMBER: "id_3_4",
    FieldKind.ID_NUMBER: "id_3_4",
    FieldKind.HAN_NAME: "name",
    FieldKind.MOBILE: "phone_3_4",
    FieldKind.BANK_CARD: "pan_last4",
}
"""Kinds that say who a person is, and the mask usual for each: never shown whole, never without sensitivity."""
AT_ONCE = ("当场", "at once", "立即", "immediately")


def controls(file: ItemFile) -> list[Control]:
    return [control for page in file.ui.elements for control in page.elements]


def check_scopes(file: ItemFile) -> Iterator[Found]:
    keys = [property_of(control.scope) for control in controls(file)]
    for control, key in zip(controls(file), keys, strict=True):
        if key not in file.data.properties:
            yield Found(LintRule.SCOPE, control.scope, "names no property of data")
        elif keys.count(key) > 1:
            yield Found(LintRule.SCOPE, control.scope, "is asked more than once")
        yield from _check_minimum(file, control)
    for key in file.data.properties:
        if key not in keys:
            yield Found(LintRule.SCOPE, f"#/properties/{key}", "is never asked")


def _check_minimum(file: ItemFile, control: Control) -> Iterator[Found]:
    minimum = control.options.minimum
    if not minimum or minimum == TODAY:
        return
    earlier = _earlier(file, control)
    if property_of(minimum) not in earlier:
        yield Found(LintRule.SCOPE, control.scope, f"its minimum {minimum} is no earlier question")
    elif earlier[property_of(minimum)].options.widget is not FieldKind.DATE:
        yield Found(LintRule.SCOPE, control.scope, f"its minimum {minimum} is no date")


def check_rules(file: ItemFile) -> Iterator[Found]:
    for control in controls(file):
        if control.rule is None:
            continue
        key = property_of(control.rule.condition.scope)
        asked = _earlier(file, control).get(key)
        if asked is None or key not in file.data.properties:
            yield Found(LintRule.RULE, control.scope, f"looks at {control.rule.condition.scope}, no earlier question")
            continue
        for value in _values(control.rule.condition.schema):
            if value not in _possible(file, asked):
                yield Found(LintRule.RULE, control.scope, f"waits for {value!r}, which {key} never is")


def _earlier(file: ItemFile, control: Control) -> dict[str, Control]:
    before = controls(file)
    return {property_of(earlier.scope): earlier for earlier in before[: before.index(control)]}


def _values(schema: dict[str, Any]) -> list[Any]:
    return list(schema["enum"]) if "enum" in schema else [schema["const"]]


def _possible(file: ItemFile, asked: Control) -> tuple[Any, ...]:
    if asked.options.widget in (FieldKind.YES_NO, FieldKind.DECLARATION):
        return (True, False)
    return tuple(option.const for option in file.data.properties[property_of(asked.scope)].one_of)


def check_widgets(file: ItemFile) -> Iterator[Found]:
    for control in controls(file):
        answer = file.data.properties.get(property_of(control.scope))
        if answer is None:
            continue
        widget = control.options.widget
        if bool(answer.one_of) != (widget is FieldKind.CHOICE):
            yield Found(LintRule.WIDGET, control.scope, f"options go with choice alone, this is {widget.value}")
        if (answer.type == "boolean") != (widget in (FieldKind.YES_NO, FieldKind.DECLARATION)):
            yield Found(LintRule.WIDGET, control.scope, f"{widget.value} does not give a {answer.type}")
        if control.options.minimum and widget is not FieldKind.DATE:
            yield Found(LintRule.WIDGET, control.scope, f"{widget.value} has no minimum")
        values = [option.const for option in answer.one_of]
        if len(set(values)) != len(values):
            yield Found(LintRule.WIDGET, control.scope, "has two options of one value")


def check_required(file: ItemFile) -> Iterator[Found]:
    hidden = {property_of(control.scope) for control in controls(file) if control.rule is not None}
    for key in file.data.required:
        if key not in file.data.properties:
            yield Found(LintRule.REQUIRED, f"#/properties/{key}", "is required but not described")
        elif key in hidden:
            yield Found(LintRule.REQUIRED, f"#/properties/{key}", "may be hidden: say required in its options")


def check_masks(file: ItemFile) -> Iterator[Found]:
    for control in controls(file):
        options = control.options
        if options.mask and options.mask not in MASKS:
            yield Found(LintRule.MASK, control.scope, f"nobody knows the mask {options.mask}")
        usual = MASKED_KINDS.get(options.widget)
        if usual and not options.mask:
            yield Found(LintRule.MASK, control.scope, f"{options.widget.value} needs a mask, usually {usual}")
        if usual and options.sensitivity is Sensitivity.NONE:
            yield Found(LintRule.MASK, control.scope, f"{options.widget.value} is personal: say its sensitivity")


def check_offline(file: ItemFile) -> Iterator[Found]:
    if file.offline is not Offline.QUEUE:
        return
    if file.kind in (ItemKind.PRINT, ItemKind.BOOK):
        yield Found(LintRule.OFFLINE, "$.offline", f"an item of kind {file.kind.value} needs central's answer")
    for language, texts in file.i18n.items():
        for key in ("handling", "summary"):
            if any(word in texts.get(key, "") for word in AT_ONCE):
                yield Found(LintRule.OFFLINE, f"$.i18n.{language}.{key}", "promises at once what may wait in a queue")


def check_person_check(file: ItemFile) -> Iterator[Found]:
    means = set(file.auth.means)
    if file.auth.level == "verify" and not means - {"face"}:
        yield Found(LintRule.PERSON_CHECK, "$.auth.means", "a face is never the only way")
    if file.auth.level != "none" and file.auth.card == "none":
        yield Found(LintRule.PERSON_CHECK, "$.auth.card", "a person cannot be checked without a card")


FORM_RULES: tuple[FormRule, ...] = (
    check_scopes,
    check_rules,
    check_widgets,
    check_required,
    check_masks,
    check_offline,
    check_person_check,
)
