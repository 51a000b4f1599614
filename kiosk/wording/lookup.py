"""All sentences a person reads, by key and language.

A wording folder holds `*.json`, each `{key: {language: sentence}}`. Values stand in braces: `{reference}`. There is
no plural: a counted thing stands after a colon or before its unit in a form that fits every number. `ja@speak` beside
`ja` is what is said aloud where an engine cannot read the written form.

In a right-to-left language every value is isolated (U+2068 … U+2069), and so is a whole sentence that had to be taken
from a left-to-right language: no neighbour can turn its digits or full stop around (Unicode UAX 9).
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from kiosk.wording.languages import BASE, LANGUAGES, fallbacks, is_right_to_left

Text = dict[str, str]
FIRST_STRONG_ISOLATE = "\u2068"
LEFT_TO_RIGHT_ISOLATE = "\u2066"
POP_ISOLATE = "\u2069"
SPEAK = "@speak"
_PLACE = re.compile(r"\{(\w+)\}")
_FILE = msgspec.json.Decoder(dict[str, Text])


class WordingError(ValueError):
    """A wording file is unreadable, says a key twice, lacks the base language, or its values differ by language."""


class Wording:
    """Immutable. A key nobody wrote is a bug and raises KeyError; a language it lacks is looked for nearby."""

    __slots__ = ("_sentences",)

    def __init__(self, sentences: Mapping[str, Text]) -> None:
        for key, text in sentences.items():
            _check(key, text)
        self._sentences = dict(sentences)

    @classmethod
    def load(cls, folder: Path) -> "Wording":
        """All files of a folder merged. Raises WordingError."""
        merged: dict[str, Text] = {}
        for path in sorted(folder.glob("*.json")):
            sentences = _read(path)
            twice = merged.keys() & sentences.keys()
            if twice:
                raise WordingError(f"{path.name}: {min(twice)} is already said in another file")
            merged |= sentences
        if not merged:
            raise WordingError(f"no wording in the folder {folder.name}")
        return cls(merged)

    def overlay(self, sentences: Mapping[str, Text]) -> "Wording":
        """A new wording in which pushed texts stand over ours, language by language."""
        merged = dict(self._sentences)
        for key, text in sentences.items():
            merged[key] = {**merged.get(key, {}), **text}
        return Wording(merged)

    def text(self, key: str, language: str, **values: object) -> str:
        """The finished sentence. Raises KeyError for an unknown key or a value not given."""
        found, sentence = _nearest(self._sentences[key], fallbacks(language))
        return _fill(sentence, found, language, values)

    def speech(self, key: str, language: str, **values: object) -> str:
        """As `text`, in the form that is said aloud."""
        spoken = self._sentences[key].get(language + SPEAK)
        if spoken is None:
            return self.text(key, language, **values)
        return _PLACE.sub(lambda place: str(values[place[1]]), spoken)

    def pick(self, text: Mapping[str, str], language: str) -> str:
        """The right language of a text that lives outside the wording (catalogue). An empty text stays empty."""
        if not text:
            return ""
        found, sentence = _nearest(text, fallbacks(language))
        return _fill(sentence, found, language, None)

    def has(self, key: str) -> bool:
        return key in self._sentences

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._sentences)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those with at least one sentence, in the order of the language buttons."""
        said = {language for text in self._sentences.values() for language in text}
        return _ordered(said)

    @property
    def complete_languages(self) -> tuple[str, ...]:
        """Those in which every key is said."""
        said = set.intersection(*(set(text) for text in self._sentences.values()))
        return _ordered(said)

    def missing(self, language: str) -> tuple[str, ...]:
        """Keys not said in `language`, sorted."""
        return tuple(sorted(key for key, text in self._sentences.items() if language not in text))


def isolate(value: object, language: str) -> str:
    """`value` fit to stand inside a sentence of `language`."""
    text = str(value)
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if is_right_to_left(language) else text


def places(sentence: str) -> frozenset[str]:
    """The names of the values a sentence asks for."""
    return frozenset(_PLACE.findall(sentence))


def _read(path: Path) -> dict[str, Text]:
    try:
        return _FILE.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise WordingError(f"{path.name}: {error}") from error


def _check(key: str, text: Text) -> None:
    if not text.get(BASE):
        raise WordingError(f"{key} has no {BASE} sentence")
    asked = places(text[BASE])
    for language, sentence in text.items():
        if places(sentence) != asked:
            raise WordingError(f"{key} asks for other values in {language} than in {BASE}")


def _nearest(text: Mapping[str, str], languages: Iterable[str]) -> tuple[str, str]:
    for language in languages:
        if language in text:
            return language, text[language]
    raise KeyError(f"no {BASE} sentence")


def _fill(sentence: str, found: str, language: str, values: Mapping[str, object] | None) -> str:
    if values is not None:
        sentence = _PLACE.sub(lambda place: isolate(values[place[1]], language), sentence)
    if is_right_to_left(language) and not is_right_to_left(found):
        return f"{LEFT_TO_RIGHT_ISOLATE}{sentence}{POP_ISOLATE}"
    return sentence


def _ordered(said: set[str]) -> tuple[str, ...]:
    return tuple(language for language in LANGUAGES if language in said)
