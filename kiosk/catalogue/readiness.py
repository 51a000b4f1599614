"""Whether an item can be done here and now, and if not, why: one predicate over devices, link, room and this build."""

from enum import Enum

import msgspec

from kiosk.catalogue.model import FieldKind, ItemKind, Offline, ServiceItem
from kiosk.contract.health import Component, ComponentHealth, ComponentState, health_of

SUPPORTED_KINDS = frozenset(
    {
        FieldKind.CARD_NAME,
        FieldKind.CARD_NUMBER,
        FieldKind.MOBILE,
        FieldKind.CHOICE,
        FieldKind.REGION,
        FieldKind.DATE,
        FieldKind.YES_NO,
        FieldKind.DECLARATION,
        FieldKind.ID_NUMBER,
        FieldKind.AMOUNT,
        FieldKind.HAN_NAME,
        FieldKind.TEXT,
        FieldKind.LONG_TEXT,
        FieldKind.ADDRESS,
    }
)
"""The kinds of question this build has a page for. An item that asks another is shown with its reason."""


SUPPORTED_ITEM_KINDS = frozenset({ItemKind.APPLY})
"""What this build can walk to the end: an application. Documents printed at once, appointments, appeals come later."""


class Lack(Enum):
    """How a needed component is not there; the word stands in the reason's key."""

    ABSENT = "needs"  # ready.needs.a4_printer: this machine has none
    BROKEN = "repair"  # ready.repair.a4_printer: it has one that does not work now


class Readiness(msgspec.Struct, frozen=True):
    """`reasons`: wording keys, the most lasting first; empty when possible. `lesser`: what goes without, also keys."""

    possible: bool
    reasons: tuple[str, ...] = ()
    lesser: tuple[str, ...] = ()


def readiness(item: ServiceItem, health: tuple[ComponentHealth, ...], link_up: bool, room: bool) -> Readiness:
    """`room`: whether the outbox takes one more application."""
    reasons = tuple(_lacks(item, health, required=True))
    if item.offline is Offline.NO and not link_up:
        reasons += ("ready.needs_network",)
    if not room:
        reasons += ("ready.needs_room",)
    if not _walkable(item):
        reasons += ("ready.not_yet",)
    return Readiness(not reasons, reasons, tuple(_lacks(item, health, required=False)))


def _walkable(item: ServiceItem) -> bool:
    known = all(field.kind in SUPPORTED_KINDS for field in item.fields)
    return known and item.kind in SUPPORTED_ITEM_KINDS


def _lacks(item: ServiceItem, health: tuple[ComponentHealth, ...], *, required: bool) -> list[str]:
    entries = [health_of(health, need.component) for need in item.needs if need.required is required]
    return [_reason(entry, required=required) for entry in entries if not entry.usable]


def _reason(entry: ComponentHealth, *, required: bool) -> str:
    if not required:
        return f"ready.lesser.{entry.component.value}"
    lack = Lack.ABSENT if entry.state is ComponentState.ABSENT else Lack.BROKEN
    return f"ready.{lack.value}.{entry.component.value}"


def reason_keys() -> tuple[str, ...]:
    """Every key `readiness` may give, for the wording's test."""
    parts = [f"ready.{word}.{c.value}" for word in ("needs", "repair", "lesser") for c in Component]
    return (*parts, "ready.needs_network", "ready.needs_room", "ready.not_yet")
