from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.paper.bidi import Block, visual_blocks
from kiosk.paper.draw import Sheet, draw_slip
from kiosk.paper.faces import NO_GLYPH, Faces, FontsError
from kiosk.paper.slip import Words
from kiosk.paper.text import NO_BREAK, Pen

FSI, LRI, PDI = "\u2068", "\u2066", "\u2069"


def _families(faces: Faces, text: str, language: str) -> list[tuple[str, str]]:
    return [(run.text, str(run.font.getname()[0])) for run in faces.runs(text, language, 28, bold=False)]


def test_a_rare_name_is_drawn_by_two_faces(faces: Faces) -> None:
    assert _families(faces, "李𬻉先生", "zh-CN") == [
        ("李", "Noto Sans CJK SC"),
        ("𬻉", "HanaMinB"),
        ("先生", "Noto Sans CJK SC"),
    ]


@pytest.mark.parametrize("name", ["张䶮", "王𬱖", "赵𠅤", "李𬻉", "赵𪟂", "欧阳·阿卜杜拉"])
def test_names_of_the_standard_can_be_drawn(faces: Faces, name: str) -> None:
    assert faces.can_draw(name, "zh-CN")
    assert NO_GLYPH not in "".join(text for text, _ in _families(faces, name, "zh-CN"))


@pytest.mark.parametrize("name", ["王\ue863", "陈𮯰", "周\U00030010", "\ud800", "王\r"])
@pytest.mark.parametrize("language", ["zh-CN", "ar"])
def test_what_no_face_has_is_known_before_it_is_printed(faces: Faces, name: str, language: str) -> None:
    assert not faces.can_draw(name, language)
    marked = [(text, family) for text, family in _families(faces, name, language) if NO_GLYPH in text]
    assert marked
    assert all(family.startswith("Noto Sans CJK") for _, family in marked)


def test_english_apostrophes_come_from_the_latin_face(faces: Faces) -> None:
    assert _families(faces, "l’assurance · 1", "fr") == [("l’assurance · 1", "Noto Sans")]
    assert _families(faces, "’", "zh-CN") == [("’", "Noto Sans CJK SC")]


@pytest.mark.parametrize(("language", "family"), [("zh-CN", "SC"), ("zh-Hant", "TC"), ("ja", "JP"), ("ko", "KR")])
def test_each_language_has_its_own_shapes(faces: Faces, language: str, family: str) -> None:
    assert _families(faces, "直", language) == [("直", f"Noto Sans CJK {family}")]


def test_a_face_without_bold_is_widened(faces: Faces) -> None:
    rare = [run for run in faces.runs("𬻉", "zh-CN", 28, bold=True) if run.font.getname()[0] == "HanaMinB"]
    plain = faces.runs("王", "zh-CN", 28, bold=True)
    assert [run.stroke for run in plain] == [0]
    assert [run.stroke for run in rare] == [1]


def test_arabic_letters_join(faces: Faces) -> None:
    pen = Pen(faces, "ar", 40)
    assert pen.width("سلام") < sum(pen.width(letter) for letter in "سلام")


def test_a_missing_font_is_named(tmp_path: Path) -> None:
    (tmp_path / "fonts.toml").write_text(
        '[languages]\n"zh-CN" = ["x"]\n[faces.x]\nfamily = "X Sans"\nfile = "/nowhere/x.ttf"\nindex = 0\npackage = "fonts-x"\n'
    )
    broken = Faces.load(tmp_path / "fonts.toml")
    assert broken.missing() == ("/nowhere/x.ttf",)
    with pytest.raises(FontsError, match="fonts-x"):
        broken.runs("a", "zh-CN", 20, bold=False)


@pytest.mark.parametrize("body", ["", "[languages", "[languages]\n[faces.x]\nfamily = 1"])
def test_a_broken_font_file_is_refused(tmp_path: Path, body: str) -> None:
    (tmp_path / "fonts.toml").write_text(body)
    with pytest.raises(FontsError):
        Faces.load(tmp_path / "fonts.toml")


