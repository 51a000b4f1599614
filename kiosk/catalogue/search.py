"""Finding a service item by what a person types: its name, a word for it, pinyin whole or by initials."""

import unicodedata

from kiosk.catalogue.model import Catalogue, ServiceItem

_EXACT, _NAME_START, _NAME, _WORD_START, _WORD = range(5)
_NOT_FOUND = 9


def search(catalogue: Catalogue, text: str, language: str) -> tuple[ServiceItem, ...]:
    """Items that fit, best first, equals in catalogue order. Nothing typed finds nothing."""
    typed = fold(text)
    if not typed:
        return ()
    ranked = [(_rank(item, typed, language), place, item) for place, item in enumerate(catalogue.items)]
    ranked.sort(key=lambda entry: entry[:2])
    return tuple(item for rank, _, item in ranked if rank != _NOT_FOUND)


def fold(text: str) -> str:
    """Compatible forms made one, case and accents dropped, spaces and punctuation left out."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if character.isalnum())


def _rank(item: ServiceItem, typed: str, language: str) -> int:
    names = [fold(name) for name in (item.names.get(language, ""), *item.names.values())]
    words = [fold(word) for word in item.keywords]
    if typed in names:
        return _EXACT
    if any(name.startswith(typed) for name in names):
        return _NAME_START
    if any(typed in name for name in names):
        return _NAME
    if any(word.startswith(typed) for word in words):
        return _WORD_START
    return _WORD if any(typed in word for word in words) else _NOT_FOUND
