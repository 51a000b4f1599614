"""Every situation as a page: finished words, masked data, no dead button, nothing personal where it must not be."""

import json
import re
from itertools import product
from pathlib import Path

import msgspec
import pytest

from kiosk.contract.failure import FailureCode
from kiosk.visit import events
from kiosk.visit.diagram import page as flow_page
from kiosk.visit.events import Pressed, Timer
from kiosk.visit.machine import begin, find
from kiosk.visit.projection import screen
from kiosk.visit.screen import (
    Action,
    Banner,
    Choices,
    Entry,
    Facts,
    Keys,
    Line,
    Page,
    Place,
    Plate,
    Role,
    ScreenModel,
    Shutter,
    SignPad,
    Slip,
    Tiles,
    Tone,
    Wheels,
)
from kiosk.visit.situations import EVERY
from kiosk.visit.visit import Visit
from tests.unit.kiosk.visit.walking import (
    ASSETS,
    CANARIES,
    NO_PRINTER,
    NO_READER,
    NOT_PRINTED,
    OWED,
    READER,
    RECORDED,
    STROKE,
    UNKNOWN,
    Walk,
    catalogue,
    rules_with,
    wander,
    wording,
)

ROOT = ASSETS.parent
WORDS = json.loads((ASSETS / "wording" / "visit.json").read_text("utf-8"))
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def reached() -> dict[type, list[Visit]]:
    return wander()


def _screen(walk: Walk) -> ScreenModel:
    return screen(walk.visit, walk.rules, clock="10:42")


def _actions(model: ScreenModel) -> list[Action]:
    """Every action drawn on the page and the sheet."""
    found: list[Action] = []

    def look(part: object) -> None:
        if isinstance(part, Action):
            found.append(part)
        elif isinstance(part, tuple):
            for piece in part:
                look(piece)
        elif isinstance(part, msgspec.Struct):
            for name in part.__struct_fields__:
                look(getattr(part, name))

    look(model)
    return found


def _text(model: ScreenModel) -> str:
    return json.dumps(msgspec.to_builtins(model), ensure_ascii=False)


def test_every_situation_is_drawn_in_every_language_and_look(reached: dict[type, list[Visit]]) -> None:
    rules = rules_with()
    for visits, language, size in product(reached.values(), rules.languages, ("normal", "large")):
        for visit in visits[:2]:
            look = msgspec.structs.replace(visit.look, size=size)
            model = screen(visit.but(language=language, look=look), rules, clock="10:42")
            assert model.speech
            assert model.focus


def test_the_same_visit_gives_the_same_page(reached: dict[type, list[Visit]]) -> None:
    rules = rules_with()
    for visits in reached.values():
        assert screen(visits[0], rules, clock="10:42") == screen(visits[0], rules, clock="10:42")


def test_nothing_offered_is_dead(reached: dict[type, list[Visit]]) -> None:
    """Whatever stands in the focus order is answered by the table, the posters behind the end apart."""
    rules = rules_with()
    assert set(reached) == set(EVERY)
    for visits in reached.values():
        for visit in visits:
            model = screen(visit, rules, clock="10:42")
            if model.page is Page.ATTRACT and type(visit.situation).__name__ == "Cleared":
                continue
            for action in model.focus:
                assert find(visit, Pressed(action)) is not None, (type(visit.situation).__name__, action)


def test_every_action_has_a_word_and_stands_once(reached: dict[type, list[Visit]]) -> None:
    rules = rules_with()
    for visits in reached.values():
        for visit in visits:
            model = screen(visit, rules, clock="10:42")
            assert all(action.label for action in _actions(model))
            assert len(model.focus) == len(set(model.focus)), model.focus
            covered = set() if model.sheet else {action.id for action in _actions(model)} - set(model.focus)
            assert covered == set()


def test_a_page_has_at_most_one_primary_button(reached: dict[type, list[Visit]]) -> None:
    rules = rules_with()
    for visits in reached.values():
        for visit in visits:
            model = screen(visit, rules, clock="10:42")
            offered = model.sheet.actions if model.sheet else model.actions
            assert sum(action.role is Role.PRIMARY for action in offered) <= 1


