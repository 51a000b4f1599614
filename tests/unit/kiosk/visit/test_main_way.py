"""One citizen's whole visit, step by step, and what is ordered on the way."""

import hashlib

from kiosk.contract.application import Consent
from kiosk.visit import effects, events
from kiosk.visit.effects import Ending
from kiosk.visit.events import Timer
from kiosk.visit.notice import notice_text
from kiosk.visit.situations import (
    GONE,
    AnsweringQuestion,
    Cleared,
    GivingRating,
    Home,
    ReadingItem,
    ReadingNotice,
    Reviewing,
    ShowingOutcome,
    Signing,
    Submitting,
    TakingCard,
)
from kiosk.visit.visit import Paper
from tests.unit.kiosk.visit.walking import CARD, ITEM, PRINTED, RECORDED, SPECIMEN, STROKE, Walk


def test_a_touch_of_the_poster_begins_a_visit() -> None:
    walk = Walk().press("start")
    assert walk.here == Home()
    assert walk.orders == [effects.StartVisit()]


def test_a_language_button_on_the_poster_begins_in_that_language() -> None:
    walk = Walk().press("language.en")
    assert (walk.here, walk.visit.language) == (Home(), "en")


def test_large_text_is_as_near_as_any_language() -> None:
    walk = Walk().press("look.size.large")
    assert (walk.here, walk.visit.look.size) == (Home(), "large")


def test_what_is_not_possible_now_says_why_instead_of_beginning() -> None:
    walk = Walk().to_home().press("item.si.contribution-proof")
    assert walk.here == Home(why="si.contribution-proof")
    assert walk.visit.item == ""


def test_room_is_reserved_between_agreeing_and_reading_the_card() -> None:
    walk = Walk().to_notice().press("agree")
    assert walk.here == ReadingNotice(reserving=True)
    assert walk.ordered(effects.ReserveRoom) == [effects.ReserveRoom()]
    assert not walk.ordered(effects.ReadCard)
    assert walk.on(events.RoomReserved()).ordered(effects.ReadCard)


def test_the_consent_names_the_very_text_that_was_shown() -> None:
    walk = Walk().to_notice().press("language.en", "agree")
    digest = hashlib.sha256(notice_text(walk.visit, walk.rules).encode()).hexdigest()
    assert walk.visit.consent == Consent("1", "en", digest)
    assert digest != hashlib.sha256(notice_text(Walk().to_notice().visit, walk.rules).encode()).hexdigest()


def test_declining_goes_home_with_nothing_kept() -> None:
    walk = Walk().to_notice().press("decline")
    assert (walk.here, walk.visit.item, walk.visit.consent) == (Home(), "", None)


def test_back_leads_from_every_page_to_the_one_before() -> None:
    walk = Walk().to_sign()
    walk.press("back")
    assert walk.here == Reviewing()
    for key in ("end", "start", "dest_region"):
        walk.press("back")
        assert isinstance(walk.here, AnsweringQuestion)
        assert walk.here.key == key
    walk.press("back", "back", "back")
    assert isinstance(walk.here, AnsweringQuestion)
    assert walk.here.key == "phone"
    assert walk.press("back").here == ReadingNotice()
    assert walk.press("back").here == ReadingItem()
    assert walk.press("back").here == Home()


def test_agreeing_again_needs_neither_room_nor_card_again() -> None:
    walk = Walk().to_question().press("back", "agree")
    assert isinstance(walk.here, AnsweringQuestion)
    assert len(walk.ordered(effects.ReserveRoom)) == 1
    assert len(walk.ordered(effects.ReadCard)) == 1


def test_another_item_begins_with_nothing_known_of_the_person() -> None:
    walk = Walk().to_review().press("back", "back", "back", "back", "back", "back", "back", "back", "back")
    walk.press("back", f"item.{ITEM}")
    assert walk.here == ReadingItem()
    assert (walk.visit.document, walk.visit.answers) == (None, {})


def test_the_application_says_what_card_and_person_said() -> None:
    (order,) = Walk().to_submitting().ordered(effects.Record)
    assert isinstance(order, effects.Record)
    application = order.application
    assert (application.item, application.item_version, application.language) == (ITEM, 1, "zh-CN")
    assert (application.applicant.name, application.applicant.number) == (SPECIMEN.name, SPECIMEN.number)
    assert application.answers == {
        "phone": "13800138000",
        "kind": "long_term",
        "dest_region": "430100",
        "start": "2026-11-24",
        "end": None,
    }
    assert application.strokes == [[[100, 200], [300, 400]]]
    assert (len(application.id), len(application.check_key)) == (16, 32)
    assert application.identity_basis == "card-to-be-checked-by-office"


