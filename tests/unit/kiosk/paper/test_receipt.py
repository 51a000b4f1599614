import dataclasses

import pytest
import zxingcpp
from PIL import Image

from kiosk.paper.draw import MODULE_LIMIT, QUIET_ZONE, Sheet, code_matrix, draw_slip
from kiosk.paper.faces import Faces
from kiosk.paper.picture import Picture, from_png, to_image, to_png
from kiosk.paper.receipt import (
    OwedReceipt,
    Receipt,
    ReceiptState,
    draw_owed,
    draw_receipt,
    owed_parts,
    receipt_parts,
)
from kiosk.paper.slip import Code, Facts, Part, Plate, Size, Words
from kiosk.wording.languages import LANGUAGES
from kiosk.wording.lookup import Wording

WIDTHS = [576, 384]
LONG_NAMES = {
    "zh-CN": "不动产登记信息查询证明（个人名下）",
    "en": "Property registration search certificate (own name)",
    "ar": "شهادة بحث في سجل العقارات (باسم مقدم الطلب)",
    "fr": "Certificat de recherche au registre foncier (à votre nom)",
}


def _codes(picture: Picture) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(to_image(picture).convert("L"))]


def _words(parts: tuple[Part, ...]) -> str:
    said: list[str] = []
    for part in parts:
        match part:
            case Words():
                said.append(part.text)
            case Plate():
                said += [part.title, part.detail]
            case Facts():
                said += [word for row in part.rows for word in row]
            case _:
                pass
    return "\n".join(said).replace("\u00a0", " ")


def _ink_outside(picture: Picture, margin: int) -> int:
    """Black dots in the margins."""
    image = to_image(picture).convert("L").point(lambda level: 255 - level)
    edges = (
        image.crop((0, 0, margin, picture.height)),
        image.crop((picture.width - margin, 0, picture.width, picture.height)),
    )
    return sum(edge.getbbox() is not None for edge in edges)


@pytest.mark.parametrize("dots", WIDTHS)
@pytest.mark.parametrize("state", list(ReceiptState))
def test_the_proof_is_read_back_from_the_paper(
    receipt: Receipt, wording: Wording, faces: Faces, dots: int, state: ReceiptState
) -> None:
    picture = draw_receipt(dataclasses.replace(receipt, state=state), wording, dots, faces)
    assert _codes(picture) == [receipt.token]
    assert _codes(from_png(to_png(picture))) == [receipt.token]


@pytest.mark.parametrize("dots", WIDTHS)
def test_the_proof_of_an_owed_receipt_is_read_back(
    owed: OwedReceipt, wording: Wording, faces: Faces, dots: int
) -> None:
    assert _codes(draw_owed(owed, wording, dots, faces)) == [owed.token]


