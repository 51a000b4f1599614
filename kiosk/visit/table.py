"""All transitions of a visit in one table. The machine looks them up, the diagram draws them, the tests walk them.

A row: in which situations, on what, what is done, and where it may lead besides staying. `on` is an event type, a
timer, an action id, or the first word of one and `.*`. What no row names changes nothing.
"""

from collections.abc import Callable
from typing import NamedTuple

from kiosk.visit import events
from kiosk.visit.events import Timer
from kiosk.visit.moves import anywhere, card, ending, entering, idle, paper, questions, submitting
from kiosk.visit.rules import Rules
from kiosk.visit.situations import (
    BROWSING,
    EVERY,
    FORM,
    OUTSIDE,
    RESULT,
    AnsweringQuestion,
    AskingOwed,
    AskingOwedPaper,
    Attract,
    AwaitingCard,
    Cleared,
    GivingRating,
    Home,
    KeeperAway,
    Kind,
    NotKnown,
    NotRecorded,
    OutOfService,
    PrintingOwed,
    ReadingItem,
    ReadingNotice,
    Reviewing,
    ShowingOutcome,
    ShowingOwed,
    Signing,
    Submitting,
    TakingCard,
    Veiled,
    WarnedIdle,
)
from kiosk.visit.visit import Answer, Visit

Handler = Callable[[Visit, events.Event, Rules], Answer]
On = str | Timer | type[events.Event]


class Row(NamedTuple):
    here: tuple[Kind, ...]
    on: On
    do: Handler
    to: tuple[Kind, ...] = ()


ENDINGS: tuple[Kind, ...] = (TakingCard, Cleared)
IDLING: tuple[Kind, ...] = (*BROWSING, *FORM, *RESULT, PrintingOwed)
OPEN: tuple[Kind, ...] = tuple(kind for kind in EVERY if kind not in (Attract, WarnedIdle, Cleared))
"""Pages that can take a sheet. The poster has languages and text size on its plate, the warning is a sheet itself."""
AFTER_CARD: tuple[Kind, ...] = (AnsweringQuestion, Reviewing)
OUTCOMES: tuple[Kind, ...] = (Submitting, ShowingOutcome)

