"""The event table: numbers alone, each with a limit; the keeper takes from a front what the table knows, no more."""

import builtins

import pytest

from kiosk.build import module_names
from kiosk.journal.events import (
    EVENTS,
    EXCEPTIONS,
    FRONT_CODES,
    EventCode,
    crash_values,
    event_of_front,
    exception_index,
)


def test_every_code_has_a_row_and_every_name_is_its_own() -> None:
    assert set(EVENTS) == {code.value for code in EventCode}
    assert len({kind.name for kind in EVENTS.values()}) == len(EVENTS)
    assert all(len(kind.limits) <= 6 for kind in EVENTS.values())


def test_a_front_may_tell_what_the_table_knows() -> None:
    kind = event_of_front(EventCode.COMPONENT_CHANGED, (1, 2, 3))
    assert kind is not None
    assert kind.name == "component-changed"


@pytest.mark.parametrize(
    ("code", "values"),
    [
        (99, ()),
        (65_535, ()),
        (EventCode.KEEPER_STARTED, ()),
        (EventCode.COMPONENT_CHANGED, (1, 2)),
        (EventCode.COMPONENT_CHANGED, (1, 2, 3, 4)),
        (EventCode.COMPONENT_CHANGED, (1, 2, 256)),
        (EventCode.CRASH, (1, 1, 110_101_199_003_074_514)),
    ],
    ids=["unknown", "far away", "the keeper's own", "too few", "too many", "beyond its limit", "a number of a person"],
)
def test_a_front_may_tell_nothing_else(code: int, values: tuple[int, ...]) -> None:
    assert event_of_front(code, values) is None


def test_no_limit_of_a_fronts_event_lets_an_18_digit_number_through() -> None:
    assert all(limit < 10**10 for code in FRONT_CODES if code in EVENTS for limit in EVENTS[code].limits)


def test_a_crash_is_told_as_numbers_that_lead_back_to_the_line() -> None:
    exception, module, line = crash_values("KeyError", "kiosk.journal.events", 42)
    assert (EXCEPTIONS[exception], module_names()[module], line) == ("KeyError", "kiosk.journal.events", 42)
    assert event_of_front(EventCode.CRASH, (exception, module, line)) is not None


def test_what_is_not_ours_is_told_as_other() -> None:
    assert crash_values("SomebodysError", "somebody.else", 10**9) == (0, 0, 99_999)


def test_the_exceptions_python_raises_by_itself_have_numbers() -> None:
    usual = ("KeyError", "TypeError", "ValueError", "AssertionError", "RecursionError", "MemoryError")
    assert all(hasattr(builtins, name) and exception_index(name) for name in usual)
