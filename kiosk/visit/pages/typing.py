"""The letter keyboard as drawn: keys, the row of candidates above them, what is said beside the field."""

from kiosk.visit.keyboard import Layer, rows_of
from kiosk.visit.pages.view import View
from kiosk.visit.screen import Action, Candidates, Keys, Role
from kiosk.visit.situations import AnsweringQuestion

SHOWN = 72
"""Characters of a long text that the field shows; those typed last."""
LATIN_SCRIPTS = ("zh", "en", "fr")
ICONS = {"delete": "delete", "shift": "shift"}


def keyboard(view: View, here: AnsweringQuestion) -> Keys:
    typing, pinyin = here.typing, view.rules.pinyin.available
    rows = rows_of(typing.layer, shift=typing.shift, pinyin=pinyin)
    return Keys("latin", tuple(tuple(_key(view, name, here) for name in row) for row in rows), composes=pinyin)


def _key(view: View, name: str, here: AnsweringQuestion) -> Action:
    identifier = f"key.{name}"
    if len(name) == 1:
        return Action(id=identifier, label=name, role=Role.KEY)
    role = Role.KEY if name == "space" else Role.FUNCTION
    held = {"shift": here.typing.shift, "rare": here.typing.single}.get(name, False)
    return Action(id=identifier, label=view.say(f"visit.key.{name}"), role=role, icon=ICONS.get(name, ""), chosen=held)


def candidates(view: View) -> Candidates | None:
    """A section of its own, so that the keys under a finger are not made anew with every letter."""
    here = view.visit.situation
    if not isinstance(here, AnsweringQuestion) or not here.typing.letters:
        return None
    typing = here.typing
    words = tuple(
        Action(id=f"pick.{place}", label=word.text, role=Role.SECONDARY if place else Role.PRIMARY, language="zh-CN")
        for place, word in enumerate(typing.candidates)
    )
    pages = (
        view.action("page.back", "visit.page.back", Role.FUNCTION, "back") if typing.behind else None,
        view.action("page.next", "visit.page.next", Role.FUNCTION, "next") if typing.more else None,
    )
    return Candidates(words, *pages)


def shown_text(draft: str) -> str:
    return draft if len(draft) <= SHOWN else "…" + draft[-SHOWN:]


def note(view: View, here: AnsweringQuestion) -> str:
    """What cannot be typed here is said, with the way out."""
    language = view.language
    if language.startswith("zh") and not view.rules.pinyin.available:
        return view.say("visit.typing.no_pinyin")
    if here.typing.layer is Layer.PINYIN and not here.typing.letters:
        return view.say("visit.typing.how")
    return "" if language.startswith(LATIN_SCRIPTS) else view.say("visit.typing.latin_only")
