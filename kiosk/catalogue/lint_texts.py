"""Lint rules about sentences: complete in Chinese and English, none left over, said as the house says things."""

from collections.abc import Callable, Iterable, Iterator

from kiosk.catalogue.file import ItemFile, property_of
from kiosk.catalogue.finding import LintRule
from kiosk.catalogue.lint_form import Found, controls

COMPLETE = ("zh-CN", "en")
CHINESE_LIMIT = 40
"""Characters of a Chinese sentence (design §10)."""
SHUNNED = ("请勿", "温馨提示", "格式错误", "抱歉", "invalid", "Invalid", "Please ", "please ")
_SENTENCE_ENDS = "。！？；\n"
_SPOKEN_PARTS = ("label", "question")
_OPTIONAL_PARTS = ("description", "example")


def used_keys(file: ItemFile) -> set[str]:
    """Keys the file must say in zh-CN and en."""
    keys = {"name", "summary", "authority", "handling", *file.bring}
    keys |= {material.material_name for material in file.materials} | {fee.fee_name for fee in file.fees}
    keys |= {page.i18n for page in file.ui.elements}
    for control in controls(file):
        keys |= {f"{control.i18n}.{part}" for part in _SPOKEN_PARTS}
        answer = file.data.properties.get(property_of(control.scope))
        keys |= {option.i18n for option in answer.one_of} if answer else set()
    return keys


def check_texts(file: ItemFile) -> Iterator[Found]:
    needed = used_keys(file)
    optional = {f"{control.i18n}.{part}" for control in controls(file) for part in _OPTIONAL_PARTS}
    said = {key for language in COMPLETE for key in file.i18n[language]}
    for language in COMPLETE:
        for key in sorted((needed | (optional & said)) - file.i18n[language].keys()):
            yield Found(LintRule.TEXT, f"$.i18n.{language}.{key}", "is not said")
    for language, texts in file.i18n.items():
        for key in sorted(texts.keys() - needed - optional):
            yield Found(LintRule.TEXT, f"$.i18n.{language}.{key}", "is said but never used")
        if "name" not in texts:
            yield Found(LintRule.TEXT, f"$.i18n.{language}.name", "a language without the item's name")


def check_words(file: ItemFile) -> Iterator[Found]:
    for language in COMPLETE:
        for key, text in file.i18n[language].items():
            for shunned in SHUNNED:
                if shunned in text:
                    yield Found(LintRule.WORDS, f"$.i18n.{language}.{key}", f"says {shunned.strip()!r}")
    for key, text in file.i18n["zh-CN"].items():
        if max(len(sentence) for sentence in _sentences(text)) > CHINESE_LIMIT:
            yield Found(LintRule.WORDS, f"$.i18n.zh-CN.{key}", f"a sentence of more than {CHINESE_LIMIT} characters")


def _sentences(text: str) -> list[str]:
    for end in _SENTENCE_ENDS:
        text = text.replace(end, "\n")
    return text.split("\n")


TEXT_RULES: tuple[Callable[[ItemFile], Iterable[Found]], ...] = (check_texts, check_words)