def test_english_pages_hold_no_chinese(reached: dict[type, list[Visit]]) -> None:
    """But the languages' own names, the footer's word for them, and what the card itself says."""
    rules = rules_with()
    for visits in reached.values():
        for visit in visits:
            model = screen(visit.but(language="en"), rules, clock="10:42")
            said = "".join(action.label for action in _actions(model) if not action.id.startswith("language"))
            if model.page not in (Page.REVIEW, Page.SIGN) and type(visit.situation).__name__ != "Cleared":
                assert not HAN.search(said + model.speech + model.header.title), model.page


# ---- what must not be seen -------------------------------------------------------------------------------------------


def _told(model: ScreenModel) -> list[str]:
    return [canary for canary in (*CANARIES, "SZ-0000-0000-0", "138") if canary in _text(model)]


@pytest.mark.parametrize("way", ["to_review", "to_sign", "to_outcome", "to_rating"])
def test_under_the_warning_no_personal_data_is_drawn(way: str) -> None:
    walk = getattr(Walk(), way)()
    if way == "to_outcome":
        walk.on(NOT_PRINTED)
    model = _screen(walk.after(Timer.IDLE))
    assert model.shutter is Shutter.HALF
    assert _told(model) == []
    assert model.header.stations == ()
    assert model.sheet is not None


def test_a_page_that_did_show_data_would_be_seen() -> None:
    """The detector's own proof."""
    assert _told(_screen(Walk().to_review())) == ["样本", "138"]


def test_a_browsing_page_stays_visible_under_the_warning() -> None:
    model = _screen(Walk().to_item().after(Timer.IDLE))
    assert (model.page, model.shutter) == (Page.ITEM, Shutter.OPEN)
    assert model.blocks


def test_under_the_veil_no_personal_data_is_drawn() -> None:
    model = _screen(Walk().to_veil())
    assert (model.page, model.shutter, _told(model)) == (Page.VEIL, Shutter.DOWN, [])
    assert "60" in model.speech


@pytest.mark.parametrize("way", ["to_taking_card", "to_cleared"])
def test_behind_the_end_no_personal_data_is_drawn(way: str) -> None:
    assert _told(_screen(getattr(Walk(), way)())) == []


def test_an_owed_receipt_asks_without_personal_data() -> None:
    model = _screen(Walk().on(OWED))
    assert "10:37" in model.speech
    assert "SZ-1111-1111-1" not in _text(model)


def test_numbers_are_masked_wherever_they_stand() -> None:
    for walk in (Walk().to_review(), Walk().to_sign()):
        text = _text(_screen(walk))
        assert "110***********002X" in text
        assert "11010519491231002X" not in text
        assert "13800138000" not in text
        assert "138 0013 8000" not in text


# ---- what must be said -----------------------------------------------------------------------------------------------


def test_the_poster_offers_every_language_in_its_own_script() -> None:
    plate = _screen(Walk()).counter
    assert isinstance(plate, Plate)
    ids = [action.id for action in plate.languages]
    assert ids[:3] == ["language.zh-CN", "language.zh-Hant", "language.en"]
    assert ids[-1] == "look.size.large"


def test_home_shows_all_items_with_hot_ones_first_and_the_reason_of_those_not_possible() -> None:
    walk = Walk().to_home()
    tiles = []
    for _ in range(2):
        counter = _screen(walk).counter
        assert isinstance(counter, Tiles)
        tiles += counter.actions
        walk.press("home.more")
    assert tiles[0].id == "item.med.cross-region-filing"
    assert {tile.id for tile in tiles} == {f"item.{item.id}" for item in catalogue().items}
    assert all(tile.note for tile in tiles)
    assert tiles[0].enabled
    assert not all(tile.enabled for tile in tiles)


def test_pressing_what_is_not_possible_says_why_in_a_banner() -> None:
    model = _screen(Walk().to_home().press("item.si.contribution-proof"))
    (banner,) = [block for block in model.blocks if isinstance(block, Banner)]
    assert "社会保险参保证明打印" in banner.text
    assert banner.detail


def test_offline_is_said_as_badge_and_banner() -> None:
    model = _screen(Walk().to_home().on(events.LinkChanged(up=False)))
    assert model.header.badge == "离线"
    assert any(isinstance(block, Banner) and block.tone is Tone.AMBER for block in model.blocks)


def test_the_item_says_honestly_how_the_person_is_checked() -> None:
    assert "办理部门再核对" in _screen(Walk().to_item()).speech


def test_agree_and_decline_stand_side_by_side() -> None:
    assert {"agree", "decline"} <= {action.id for action in _screen(Walk().to_notice()).actions}


