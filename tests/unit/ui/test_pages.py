"""Every page of the real machine, drawn: whole, in the model's words, large enough to hit, in its order of focus."""

from itertools import product

import pytest

from kiosk.visit.screen import Look
from tests.screens.pages import LARGE, PAGES, STILL, model_of
from tests.screens.stage import PORTRAIT, Stage

pytestmark = pytest.mark.xdist_group("qt")

LOOKS = {"normal": STILL, "large": LARGE}


@pytest.mark.parametrize(("language", "size"), list(product(("zh-CN", "en"), LOOKS)))
def test_every_page_is_whole_in_chinese_and_english(stage: Stage, language: str, size: str) -> None:
    faults = {}
    for name in PAGES:
        model = model_of(name, language, LOOKS[size])
        stage.put(model)
        found = {
            "foreign": stage.foreign_words(model),
            "cut": stage.cut_words(),
            "lost": stage.lost_words(),
            "over one another": stage.colliding_words(),
            "small": stage.small_targets(),
            "targets over one another": stage.colliding_targets(),
            "focus": [] if tuple(stage.targets()) == model.focus else [*stage.targets(), *model.focus],
        }
        faults |= {(name, kind): fault for kind, fault in found.items() if fault}
    assert faults == {}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_guests_languages_lose_no_word_and_no_target(stage: Stage, language: str) -> None:
    faults = {}
    for name in PAGES:
        model = model_of(name, language)
        stage.put(model)
        found = {"foreign": stage.foreign_words(model), "small": stage.small_targets(), "lost": stage.lost_words()}
        faults |= {(name, kind): fault for kind, fault in found.items() if fault}
        assert tuple(stage.targets()) == model.focus
    assert faults == {}


def test_a_cut_text_and_a_small_target_are_found(portrait: Stage) -> None:
    model = model_of("notice")
    portrait.put(model)
    text = next(item for item in portrait.texts() if item.property("text") == model.header.title)
    before = text.height()
    text.setHeight(4)
    button = next(item for item in portrait.items() if item.objectName() == "action:agree")
    width = button.width()
    assert portrait.cut_words() == [model.header.title]
    button.setWidth(20)
    assert portrait.small_targets() == ["agree"]
    text.setHeight(before)
    button.setWidth(width)


def test_another_language_is_the_same_page(stage: Stage) -> None:
    for name in ("phone", "review", "signed", "date", "home"):
        stage.put(model_of(name, "zh-CN"))
        page = next(item for item in stage.items() if item.objectName() == "window")
        before = list(stage.targets())
        stage.put(model_of(name, "en"))
        assert next(item for item in stage.items() if item.objectName() == "window") is page
        assert list(stage.targets()) == before


def test_arabic_mirrors_all_but_the_digits(stage: Stage) -> None:
    stage.put(model_of("phone", "en"))
    straight = stage.targets()
    stage.put(model_of("phone", "ar"))
    mirrored = stage.targets()
    width = stage.panel.width_px
    for action in ("back", "next", "finish", "help"):
        assert mirrored[action].center().x() == pytest.approx(width - straight[action].center().x(), abs=12)
    assert mirrored["key.1"].x() < mirrored["key.2"].x() < mirrored["key.3"].x()


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_other_colours_say_nothing_new_to_qt(stage: Stage, theme: str) -> None:
    for name in ("attract", "home offline", "phone wrong", "received", "veil", "look"):
        stage.put(model_of(name, look=Look(theme=theme, reduce_motion=True)))


def test_motion_on_shows_the_same_pages(stage: Stage) -> None:
    for name in ("card", "submitting", "idle", "take card"):
        model = model_of(name, look=Look())
        stage.put(model)
        assert tuple(stage.targets()) == model.focus


def test_nothing_of_the_page_is_drawn_behind_the_shutter(stage: Stage) -> None:
    for name in ("idle", "veil"):
        stage.put(model_of("review"))
        model = model_of(name)
        stage.put(model)
        assert stage.foreign_words(model) == []
        assert not any(item.objectName() == "window" for item in stage.items())


def test_a_press_on_any_button_arrives_by_its_name(portrait: Stage) -> None:
    portrait.put(model_of("phone"))
    for action in model_of("phone").focus:
        portrait.done.clear()
        assert portrait.robot.press(action)
        assert [event.action for event in portrait.done] == [action]  # type: ignore[union-attr]
    assert portrait.panel == PORTRAIT


def test_a_stroke_arrives_in_thousandths_of_the_pad(portrait: Stage) -> None:
    portrait.put(model_of("sign"))
    portrait.done.clear()
    assert portrait.robot.stroke([(100, 200), (500, 500), (900, 800)])
    (drawn,) = portrait.done
    assert [(round(x, -2), round(y, -2)) for x, y in drawn.points][-1] == (900, 800)  # type: ignore[union-attr]