OUTSIDE_ROWS = (
    Row((Attract,), "start", entering.start, (Home,)),
    Row((Attract,), "language.*", entering.start_in_language, (Home,)),
    Row((Attract,), "look.*", entering.start_with_look, (Home,)),
    Row((Attract, OutOfService), events.OwedReceipt, entering.owed_found, (AskingOwed,)),
    Row((Attract,), events.HealthChanged, anywhere.note_health, (OutOfService,)),
    Row((Attract,), events.LinkChanged, anywhere.note_link, (OutOfService,)),
    Row((OutOfService,), events.HealthChanged, anywhere.note_health, (Attract,)),
    Row((OutOfService,), events.LinkChanged, anywhere.note_link, (Attract,)),
    Row((AskingOwed,), "owed.mine", paper.owed_mine, (PrintingOwed, AskingOwedPaper, ShowingOwed)),
    Row((AskingOwed,), "owed.not_mine", paper.owed_not_mine, (Home,)),
    Row((AskingOwed,), events.OwedReceipt, paper.owed_withdrawn, (Attract, OutOfService)),
    Row((AskingOwed,), Timer.OWED, anywhere.back_outside, (Attract, OutOfService)),
    Row(OUTSIDE, Timer.IDLE, anywhere.come_to_rest),
    Row((PrintingOwed,), events.SlipEnded, paper.owed_slip_ended, (*ENDINGS, AskingOwedPaper, ShowingOwed)),
    Row((AskingOwedPaper,), "owed.printed", paper.owed_in_hand, ENDINGS),
    Row((AskingOwedPaper, ShowingOwed), "owed.again", paper.owed_again, (PrintingOwed, ShowingOwed)),
    Row((ShowingOwed,), "have_it", paper.owed_in_hand, ENDINGS),
)
ENTERING_ROWS = (
    Row((Home,), "item.*", entering.choose_item, (ReadingItem,)),
    Row((Home,), "home.more", entering.more_items),
    Row((ReadingItem,), "begin", entering.begin_item, (ReadingNotice, Home)),
    Row((ReadingItem,), "back", entering.go_home, (Home,)),
    Row((ReadingNotice,), "agree", entering.agree, (AwaitingCard, KeeperAway, *AFTER_CARD)),
    Row((ReadingNotice,), "decline", entering.go_home, (Home,)),
    Row((ReadingNotice,), "back", entering.show_item, (ReadingItem,)),
    Row((ReadingNotice,), events.RoomReserved, entering.room_reserved, (AwaitingCard, *AFTER_CARD)),
    Row((ReadingNotice,), events.RoomRefused, entering.room_refused),
    Row((ReadingNotice,), Timer.KEEPER, entering.room_refused),
    Row((ReadingNotice,), events.KeeperLost, entering.keeper_lost_reserving, (KeeperAway,)),
    Row((AwaitingCard,), events.CardRead, card.card_read, AFTER_CARD),
    Row((AwaitingCard,), events.CardRefused, card.card_refused),
    Row((AwaitingCard,), events.CardLying, card.card_lying),
    Row((AwaitingCard,), events.CardGone, card.lying_card_lifted),
    Row((AwaitingCard,), "back", card.back_to_notice, (ReadingNotice,)),
)
FORM_ROWS = (
    Row((AnsweringQuestion,), "key.*", questions.press_key),
    Row((AnsweringQuestion,), "pick.*", questions.pick),
    Row((AnsweringQuestion,), "card.*", questions.take_from_card),
    Row((AnsweringQuestion,), "choice.*", questions.choose),
    Row((AnsweringQuestion,), "wheel.*", questions.turn_wheel),
    Row((AnsweringQuestion,), "page.*", questions.turn_page),
    Row((AnsweringQuestion,), "next", questions.answer_given, (Reviewing,)),
    Row((AnsweringQuestion,), "skip", questions.skip, (Reviewing,)),
    Row((AnsweringQuestion,), "back", questions.previous_question, (Reviewing, ReadingNotice)),
    Row((Reviewing,), "next", submitting.review_on, (Signing,)),
    Row((Reviewing,), "back", submitting.review_back, (AnsweringQuestion, ReadingNotice)),
    Row((Reviewing,), "edit.*", submitting.edit, (AnsweringQuestion,)),
    Row((Signing,), events.Drawn, submitting.draw),
    Row((Signing,), "clear", submitting.wipe),
    Row((Signing,), "back", submitting.back_to_review, (Reviewing,)),
    Row((Signing,), "next", submitting.submit, (Submitting, KeeperAway)),
)
SUBMITTING_ROWS = (
    Row((Submitting, KeeperAway, NotKnown), events.Recorded, submitting.recorded, OUTCOMES),
    Row((Submitting, KeeperAway, NotKnown), events.RecordRefused, submitting.record_refused, (NotRecorded, NotKnown)),
    Row((Submitting,), events.Settled, submitting.settled_in_time, (ShowingOutcome,)),
    Row((Submitting,), Timer.SETTLE, submitting.settle_waited, (ShowingOutcome,)),
    Row((Submitting,), Timer.KEEPER, submitting.patience_over, (NotKnown,)),
    Row((Submitting,), events.KeeperLost, submitting.keeper_lost, (KeeperAway,)),
    Row((KeeperAway,), events.KeeperBack, submitting.keeper_back, (Submitting, ReadingNotice, Cleared)),
    Row((KeeperAway,), Timer.KEEPER, submitting.patience_over, (NotKnown, NotRecorded, ReadingNotice)),
    Row((NotRecorded,), "next", submitting.submit_again, (Submitting, KeeperAway)),
    Row((NotKnown,), "next", ending.finish_failed, ENDINGS),
)
OUTCOME_ROWS = (
    Row((ShowingOutcome,), events.SlipEnded, paper.slip_ended),
    Row((WarnedIdle,), events.SlipEnded, paper.slip_ended_warned, (*ENDINGS, AskingOwedPaper, ShowingOwed)),
    Row((ShowingOutcome,), "reprint", paper.print_again),
    Row((ShowingOutcome,), "have_it", paper.have_it, (GivingRating,)),
    Row((ShowingOutcome,), "next", paper.to_rating, (GivingRating,)),
    Row((GivingRating,), "rate.*", paper.rate, ENDINGS),
    Row((GivingRating,), "skip", paper.skip_rating, ENDINGS),
)
IDLE_ROWS = (
    Row(IDLING, Timer.IDLE, idle.warn, (WarnedIdle,)),
    Row((WarnedIdle,), Timer.COUNTDOWN, idle.count_down, (Veiled, *ENDINGS)),
    Row((WarnedIdle,), "more_time", idle.more_time, IDLING),
    Row((WarnedIdle,), "language", idle.wake_with_sheet, IDLING),
    Row((WarnedIdle,), "look", idle.wake_with_sheet, IDLING),
    Row((WarnedIdle,), "finish", ending.finish_now, ENDINGS),
    Row((Veiled,), Timer.COUNTDOWN, idle.count_down_veil),
    Row((Veiled,), Timer.VEIL, idle.veil_over, ENDINGS),
    Row((Veiled,), events.CardRead, idle.lift_veil, (*FORM, *ENDINGS)),
    Row((Veiled,), events.CardLying, idle.card_lying_veiled),
    Row((Veiled,), "finish", ending.finish_now, ENDINGS),
)
ENDING_ROWS = (
    Row((*BROWSING, *FORM, ShowingOutcome, GivingRating), "finish", ending.finish, ENDINGS),
    Row((AskingOwedPaper, ShowingOwed), "finish", ending.finish_now, ENDINGS),
    Row((NotKnown,), "finish", ending.finish_failed, ENDINGS),
    Row((KeeperAway,), "finish", ending.finish_unsent, ENDINGS),
    Row((TakingCard,), events.CardGone, ending.card_gone, (Cleared,)),
    Row((TakingCard,), Timer.CARD_REMINDER, ending.remind_of_card),
    Row((TakingCard,), Timer.CARD_LIMIT, ending.card_left_behind, (Cleared,)),
    Row((TakingCard, Cleared), events.SlipEnded, ending.slip_ended_late),
    Row((Cleared,), Timer.CLEARED, ending.leave_when_printed),
    Row((Cleared,), "start", ending.leave),
    Row((Cleared,), events.KeeperLost, submitting.successor_failed, (KeeperAway,)),
)
COMMON_ROWS = (
    Row(OPEN, "language", anywhere.open_language_sheet),
    Row(OPEN, "look", anywhere.open_look_sheet),
    Row(OPEN, "sheet.close", anywhere.close_sheet),
    Row(OPEN, "language.*", anywhere.choose_language),
    Row(OPEN, "look.*", anywhere.choose_look),
    Row(EVERY, "help", anywhere.call_help),
    Row(tuple(kind for kind in EVERY if kind not in OUTSIDE[:2]), events.HealthChanged, anywhere.note_health),
    Row(tuple(kind for kind in EVERY if kind not in OUTSIDE[:2]), events.LinkChanged, anywhere.note_link),
    Row(tuple(kind for kind in EVERY if kind is not Submitting), events.Settled, anywhere.note_settled),
    Row(
        tuple(kind for kind in EVERY if kind not in (Submitting, ReadingNotice, Cleared)),
        events.KeeperLost,
        anywhere.note_keeper,
    ),
    Row(tuple(kind for kind in EVERY if kind is not KeeperAway), events.KeeperBack, anywhere.note_keeper),
)

ROWS: tuple[Row, ...] = (
    *OUTSIDE_ROWS,
    *ENTERING_ROWS,
    *FORM_ROWS,
    *SUBMITTING_ROWS,
    *OUTCOME_ROWS,
    *IDLE_ROWS,
    *ENDING_ROWS,
    *COMMON_ROWS,
)
"""A pair of situation and `on` stands at most once (a test says so)."""
