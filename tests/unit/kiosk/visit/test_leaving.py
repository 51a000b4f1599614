"""Finishing, the idle warning, the veil, the timers."""

import pytest

from kiosk.contract.settings import Timers
from kiosk.visit import effects, events
from kiosk.visit.effects import Ending
from kiosk.visit.events import Timer
from kiosk.visit.situations import (
    GONE,
    AnsweringQuestion,
    AwaitingCard,
    Cleared,
    Home,
    Reviewing,
    ShowingOutcome,
    TakingCard,
    Veiled,
    WarnedIdle,
)
from kiosk.visit.timers import WAITS, timers
from kiosk.visit.visit import OpenSheet, Paper
from tests.unit.kiosk.visit.walking import CARD, OTHER_CARD, PRINTED, UNKNOWN, Walk, rules_with


@pytest.mark.parametrize("way", ["to_home", "to_item", "to_notice", "to_card"])
def test_finish_before_the_card_ends_at_once_and_quietly(way: str) -> None:
    walk = getattr(Walk(), way)().press("finish")
    assert walk.here == GONE
    assert walk.ordered(effects.EndVisit)
    assert walk.orders[-1] == effects.Leave()


@pytest.mark.parametrize("way", ["to_question", "to_review", "to_sign"])
def test_finish_with_something_to_lose_asks_once(way: str) -> None:
    walk = getattr(Walk(), way)().press("finish")
    assert walk.visit.sheet is OpenSheet.LEAVE
    assert not walk.ordered(effects.EndVisit)
    walk.press("finish")
    assert walk.here == TakingCard()
    assert walk.ordered(effects.EndVisit) == [effects.EndVisit(Ending.CANCELLED)]


def test_the_asking_sheet_can_be_closed_and_the_form_goes_on() -> None:
    walk = Walk().to_question().type("13").press("finish", "sheet.close").type("8")
    assert walk.here == AnsweringQuestion("phone", "138")


def test_finish_is_answered_over_any_sheet() -> None:
    assert Walk().to_question().press("look", "finish").visit.sheet is OpenSheet.LEAVE


def test_an_open_sheet_covers_the_page() -> None:
    walk = Walk().to_question().press("language", "key.1", "next", "back")
    assert (walk.here, walk.visit.sheet) == (AnsweringQuestion("phone"), OpenSheet.LANGUAGE)
    assert walk.press("language.en").visit.sheet is None
    assert walk.visit.language == "en"


def test_language_changes_at_any_moment_and_loses_nothing() -> None:
    walk = Walk().to_question().type("138").press("language", "language.en", "language.xx")
    assert (walk.here, walk.visit.language) == (AnsweringQuestion("phone", "138"), "en")


def test_looks_apply_at_once_and_the_sheet_stays() -> None:
    walk = Walk().to_home().press("look", "look.size.large", "look.theme.contrast", "look.motion")
    look = walk.visit.look
    assert (look.size, look.theme, look.reduce_motion) == ("large", "contrast", True)
    assert walk.visit.sheet is OpenSheet.LOOK


def test_help_rings_and_says_so() -> None:
    walk = Walk().to_question().press("help")
    assert walk.visit.help_called
    assert walk.ordered(effects.CallHelp) == [effects.CallHelp()]


def test_completed_is_not_cancelled_by_finish() -> None:
    walk = Walk().to_outcome().on(PRINTED).press("finish")
    assert walk.ordered(effects.EndVisit) == [effects.EndVisit(Ending.COMPLETED)]


# ---- idle ------------------------------------------------------------------------------------------------------------


def test_a_browser_is_warned_then_the_poster_returns() -> None:
    walk = Walk().to_home().after(Timer.IDLE)
    assert walk.here == WarnedIdle(Home(), 20)
    assert walk.seconds(19).here == WarnedIdle(Home(), 1)
    walk.seconds(1)
    assert (walk.here, walk.ordered(effects.EndVisit)) == (GONE, [effects.EndVisit(Ending.IDLE)])


def test_more_time_brings_the_page_back_as_it_was() -> None:
    walk = Walk().to_question().type("138").after(Timer.IDLE).seconds(29).press("more_time")
    assert walk.here == AnsweringQuestion("phone", "138")


def test_more_time_is_given_ten_times_before_staff_are_called_to_it() -> None:
    walk = Walk().to_question()
    for _ in range(10):
        walk.after(Timer.IDLE).press("more_time")
    assert not walk.ordered(effects.CallHelp)
    walk.after(Timer.IDLE).press("more_time")
    assert walk.ordered(effects.CallHelp)
    assert isinstance(walk.here, AnsweringQuestion)


def test_the_warning_pauses_the_reader_and_more_time_starts_it_again() -> None:
    walk = Walk().to_card().after(Timer.IDLE)
    assert walk.orders[-2] == effects.StopReading()
    assert walk.press("more_time").here == AwaitingCard()
    assert walk.orders[-1] == effects.ReadCard()


