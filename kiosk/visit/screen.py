"""What a page says and offers, finished for drawing: the only thing `ui` knows of a visit.

Every text is final in the chosen language, values are masked, bidi marks are in place. QML draws it and adds no
sentence. A page has a *window* (what is read: `blocks`) and a *counter* (what is done: `counter` and `actions`).
Action ids are stable words (`next`, `back`, `language.en`, `key.7`, `choice.<value>`); the robot and tests press by
them.
"""

from enum import Enum

import msgspec


class Page(Enum):
    ATTRACT = "attract"
    HOME = "home"
    ITEM = "item"
    NOTICE = "notice"
    CARD = "card"
    QUESTION = "question"
    REVIEW = "review"
    SIGN = "sign"
    SUBMITTING = "submitting"
    OUTCOME = "outcome"
    OWED = "owed"
    RATING = "rating"
    TAKE_CARD = "take_card"
    CLEARED = "cleared"
    VEIL = "veil"
    OUT_OF_SERVICE = "out_of_service"
    ONE_MOMENT = "one_moment"
    NOT_KNOWN = "not_known"


class Tone(Enum):
    PLAIN = "plain"
    GOOD = "good"
    AMBER = "amber"
    RED = "red"


class Role(Enum):
    PRIMARY = "primary"
    SECONDARY = "secondary"
    FUNCTION = "function"
    TILE = "tile"
    CHOICE = "choice"
    KEY = "key"
    START = "start"


class Place(Enum):
    """Where a station of the line is, seen from the person."""

    BEHIND = "behind"
    HERE = "here"
    AHEAD = "ahead"


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One pressable thing. `enabled` False: no lip, still pressable, `note` says why not. `language`: of the label."""

    id: str
    label: str
    note: str = ""
    icon: str = ""
    role: Role = Role.SECONDARY
    enabled: bool = True
    chosen: bool = False
    language: str = ""
    speech: str = ""


class Station(msgspec.Struct, frozen=True):
    label: str
    place: Place


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """`stations` empty: a brand page (emblem, site, clock). `progress`: 0..1 inside the station we are at."""

    title: str
    subtitle: str = ""
    badge: str = ""
    stations: tuple[Station, ...] = ()
    progress: float = 0.0


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """`level`: display, title, heading, label."""

    text: str
    level: str = "title"


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """`level`: body or caption."""

    text: str
    level: str = "body"


class Example(msgspec.Struct, frozen=True, tag="example"):
    text: str


class Banner(msgspec.Struct, frozen=True, tag="banner"):
    """`large`: the plate of the outcome page."""

    tone: Tone
    icon: str
    text: str
    detail: str = ""
    large: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Caption above value; `note` at the end side ("from the card"), or `action` (edit)."""

    caption: str
    value: str
    note: str = ""
    icon: str = ""
    action: Action | None = None


class Facts(msgspec.Struct, frozen=True, tag="facts"):
    rows: tuple[Row, ...]


class Entry(msgspec.Struct, frozen=True, kw_only=True, tag="entry"):
    """A field being filled. `groups`: fixed slots, such as (3, 4, 4); empty: free text. `error` replaces `note`.

    `composing`: letters not yet chosen for, underlined behind the text; None: no caret is drawn.
    """

    label: str
    text: str
    groups: tuple[int, ...] = ()
    placeholder: str = ""
    note: str = ""
    error: str = ""
    composing: str | None = None


class Picture(msgspec.Struct, frozen=True, tag="picture"):
    """`name`: lay_card, lift_card, take_card, take_paper, waiting."""

    name: str
    description: str


class Slip(msgspec.Struct, frozen=True, kw_only=True, tag="slip"):
    """The receipt's raster as it is printed, by its name in the bridge's picture store; `speech` reads it aloud."""

    image: str
    speech: str


class Line(msgspec.Struct, frozen=True, tag="line"):
    """Kept here → delivered → taken in charge → done."""

    stations: tuple[Station, ...]


class Links(msgspec.Struct, frozen=True, tag="links"):
    actions: tuple[Action, ...]


Block = Heading | Paragraph | Example | Banner | Facts | Entry | Picture | Slip | Line | Links


class Empty(msgspec.Struct, frozen=True, tag="empty"):
    pass


class Tiles(msgspec.Struct, frozen=True, tag="tiles"):
    title: str
    actions: tuple[Action, ...]


class Choices(msgspec.Struct, frozen=True, tag="choices"):
    """Full rows; choosing does not move on. `columns` 2 or 3 for short ones (regions, days)."""

    actions: tuple[Action, ...]
    columns: int = 1


class Keys(msgspec.Struct, frozen=True, tag="keys"):
    """Rows of keys. `kind`: digits, id, latin. Never mirrored in right-to-left languages.

    `composes`: room is kept above them for candidates.
    """

    kind: str
    rows: tuple[tuple[Action, ...], ...]
    composes: bool = False


class Candidates(msgspec.Struct, frozen=True):
    """Words for the pinyin typed, the likeliest first and primary; `back` and `more`: other pages, where there are."""

    words: tuple[Action, ...]
    back: Action | None = None
    more: Action | None = None


class Wheel(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    value: str
    up: Action
    down: Action


class Wheels(msgspec.Struct, frozen=True, tag="wheels"):
    """Year, month, day: pressed up and down, never dragged."""

    wheels: tuple[Wheel, ...]


class SignPad(msgspec.Struct, frozen=True, tag="sign_pad"):
    """Strokes as in events.Drawn; `hint` is drawn while there is none."""

    hint: str
    strokes: tuple[tuple[tuple[int, int], ...], ...]


class Plate(msgspec.Struct, frozen=True, kw_only=True, tag="plate"):
    """Attract: the start plate and the language buttons."""

    start: Action
    languages: tuple[Action, ...]
    help: str


Counter = Empty | Tiles | Choices | Keys | Wheels | SignPad | Plate


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """The only dialog: rises from the footer. `tone` RED never; AMBER for the idle warning."""

    title: str
    text: str = ""
    actions: tuple[Action, ...]


class Shutter(Enum):
    """HALF: idle warning, the page's data already not drawn. DOWN: veil."""

    OPEN = "open"
    HALF = "half"
    DOWN = "down"


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """`size`: normal, large. `theme`: light, dark, contrast."""

    size: str = "normal"
    theme: str = "light"
    reduce_motion: bool = False


class ScreenModel(msgspec.Struct, frozen=True, kw_only=True):
    """`focus`: action ids in reading order. `speech`: what is said on arrival. `clock`: `HH:MM` or empty."""

    page: Page
    language: str
    right_to_left: bool
    look: Look
    header: Header
    blocks: tuple[Block, ...]
    counter: Counter
    candidates: Candidates | None = None
    actions: tuple[Action, ...]
    footer: tuple[Action, ...]
    sheet: Sheet | None = None
    shutter: Shutter = Shutter.OPEN
    clock: str = ""
    speech: str = ""
    focus: tuple[str, ...] = ()
