"""The terminal's devices as a visit sees them: device events become visit events and health.

Devices carry bytes; here a card's bytes become a Document. Nothing of a card is kept but a keyed digest.
"""

import hashlib
import hmac
import os
from collections.abc import Callable, Mapping

from devices import ports, status
from devices.url import connect_printer, connect_reader
from kiosk import wire
from kiosk.contract.failure import FailureCode
from kiosk.contract.health import Component, ComponentHealth, ComponentState, MessageCode
from kiosk.identity.document import Flag
from kiosk.identity.read import NotSupported, read_card
from kiosk.visit import events

_REFUSALS = {
    ports.Refusal.UNREADABLE: FailureCode.CARD_UNREADABLE,
    ports.Refusal.WRONG_KIND: FailureCode.CARD_WRONG_KIND,
    ports.Refusal.NEEDS_AUTHENTICATION: FailureCode.CARD_NEEDS_AUTHENTICATION,
}
_OUTCOMES = {
    ports.Outcome.PRINTED: events.PaperOutcome.PRINTED,
    ports.Outcome.NOT_PRINTED: events.PaperOutcome.NOT_PRINTED,
    ports.Outcome.UNKNOWN: events.PaperOutcome.UNKNOWN,
}
_STATES = tuple(ComponentState)
_CODES = tuple(MessageCode)


def health_from(kind: ports.Kind, state: status.DeviceStatus) -> ComponentHealth:
    """The two enumerations have the same values by contract (a test holds it)."""
    return ComponentHealth(Component(kind.value), ComponentState(state.state.value), MessageCode(state.code.value))


def wire_health(health: tuple[ComponentHealth, ...]) -> wire.Health:
    return wire.Health(
        tuple(
            wire.ComponentReport(
                wire.WireComponent[entry.component.name], _STATES.index(entry.state), _CODES.index(entry.code)
            )
            for entry in health
        )
    )


class Fittings:
    """Opens on `start`, releases on `close`. `emit` gets visit events; `on_paper` the end of each print job."""

    def __init__(
        self,
        urls: Mapping[str, str],
        *,
        emit: Callable[[events.Event], None],
        on_paper: Callable[[ports.PrintEnded], None],
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        self._urls = urls
        self._emit, self._on_paper, self._post = emit, on_paper, post
        self._key = os.urandom(32)
        self._health: dict[Component, ComponentHealth] = {}
        self.reader: ports.SupervisedReader | None = None
        self.printer: ports.SupervisedPrinter | None = None

    @property
    def health(self) -> tuple[ComponentHealth, ...]:
        return tuple(self._health.values())

    def start(self, *, reset_first: bool) -> None:
        """`reset_first`: a front died before us; its half slip is pushed out first."""
        if url := self._urls.get(Component.ID_CARD.value):
            self._expect(Component.ID_CARD)
            self.reader = connect_reader(url, self._from_device)
            self.reader.start()
        if url := self._urls.get(Component.RECEIPT_PRINTER.value):
            self._expect(Component.RECEIPT_PRINTER)
            self.printer = connect_printer(url, self._from_device)
            self.printer.start(reset_first=reset_first)

    def _expect(self, component: Component) -> None:
        self._health[component] = ComponentHealth(component, ComponentState.LOST, MessageCode.NOT_RESPONDING)

    def close(self, timeout: float) -> None:
        """Blocks at most about twice `timeout`; call it off the screen's thread."""
        if self.reader:
            self.reader.close(timeout)
        if self.printer:
            self.printer.close(timeout)

    def _from_device(self, event: ports.DeviceEvent) -> None:
        self._post(lambda: self._translate(event))

    def _translate(self, event: ports.DeviceEvent) -> None:
        match event:
            case ports.StatusChanged(kind, state):
                entry = health_from(kind, state)
                self._health[entry.component] = entry
                self._emit(events.HealthChanged(self.health))
            case ports.CardRead():
                self._emit(self._identify(event))
            case ports.CardRefused(refusal):
                self._emit(events.CardRefused(_REFUSALS[refusal]))
            case ports.CardLying():
                self._emit(events.CardLying())
            case ports.CardGone():
                self._emit(events.CardGone())
            case ports.PrintEnded():
                self._on_paper(event)

    def _identify(self, card: ports.CardRead) -> events.Event:
        document = read_card(card.payload, card.photo)
        if isinstance(document, NotSupported):
            return events.CardRefused(FailureCode.CARD_NOT_SUPPORTED)
        if Flag.UNDECODABLE in document.flags:
            return events.CardRefused(FailureCode.CARD_NAME_NEEDS_STAFF)
        return events.CardRead(document, hmac.new(self._key, card.payload, hashlib.sha256).digest())


def slip_ended(event: ports.PrintEnded) -> events.SlipEnded:
    """Why paper did not come, in the words of failure codes."""
    reason = None
    if event.outcome is not ports.Outcome.PRINTED:
        reason = _PAPER_REASONS.get(event.status.code, FailureCode.PRINTER_NEEDS_PERSON)
        if event.outcome is ports.Outcome.UNKNOWN:
            reason = FailureCode.PAPER_UNKNOWN
    return events.SlipEnded(_OUTCOMES[event.outcome], reason)


_PAPER_REASONS = {
    status.Code.MEDIA_EMPTY: FailureCode.PAPER_OUT,
    status.Code.NOT_REACHABLE: FailureCode.PRINTER_LOST,
    status.Code.NOT_RESPONDING: FailureCode.PRINTER_LOST,
    status.Code.TIMEOUT: FailureCode.PRINTER_LOST,
}
