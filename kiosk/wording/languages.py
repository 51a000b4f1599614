"""The languages a terminal speaks: their order, own names, direction, and what to read where a text is missing."""

from collections.abc import Mapping

BASE = "zh-CN"
"""Every text exists in it."""

AUTONYMS: Mapping[str, str] = {
    "zh-CN": "简体中文",
    "zh-Hant": "繁體中文",
    "en": "English",
    "ar": "العربية",
    "ja": "日本語",
    "ko": "한국어",
    "fr": "Français",
}
"""Language code (BCP 47) → its own name, in the order the language buttons stand."""

LANGUAGES: tuple[str, ...] = tuple(AUTONYMS)

_RIGHT_TO_LEFT = frozenset({"ar"})
_NEAREST: Mapping[str, tuple[str, ...]] = {
    "zh-Hant": (BASE,),
    "en": (BASE,),
}
_ELSE = ("en", BASE)  # a guest who reads French or Arabic is likelier to read English than Chinese


def is_right_to_left(language: str) -> bool:
    return language in _RIGHT_TO_LEFT


def fallbacks(language: str) -> tuple[str, ...]:
    """Languages to look in, nearest first; the base language is always the last."""
    if language == BASE:
        return (BASE,)
    return (language, *_NEAREST.get(language, _ELSE))
