"""The notice a person agrees to: its rows, and the one text of which the consent keeps the digest."""

from kiosk.catalogue.model import ServiceItem
from kiosk.visit.rules import Rules
from kiosk.visit.visit import Visit

ROWS = ("what", "why", "who", "how_long", "you_can")


def notice_rows(visit: Visit, rules: Rules) -> tuple[tuple[str, str], ...]:
    """(question, answer) as shown, in the visit's language."""
    values = _values(rules.item(visit.item), visit, rules)
    say = rules.wording.text
    return tuple(
        (say(f"visit.notice.{row}", visit.language), say(f"visit.notice.{row}.answer", visit.language, **values))
        for row in ROWS
    )


def _values(item: ServiceItem | None, visit: Visit, rules: Rules) -> dict[str, object]:
    days = rules.settings.retention_days
    if item is None:
        return {"item": "", "authority": "", "days": days}
    pick = rules.wording.pick
    name = pick(item.names, visit.language).replace("|", "")
    return {"item": name, "authority": pick(item.authority, visit.language), "days": days}


def notice_text(visit: Visit, rules: Rules) -> str:
    """Title and rows, a line each: what the digest in the consent is of."""
    title = rules.wording.text("visit.notice.title", visit.language)
    note = rules.wording.text("visit.notice.note", visit.language)
    lines = [f"{question} {answer}" for question, answer in notice_rows(visit, rules)]
    return "\n".join((title, *lines, note))
