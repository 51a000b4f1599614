"""Submitting, what came of it, and the rating. Says kept and delivered, never more."""

from kiosk.contract.health import Component, health_of
from kiosk.contract.reference import reference_of
from kiosk.visit.pages.view import Sketch, View
from kiosk.visit.rules import local_time
from kiosk.visit.screen import (
    Action,
    Banner,
    Block,
    Choices,
    Facts,
    Line,
    Page,
    Picture,
    Role,
    Row,
    Slip,
    Tone,
)
from kiosk.visit.situations import GivingRating, NotKnown, NotRecorded, ShowingOutcome, Submitting
from kiosk.visit.visit import Paper

RECEIPT_PICTURE = "receipt"
"""The receipt of this visit in the bridge's picture store."""
PROGRESS = ("kept", "delivered", "accepted", "done")
SENDING = ("sealed", "kept", "sending")


def submitting_page(view: View, here: Submitting) -> Sketch:
    """Says that it is safe before it says where it goes."""
    kept = (view.banner(Tone.GOOD, "lock", "visit.submitting.kept", "visit.submitting.kept.detail"),)
    return Sketch(
        page=Page.SUBMITTING,
        blocks=(
            view.heading("visit.submitting.title"),
            view.text("visit.submitting.text"),
            *(kept if here.kept else ()),
            Picture("waiting", view.say("visit.submitting.title")),
            Line(view.line("visit.sending", SENDING, 2 if here.kept else 0)),
        ),
        station=5,
        finish=False,
    )


def not_recorded_page(view: View, here: NotRecorded) -> Sketch:
    return Sketch(
        page=Page.SUBMITTING,
        blocks=(
            view.heading("visit.not_recorded.title"),
            view.failure(here.reason),
            view.text("visit.not_recorded.text"),
        ),
        actions=(view.primary("next", "visit.not_recorded.again", "refresh"),),
        station=4,
    )


def not_known_page(view: View, _here: NotKnown) -> Sketch:
    """The number was made here, so it can be asked with, whatever became of the application."""
    number = reference_of(view.visit.application) if view.visit.application else ""
    facts = Facts((Row(caption=view.say("paper.reference"), value=number, icon="receipt"),))
    return Sketch(
        page=Page.NOT_KNOWN,
        blocks=(
            view.heading("visit.not_known.title"),
            view.banner(Tone.AMBER, "warning", "visit.not_known.wait"),
            view.text("visit.not_known.text"),
            *((facts,) if number else ()),
        ),
        actions=(view.primary("next", "visit.not_known.understood"),),
        station=5,
    )


def outcome_page(view: View, _here: ShowingOutcome) -> Sketch:
    """Same frame, different truth."""
    return Sketch(
        page=Page.OUTCOME,
        blocks=(
            _plate(view),
            Line(view.line("visit.progress", PROGRESS, 1 if view.visit.received else 0)),
            *_paper(view),
        ),
        actions=_actions(view),
        station=5,
    )


def _plate(view: View) -> Banner:
    if not view.visit.received:
        text = view.say("visit.outcome.recorded"), view.say("visit.outcome.recorded.detail")
        return Banner(Tone.AMBER, "lock", *text, large=True)
    item = view.item
    values = {"authority": view.pick(item.authority), "handling": view.pick(item.handling)} if item else {}
    detail = view.say("visit.outcome.received.detail", **values) if item else ""
    return Banner(Tone.GOOD, "check", view.say("visit.outcome.received"), detail, large=True)


def _paper(view: View) -> tuple[Block, ...]:
    """Where the receipt is: one heading that says it, and the slip itself unless it is the question."""
    visit = view.visit
    if visit.paper is Paper.ASKING:
        return (view.heading("visit.paper.asking"), view.text("visit.paper.asking.text"))
    slip = Slip(image=RECEIPT_PICTURE, speech=slip_speech(view))
    if visit.paper is not Paper.ON_SCREEN:
        return (slip, view.text(f"visit.paper.{visit.paper.value}"))
    reason = (view.text(f"failure.{visit.paper_reason.value}.citizen"),) if visit.paper_reason else ()
    return (slip, *reason, view.text("visit.paper.on_screen"))


def slip_speech(view: View) -> str:
    """The receipt read aloud."""
    facts, item = view.visit.recorded, view.item
    if facts is None:
        return ""
    return view.say(
        "paper.speech",
        state=view.say("paper.received" if view.visit.received else "paper.recorded"),
        reference=facts.reference,
        item=view.name(item) if item else "",
        time=local_time(facts.not_after),
    )


def _actions(view: View) -> tuple[Action, ...]:
    usable = health_of(view.visit.health, Component.RECEIPT_PRINTER).usable
    match view.visit.paper:
        case Paper.ASKING:
            again = view.action("reprint", "visit.paper.no_again", icon="printer")
            return (again, view.primary("have_it", "visit.paper.yes", "check"))
        case Paper.ON_SCREEN:
            again = view.action("reprint", "visit.paper.try_again", icon="printer")
            return (*((again,) if usable else ()), view.primary("have_it", "visit.paper.have_it", "check"))
        case Paper.PRINTING:
            return ()
        case _:
            again = view.action("reprint", "visit.paper.again", icon="printer")
            return (again, view.primary("next", "visit.outcome.next"))


def rating_page(view: View, _here: GivingRating) -> Sketch:
    rows = tuple(
        Action(id=f"rate.{score}", label=view.say(f"rate.{score}"), role=Role.CHOICE, icon=f"rate_{score}")
        for score in range(5, 0, -1)
    )
    return Sketch(
        page=Page.RATING,
        blocks=(view.heading("rate.ask"), view.text("visit.rating.text"), *_done(view)),
        counter=Choices(rows),
        actions=(view.action("skip", "visit.rating.skip", icon="next"),),
        station=5,
    )


def _done(view: View) -> tuple[Block, ...]:
    facts = view.visit.recorded
    if facts is None:
        return ()
    received = view.visit.received
    tone, icon = (Tone.GOOD, "check") if received else (Tone.AMBER, "lock")
    state = view.say("visit.outcome.received" if received else "visit.outcome.recorded")
    return (Banner(tone, icon, state, f"{view.say('paper.reference')} {facts.reference}"),)
