"""Keys of the letter keyboard: pinyin becomes words by choosing, everything else is typed as it stands.

A key that the layer does not show, and a character too many, change nothing.
"""

import msgspec

from kiosk.catalogue.model import Field
from kiosk.catalogue.problem import AnswerProblem
from kiosk.visit.composing import LETTERS_LIMIT, Candidate
from kiosk.visit.keyboard import Layer, Typing, rows_of
from kiosk.visit.pad import limit_of
from kiosk.visit.rules import Rules
from kiosk.visit.situations import AnsweringQuestion

ROOM = {"normal": 15.0, "large": 12.0}
MOST = {"normal": 5, "large": 4}
AROUND = 0.9
"""The candidate row in widths of a character: how many fit, at most how many, and what each needs beside its text."""


def typed(here: AnsweringQuestion, key: str, field: Field, rules: Rules, size: str) -> AnsweringQuestion:
    """The question after `key`; `size` is the text size, which decides how many candidates a page has."""
    typing = here.typing
    shown = rows_of(typing.layer, shift=typing.shift, pinyin=rules.pinyin.available)
    if not any(key in row for row in shown):
        return here
    match key:
        case "delete" if typing.letters:
            return _with_letters(here, typing.letters[:-1], rules, size)
        case "delete":
            return _plain(here, here.draft[:-1])
        case "shift":
            return _but(here, shift=not typing.shift)
        case "rare":
            toggled = _but(here, single=not typing.single)
            return _with_letters(toggled, typing.letters, rules, size)
        case "split":
            return _with_letters(here, typing.letters.rstrip("'") + "'" if typing.letters else "", rules, size)
        case "space":
            return chosen(here, 0, field, rules, size) if typing.letters else _added(here, " ", field)
        case _ if key.startswith("layer."):
            return _to_layer(here, Layer(key.removeprefix("layer.")), field)
        case _ if typing.layer is Layer.PINYIN:
            return _with_letters(here, typing.letters + key, rules, size)
        case _:
            return _added(here, key, field)


def chosen(here: AnsweringQuestion, place: int, field: Field, rules: Rules, size: str) -> AnsweringQuestion:
    """The candidate at `place` of the page goes into the field; letters it leaves stay to be chosen for."""
    if not 0 <= place < len(here.typing.candidates):
        return here
    picked = rules.pinyin.pick(here.typing.letters, here.typing.candidates[place].index)
    over = len(here.draft) + len(picked.text) - limit_of(field)
    if over > 0:
        return msgspec.structs.replace(here, problem=AnswerProblem("answer.text.long", {"extra": over}))
    return _with_letters(_plain(here, here.draft + picked.text), picked.rest, rules, size)


def turned(here: AnsweringQuestion, way: str, rules: Rules, size: str) -> AnsweringQuestion:
    """The candidate page before or after."""
    typing = here.typing
    if way == "next" and typing.more:
        behind = (*typing.behind, typing.candidates[0].index)
        return _with_page(here, typing.candidates[-1].index + 1, behind, rules, size)
    if way == "back" and typing.behind:
        return _with_page(here, typing.behind[-1], typing.behind[:-1], rules, size)
    return here


def _plain(here: AnsweringQuestion, draft: str) -> AnsweringQuestion:
    """With another draft, and what was missing no longer said."""
    return msgspec.structs.replace(here, draft=draft, problem=None)


def _but(here: AnsweringQuestion, **changes: object) -> AnsweringQuestion:
    return msgspec.structs.replace(here, typing=msgspec.structs.replace(here.typing, **changes))


def _added(here: AnsweringQuestion, text: str, field: Field) -> AnsweringQuestion:
    """Shift is for one letter."""
    if len(here.draft) + len(text) > limit_of(field):
        return here
    return _but(_plain(here, here.draft + text), shift=False)


def _to_layer(here: AnsweringQuestion, layer: Layer, field: Field) -> AnsweringQuestion:
    """Letters not chosen for go into the field as they are: the person meant letters."""
    letters = here.typing.letters[: max(0, limit_of(field) - len(here.draft))]
    moved = _plain(here, here.draft + letters) if letters else here
    return msgspec.structs.replace(moved, typing=Typing(layer))


def _with_letters(here: AnsweringQuestion, letters: str, rules: Rules, size: str) -> AnsweringQuestion:
    if len(letters) > LETTERS_LIMIT:
        return here
    held = msgspec.structs.replace(here, problem=None, typing=msgspec.structs.replace(here.typing, letters=letters))
    return _with_page(held, 0, (), rules, size)


def _with_page(
    here: AnsweringQuestion, start: int, behind: tuple[int, ...], rules: Rules, size: str
) -> AnsweringQuestion:
    typing = here.typing
    composed = rules.pinyin.compose(typing.letters, start, MOST[size] + 1, single=typing.single)
    page = _fitting(composed.candidates, size)
    more = len(page) < len(composed.candidates)
    return _but(here, spelling=composed.spelling, candidates=page, more=more, behind=behind)


def _fitting(offered: tuple[Candidate, ...], size: str) -> tuple[Candidate, ...]:
    """As many as one row takes; at least one."""
    page: list[Candidate] = []
    room = ROOM[size]
    for candidate in offered[: MOST[size]]:
        room -= len(candidate.text) + AROUND
        if page and room < 0:
            break
        page.append(candidate)
    return tuple(page)
