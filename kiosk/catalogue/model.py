"""A service item as the terminal knows it: kinds, not items. Built from the JSON files by `kiosk.catalogue.load`."""

from enum import Enum

import msgspec

from kiosk.contract.health import Component


class ItemKind(Enum):
    APPLY = "apply"
    PRINT = "print"
    BOOK = "book"
    APPEAL = "appeal"


class Offline(Enum):
    """QUEUE: may be recorded without the network. NO: only while central answers."""

    QUEUE = "queue"
    NO = "no"


class FieldKind(Enum):
    """What a question asks for; each has one widget, one check and one way to be shown."""

    CARD_NAME = "card_name"  # from the card, never asked
    CARD_NUMBER = "card_number"  # from the card, never asked
    HAN_NAME = "han_name"
    ID_NUMBER = "id_number"
    MOBILE = "mobile"
    CHOICE = "choice"
    YES_NO = "yes_no"
    DECLARATION = "declaration"
    TEXT = "text"
    LONG_TEXT = "long_text"
    ADDRESS = "address"
    REGION = "region"
    DATE = "date"
    MONTH_RANGE = "month_range"
    AMOUNT = "amount"
    BANK_CARD = "bank_card"
    APPOINTMENT = "appointment"
    RECEIPT_CODE = "receipt_code"
    SCALES = "scales"


class Sensitivity(Enum):
    NONE = "none"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


Text = dict[str, str]
"""language → sentence; zh-CN and en always there."""


class Option(msgspec.Struct, frozen=True):
    value: str
    label: Text


class Condition(msgspec.Struct, frozen=True):
    """A question is asked only when the answer to `key` is one of `values` (strings; true and false for yes/no)."""

    key: str
    values: tuple[str, ...]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One question. `question` is the page's title, `label` the short name on review and paper.

    `minimum`, for dates: `today` or another field's key; `maximum_length` in characters, 0 = the kind's own.
    `from_card`: `name`, `number` or `address`: what the person may take over from the card.
    """

    key: str
    kind: FieldKind
    label: Text
    question: Text
    help: Text = {}
    example: Text = {}
    required: bool = True
    sensitivity: Sensitivity = Sensitivity.NONE
    mask: str = ""
    options: tuple[Option, ...] = ()
    minimum: str = ""
    maximum_length: int = 0
    show_if: Condition | None = None
    from_card: str = ""


class Need(msgspec.Struct, frozen=True):
    """A component the item needs; `required` False = the item works without, in a lesser way."""

    component: Component
    required: bool = True


class Material(msgspec.Struct, frozen=True):
    name: Text
    required: bool


class ServiceItem(msgspec.Struct, frozen=True, kw_only=True):
    """`minutes`: usual time at the machine. `handling`: who decides and when, in words. `fee`: yuan.

    `person_check`: `none`, `card`, or `verify` (met by card and signature until a device exists; the page says so).
    """

    id: str
    version: int
    kind: ItemKind
    names: Text
    summary: Text
    authority: Text
    handling: Text
    bring: tuple[Text, ...]
    minutes: int
    fee: int
    offline: Offline
    icon: str
    topic: str
    person_check: str
    needs: tuple[Need, ...]
    fields: tuple[Field, ...]
    materials: tuple[Material, ...] = ()
    keywords: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Field, ...]:
        """The fields a person is asked, in order; those read from the card are not."""
        return tuple(f for f in self.fields if f.kind not in (FieldKind.CARD_NAME, FieldKind.CARD_NUMBER))


class Region(msgspec.Struct, frozen=True):
    """A division of GB/T 2260: six-digit code, name, the code above it (empty for a province)."""

    code: str
    label: Text
    parent: str = ""


class Catalogue(msgspec.Struct, frozen=True):
    items: tuple[ServiceItem, ...]
    regions: tuple[Region, ...] = ()

    def item(self, identifier: str) -> ServiceItem | None:
        return next((i for i in self.items if i.id == identifier), None)