@pytest.mark.parametrize("width", [120, 200, 352])
def test_lines_keep_to_the_width_and_to_the_marks(faces: Faces, width: int) -> None:
    pen = Pen(faces, "zh-CN", 25)
    lines = pen.lines("已加密，还没送达。网络恢复后自动送出，您不用再来（《凭条》请收好）。", width)
    assert all(pen.width(line) <= width for line in lines)
    assert all(line[0] not in "，。）》" and line[-1] not in "（《" for line in lines)
    assert "".join(lines) == "已加密，还没送达。网络恢复后自动送出，您不用再来（《凭条》请收好）。"


def test_no_character_stands_alone_on_the_last_line(faces: Faces) -> None:
    pen = Pen(faces, "zh-CN", 25)
    lines = pen.lines("一二三四五六七八九十一", 260)
    assert len(lines) == 2
    assert len(lines[-1]) > 1


def test_latin_words_stay_whole_unless_one_is_wider_than_the_paper(faces: Faces) -> None:
    pen = Pen(faces, "en", 25)
    assert " ".join(pen.lines("To follow it bring this receipt", 200)) == "To follow it bring this receipt"
    pieces = pen.lines("W" * 60, 200)
    assert len(pieces) > 1
    assert "".join(pieces) == "W" * 60
    assert all(pen.width(piece) <= 200 for piece in pieces)


def test_a_date_is_never_cut(faces: Faces) -> None:
    pen = Pen(faces, "zh-CN", 29, bold=True)
    date = f"2026-11-24{NO_BREAK}10:25"
    lines = pen.lines(f"{date} 至{NO_BREAK}{date}", 300)
    assert lines == [date, f"至{NO_BREAK}{date}"]


def test_an_isolate_cut_by_a_break_goes_on(faces: Faces) -> None:
    pen = Pen(faces, "ar", 25)
    lines = pen.lines(f"{LRI}one two three four five six.{PDI}", 160)
    assert len(lines) > 1
    assert all(line.startswith(LRI) for line in lines)


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("abc 12", False, [("abc 12", False)]),
        ("رقم", True, [("رقم", True)]),
        ("abc رقم def", False, [("abc ", False), ("رقم", True), (" def", False)]),
        ("رقم abc", True, [("abc", False), ("رقم ", True)]),
        ("رقم 12-34", True, [("12-34", False), ("رقم ", True)]),
        (f"رقم: {FSI}SZ-1{PDI}.", True, [(".", True), ("SZ-1", False), ("رقم: ", True)]),
        (f"{LRI}one.{PDI}", True, [("one.", False)]),
        (f"a {FSI}رقم{PDI} b", False, [("a ", False), ("رقم", True), (" b", False)]),
        (f"{LRI}open", True, [("open", False)]),
        (f"stray{PDI}", False, [("stray", False)]),
        ("", True, []),
    ],
)
def test_mixed_directions_stand_in_visual_order(text: str, base: bool, expected: list[tuple[str, bool]]) -> None:
    assert list(visual_blocks(text, right_to_left=base)) == [Block(*block) for block in expected]


@given(st.text(alphabet="ab1 .-رقم王(){}" + FSI + LRI + PDI, max_size=24), st.booleans())
def test_no_character_is_lost_on_the_way_to_the_paper(text: str, base: bool) -> None:
    drawn = "".join(block.text for block in visual_blocks(text, right_to_left=base))
    assert sorted(drawn) == sorted(character for character in text if character not in (FSI, LRI, PDI))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=30), language=st.sampled_from(["zh-CN", "en", "ar"]))
def test_any_text_can_be_put_on_paper(faces: Faces, text: str, language: str) -> None:
    picture = draw_slip([Words(text)], Sheet(384, language, faces))
    assert picture.height > 0


def test_right_to_left_words_begin_at_the_right(faces: Faces) -> None:
    def first_ink(language: str) -> int:
        image = Image.frombytes("1", (384, (p := draw_slip([Words("1")], Sheet(384, language, faces))).height), p.rows)
        box = image.getbbox()
        assert box is not None
        return box[0]

    assert first_ink("en") < 40
    assert first_ink("ar") > 340