def test_submitting_needs_a_stroke() -> None:
    walk = Walk().to_sign().press("next")
    assert walk.here == Signing(missing=True)
    assert not walk.ordered(effects.Record)
    assert walk.on(STROKE).here == Signing()


def test_a_cleared_pad_and_a_second_look_take_the_signature_away() -> None:
    assert Walk().to_sign().on(STROKE).press("clear").visit.strokes == ()
    assert Walk().to_sign().on(STROKE).press("back").visit.strokes == ()


def test_strokes_stay_on_the_pad_and_within_bounds() -> None:
    walk = Walk().to_sign().on(events.Drawn(()), events.Drawn(((-9, 5000),)))
    assert walk.visit.strokes == (((0, 1000),),)
    walk.on(*[events.Drawn(((1, 1),) * 2000)] * 100)
    assert len(walk.visit.strokes) == 64
    assert max(map(len, walk.visit.strokes)) == 512


def test_central_in_time_makes_the_slip_say_delivered() -> None:
    walk = Walk().to_submitting().on(RECORDED)
    assert walk.here == Submitting(kept=True)
    assert not walk.ordered(effects.PrintSlip)
    walk.on(events.Settled())
    assert (walk.here, walk.visit.received, walk.visit.paper) == (ShowingOutcome(), True, Paper.PRINTING)
    assert walk.ordered(effects.PrintSlip) == [effects.PrintSlip(copy=False)]


def test_central_too_late_still_changes_what_the_page_says() -> None:
    walk = Walk().to_submitting().on(RECORDED).after(Timer.SETTLE)
    assert (walk.here, walk.visit.received) == (ShowingOutcome(), False)
    assert walk.on(events.Settled()).visit.received
    assert len(walk.ordered(effects.PrintSlip)) == 1


def test_without_a_link_nobody_waits_for_central() -> None:
    walk = Walk().to_submitting().on(events.LinkChanged(up=False), RECORDED)
    assert (walk.here, walk.visit.received) == (ShowingOutcome(), False)


def test_printed_by_evidence_is_handed_over() -> None:
    walk = Walk().to_outcome().on(PRINTED)
    assert walk.visit.paper is Paper.PRINTED
    assert walk.ordered(effects.NoteHandedOver) == [effects.NoteHandedOver()]


def test_a_rating_is_sent_for_this_application_and_ends_the_visit() -> None:
    walk = Walk().to_rating()
    application = walk.visit.application
    walk.press("rate.4")
    (order,) = walk.ordered(effects.SendRating)
    assert isinstance(order, effects.SendRating)
    assert (order.rating.of, order.rating.score) == (application, 4)
    assert walk.ordered(effects.EndVisit) == [effects.EndVisit(Ending.COMPLETED)]
    assert walk.here == TakingCard()


def test_a_rating_may_be_skipped() -> None:
    walk = Walk().to_rating()
    assert walk.here == GivingRating()
    assert walk.press("skip").here == TakingCard()
    assert not walk.ordered(effects.SendRating)


def test_the_visit_is_empty_as_soon_as_the_card_is_to_be_taken() -> None:
    walk = Walk().to_taking_card()
    assert walk.orders[-3:-1] == [effects.EndVisit(Ending.COMPLETED), effects.WatchCard()]
    assert (walk.visit.document, walk.visit.answers, walk.visit.recorded) == (None, {}, None)


def test_card_taken_says_cleared_then_leaves() -> None:
    walk = Walk().to_cleared()
    assert walk.here == Cleared()
    assert not walk.ordered(effects.Leave)
    walk.after(Timer.CLEARED)
    assert (walk.here, walk.orders[-1]) == (GONE, effects.Leave())


def test_the_next_person_need_not_wait_for_the_goodbye() -> None:
    assert Walk().to_cleared().press("start").orders[-1] == effects.Leave()


def test_a_card_left_behind_is_called_for_then_given_to_staff() -> None:
    walk = Walk().to_taking_card().after(Timer.CARD_REMINDER, Timer.CARD_REMINDER)
    assert walk.here == TakingCard(reminders=2)
    walk.after(Timer.CARD_LIMIT)
    assert walk.orders[-2:] == [effects.CallHelp(), effects.Leave()]


def test_the_same_card_read_twice_changes_nothing_in_the_form() -> None:
    walk = Walk().to_question().type("138")
    assert walk.on(CARD).here == AnsweringQuestion("phone", "138")