def test_a_form_is_veiled_and_the_same_card_lifts_it() -> None:
    walk = Walk().to_review().after(Timer.IDLE).seconds(30)
    assert walk.here == Veiled(Reviewing(), 60)
    assert walk.orders[-1] == effects.ReadCard()
    assert walk.seconds(3).here == Veiled(Reviewing(), 57)
    assert walk.on(CARD).here == Reviewing()


@pytest.mark.parametrize("event", [OTHER_CARD, events.TimedOut(Timer.VEIL), events.Pressed("finish")])
def test_another_card_time_or_finish_end_a_veiled_visit(event: events.Event) -> None:
    walk = Walk().to_review().after(Timer.IDLE).seconds(30).on(event)
    assert walk.here == TakingCard()
    assert (walk.visit.document, walk.visit.answers) == (None, {})


def test_a_card_still_lying_under_the_veil_must_be_lifted_first() -> None:
    walk = Walk().to_review().after(Timer.IDLE).seconds(30).on(events.CardLying())
    assert walk.here == Veiled(Reviewing(), 60, lying=True)


def test_an_outcome_nobody_looks_at_is_cleared_without_a_veil() -> None:
    walk = Walk().to_outcome().on(PRINTED).after(Timer.IDLE).seconds(30)
    assert walk.here == TakingCard()


def test_a_slip_of_unknown_fate_is_asked_about_even_behind_the_warning() -> None:
    walk = Walk().to_outcome().after(Timer.IDLE)
    assert walk.here == WarnedIdle(ShowingOutcome(), 30)
    walk.on(UNKNOWN).press("more_time")
    assert walk.visit.paper is Paper.ASKING


def test_evidence_that_comes_after_the_end_still_counts() -> None:
    walk = Walk().to_outcome().press("finish").on(PRINTED)
    assert walk.here == TakingCard()
    assert walk.orders[-1] == effects.NoteHandedOver()


def test_the_printer_is_not_left_in_the_middle_of_a_slip() -> None:
    walk = Walk().to_outcome().press("finish").on(events.CardGone()).after(Timer.CLEARED)
    assert walk.here == Cleared(waited=True)
    assert not walk.ordered(effects.Leave)
    assert walk.after(Timer.CLEARED).orders[-1] == effects.Leave()


# ---- timers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("to_home", {Timer.IDLE: 60}),
        ("to_question", {Timer.IDLE: 90}),
        ("to_submitting", {Timer.KEEPER: 30}),
        ("to_rating", {Timer.IDLE: 45}),
        ("to_taking_card", {Timer.CARD_REMINDER: 15, Timer.CARD_LIMIT: 60}),
        ("to_cleared", {Timer.CLEARED: 4}),
    ],
)
def test_each_page_waits_as_the_table_says(way: str, expected: dict[Timer, float]) -> None:
    walk = getattr(Walk(), way)()
    assert timers(walk.visit, walk.rules) == expected


def test_the_poster_waits_for_ever_and_nothing_runs_behind_leave() -> None:
    walk = Walk()
    assert timers(walk.visit, walk.rules) == {}
    walk.to_cleared().after(Timer.CLEARED)
    assert timers(walk.visit, walk.rules) == {}


def test_what_was_changed_in_passing_goes_back_by_itself() -> None:
    walk = Walk().press("help")
    assert timers(walk.visit, walk.rules) == {Timer.IDLE: 60}
    assert not walk.after(Timer.IDLE).visit.help_called
    assert timers(walk.visit, walk.rules) == {}


def test_large_text_gives_more_time() -> None:
    walk = Walk().to_question().press("look", "look.size.large", "sheet.close")
    assert timers(walk.visit, walk.rules) == {Timer.IDLE: 180}
    assert walk.after(Timer.IDLE).here == WarnedIdle(AnsweringQuestion("phone"), 45)


def test_a_printing_slip_holds_the_idle_warning_back() -> None:
    walk = Walk().to_outcome()
    assert timers(walk.visit, walk.rules) == {Timer.IDLE: 180}
    assert timers(walk.on(PRINTED).visit, walk.rules) == {Timer.IDLE: 45}


def test_reminders_do_not_make_the_card_limit_longer() -> None:
    walk = Walk().to_taking_card().after(Timer.CARD_REMINDER)
    assert timers(walk.visit, walk.rules)[Timer.CARD_LIMIT] == 45


def test_lengths_come_from_settings() -> None:
    walk = Walk(rules_with(timers=Timers(browsing_warn=33))).to_home()
    assert timers(walk.visit, walk.rules) == {Timer.IDLE: 33}


def test_every_named_timer_has_its_wait() -> None:
    assert {wait.timer for wait in WAITS} == set(Timer)