def test_the_line_shows_where_the_visit_is() -> None:
    header = _screen(Walk().to_question()).header
    assert [station.place for station in header.stations] == [Place.BEHIND] * 2 + [Place.HERE] + [Place.AHEAD] * 3
    assert 0 < header.progress < 1


def test_the_phone_has_fixed_slots_and_an_error_in_place_of_the_note() -> None:
    model = _screen(Walk().to_question().type("138").press("next"))
    (entry,) = [block for block in model.blocks if isinstance(block, Entry)]
    assert (entry.text, entry.groups, entry.error) == ("138", (3, 4, 4), "还差 8 位")
    assert isinstance(model.counter, Keys)
    assert [key.id for key in model.counter.rows[0]] == ["key.1", "key.2", "key.3"]


def test_regions_come_in_pages_and_nothing_is_lost_between_them() -> None:
    walk = Walk().to_question().type("13800138000").press("next", "choice.referral", "next")
    seen: list[str] = []
    while True:
        counter = _screen(walk).counter
        assert isinstance(counter, Choices)
        assert len(counter.actions) <= 15
        seen += [action.id for action in counter.actions if action.id.startswith("choice.")]
        if "page.next" not in {action.id for action in counter.actions}:
            break
        walk.press("page.next")
    assert seen == [f"choice.{region.code}" for region in walk.rules.regions("")]
    walk.press(*["page.back"] * 9)
    assert "page.back" not in _screen(walk).focus


def test_a_chosen_city_is_named_with_its_province() -> None:
    walk = Walk().to_question().type("13800138000").press("next", "choice.referral", "next")
    assert "湖南省长沙市" in _screen(walk.press("choice.430000", "choice.430100")).speech


def test_dates_are_turned_on_three_wheels_and_an_optional_one_may_be_skipped() -> None:
    walk = Walk().to_review().press("edit.end")
    model = _screen(walk)
    assert isinstance(model.counter, Wheels)
    assert [wheel.value for wheel in model.counter.wheels] == ["2026", "11", "24"]
    assert "skip" in model.focus


def test_the_pad_shows_what_was_drawn() -> None:
    counter = _screen(Walk().to_sign().on(STROKE)).counter
    assert isinstance(counter, SignPad)
    assert counter.strokes == (STROKE.points,)


def test_kept_is_said_before_where_it_goes() -> None:
    model = _screen(Walk().to_submitting().on(RECORDED))
    assert model.page is Page.SUBMITTING
    assert "已经存好了" in model.speech
    assert "finish" not in model.focus


@pytest.mark.parametrize(("received", "tone", "place"), [(True, Tone.GOOD, 1), (False, Tone.AMBER, 0)])
def test_the_outcome_claims_what_is_true_and_never_more(received: bool, tone: Tone, place: int) -> None:
    walk = Walk().to_submitting().on(RECORDED)
    model = _screen(walk.on(events.Settled()) if received else walk.after(Timer.SETTLE))
    (plate,) = [block for block in model.blocks if isinstance(block, Banner)]
    (line,) = [block for block in model.blocks if isinstance(block, Line)]
    assert (plate.tone, plate.large) == (tone, True)
    assert "不是最终结果" in plate.detail
    places = [station.place for station in line.stations]
    assert places == [Place.BEHIND] * place + [Place.HERE] + [Place.AHEAD] * (3 - place)
    assert any(isinstance(block, Slip) for block in model.blocks)


def test_accepted_and_decided_stand_only_as_stations_ahead(reached: dict[type, list[Visit]]) -> None:
    office = {key for key, text in WORDS.items() if re.search("受理|办结", text["zh-CN"])}
    assert office == {"visit.progress.accepted", "visit.progress.done"}
    rules = rules_with()
    for visits in reached.values():
        for visit in visits:
            for block in screen(visit, rules, clock="").blocks:
                if isinstance(block, Line) and len(block.stations) == 4:
                    assert {station.place for station in block.stations[2:]} == {Place.AHEAD}


def test_paper_of_unknown_fate_is_a_question_with_two_answers() -> None:
    model = _screen(Walk().to_outcome().on(UNKNOWN))
    assert [action.id for action in model.actions] == ["reprint", "have_it"]
    assert "您拿到凭条了吗" in model.speech


