"""Pinyin as the visit asks for it: letters in, words to choose from out. A port, like the clock.

What an engine answers depends on the letters alone: it learns nothing, so a step stays as repeatable as the tables
are (docs/adr). `NoPinyin` stands where no engine is installed; then only Latin letters are offered.
"""

from typing import Protocol

import msgspec

LETTERS_LIMIT = 60


class Candidate(msgspec.Struct, frozen=True):
    """`index`: the engine's own count among all it has for these letters."""

    text: str
    index: int


class Composed(msgspec.Struct, frozen=True):
    """`spelling`: the letters in syllables, as shown in the field."""

    spelling: str
    candidates: tuple[Candidate, ...] = ()


class Picked(msgspec.Struct, frozen=True):
    """`rest`: the letters that the chosen word leaves."""

    text: str
    rest: str


class Pinyin(Protocol):
    """`compose` gives candidates from the engine's `start` on, at most `count`; `single`: one character each."""

    @property
    def available(self) -> bool: ...

    def compose(self, letters: str, start: int, count: int, *, single: bool) -> Composed: ...

    def pick(self, letters: str, index: int) -> Picked: ...

    def forget(self) -> None: ...


class NoPinyin:
    available = False

    def compose(self, letters: str, start: int, count: int, *, single: bool) -> Composed:
        return Composed(letters)

    def pick(self, letters: str, index: int) -> Picked:
        return Picked("", letters)

    def forget(self) -> None:
        pass
