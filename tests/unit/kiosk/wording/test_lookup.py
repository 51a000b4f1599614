import json
from pathlib import Path

import pytest

from kiosk.contract.failure import FailureCode
from kiosk.wording.languages import AUTONYMS, LANGUAGES, is_right_to_left
from kiosk.wording.lookup import Wording, WordingError, places

FOLDER = Path(__file__).parents[4] / "assets" / "wording"
FSI, LRI, PDI = "\u2068", "\u2066", "\u2069"


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording.load(FOLDER)


def _wording(**sentences: dict[str, str]) -> Wording:
    return Wording(sentences)


def test_a_sentence_comes_in_the_language_asked_for(wording: Wording) -> None:
    assert wording.text("nav.next", "zh-CN") == "下一步"
    assert wording.text("nav.next", "ko") == "다음"


def test_values_are_put_into_the_sentence(wording: Wording) -> None:
    assert wording.text("submit.ok", "en", ref="SZ-1234-5678-9") == "Submitted. Reference SZ-1234-5678-9"


def test_a_value_in_a_right_to_left_sentence_is_isolated(wording: Wording) -> None:
    assert f"{FSI}SZ-1234{PDI}" in wording.text("submit.ok", "ar", ref="SZ-1234")


def test_a_sentence_borrowed_from_a_left_to_right_language_is_isolated_whole() -> None:
    said = _wording(k={"zh-CN": "第 {n} 题。"}).text("k", "ar", n=2)
    assert said == f"{LRI}第 {FSI}2{PDI} 题。{PDI}"


def test_values_elsewhere_carry_no_marks(wording: Wording) -> None:
    for language in LANGUAGES:
        if not is_right_to_left(language):
            assert FSI not in wording.text("submit.ok", language, ref="X")


@pytest.mark.parametrize(
    ("language", "expected"), [("fr", "guest"), ("zh-Hant", "主"), ("en", "guest"), ("zh-CN", "主"), ("xx", "guest")]
)
def test_a_missing_language_is_looked_for_nearby(language: str, expected: str) -> None:
    assert _wording(k={"zh-CN": "主", "en": "guest"}).text("k", language) == expected


def test_the_base_language_is_the_last_resort() -> None:
    assert _wording(k={"zh-CN": "主"}).text("k", "en") == "主"


def test_an_unknown_key_and_a_missing_value_are_bugs(wording: Wording) -> None:
    with pytest.raises(KeyError):
        wording.text("no.such.key", "en")
    with pytest.raises(KeyError):
        wording.text("submit.ok", "en")


def test_a_value_that_looks_like_a_place_is_left_alone() -> None:
    assert _wording(k={"zh-CN": "{a}"}).text("k", "zh-CN", a="{a}{b}") == "{a}{b}"


def test_an_overlay_changes_one_language_and_leaves_the_first_wording_alone(wording: Wording) -> None:
    over = wording.overlay({"nav.next": {"en": "Go on"}, "new.key": {"zh-CN": "新"}})
    assert (over.text("nav.next", "en"), over.text("nav.next", "zh-CN")) == ("Go on", "下一步")
    assert over.has("new.key")
    assert not wording.has("new.key")
    assert wording.text("nav.next", "en") == "Next"


def test_what_is_said_aloud_may_differ_from_what_is_written(wording: Wording) -> None:
    assert wording.speech("nav.help", "ja") == "かかりいんを よぶ"
    assert wording.speech("nav.help", "en") == "Call for help"
    assert wording.speech("idle.warn", "ja", seconds=20).endswith("20")


def test_a_catalogue_text_is_picked_by_the_same_rule(wording: Wording) -> None:
    assert wording.pick({"zh-CN": "甲", "en": "A"}, "fr") == "A"
    assert wording.pick({}, "fr") == ""
    assert wording.pick({"zh-CN": "{不是值}"}, "zh-CN") == "{不是值}"


