"""Keeper away, refusals, paper trouble, dead devices, crashes, owed receipts."""

import pytest

from kiosk.contract.failure import FailureCode
from kiosk.visit import effects, events
from kiosk.visit.effects import Ending, NoteHandedOver
from kiosk.visit.events import Timer
from kiosk.visit.machine import begin
from kiosk.visit.situations import (
    GONE,
    AfterCrash,
    AskingOwed,
    AskingOwedPaper,
    Attract,
    AwaitingCard,
    Cleared,
    GivingRating,
    Home,
    KeeperAway,
    NotKnown,
    NotRecorded,
    OutOfService,
    PrintingOwed,
    ReadingNotice,
    ShowingOutcome,
    ShowingOwed,
    Submitting,
)
from kiosk.visit.visit import Paper
from tests.unit.kiosk.visit.walking import (
    GOOD,
    NO_PRINTER,
    NO_READER,
    NOT_PRINTED,
    OWED,
    PRINTED,
    READER,
    RECORDED,
    STROKE,
    UNKNOWN,
    Walk,
    rules_with,
)

LOST, BACK = events.KeeperLost(), events.KeeperBack()
NO_PAPER = events.HealthChanged((READER, NO_PRINTER))


# ---- keeper ----------------------------------------------------------------------------------------------------------


def test_a_keeper_lost_while_submitting_is_awaited_and_its_answer_taken() -> None:
    walk = Walk().to_submitting().on(LOST)
    assert walk.here == KeeperAway(Submitting())
    assert walk.on(BACK).here == Submitting()
    assert walk.on(RECORDED).here == Submitting(kept=True)
    assert len(walk.ordered(effects.Record)) == 1


def test_a_keeper_away_too_long_means_not_known() -> None:
    walk = Walk().to_submitting().on(LOST).after(Timer.KEEPER)
    assert walk.here == NotKnown()
    walk.press("next")
    assert walk.ordered(effects.EndVisit) == [effects.EndVisit(Ending.FAILED)]


def test_a_keeper_that_says_nothing_at_all_means_not_known() -> None:
    assert Walk().to_submitting().after(Timer.KEEPER).here == NotKnown()


def test_the_truth_wins_when_it_comes_late() -> None:
    walk = Walk().to_submitting().after(Timer.KEEPER).on(RECORDED, events.Settled())
    assert (walk.here, walk.visit.received) == (ShowingOutcome(), True)


def test_a_keeper_lost_behind_the_recording_takes_nothing_back() -> None:
    walk = Walk().to_submitting().on(RECORDED, LOST)
    assert walk.here == Submitting(kept=True)
    assert walk.after(Timer.SETTLE).here == ShowingOutcome()


def test_a_keeper_away_at_the_signature_gets_the_application_when_it_is_back() -> None:
    walk = Walk().to_sign().on(STROKE, LOST).press("next")
    assert walk.here == KeeperAway(Submitting(), sent=False)
    assert not walk.ordered(effects.Record)
    assert walk.on(BACK).here == Submitting()
    assert len(walk.ordered(effects.Record)) == 1


def test_what_was_never_given_to_the_keeper_is_surely_not_stored() -> None:
    walk = Walk().to_sign().on(STROKE, LOST).press("next").after(Timer.KEEPER)
    assert walk.here == NotRecorded(FailureCode.KEEPER_AWAY)
    assert walk.on(BACK).press("next").here == Submitting()


def test_room_is_asked_for_again_when_the_keeper_is_back() -> None:
    walk = Walk().to_notice().press("agree").on(LOST)
    assert walk.here == KeeperAway(ReadingNotice(reserving=True), sent=False)
    assert walk.on(BACK).here == ReadingNotice(reserving=True)
    assert len(walk.ordered(effects.ReserveRoom)) == 2
    assert walk.on(events.RoomReserved()).here == AwaitingCard()


