import pytest

from kiosk.catalogue.model import Catalogue, ItemKind
from kiosk.catalogue.readiness import SUPPORTED_KINDS, readiness, reason_keys
from kiosk.catalogue.search import search
from kiosk.contract.health import Component, ComponentHealth, ComponentState, MessageCode
from kiosk.wording.lookup import Wording

TYPED = ("hh.residence-endorsement", "ps.no-criminal-record")
DEFAULT = "med.cross-region-filing"


def _health(**states: ComponentState) -> tuple[ComponentHealth, ...]:
    return tuple(ComponentHealth(Component(name), state, MessageCode.OK) for name, state in states.items())


READY = ComponentState.READY
USUAL = _health(id_card=READY, receipt_printer=READY)


def _reasons(
    catalogue: Catalogue, identifier: str, health: tuple[ComponentHealth, ...], link: bool = True, room: bool = True
) -> tuple[str, ...]:
    item = catalogue.item(identifier)
    assert item is not None
    found = readiness(item, health, link, room)
    assert found.possible is not bool(found.reasons)
    return found.reasons


@pytest.mark.parametrize("link", [True, False])
def test_the_default_item_is_possible_with_and_without_the_network(catalogue: Catalogue, link: bool) -> None:
    assert _reasons(catalogue, DEFAULT, USUAL, link) == ()


def test_a_broken_printer_makes_it_lesser_not_impossible(catalogue: Catalogue) -> None:
    item = catalogue.item(DEFAULT)
    assert item is not None
    found = readiness(item, _health(id_card=READY, receipt_printer=ComponentState.ATTENTION), False, True)
    assert (found.possible, found.lesser) == (True, ("ready.lesser.receipt_printer",))


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (ComponentState.ABSENT, "ready.needs.id_card"),
        (ComponentState.LOST, "ready.repair.id_card"),
        (ComponentState.ATTENTION, "ready.repair.id_card"),
    ],
)
def test_without_a_card_reader_it_says_so(catalogue: Catalogue, state: ComponentState, reason: str) -> None:
    assert _reasons(catalogue, DEFAULT, _health(id_card=state, receipt_printer=READY)) == (reason,)


def test_a_busy_reader_is_a_working_reader(catalogue: Catalogue) -> None:
    assert _reasons(catalogue, DEFAULT, _health(id_card=ComponentState.BUSY)) == ()


def test_a_device_nobody_reported_is_not_there(catalogue: Catalogue) -> None:
    assert _reasons(catalogue, DEFAULT, ()) == ("ready.needs.id_card",)


def test_a_full_outbox_stops_intake(catalogue: Catalogue) -> None:
    assert _reasons(catalogue, DEFAULT, USUAL, room=False) == ("ready.needs_room",)


@pytest.mark.parametrize(
    ("identifier", "reasons"),
    [
        ("si.contribution-proof", ("ready.needs.a4_printer", "ready.needs_network", "ready.not_yet")),
        ("tax.income-record", ("ready.needs.a4_printer", "ready.needs_network", "ready.not_yet")),
        ("re.property-search", ("ready.needs.a4_printer", "ready.needs_network", "ready.not_yet")),
        ("gjj.rent-withdrawal", ("ready.needs.bank_card", "ready.not_yet")),
        ("welfare.elderly-allowance", ("ready.needs.document_scanner", "ready.needs.bank_card", "ready.not_yet")),
        ("civil.marriage-appointment", ("ready.needs_network", "ready.not_yet")),
        ("ps.no-criminal-record", ()),
        ("hh.residence-endorsement", ()),
        ("appeal.minyi", ("ready.not_yet",)),
    ],
)
def test_the_others_say_why_not(catalogue: Catalogue, identifier: str, reasons: tuple[str, ...]) -> None:
    assert _reasons(catalogue, identifier, USUAL, link=False) == reasons


def test_with_every_device_and_the_network_only_what_this_build_can_walk_is_possible(catalogue: Catalogue) -> None:
    everything = tuple(ComponentHealth(component, READY) for component in Component)
    possible = [item for item in catalogue.items if readiness(item, everything, True, True).possible]
    assert sorted(item.id for item in possible) == sorted([DEFAULT, *TYPED])
    assert all(field.kind in SUPPORTED_KINDS for item in possible for field in item.fields)
    assert all(item.kind is ItemKind.APPLY for item in possible)


def test_every_reason_has_its_sentence(wording: Wording) -> None:
    for key in reason_keys():
        assert wording.text(key, "zh-CN")
        assert wording.text(key, "en")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("异地", DEFAULT),
        ("yidi", DEFAULT),
        ("ydjyba", DEFAULT),
        ("YI DI", DEFAULT),
        ("医保", DEFAULT),
        ("medical", DEFAULT),
        ("gjj", "gjj.rent-withdrawal"),
        ("住房公积金", "gjj.rent-withdrawal"),
        ("租房", "gjj.rent-withdrawal"),
        ("élderly", "welfare.elderly-allowance"),
        ("거주증", "hh.residence-endorsement"),
        ("12345", "appeal.minyi"),
    ],
)
def test_an_item_is_found_by_name_word_and_pinyin(catalogue: Catalogue, typed: str, found: str) -> None:
    assert search(catalogue, typed, "zh-CN")[0].id == found


@pytest.mark.parametrize("typed", ["", "  ", "。。", "qqqq", "𬱖"])
def test_nothing_is_found_for_nothing(catalogue: Catalogue, typed: str) -> None:
    assert search(catalogue, typed, "en") == ()
