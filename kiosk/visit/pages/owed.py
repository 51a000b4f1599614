"""The receipt owed from before. No personal data: the time it was made is all that is said."""

from kiosk.contract.health import Component, health_of
from kiosk.visit.pages.view import Sketch, View
from kiosk.visit.rules import local_time
from kiosk.visit.screen import Action, Block, Page, Picture, Slip
from kiosk.visit.situations import AskingOwed, AskingOwedPaper, PrintingOwed, ShowingOwed

OWED_PICTURE = "owed"
"""The owed receipt in the bridge's picture store."""


def asking_owed_page(view: View, _here: AskingOwed) -> Sketch:
    at = local_time(view.visit.owed.at) if view.visit.owed else ""
    return Sketch(
        page=Page.OWED,
        blocks=(view.heading("visit.owed.title", at=at), view.text("visit.owed.text")),
        actions=(
            view.action("owed.not_mine", "visit.owed.not_mine"),
            view.primary("owed.mine", "visit.owed.mine", "receipt"),
        ),
        finish=False,
    )


def printing_owed_page(view: View, _here: PrintingOwed) -> Sketch:
    return Sketch(
        page=Page.OWED,
        blocks=(
            view.heading("visit.owed.printing"),
            view.text("visit.paper.printing"),
            Picture("take_paper", view.say("visit.paper.printing")),
        ),
        finish=False,
    )


def asking_paper_page(view: View, _here: AskingOwedPaper) -> Sketch:
    return Sketch(
        page=Page.OWED,
        blocks=(view.heading("visit.paper.asking"), view.text("visit.paper.asking.text")),
        actions=(
            view.action("owed.again", "visit.paper.no_again", icon="printer"),
            view.primary("owed.printed", "visit.paper.yes", "check"),
        ),
    )


def showing_owed_page(view: View, here: ShowingOwed) -> Sketch:
    reason: tuple[Block, ...] = (view.text(f"failure.{here.reason.value}.citizen"),) if here.reason else ()
    return Sketch(
        page=Page.OWED,
        blocks=(
            view.heading("visit.owed.screen"),
            *reason,
            Slip(image=OWED_PICTURE, speech=_speech(view)),
            view.text("visit.paper.on_screen"),
        ),
        actions=(*_again(view), view.primary("have_it", "visit.paper.have_it", "check")),
    )


def _again(view: View) -> tuple[Action, ...]:
    usable = health_of(view.visit.health, Component.RECEIPT_PRINTER).usable
    return (view.action("owed.again", "visit.paper.try_again", icon="printer"),) if usable else ()


def _speech(view: View) -> str:
    reference = view.visit.owed.reference if view.visit.owed else ""
    return f"{view.say('paper.reference')} {reference}"