def test_typing_goes_on_while_the_keeper_is_away() -> None:
    walk = Walk().to_question().on(LOST).type("138")
    assert walk.visit.keeper_away
    assert not walk.on(BACK).visit.keeper_away


def test_no_room_is_said_calmly_before_anything_is_read() -> None:
    walk = Walk().to_notice().press("agree").on(events.RoomRefused(FailureCode.OUTBOX_FULL))
    assert walk.here == ReadingNotice(refused=FailureCode.OUTBOX_FULL)
    assert walk.visit.consent is None
    assert not walk.ordered(effects.ReadCard)


def test_a_refused_application_can_be_submitted_again_under_another_id() -> None:
    walk = Walk().to_submitting().on(events.RecordRefused(FailureCode.OUTBOX_FULL))
    assert walk.here == NotRecorded(FailureCode.OUTBOX_FULL)
    walk.press("next")
    first, second = walk.ordered(effects.Record)
    assert isinstance(first, effects.Record)
    assert isinstance(second, effects.Record)
    assert first.application.id != second.application.id
    assert first.application.answers == second.application.answers


def test_a_proof_not_believed_is_not_the_same_as_not_stored() -> None:
    assert Walk().to_submitting().on(events.RecordRefused(FailureCode.PROOF_BROKEN)).here == NotKnown()


def test_when_the_next_front_does_not_come_the_old_one_says_one_moment() -> None:
    walk = Walk().to_home().press("finish").on(LOST)
    assert walk.here == KeeperAway(GONE)
    assert walk.on(BACK).here == GONE


# ---- paper -----------------------------------------------------------------------------------------------------------


def test_without_a_usable_printer_the_receipt_stands_on_the_screen() -> None:
    walk = Walk().to_sign().on(NO_PAPER, STROKE).press("next").on(RECORDED, events.Settled())
    assert walk.visit.paper is Paper.ON_SCREEN
    assert not walk.ordered(effects.PrintSlip)
    assert walk.press("next").here == ShowingOutcome()
    walk.press("have_it")
    assert (walk.here, walk.ordered(NoteHandedOver)) == (GivingRating(), [NoteHandedOver()])


def test_paper_that_surely_did_not_come_may_be_tried_again_and_is_no_copy() -> None:
    walk = Walk().to_outcome().on(NOT_PRINTED)
    assert (walk.visit.paper, walk.visit.paper_reason) == (Paper.ON_SCREEN, FailureCode.PAPER_OUT)
    walk.press("reprint")
    assert walk.ordered(effects.PrintSlip) == [effects.PrintSlip(copy=False)] * 2


def test_paper_of_unknown_fate_is_asked_about_and_then_a_copy() -> None:
    walk = Walk().to_outcome().on(UNKNOWN)
    assert walk.visit.paper is Paper.ASKING
    assert not walk.ordered(NoteHandedOver)
    walk.press("reprint")
    assert walk.orders[-1] == effects.PrintSlip(copy=True)


def test_paper_of_unknown_fate_that_did_come_is_handed_over_by_word() -> None:
    walk = Walk().to_outcome().on(UNKNOWN).press("have_it")
    assert (walk.here, walk.ordered(NoteHandedOver)) == (GivingRating(), [NoteHandedOver()])


def test_nobody_is_sent_on_while_the_slip_is_still_printing() -> None:
    walk = Walk().to_outcome().press("next")
    assert walk.here == ShowingOutcome()
    assert walk.on(PRINTED).press("next").here == GivingRating()


def test_a_second_slip_is_marked_a_copy() -> None:
    walk = Walk().to_outcome().on(PRINTED).press("reprint")
    assert walk.orders[-1] == effects.PrintSlip(copy=True)


def test_an_outcome_of_printing_is_heard_once() -> None:
    walk = Walk().to_outcome().on(PRINTED, PRINTED, UNKNOWN)
    assert walk.visit.paper is Paper.PRINTED
    assert len(walk.ordered(NoteHandedOver)) == 1


