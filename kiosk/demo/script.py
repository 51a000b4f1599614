"""What the robot does on a page: a pure table from (page, what is offered) to the next order.

The same script walks every item: it answers by the kind of counter it finds, not by the item's name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PHONE = "13800000000"
STROKES = (
    ((200, 300), (320, 520), (410, 330), (520, 610)),
    ((560, 300), (600, 640), (700, 420), (800, 560)),
)


@dataclass(frozen=True, slots=True)
class Press:
    action: str


@dataclass(frozen=True, slots=True)
class Stroke:
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class LayCard:
    pass


@dataclass(frozen=True, slots=True)
class LiftCard:
    pass


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do until the page changes."""


Order = Press | Stroke | LayCard | LiftCard | Wait


@dataclass(slots=True)
class Script:
    """`language` code or empty, `item` id, `large` text, `theme`. Remembers what it already did on this page."""

    language: str
    item: str
    large: bool = False
    theme: str = "light"
    settled: bool = False
    _done: list[str] = field(default_factory=list)
    _typed: int = 0
    _page: str = ""
    _picture: str = ""

    def next(self, page: str, offered: Sequence[str], picture: str = "") -> Order:
        """`picture`: the drawing on the page (kiosk.visit.screen.Picture), if it has one."""
        self._picture = picture
        if page != self._page:
            self._page, self._done, self._typed = page, [], 0
        order = self._look(page, offered) or _PAGES.get(page, _wait)(self, offered)
        if isinstance(order, Press):
            self._done.append(order.action)
            if order.action in ("next", "skip"):
                self._done, self._typed = [], 0
        elif not isinstance(order, Wait):
            self._done.append(type(order).__name__)
        return order

    def did(self, name: str) -> bool:
        return name in self._done

    def _look(self, page: str, offered: Sequence[str]) -> Order | None:
        """Large text and theme are chosen as a person would: on the home page, from the footer's sheet."""
        wanted = (["look.size.large"] if self.large else []) + (
            [f"look.theme.{self.theme}"] if self.theme != "light" else []
        )
        if page != "home" or not wanted or self.did("sheet.close"):
            return None
        if "sheet.close" not in offered:
            return Press("look")
        for action in wanted:
            if action in offered and not self.did(action):
                return Press(action)
        return Press("sheet.close")


def _wait(_script: Script, _offered: Sequence[str]) -> Order:
    return Wait()


def _attract(script: Script, _offered: Sequence[str]) -> Order:
    return Press(f"language.{script.language}" if script.language else "start")


def _home(script: Script, offered: Sequence[str]) -> Order:
    wanted = f"item.{script.item}"
    if wanted in offered:
        return Press(wanted)
    return Press("home.more") if "home.more" in offered else Wait()


def _card(script: Script, _offered: Sequence[str]) -> Order:
    """As drawn: laid too early, the card must be lifted and laid again."""
    last = next((name for name in reversed(script._done) if name in ("LayCard", "LiftCard")), "LiftCard")  # noqa: SLF001
    if script._picture == "lift_card":  # noqa: SLF001
        return Wait() if last == "LiftCard" else LiftCard()
    return Wait() if last == "LayCard" else LayCard()


def _question(script: Script, offered: Sequence[str]) -> Order:
    choices = [action for action in offered if action.startswith("choice.")]
    if choices and not any(script.did(action) for action in choices):
        return Press(choices[0])
    if "key.1" in offered and script._typed < len(PHONE):  # noqa: SLF001 - the script's own memory
        script._typed += 1  # noqa: SLF001
        return Press(f"key.{PHONE[script._typed - 1]}")  # noqa: SLF001
    return Press("next")


def _sign(script: Script, _offered: Sequence[str]) -> Order:
    drawn = sum(1 for name in script._done if name == "Stroke")  # noqa: SLF001
    return Stroke(STROKES[drawn]) if drawn < len(STROKES) else Press("next")


def _outcome(_script: Script, offered: Sequence[str]) -> Order:
    for action in ("have_it", "owed.printed", "next"):
        if action in offered:
            return Press(action)
    return Wait()


def _take_card(script: Script, _offered: Sequence[str]) -> Order:
    return Wait() if script.did("LiftCard") else LiftCard()


_PAGES: dict[str, Callable[[Script, Sequence[str]], Order]] = {
    "attract": _attract,
    "home": _home,
    "item": lambda _script, _offered: Press("begin"),
    "notice": lambda _script, _offered: Press("agree"),
    "card": _card,
    "question": _question,
    "review": lambda _script, _offered: Press("next"),
    "sign": _sign,
    "outcome": _outcome,
    "not_known": lambda _script, _offered: Press("next"),
    "owed": lambda _script, _offered: Press("owed.not_mine"),
    "rating": lambda _script, _offered: Press("rate.5"),
    "take_card": _take_card,
}
