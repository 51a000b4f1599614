"""The specimen cards against the published blocks, and against identity, which shares no code with them."""

import pytest

from devices.simulators import cards
from kiosk.identity.document import Document, DocumentKind, Flag
from kiosk.identity.read import NotSupported, read_card
from tests.unit.kiosk.identity import specimens


def test_the_published_blocks_are_built_byte_for_byte() -> None:
    assert cards.resident().text == specimens.RESIDENT
    assert cards.foreign_2023().text == specimens.FOREIGN_2023


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("resident", DocumentKind.RESIDENT),
        ("permit", DocumentKind.PERMIT),
        ("foreign_2017", DocumentKind.FOREIGN_2017),
        ("foreign_2023", DocumentKind.FOREIGN_2023),
        ("rare", DocumentKind.RESIDENT),
        ("rare_bmp", DocumentKind.RESIDENT),
        ("expired", DocumentKind.RESIDENT),
    ],
)
def test_each_card_reads_as_its_kind_without_a_flag(name: str, kind: DocumentKind) -> None:
    document = read_card(cards.CARDS[name]().text)
    assert isinstance(document, Document)
    assert (document.kind, document.flags) == (kind, ())


def test_the_unknown_flag_is_refused() -> None:
    assert isinstance(read_card(cards.unknown_flag().text), NotSupported)


def test_the_private_use_card_is_flagged() -> None:
    document = read_card(cards.private_use().text)
    assert isinstance(document, Document)
    assert document.flags == (Flag.PRIVATE_USE,)


@pytest.mark.parametrize("name", ["赵𠅤", "李𬻉", "欧阳·阿卜杜拉", "样" * 15])
def test_a_resident_may_have_any_name(name: str) -> None:
    document = read_card(cards.resident(name).text)
    assert isinstance(document, Document)
    assert document.name == name


def test_a_text_that_runs_over_is_refused() -> None:
    with pytest.raises(ValueError, match="runs over"):
        cards.text_block({250: "12345"})