def test_without_a_printer_only_the_word_of_the_person_is_asked() -> None:
    walk = Walk().to_outcome().on(NOT_PRINTED, events.HealthChanged((READER, NO_PRINTER)))
    model = _screen(walk)
    assert [action.id for action in model.actions] == ["have_it"]
    assert wording().text("failure.K701.citizen", "zh-CN") in model.speech


def test_five_grades_and_a_way_past_them() -> None:
    model = _screen(Walk().to_rating())
    assert isinstance(model.counter, Choices)
    assert [action.id for action in model.counter.actions] == [f"rate.{score}" for score in (5, 4, 3, 2, 1)]
    assert "skip" in model.focus


def test_not_known_names_the_number_to_ask_with() -> None:
    model = _screen(Walk().to_submitting().after(Timer.KEEPER))
    assert model.page is Page.NOT_KNOWN
    assert re.search(r"SZ-\w{4}-\w{4}-\w", model.speech)
    assert "不要重新填写" in model.speech


def test_a_dead_reader_is_said_on_the_card_page_with_a_way_out() -> None:
    model = _screen(Walk().to_card().on(events.HealthChanged((NO_READER, NO_PRINTER))))
    assert wording().text("failure.K101.citizen", "zh-CN") in model.speech
    assert "help" in model.focus


def test_a_third_refused_card_points_to_staff() -> None:
    refused = events.CardRefused(FailureCode.CARD_UNREADABLE)
    assert "呼叫工作人员" in _screen(Walk().to_card().on(refused, refused, refused)).speech


def test_a_called_helper_is_said_under_the_title() -> None:
    model = _screen(Walk().to_question().press("help"))
    assert any(isinstance(block, Banner) and block.icon == "help" for block in model.blocks)


@pytest.mark.parametrize(("kept", "words"), [(False, "没有送出"), (True, "不要重新填写")])
def test_after_a_crash_the_poster_says_what_became_of_it(kept: bool, words: str) -> None:
    visit = begin(rules_with(), interrupted=True, maybe_kept=kept)
    assert words in screen(visit, rules_with(), clock="").speech


def test_out_of_service_says_what_happens_to_applications_already_kept() -> None:
    model = _screen(Walk().on(events.HealthChanged((NO_READER, NO_PRINTER))))
    assert model.page is Page.OUT_OF_SERVICE
    assert "不受影响" in model.speech


def test_a_quiet_end_shows_the_poster_in_the_first_language() -> None:
    model = _screen(Walk().press("language.en", "finish"))
    assert (model.page, model.language) == (Page.ATTRACT, "zh-CN")


def test_leaving_twice_is_one_button_in_the_sheet() -> None:
    model = _screen(Walk().to_question().press("finish"))
    assert [action.id for action in model.footer] == ["language", "look", "help"]
    assert model.focus[:2] == ("finish", "sheet.close")


def test_the_site_stands_on_brand_pages() -> None:
    assert _screen(Walk()).header.subtitle == "龙华支行营业厅 · 3 号机"


def test_facts_of_the_item_fit_one_page() -> None:
    (facts,) = [block for block in _screen(Walk().to_item()).blocks if isinstance(block, Facts)]
    assert len(facts.rows) <= 7


# ---- words -----------------------------------------------------------------------------------------------------------


def test_every_word_of_the_visit_is_there_in_chinese_and_english() -> None:
    assert [key for key, text in WORDS.items() if not text.get("zh-CN") or not text.get("en")] == []


def test_the_words_keep_the_house_rules() -> None:
    for key, text in WORDS.items():
        assert not re.search("请勿|温馨提示|抱歉|格式错误|你", text["zh-CN"]), key
        assert not re.search("invalid|[Pp]lease", text["en"]), key
        assert all(len(sentence) <= 40 for sentence in re.split("[。；：]", text["zh-CN"])), key


def test_every_word_of_the_visit_is_said_somewhere() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "kiosk/visit").rglob("*.py"))
    stems = set(re.findall(r'"(visit\.[a-z_.]+)', code)) | {"visit.station.", "visit.progress.", "visit.sending."}
    unused = [
        key for key in WORDS if not any(key == stem or (stem.endswith(".") and key.startswith(stem)) for stem in stems)
    ]
    assert unused == []


def test_the_page_about_the_flow_is_the_one_the_tables_make() -> None:
    assert (Path(ROOT) / "docs/flow.md").read_text("utf-8") == flow_page()
