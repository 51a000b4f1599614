"""What the QML files may hold: no sentence, no font of their own, and colours that can be read."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

QML = Path(__file__).resolve().parents[3] / "ui" / "qml"
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
SENTENCE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\u0600-\u06ff]|[A-Za-z]{2,} [A-Za-z]{2,}")
SHOWN = re.compile(r'\b(?:text|placeholderText|Accessible\.name|Accessible\.description):\s*"[^"]')
TEXT_PAIRS = (
    ("ink", "paper"),
    ("ink2", "paper"),
    ("ink2", "counter"),
    ("ink2", "face"),
    ("onPrimary", "primary"),
    ("mark", "face"),
    ("onTint", "tint"),
    ("onAmber", "amberTint"),
    ("onRed", "redTint"),
    ("onFoot2", "foot"),
    ("onFoot", "dusk"),
)
SHAPE_PAIRS = (("mark", "counter"), ("focus", "paper"))


def sentences(text: str) -> list[str]:
    """Literals with words in them, and anything shown that does not come from the model."""
    code = "\n".join(re.sub(r"(^|\s)//.*", "", line) for line in text.splitlines() if not line.startswith("import"))
    found = [literal for literal in LITERAL.findall(code) if SENTENCE.search(literal)]
    return found + SHOWN.findall(code)


def test_no_page_holds_a_sentence() -> None:
    assert {path.name: found for path in QML.rglob("*.qml") if (found := sentences(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize("planted", ['text: "好"', 'x ? "Lay your card" : ""', 'text: "Back"', 'Accessible.name: "Go"'])
def test_a_planted_sentence_is_found(planted: str) -> None:
    assert sentences(f"Item {{\n    {planted}\n}}")


def test_only_the_theme_knows_fonts() -> None:
    named = [path.name for path in QML.rglob("*.qml") if "font.family" in path.read_text("utf-8")]
    assert named == []


def palettes() -> Iterator[tuple[str, dict[str, str]]]:
    theme = (QML / "Kiosk/theme/Theme.qml").read_text("utf-8")
    for name, body in re.findall(r"(light|dark|contrast): \{(.*?)\}", theme, re.DOTALL):
        yield name, dict(re.findall(r'(\w+): "(#[0-9A-F]{6})"', body))


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_texts_stand_out_ten_to_one_and_shapes_seven_to_one() -> None:
    weak = [
        (name, *pair)
        for name, colours in palettes()
        for pairs, least in ((TEXT_PAIRS, 10), (SHAPE_PAIRS, 7))
        for pair in pairs
        if contrast(colours[pair[0]], colours[pair[1]]) < least
    ]
    assert weak == []
    assert len(list(palettes())) == 3


def test_contrast_is_reckoned_as_the_formula_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
