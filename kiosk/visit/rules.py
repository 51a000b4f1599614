"""What a visit is decided by besides its events: settings, catalogue, wording, time and chance."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from kiosk.catalogue.model import Catalogue, Region, ServiceItem
from kiosk.contract.settings import Settings
from kiosk.visit.composing import NoPinyin, Pinyin
from kiosk.wording.languages import BASE
from kiosk.wording.lookup import Wording

CHINA = timezone(timedelta(hours=8))
"""One time zone, no summer time: a machine's own zone setting has no say in what "today" is."""


@dataclass(frozen=True, slots=True)
class Rules:
    """`clock`: Unix seconds, corrected. `new_id`: that many random bytes. `pinyin`: learns nothing."""

    settings: Settings
    catalogue: Catalogue
    wording: Wording
    clock: Callable[[], int]
    new_id: Callable[[int], bytes]
    pinyin: Pinyin = field(default_factory=NoPinyin)

    def today(self) -> date:
        return datetime.fromtimestamp(self.clock(), CHINA).date()

    def item(self, identifier: str) -> ServiceItem | None:
        return self.catalogue.item(identifier)

    @property
    def language(self) -> str:
        """What the attract page speaks."""
        return BASE

    @property
    def languages(self) -> tuple[str, ...]:
        return self.wording.languages

    def items(self) -> tuple[ServiceItem, ...]:
        """In the order shown: this site's hot items first, then the others."""
        listed = (*self.settings.hot, *self.settings.items, *(item.id for item in self.catalogue.items))
        found = (self.item(identifier) for identifier in dict.fromkeys(listed))
        return tuple(item for item in found if item is not None)

    def regions(self, parent: str) -> tuple[Region, ...]:
        """Divisions right below `parent`; empty names the provinces."""
        return tuple(region for region in self.catalogue.regions if region.parent == parent)


def local_time(moment: int) -> str:
    """`HH:MM` of a Unix time, in China."""
    return datetime.fromtimestamp(moment, CHINA).strftime("%H:%M")
