"""The dock of a demo with a display: cards, printer and network by hand, and what the fronts say."""

import queue
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from devices.simulators import cards
from devices.simulators.printer import PrinterSimulator
from devices.simulators.sdt import SdtSimulator
from kiosk.demo.house import House
from kiosk.demo.relay import Relay
from kiosk.demo.watching import Fact
from ui.dock.window import Dock, Group, Switch

LAID: tuple[tuple[str, Callable[[], cards.SimulatedCard]], ...] = (
    ("Resident", cards.resident),
    ("Residence permit", cards.permit),
    ("Foreigner 2023", cards.foreign_2023),
    ("Unknown layout", cards.unknown_flag),
)


def serve_until_closed(house: House) -> None:
    """Returns when the dock is closed, the process is told to end, or the terminal refuses to run."""
    Dock(
        tuple(groups(house)),
        lambda: [said(fact) for fact in _newest(house)],
        left=house.wishes.panel.width_px,
        over=lambda: house.runner is None or house.runner.wait(0) is not None,
    ).run()


def groups(house: House) -> Iterator[Group]:
    """Only what is simulated can be moved by hand."""
    if house.reader:
        yield _card_group(house.reader)
    if house.printer:
        yield _printer_group(house.printer)
    if house.relay:
        yield _network_group(house.relay)


class _Told:
    """The last thing a hand did: a simulator's state is its own affair."""

    def __init__(self, word: str) -> None:
        self.word = word

    def then(self, word: str, do: Callable[[], None]) -> Callable[[], None]:
        def both() -> None:
            do()
            self.word = word

        return both


def _card_group(reader: SdtSimulator) -> Group:
    told = _Told("no card")
    lays = tuple(Switch(label, told.then(label, partial(_lay_afresh, reader, make))) for label, make in LAID)
    return Group("Card", lambda: told.word, (*lays, Switch("Lift the card", told.then("no card", reader.lift))))


def _lay_afresh(reader: SdtSimulator, make: Callable[[], cards.SimulatedCard]) -> None:
    reader.lay(make())


def _printer_group(printer: PrinterSimulator) -> Group:
    told = _Told("ready")
    switches = (
        Switch("Jam", told.then("jammed", printer.jam)),
        Switch("Clear the jam", told.then("ready", printer.clear)),
        Switch("Take the paper out", told.then("no paper", printer.paper_out)),
        Switch("Refill", told.then("ready", printer.refill)),
    )
    return Group("Printer", lambda: f"{told.word}, slips: {len(printer.slips)}", switches)


def _network_group(relay: Relay) -> Group:
    switches = (Switch("Cut", relay.cut), Switch("Restore", relay.restore))
    return Group("Network", lambda: "cut" if relay.is_cut else "up", switches)


def _newest(house: House) -> Iterator[Fact]:
    while True:
        try:
            yield house.watching.facts.get_nowait()
        except queue.Empty:
            return


def said(fact: Fact) -> str:
    """One line; no answers and no pictures."""
    values: Sequence[object] = [value for value in fact.values.values() if isinstance(value, str) and len(value) < 40]
    return " ".join([fact.slot.name.lower(), fact.name, *map(str, values)])
