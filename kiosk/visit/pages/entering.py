"""What you need, how your data is used, and laying the card."""

from kiosk.catalogue.model import Offline, ServiceItem
from kiosk.catalogue.readiness import readiness
from kiosk.contract.failure import FailureCode
from kiosk.contract.health import Component, health_of
from kiosk.visit.notice import notice_rows
from kiosk.visit.pages.view import STATIONS, Sketch, View
from kiosk.visit.screen import Banner, Block, Facts, Heading, Line, Page, Paragraph, Picture, Row, Tone
from kiosk.visit.situations import AwaitingCard, ReadingItem, ReadingNotice


def item_page(view: View, _here: ReadingItem) -> Sketch:
    item = view.item
    if item is None:
        return Sketch(page=Page.ITEM, blocks=(view.heading("visit.home.title"),), actions=(view.back(),))
    return Sketch(
        page=Page.ITEM,
        blocks=(
            Heading(view.name(item)),
            Paragraph(view.pick(item.summary)),
            *_item_banner(view, item),
            Facts(_needed(view, item)),
            Line(view.line("visit.station", STATIONS, 0)),
            view.text("visit.item.promise", "caption"),
        ),
        actions=(view.back(), view.primary("begin", "visit.item.begin")),
    )


def _item_banner(view: View, item: ServiceItem) -> tuple[Banner, ...]:
    """What goes without today: the network, or a device that is only nice to have."""
    if not view.visit.link and item.offline is Offline.QUEUE:
        return (view.banner(Tone.AMBER, "offline", "visit.item.offline"),)
    lesser = readiness(item, view.visit.health, view.visit.link, room=True).lesser
    return (Banner(Tone.AMBER, "printer", view.say(lesser[0])),) if lesser else ()


def _needed(view: View, item: ServiceItem) -> tuple[Row, ...]:
    """Bring, minutes, fee, who decides, when, and honestly how the person is checked."""
    join = view.say("visit.join")
    bring = join.join(view.pick(text) for text in (*item.bring, *(m.name for m in item.materials if m.required)))
    optional = join.join(view.pick(material.name) for material in item.materials if not material.required)
    rows = [
        ("bring", "list", bring),
        ("optional", "list", optional),
        ("minutes", "clock", view.say("visit.item.minutes.value", minutes=item.minutes, count=len(item.questions))),
        ("fee", "coin", view.say("visit.item.fee.value", yuan=item.fee) if item.fee else view.say("service.free")),
        ("who", "office", view.pick(item.authority)),
        ("when", "phone", view.pick(item.handling)),
        ("check", "card", view.say(f"visit.item.check.{item.person_check}")),
    ]
    return tuple(
        Row(caption=view.say(f"visit.item.{name}"), value=value, icon=icon) for name, icon, value in rows if value
    )


def notice_page(view: View, here: ReadingNotice) -> Sketch:
    rows = tuple(Row(caption=question, value=answer) for question, answer in notice_rows(view.visit, view.rules))
    refused: tuple[Block, ...] = (view.failure(here.refused),) if here.refused else ()
    return Sketch(
        page=Page.NOTICE,
        blocks=(view.heading("visit.notice.title"), *refused, Facts(rows), view.text("visit.notice.note", "caption")),
        actions=(
            view.back(),
            view.action("decline", "visit.notice.decline"),
            view.primary("agree", "visit.notice.agree"),
        ),
        station=0,
    )


def card_page(view: View, here: AwaitingCard) -> Sketch:
    name = "lying" if here.lying else "lay"
    picture = Picture("lift_card" if here.lying else "lay_card", view.say(f"visit.card.{name}.picture"))
    return Sketch(
        page=Page.CARD,
        blocks=(
            view.heading(f"visit.card.{name}"),
            view.text(f"visit.card.{name}.how"),
            *_card_trouble(view, here),
            picture,
            view.text("visit.card.waiting", "caption"),
        ),
        actions=(view.back(),),
        station=1,
    )


def _card_trouble(view: View, here: AwaitingCard) -> tuple[Banner, ...]:
    """One thing at a time: a dead reader before a refused card."""
    if not health_of(view.visit.health, Component.ID_CARD).usable:
        return (view.failure(FailureCode.READER_LOST),)
    if here.refused is None:
        return ()
    refused = view.failure(here.refused)
    if here.tries < view.rules.settings.card_tries:
        return (refused,)
    return (Banner(refused.tone, refused.icon, refused.text, view.say("visit.card.staff")),)
