"""Everything the audit file and central may hear of, as data: code, name, and the largest value of each number.

A code is for ever. Values are numbers alone, so that no text of a person can slip in; what the table lacks, or a number
beyond its limit, is dropped and counted. Codes below 100 come from a front, those from 100 on from the keeper itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType

from kiosk.build import module_index

FRONT_CODES = range(1, 100)
_BYTE, _SMALL, _LINE, _SEQ, _SECONDS = 255, 65_535, 99_999, 2**48, 2**31


class EventCode(IntEnum):
    FRONT_STARTED = 1
    CRASH = 2
    QT_WARNING = 3
    SANDBOX_LAYER_MISSING = 4
    COMPONENT_CHANGED = 5
    CARD_LEFT_BEHIND = 6
    VISIT_FAILED = 7
    SETTLED_NOT_BELIEVED = 8
    RECORDED_NOT_BELIEVED = 9
    HELP_PRESSED = 10
    ROBOT_ORDER = 11

    KEEPER_STARTED = 100
    KEEPER_ENDED = 101
    FRONT_GREETED = 102
    FRONT_REFUSED = 103
    FRONT_DIED = 104
    FRONT_KILLED = 105
    FRONT_SHOWN = 106
    CONFIGURATION_REFUSED = 107
    CONFIGURATION_TAKEN = 108
    VISIT_ENDED = 109
    RECORDED = 110
    RECORD_REFUSED = 111
    ROOM_REFUSED = 112
    PAPER = 113
    LINK_UP = 114
    LINK_DOWN = 115
    DELIVERED = 116
    DELIVERY_TROUBLE = 117
    EVENTS_DROPPED = 118
    OUTBOX_SET_ASIDE = 119
    JOURNAL_TAIL_CUT = 120
    HELP_CALLED = 121


@dataclass(frozen=True, slots=True)
class EventKind:
    """`limits`: the largest allowed value of each number, in order; there are exactly as many numbers."""

    code: EventCode
    name: str
    limits: tuple[int, ...] = ()

    def fits(self, values: Sequence[int]) -> bool:
        return len(values) == len(self.limits) and all(0 <= v <= m for v, m in zip(values, self.limits, strict=True))


_TABLE = (
    EventKind(EventCode.FRONT_STARTED, "front-started"),
    EventKind(EventCode.CRASH, "crash", (_SMALL, _SMALL, _LINE)),  # EXCEPTIONS, kiosk.build.module_names, line
    EventKind(EventCode.QT_WARNING, "qt-warning", (_SMALL, _LINE)),  # category, line
    EventKind(EventCode.SANDBOX_LAYER_MISSING, "sandbox-layer-missing", (_BYTE,)),
    EventKind(EventCode.COMPONENT_CHANGED, "component-changed", (_BYTE, _BYTE, _BYTE)),  # component, state, code
    EventKind(EventCode.CARD_LEFT_BEHIND, "card-left-behind"),
    EventKind(EventCode.VISIT_FAILED, "visit-failed", (_SMALL,)),  # number of the FailureCode
    EventKind(EventCode.SETTLED_NOT_BELIEVED, "settled-not-believed"),
    EventKind(EventCode.RECORDED_NOT_BELIEVED, "recorded-not-believed"),
    EventKind(EventCode.HELP_PRESSED, "help-pressed"),
    EventKind(EventCode.ROBOT_ORDER, "robot-order"),
    EventKind(EventCode.KEEPER_STARTED, "keeper-started"),
    EventKind(EventCode.KEEPER_ENDED, "keeper-ended"),
    EventKind(EventCode.FRONT_GREETED, "front-greeted", (2, 1)),  # slot, shown
    EventKind(EventCode.FRONT_REFUSED, "front-refused", (_BYTE,)),  # place in REFUSALS
    EventKind(EventCode.FRONT_DIED, "front-died", (2, 1)),  # slot, shown
    EventKind(EventCode.FRONT_KILLED, "front-killed", (2, _BYTE)),  # slot, place in KILL_REASONS
    EventKind(EventCode.FRONT_SHOWN, "front-shown", (2, 1)),  # slot, after a death
    EventKind(EventCode.CONFIGURATION_REFUSED, "configuration-refused", (2, _SMALL)),  # slot, number of FailureCode
    EventKind(EventCode.CONFIGURATION_TAKEN, "configuration-taken", (_SEQ,)),  # manifest version
    EventKind(EventCode.VISIT_ENDED, "visit-ended", (2, 5)),  # slot, WireEnding
    EventKind(EventCode.RECORDED, "recorded", (_SEQ, 3)),  # seq, kind
    EventKind(EventCode.RECORD_REFUSED, "record-refused", (_SMALL,)),
    EventKind(EventCode.ROOM_REFUSED, "room-refused", (_SMALL,)),
    EventKind(EventCode.PAPER, "paper", (_SEQ, 4)),  # seq, PaperFact
    EventKind(EventCode.LINK_UP, "link-up"),
    EventKind(EventCode.LINK_DOWN, "link-down", (_BYTE,)),  # place in LINK_TROUBLES
    EventKind(EventCode.DELIVERED, "delivered", (_SEQ,)),  # have-through
    EventKind(EventCode.DELIVERY_TROUBLE, "delivery-trouble", (_BYTE,)),  # place in LINK_TROUBLES
    EventKind(EventCode.EVENTS_DROPPED, "events-dropped", (_SEQ,)),
    EventKind(EventCode.OUTBOX_SET_ASIDE, "outbox-set-aside"),
    EventKind(EventCode.JOURNAL_TAIL_CUT, "journal-tail-cut"),
    EventKind(EventCode.HELP_CALLED, "help-called", (2,)),  # slot
)

EVENTS: Mapping[int, EventKind] = MappingProxyType({kind.code.value: kind for kind in _TABLE})

EXCEPTIONS = (
    "other",
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "BlockingIOError",
    "BrokenPipeError",
    "BufferError",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "DecodeError",
    "EOFError",
    "FileExistsError",
    "FileNotFoundError",
    "ImportError",
    "IndexError",
    "InterruptedError",
    "IsADirectoryError",
    "KeyError",
    "KeyboardInterrupt",
    "LookupError",
    "MemoryError",
    "ModuleNotFoundError",
    "NameError",
    "NotADirectoryError",
    "NotImplementedError",
    "OSError",
    "OverflowError",
    "PermissionError",
    "RecursionError",
    "ReferenceError",
    "RuntimeError",
    "SandboxError",
    "SettingsError",
    "StopIteration",
    "SystemError",
    "TimeoutError",
    "TrustError",
    "TypeError",
    "UnboundLocalError",
    "UnicodeDecodeError",
    "UnicodeEncodeError",
    "ValidationError",
    "ValueError",
    "WireError",
    "ZeroDivisionError",
)

KILL_REASONS = ("other", "hung", "no-first-frame", "no-health", "not-ready", "did-not-leave", "broken-line")
REFUSALS = ("other", "other-uid", "other-build", "no-hello", "slot-taken", "broken-message")
LINK_TROUBLES = ("other", "down", "not-central", "busy", "refused", "not-believed", "configuration", "outbox")


def exception_index(name: str) -> int:
    """The number of an exception's type name; 0 for one the table lacks."""
    return place_in(EXCEPTIONS, name)


def crash_values(exception: str, module: str, line: int) -> tuple[int, int, int]:
    """The numbers of a CRASH event: type name of the exception, dotted module, line."""
    return exception_index(exception), module_index(module), min(max(line, 0), _LINE)


def place_in(words: Sequence[str], word: str) -> int:
    """Number of `word`; 0, "other", when the table lacks it."""
    return words.index(word) if word in words else 0


def event_of_front(code: int, values: Sequence[int]) -> EventKind | None:
    """The kind of an event a front may tell; None: unknown, not a front's, or a number is beyond its limit."""
    kind = EVENTS.get(code) if code in FRONT_CODES else None
    return kind if kind is not None and kind.fits(values) else None