@pytest.mark.parametrize("dots", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_runs_over_the_edge_of_the_paper(
    receipt: Receipt, wording: Wording, faces: Faces, dots: int, language: str
) -> None:
    item = LONG_NAMES.get(language, LONG_NAMES["zh-CN"])
    long = dataclasses.replace(
        receipt, language=language, item=item, applicant="Z**** J********* A***********", branch=item * 2, copy=True,
        not_after=receipt.not_after + 90_000,
    )  # fmt: skip
    picture = draw_receipt(long, wording, dots, faces)
    assert (picture.width, len(picture.rows)) == (dots, dots // 8 * picture.height)
    assert _ink_outside(picture, 4) == 0
    assert _codes(picture) == [receipt.token]


def test_ink_in_the_margin_would_be_seen(faces: Faces) -> None:
    sheet = Sheet(384, "en", faces)
    picture = draw_slip([Words("i" * 9)], sheet)
    assert _ink_outside(picture, sheet.margin + 20) > 0


def test_the_slip_says_recorded_and_not_the_final_result(receipt: Receipt, wording: Wording) -> None:
    said = _words(receipt_parts(receipt, wording))
    for words in (
        "本机已存",
        "还没送达",
        "SZ-7K3M-9QXP-4",
        "异地就医备案",
        "王*",
        "4GQ7-M2XK",
        "这不是最终结果",
        "LH03",
        "样本银行龙华支行",
    ):
        assert words in said
    for never in ("受理", "办结", "已送达", "补打"):
        assert never not in said


def test_the_slip_says_received_only_then(receipt: Receipt, wording: Wording) -> None:
    parts = receipt_parts(dataclasses.replace(receipt, state=ReceiptState.RECEIVED, language="en"), wording)
    assert "Delivered" in _words(parts)
    assert "Kept on this machine" not in _words(parts)
    plate = next(part for part in parts if isinstance(part, Plate))
    assert plate.filled


def test_a_copy_is_marked_so(receipt: Receipt, wording: Wording, owed: OwedReceipt) -> None:
    assert "补打件" in _words(receipt_parts(dataclasses.replace(receipt, copy=True), wording))
    assert "补打件" in _words(owed_parts(dataclasses.replace(owed, copy=True), wording))


def test_an_owed_receipt_knows_neither_item_nor_person(owed: OwedReceipt, wording: Wording) -> None:
    said = _words(owed_parts(owed, wording))
    assert "SZ-7K3M-9QXP-4" in said
    assert "凭这个编号查询" in said
    for unknown in ("办理事项", "申请人", "校验码"):
        assert unknown not in said


def test_the_reference_is_the_biggest_thing_on_the_paper(receipt: Receipt, wording: Wording) -> None:
    sizes = [
        part.size
        for part in receipt_parts(receipt, wording)
        if isinstance(part, Words) and part.text == receipt.reference
    ]
    assert sizes == [Size.DISPLAY]


@pytest.mark.parametrize(
    ("later", "expected"),
    [(0, "2026-11-24 10:25"), (61, "2026-11-24 10:25 至 10:26"), (86_400, "2026-11-24 10:25 至 2026-11-25 10:25")],
)
def test_the_time_is_as_exact_as_the_clock_was_sure(
    receipt: Receipt, wording: Wording, later: int, expected: str
) -> None:
    known = dataclasses.replace(receipt, not_after=receipt.not_before + later)
    assert expected in _words(receipt_parts(known, wording)).split("\n")


def test_the_same_facts_give_the_same_dots(receipt: Receipt, wording: Wording, faces: Faces) -> None:
    assert draw_receipt(receipt, wording, 384, faces) == draw_receipt(receipt, wording, 384, faces)


def test_a_code_keeps_its_quiet_zone_and_whole_modules(faces: Faces, receipt: Receipt) -> None:
    for dots in WIDTHS:
        modules = len(code_matrix(receipt.token))
        module = min(MODULE_LIMIT, dots // (modules + 2 * QUIET_ZONE))
        picture = draw_slip([Code(receipt.token)], Sheet(dots, "en", faces))
        box = to_image(picture).convert("L").point(lambda level: 255 - level).getbbox()
        assert box is not None
        assert box[2] - box[0] == box[3] - box[1] == modules * module
        assert min(box[0], box[1], dots - box[2], picture.height - box[3]) >= QUIET_ZONE * module


def test_the_longest_token_still_fits_error_level_m(receipt: Receipt) -> None:
    assert len(receipt.token) == 258
    assert len(code_matrix("K1:" + "A" * 259)) == 53


@pytest.mark.parametrize("dots", [0, 380, 577])
def test_a_width_that_is_no_printers_is_refused(receipt: Receipt, wording: Wording, faces: Faces, dots: int) -> None:
    with pytest.raises(ValueError):
        draw_receipt(receipt, wording, dots, faces)


def test_paper_too_narrow_for_the_code_is_refused(faces: Faces, receipt: Receipt) -> None:
    with pytest.raises(ValueError, match="too narrow"):
        draw_slip([Code(receipt.token)], Sheet(96, "en", faces))


def test_a_picture_survives_its_file() -> None:
    picture = Picture(16, 2, bytes([0b10000001, 0, 0xFF, 0x0F]))
    assert from_png(to_png(picture)) == picture
    assert to_image(picture).getpixel((0, 0)) == 0


def test_rows_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError):
        Picture(16, 2, b"\x00")
    with pytest.raises(ValueError):
        Picture(9, 1, b"\x00\x00")
    with pytest.raises(OSError):
        from_png(b"not a picture")


def test_thin_grey_becomes_a_dot_and_light_grey_does_not(tmp_path: object) -> None:
    from kiosk.paper.picture import from_image

    image = Image.new("L", (8, 1), 255)
    image.putpixel((0, 0), 120)
    image.putpixel((1, 0), 180)
    assert from_image(image).rows == bytes([0b10000000])
