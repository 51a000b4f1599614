"""The review's rows in pages: what the person is about to sign."""

from kiosk.catalogue.answers import asked
from kiosk.catalogue.model import Field, FieldKind
from kiosk.visit.rules import Rules
from kiosk.visit.visit import Visit

ROWS = {"normal": 7, "large": 5}
FROM_CARD = (FieldKind.CARD_NAME, FieldKind.CARD_NUMBER)


def review_fields(visit: Visit, rules: Rules) -> tuple[Field, ...]:
    """The fields from the card, then the questions asked, in the item's order."""
    item = rules.item(visit.item)
    if item is None:
        return ()
    return (*(field for field in item.fields if field.kind in FROM_CARD), *asked(item, visit.answers))


def review_pages(visit: Visit, rules: Rules) -> tuple[tuple[Field, ...], ...]:
    """At least one page."""
    fields, rows = review_fields(visit, rules), ROWS[visit.look.size]
    return tuple(fields[start : start + rows] for start in range(0, len(fields), rows)) or ((),)
