"""Date wheels: pressed up and down, always on a day of the calendar and never before the earliest allowed."""

import calendar
from datetime import date

from kiosk.catalogue.answers import earliest, read_date
from kiosk.catalogue.model import Field
from kiosk.visit.rules import Rules
from kiosk.visit.visit import Visit

YEARS_AHEAD = 10
FIRST_YEAR = 1900
PARTS = ("year", "month", "day")


def starting_day(visit: Visit, field: Field, rules: Rules) -> date:
    """What the wheels show first: the answer given before, else the earliest day allowed, else today."""
    given = read_date(visit.answers.get(field.key, ""))
    first = earliest(field, visit.answers, rules.today())
    if given is None:
        return first or rules.today()
    return max(given, first) if first else given


def turned(day: date, part: str, step: int, first: date | None, today: date) -> date:
    """`day` with one wheel turned by `step`. Month and day go round; a month's last day gives way (31 → 30 → 28)."""
    lowest, highest = first or date(FIRST_YEAR, 1, 1), date(today.year + YEARS_AHEAD, 12, 31)
    year, month, number = day.year, day.month, day.day
    match part:
        case "year":
            year = min(max(year + step, lowest.year), highest.year)
        case "month":
            month = (month - 1 + step) % 12 + 1
        case "day":
            number = (number - 1 + step) % days_in(year, month) + 1
        case _:
            return day
    return min(max(date(year, month, min(number, days_in(year, month))), lowest), highest)


def days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
