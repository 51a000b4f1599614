"""Each rule of the lint finds the fault planted for it, and finds nothing in the catalogue we ship."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.file import SIZE_LIMIT
from kiosk.catalogue.finding import Finding, LintRule
from kiosk.catalogue.lint import item_validator, lint, lint_bodies
from kiosk.catalogue.model import FieldKind
from kiosk.catalogue.pattern import is_vetted
from kiosk.commands import catalogue as command
from kiosk.contract.health import Component

FOLDER = Path(__file__).parents[4] / "assets" / "catalogue"
DEFAULT = "med.cross-region-filing.json"
Json = dict[str, Any]


def _raw(name: str = DEFAULT) -> Json:
    return json.loads((FOLDER / name).read_text())


def _lint(raw: Json, name: str = DEFAULT) -> list[Finding]:
    return lint_bodies({name: json.dumps(raw, ensure_ascii=False).encode()})


def _control(raw: Json, key: str) -> Json:
    found = [c for page in raw["ui"]["elements"] for c in page["elements"] if c["scope"] == f"#/properties/{key}"]
    return found[0]


def _no_scope(raw: Json) -> None:
    _control(raw, "phone")["scope"] = "#/properties/nothing"


def _asked_twice(raw: Json) -> None:
    raw["ui"]["elements"].append(raw["ui"]["elements"][2])


def _minimum_nowhere(raw: Json) -> None:
    _control(raw, "end")["options"]["minimum"] = "#/properties/phone"


def _rule_backwards(raw: Json) -> None:
    _control(raw, "phone")["rule"] = {
        "effect": "SHOW",
        "condition": {"scope": "#/properties/kind", "schema": {"const": "referral"}},
    }
    raw["data"]["required"].remove("phone")


def _rule_waits_for_ever(raw: Json) -> None:
    _control(raw, "end")["rule"] = {
        "effect": "SHOW",
        "condition": {"scope": "#/properties/kind", "schema": {"enum": ["temporary", "never"]}},
    }


def _hidden_but_required(raw: Json) -> None:
    _control(raw, "start")["rule"] = {
        "effect": "SHOW",
        "condition": {"scope": "#/properties/kind", "schema": {"const": "referral"}},
    }


def _set(*path: str | int, value: Any) -> Callable[[Json], None]:
    def plant(raw: Json) -> None:
        node: Any = raw
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = value

    return plant


def _drop(*path: str | int) -> Callable[[Json], None]:
    def plant(raw: Json) -> None:
        node: Any = raw
        for step in path[:-1]:
            node = node[step]
        del node[path[-1]]

    return plant


def _widget(key: str, widget: str) -> Callable[[Json], None]:
    return lambda raw: _control(raw, key)["options"].update(widget=widget)


def _without(key: str, option: str) -> Callable[[Json], None]:
    return lambda raw: _control(raw, key)["options"].pop(option)


def _phone(**keywords: Any) -> Callable[[Json], None]:
    return lambda raw: raw["data"]["properties"]["phone"].update(keywords)


PLANTED: list[tuple[str, LintRule, Callable[[Json], None]]] = [
    ("an unknown part", LintRule.SHAPE, _set("surprise", value=1)),
    ("another version", LintRule.SHAPE, _set("$v", value=9)),
    ("an unknown widget", LintRule.SHAPE, _widget("phone", "hologram")),
    ("an unknown device", LintRule.SHAPE, _set("needs", 0, "component", value="toaster")),
    ("no Chinese", LintRule.SHAPE, _drop("i18n", "zh-CN")),
    ("a bad schema type", LintRule.META_SCHEMA, _phone(minLength="two")),
    ("a conditional", LintRule.CONDITIONAL, _set("data", "if", value={"required": ["phone"]})),
    ("a nested conditional", LintRule.CONDITIONAL, _phone(anyOf=[{"minLength": 3}])),
    ("a lost scope", LintRule.SCOPE, _no_scope),
    ("a question twice", LintRule.SCOPE, _asked_twice),
    ("a property never asked", LintRule.SCOPE, _set("data", "properties", "extra", value={"type": "string"})),
    ("a minimum that is no date", LintRule.SCOPE, _minimum_nowhere),
    ("a rule on a later question", LintRule.RULE, _rule_backwards),
    ("a rule that never holds", LintRule.RULE, _rule_waits_for_ever),
    ("a choice without options", LintRule.WIDGET, _drop("data", "properties", "kind", "oneOf")),
    ("a text of type boolean", LintRule.WIDGET, _set("data", "properties", "dest_region", "type", value="boolean")),
    ("hidden and required", LintRule.REQUIRED, _hidden_but_required),
    ("required and unknown", LintRule.REQUIRED, lambda raw: raw["data"]["required"].append("ghost")),
    ("an unknown mask", LintRule.MASK, lambda raw: _control(raw, "phone")["options"].update(mask="glass")),
    ("a bare phone number", LintRule.MASK, _without("phone", "mask")),
    ("a phone number of no sensitivity", LintRule.MASK, _without("phone", "sensitivity")),
    ("an untranslated question", LintRule.TEXT, _drop("i18n", "en", "phone.question")),
    ("a help in one language", LintRule.TEXT, _drop("i18n", "zh-CN", "phone.description")),
    ("an unsaid option", LintRule.TEXT, _drop("i18n", "en", "kind.referral")),
    ("a text left over", LintRule.TEXT, _set("i18n", "en", "phone.poem", value="Roses")),
    ("a language without a name", LintRule.TEXT, _set("i18n", "fr", value={})),
    ("a forbidding phrase", LintRule.WORDS, _set("i18n", "zh-CN", "phone.description", value="请勿填错")),
    ("a polite button", LintRule.WORDS, _set("i18n", "en", "phone.question", value="Please enter")),
    ("a long sentence", LintRule.WORDS, _set("i18n", "zh-CN", "summary", value="长" * 41)),
    ("a runaway pattern", LintRule.PATTERN, _phone(pattern="^(1+)+$")),
    ("a file of another name", LintRule.ID, _set("id", value="med.other")),
    ("a promise at once", LintRule.OFFLINE, _set("i18n", "zh-CN", "handling", value="当场办好")),
    ("a printed document from a queue", LintRule.OFFLINE, _set("kind", value="print")),
    ("a face alone", LintRule.PERSON_CHECK, _set("auth", "means", value=["face"])),
    ("a check without a card", LintRule.PERSON_CHECK, _set("auth", "card", value="none")),
]


def test_the_catalogue_we_ship_has_no_finding() -> None:
    assert lint(FOLDER) == []


@pytest.mark.parametrize(("what", "rule", "plant"), PLANTED, ids=[planted[0] for planted in PLANTED])
def test_a_planted_fault_is_found(what: str, rule: LintRule, plant: Callable[[Json], None]) -> None:
    raw = _raw()
    plant(raw)
    assert rule in {finding.rule for finding in _lint(raw)}, what


def test_a_choice_with_one_value_twice_is_found() -> None:
    raw = _raw()
    raw["data"]["properties"]["kind"]["oneOf"][1]["const"] = "long_term"
    assert LintRule.WIDGET in {finding.rule for finding in _lint(raw)}


def test_a_file_that_is_too_long_is_not_even_read() -> None:
    findings = lint_bodies({DEFAULT: b" " * (SIZE_LIMIT + 1)})
    assert [finding.rule for finding in findings] == [LintRule.SIZE]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xff", b"[" * 5000, b"[" * 200 + b"]" * 200])
def test_what_is_no_item_is_one_kind_of_finding(body: bytes) -> None:
    assert {finding.rule for finding in lint_bodies({DEFAULT: body})} == {LintRule.SHAPE}


def test_an_item_described_twice_is_found() -> None:
    body = (FOLDER / DEFAULT).read_bytes()
    assert LintRule.ID in {f.rule for f in lint_bodies({DEFAULT: body, "other.json": body})}


@pytest.mark.parametrize(
    "region",
    [
        {"code": "440300", "names": {"zh-CN": "深圳市", "en": "Shenzhen"}, "parent": "440000"},
        {"code": "44030", "names": {"zh-CN": "甲", "en": "A"}},
        {"code": "990100", "names": {"zh-CN": "甲", "en": "A"}, "parent": "990000"},
        {"code": "990000", "names": {"zh-CN": "甲"}},
    ],
)
def test_a_fault_in_the_list_of_regions_is_found(region: Json) -> None:
    raw = _raw("regions.json")
    raw["regions"].append(region)
    assert {finding.rule for finding in _lint(raw, "regions.json")} == {LintRule.REGIONS}


def test_every_rule_has_a_planted_fault() -> None:
    by_their_own_tests = {LintRule.SIZE, LintRule.REGIONS}
    assert {rule for _, rule, _ in PLANTED} | by_their_own_tests == set(LintRule)


def test_the_schema_and_the_code_know_the_same_widgets_and_components() -> None:
    schema: Any = item_validator().schema
    page = schema["properties"]["ui"]["properties"]["elements"]["items"]
    options = page["properties"]["elements"]["items"]["properties"]["options"]
    assert set(options["properties"]["widget"]["enum"]) == {kind.value for kind in FieldKind}
    needs = schema["properties"]["needs"]["items"]["properties"]["component"]["enum"]
    assert set(needs) == {component.value for component in Component}


@pytest.mark.parametrize(
    "pattern",
    [
        "^1[0-9]{10}$",
        "^[0-9]{17}[0-9X]$",
        r"^[0-9]{1,9}(\.[0-9]{1,2})?$",
        "^(abc|def){2}$",
        r"^\d{4}-\d{2}$",
        "^[1-5],[1-5]$",
    ],
)
def test_a_counted_pattern_is_vetted(pattern: str) -> None:
    assert is_vetted(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["1[0-9]{10}", "^a*$", "^a+$", "^(a+)+$", "^(a{1,5}){9}$", "^.$", "^(?=a)b$", r"^(a)\1$", "^a{999}$", "^[a$", "^a{2,}$",
     "^" + "(a)" * 65 + "*$", "^((a))$"],
)  # fmt: skip
def test_any_other_pattern_is_not(pattern: str) -> None:
    assert not is_vetted(pattern)


def _run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    command.declare(parser)
    return command.run(parser.parse_args(words))


def test_the_command_is_content_with_our_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("lint", str(FOLDER), "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "code": "done", "files": 11, "findings": []}


def test_the_command_names_each_finding_and_answers_no(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = _raw()
    _without("phone", "mask")(raw)
    (tmp_path / DEFAULT).write_text(json.dumps(raw))
    assert _run("--json", "lint", str(tmp_path / DEFAULT)) == 1
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert (answer["ok"], answer["code"], answer["findings"][0]["rule"]) == (False, "K602", "mask")
    assert "#/properties/phone" in said.err


@pytest.mark.parametrize("name", ["", "absent.json"])
def test_nothing_to_check_is_wrong_use(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("lint", str(tmp_path / name), "--json") == 2
    assert json.loads(capsys.readouterr().out)["ok"] is False
