"""Each measure of a page finds what was planted for it."""

import pytest
from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from tests.screens.measures import (
    contrast_of,
    faults,
    focus_jumps,
    look,
    missing_glyphs,
    small_main_targets,
    weak_words,
)
from tests.screens.pages import model_of
from tests.screens.stage import Stage

pytestmark = pytest.mark.xdist_group("qt")


def _item(stage: Stage, name: str) -> QQuickItem:
    return next(item for item in stage.items() if item.objectName() == name)


def _text(stage: Stage, words: str) -> QQuickItem:
    return next(item for item in stage.texts() if item.property("text") == words)


def test_a_page_as_it_is_has_no_fault(portrait: Stage) -> None:
    assert faults(look(portrait, model_of("phone"))) == {}


def test_a_weak_colour_is_found_in_the_pixels(portrait: Stage) -> None:
    model = model_of("notice")
    portrait.put(model)
    title = _text(portrait, model.header.title)
    before = title.property("color")
    title.setProperty("color", "#8A8F8D")
    portrait.loop.process()
    (found,) = weak_words(look(portrait, model))
    title.setProperty("color", before)
    assert found.endswith(model.header.title)


def test_contrast_is_that_of_ground_and_letters() -> None:
    picture = Image.new("RGB", (40, 20), (255, 255, 255))
    picture.paste((119, 119, 119), (5, 5, 12, 15))
    assert contrast_of(picture, QRectF(0, 0, 39, 19)) == pytest.approx(4.48, abs=0.01)


def test_a_letter_no_chosen_face_holds_is_found(portrait: Stage) -> None:
    model = model_of("notice")
    sight = look(portrait, model)
    title = _text(portrait, model.header.title)
    title.setProperty("text", "\U000130b8")
    assert missing_glyphs(sight) == ["U+130B8 in \U000130b8"]
    title.setProperty("text", model.header.title)


def test_a_main_target_must_be_larger_than_the_others(portrait: Stage) -> None:
    sight = look(portrait, model_of("notice"))
    button = _item(portrait, "action:agree")
    height = button.height()
    button.setHeight(22 * portrait.pixels_per_mm)
    assert small_main_targets(sight) == ["agree"]
    assert portrait.small_targets() == []
    button.setHeight(height)


def test_focus_that_goes_back_along_its_row_is_found(portrait: Stage) -> None:
    sight = look(portrait, model_of("notice"))
    first, last = _item(portrait, "action:back"), _item(portrait, "action:agree")
    places = first.x(), last.x()
    first.setX(places[1])
    last.setX(places[0])
    assert focus_jumps(sight)
    first.setX(places[0])
    last.setX(places[1])
    assert focus_jumps(sight) == []