def test_a_key_said_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps({"k": {"zh-CN": "一"}}))
    with pytest.raises(WordingError, match=r"b\.json"):
        Wording.load(tmp_path)


@pytest.mark.parametrize("body", ["", "[]", '{"k": "bare"}', '{"k": {"zh-CN": 1}}', '{"k": {"en": "only"}}', "\xff"])
def test_a_broken_file_is_refused_by_name(tmp_path: Path, body: str) -> None:
    (tmp_path / "broken.json").write_bytes(body.encode("latin-1"))
    with pytest.raises(WordingError):
        Wording.load(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WordingError):
        Wording.load(tmp_path)


def test_a_translation_that_asks_for_other_values_is_refused() -> None:
    with pytest.raises(WordingError, match="asks for other values in en"):
        _wording(k={"zh-CN": "{n} 天", "en": "days: {m}"})


@pytest.mark.parametrize("code", list(FailureCode), ids=lambda code: code.name)
@pytest.mark.parametrize("reader", ["citizen", "technician"])
def test_every_failure_has_its_sentences(wording: Wording, code: FailureCode, reader: str) -> None:
    key = f"failure.{code.value}.{reader}"
    assert key not in wording.missing("zh-CN")
    assert key not in wording.missing("en")
    assert places(wording.text(key, "zh-CN")) == frozenset()


def test_chinese_and_english_are_complete(wording: Wording) -> None:
    assert {"zh-CN", "en"} <= set(wording.complete_languages)


def test_a_missing_translation_would_be_seen() -> None:
    partly = _wording(a={"zh-CN": "甲", "en": "A"}, b={"zh-CN": "乙"})
    assert partly.missing("en") == ("b",)
    assert partly.complete_languages == ("zh-CN",)


def test_the_common_terms_exist_in_all_seven_languages() -> None:
    terms = Wording(json.loads((FOLDER / "terms.json").read_text()))
    assert terms.complete_languages == LANGUAGES == tuple(AUTONYMS)


def test_no_sentence_claims_what_only_the_office_may_say(wording: Wording) -> None:
    assert "受理" not in wording.text("submit.ok", "zh-CN", ref="")
    for code in FailureCode:
        assert "受理" not in wording.text(f"failure.{code.value}.citizen", "zh-CN")


SHUNNED = {"zh-CN": ("请勿", "温馨提示", "格式错误", "抱歉", "非法", "无效"), "en": ("invalid", "Invalid", "INVALID")}


def _shunned(wording: Wording) -> set[str]:
    return {
        key
        for key in wording.keys
        for language, words in SHUNNED.items()
        if not key.endswith(".technician")
        and any(word in wording.pick(_text(wording, key), language) for word in words)
    }


def _text(wording: Wording, key: str) -> dict[str, str]:
    values = {name: f"{{{name}}}" for name in _places(wording, key)}
    return {language: wording.text(key, language, **values) for language in ("zh-CN", "en")}


def _places(wording: Wording, key: str) -> frozenset[str]:
    names: set[str] = set()
    while True:
        try:
            return places(wording.text(key, "zh-CN", **{name: f"{{{name}}}" for name in names}))
        except KeyError as missing:
            names.add(str(missing.args[0]))


def _longest(sentence: str) -> int:
    for end in "。！？；\n":
        sentence = sentence.replace(end, "\n")
    return max(len(part) for part in sentence.split("\n"))


def test_nobody_is_blamed(wording: Wording) -> None:
    assert _shunned(wording) == set()


def test_a_blaming_sentence_would_be_seen() -> None:
    assert _shunned(_wording(k={"zh-CN": "格式错误", "en": "Invalid"})) == {"k"}


def test_a_citizens_chinese_sentence_has_at_most_forty_characters(wording: Wording) -> None:
    said = {key: _text(wording, key)["zh-CN"] for key in wording.keys if not key.endswith(".technician")}
    assert {key: text for key, text in said.items() if _longest(text) > 40} == {}
