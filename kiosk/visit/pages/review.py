"""Review and signature: what was given, and what is signed."""

from kiosk.catalogue.display import display
from kiosk.catalogue.model import Field, FieldKind
from kiosk.identity.document import Document
from kiosk.identity.masking import NumberMask, mask_number
from kiosk.visit.pages.view import Sketch, View
from kiosk.visit.review import FROM_CARD, review_fields, review_pages
from kiosk.visit.screen import Banner, Facts, Page, Row, SignPad, Tone
from kiosk.visit.situations import Reviewing, Signing


def review_page(view: View, here: Reviewing) -> Sketch:
    pages = review_pages(view.visit, view.rules)
    page = min(here.page, len(pages) - 1)
    last = page + 1 == len(pages)
    count = () if len(pages) == 1 else (view.text("visit.page.place", "caption", page=page + 1, pages=len(pages)),)
    return Sketch(
        page=Page.REVIEW,
        blocks=(
            view.heading("visit.review.title"),
            *count,
            Facts(tuple(_row(view, field) for field in pages[page])),
            view.text("visit.review.masked", "caption"),
        ),
        actions=(view.back(), view.primary("next", "visit.review.sign" if last else "visit.page.next")),
        station=3,
    )


def _row(view: View, field: Field) -> Row:
    caption = view.pick(field.label)
    if field.kind in FROM_CARD:
        return Row(caption=caption, value=_from_card(view, field), note=view.say("visit.review.from_card"), icon="card")
    value = display(
        field, view.visit.answers.get(field.key, ""), view.language, view.rules.catalogue, view.rules.wording
    )
    return Row(caption=caption, value=value, action=view.action(f"edit.{field.key}", "visit.review.edit", icon="edit"))


def _from_card(view: View, field: Field) -> str:
    """The name stays readable, so that the person sees whose card was read; the number is masked."""
    document = view.visit.document
    if document is None:
        return ""
    return document.name if field.kind is FieldKind.CARD_NAME else _masked(view, document.number)


def _masked(view: View, number: str) -> str:
    masks = view.rules.settings.masks
    return mask_number(number, NumberMask(masks.number_first, masks.number_last))


def sign_page(view: View, here: Signing) -> Sketch:
    item = view.item
    name = view.name(item) if item else ""
    missing = (Banner(Tone.RED, "warning", view.say("visit.sign.missing")),) if here.missing else ()
    return Sketch(
        page=Page.SIGN,
        blocks=(
            view.heading("visit.sign.title"),
            view.text("visit.sign.means", item=name),
            *missing,
            Facts(_signed(view, name)),
        ),
        counter=SignPad(view.say("visit.sign.hint"), view.visit.strokes),
        actions=(
            view.back(),
            view.action("clear", "sign.clear", icon="refresh"),
            view.primary("next", "confirm.submit", "check"),
        ),
        station=4,
    )


def _signed(view: View, name: str) -> tuple[Row, ...]:
    value = view.say("visit.sign.what.value", item=name, count=len(review_fields(view.visit, view.rules)))
    what = Row(caption=view.say("visit.sign.what"), value=value, icon="list")
    document = view.visit.document
    return (what, _applicant(view, document)) if document else (what,)


def _applicant(view: View, document: Document) -> Row:
    value = view.say("visit.sign.who.value", name=document.name, number=_masked(view, document.number))
    return Row(caption=view.say("visit.sign.who"), value=value, icon="card")
