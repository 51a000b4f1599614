"""What the robot does on a page: a pure table from (page, what is offered) to the next order.

The same script walks every item: it answers by the kind of counter it finds, not by the item's name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

PHONE = "13800000000"
STROKES = (
    ((200, 300), (320, 520), (410, 330), (520, 610)),
    ((560, 300), (600, 640), (700, 420), (800, 560)),
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a front says it shows: the actions in focus order, the page's drawing, the sentences of its banners."""

    page: str
    offered: tuple[str, ...] = ()
    picture: str = ""
    banners: tuple[str, ...] = ()


NOTHING = Sight("")


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

    def next(self, sight: Sight) -> Order:
        if sight.page != self._page:
            self._page, self._done, self._typed = sight.page, [], 0
        order = self._look(sight) or _PAGES.get(sight.page, _wait)(self, sight)
        if isinstance(order, Press):
            self._done.append(order.action)
            if order.action in ("next", "skip"):
                self._done, self._typed = [], 0
        elif not isinstance(order, Wait):
            self._done.append(type(order).__name__)
        return order

    def did(self, name: str) -> bool:
        return name in self._done

    def last(self, *names: str) -> str:
        """The latest of `names` done on this page, or nothing."""
        return next((name for name in reversed(self._done) if name in names), "")

    def _look(self, sight: Sight) -> Order | None:
        """Large text and theme are chosen as a person would: on the home page, from the footer's sheet."""
        wanted = (["look.size.large"] if self.large else []) + (
            [f"look.theme.{self.theme}"] if self.theme != "light" else []
        )
        if sight.page != "home" or not wanted or self.did("sheet.close"):
            return None
        if "sheet.close" not in sight.offered:
            return Press("look")
        for action in wanted:
            if action in sight.offered and not self.did(action):
                return Press(action)
        return Press("sheet.close")


def _wait(_script: Script, _sight: Sight) -> Order:
    return Wait()


def _attract(script: Script, _sight: Sight) -> Order:
    return Press(f"language.{script.language}" if script.language else "start")


def _home(script: Script, sight: Sight) -> Order:
    wanted = f"item.{script.item}"
    if wanted in sight.offered:
        return Press(wanted)
    return Press("home.more") if "home.more" in sight.offered else Wait()


def _card(script: Script, sight: Sight) -> Order:
    """As drawn: laid too early, the card must be lifted and laid again."""
    last = script.last("LayCard", "LiftCard") or "LiftCard"
    if sight.picture == "lift_card":
        return Wait() if last == "LiftCard" else LiftCard()
    return Wait() if last == "LayCard" else LayCard()


def _question(script: Script, sight: Sight) -> Order:
    choices = [action for action in sight.offered if action.startswith("choice.")]
    if choices and not any(script.did(action) for action in choices):
        return Press(choices[0])
    if "key.1" in sight.offered and script._typed < len(PHONE):  # noqa: SLF001 - the script's own memory
        script._typed += 1  # noqa: SLF001
        return Press(f"key.{PHONE[script._typed - 1]}")  # noqa: SLF001
    return Press("next")


def _sign(script: Script, _sight: Sight) -> Order:
    drawn = sum(1 for name in script._done if name == "Stroke")  # noqa: SLF001
    return Stroke(STROKES[drawn]) if drawn < len(STROKES) else Press("next")


def _outcome(_script: Script, sight: Sight) -> Order:
    for action in ("have_it", "owed.printed", "next"):
        if action in sight.offered:
            return Press(action)
    return Wait()


def _take_card(script: Script, _sight: Sight) -> Order:
    return Wait() if script.did("LiftCard") else LiftCard()


_PAGES: dict[str, Callable[[Script, Sight], Order]] = {
    "attract": _attract,
    "home": _home,
    "item": lambda _script, _sight: Press("begin"),
    "notice": lambda _script, _sight: Press("agree"),
    "card": _card,
    "question": _question,
    "review": lambda _script, _sight: Press("next"),
    "sign": _sign,
    "outcome": _outcome,
    "not_known": lambda _script, _sight: Press("next"),
    "owed": lambda _script, _sight: Press("owed.not_mine"),
    "rating": lambda _script, _sight: Press("rate.5"),
    "take_card": _take_card,
}