# ---- devices ---------------------------------------------------------------------------------------------------------


def test_a_terminal_that_can_do_nothing_is_out_of_service_until_it_can() -> None:
    walk = Walk().on(events.HealthChanged((NO_READER, NO_PRINTER)))
    assert walk.here == OutOfService()
    assert walk.on(events.HealthChanged(GOOD)).here == Attract()


def test_devices_not_heard_of_yet_are_no_reason_to_close() -> None:
    assert begin(rules_with()).situation == Attract()
    assert begin(rules_with(), health=(NO_READER,)).situation == OutOfService()


def test_a_reader_lost_in_a_visit_does_not_end_it() -> None:
    walk = Walk().to_card().on(events.HealthChanged((NO_READER, NO_PRINTER)))
    assert walk.here == AwaitingCard()


# ---- crash and owed --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("interrupted", "maybe_kept", "said"),
    [
        (False, False, AfterCrash.NOTHING),
        (True, False, AfterCrash.NOTHING_SENT),
        (True, True, AfterCrash.MAYBE_KEPT),
    ],
)
def test_a_front_after_a_crash_says_what_became_of_it(interrupted: bool, maybe_kept: bool, said: AfterCrash) -> None:
    visit = begin(rules_with(), interrupted=interrupted, maybe_kept=maybe_kept)
    assert visit.situation == Attract(said)


def test_an_owed_receipt_is_asked_about_on_the_poster() -> None:
    assert Walk().on(OWED).here == AskingOwed()
    assert Walk().on(events.OwedReceipt()).here == Attract()


def test_mine_prints_it_and_evidence_settles_it() -> None:
    walk = Walk().on(OWED).press("owed.mine")
    assert walk.here == PrintingOwed()
    assert walk.orders == [effects.StartVisit(), effects.PrintOwed(7)]
    walk.on(PRINTED)
    assert walk.ordered(NoteHandedOver) == [NoteHandedOver(7)]
    assert walk.here == Cleared()
    assert walk.visit.owed is None


def test_a_print_that_had_begun_is_asked_about_before_a_copy() -> None:
    begun = events.OwedReceipt(7, OWED.at, OWED.token, OWED.reference, started=True)
    walk = Walk().on(begun).press("owed.mine")
    assert walk.here == AskingOwedPaper()
    assert walk.press("owed.again").orders[-1] == effects.PrintOwed(7, copy=True)
    assert Walk().on(begun).press("owed.mine", "owed.printed").ordered(NoteHandedOver) == [NoteHandedOver(7)]


def test_an_owed_receipt_without_paper_stands_on_the_screen() -> None:
    walk = Walk().on(NO_PAPER, OWED).press("owed.mine")
    assert walk.here == ShowingOwed(FailureCode.PRINTER_LOST)
    assert walk.press("have_it").ordered(NoteHandedOver) == [NoteHandedOver(7)]


@pytest.mark.parametrize(("outcome", "here"), [(UNKNOWN, AskingOwedPaper()), (NOT_PRINTED, ShowingOwed)])
def test_owed_paper_is_never_taken_for_printed(outcome: events.SlipEnded, here: object) -> None:
    walk = Walk().on(OWED).press("owed.mine").on(outcome)
    assert walk.here == here or type(walk.here) is here
    assert not walk.ordered(NoteHandedOver)


def test_not_mine_begins_this_persons_own_visit() -> None:
    walk = Walk().on(OWED).press("owed.not_mine")
    assert (walk.here, walk.visit.owed) == (Home(), None)
    assert walk.orders == [effects.StartVisit()]


def test_the_question_is_withdrawn_with_time_or_by_the_keeper() -> None:
    assert Walk().on(OWED).after(Timer.OWED).here == Attract()
    assert Walk().on(OWED, events.OwedReceipt()).here == Attract()
