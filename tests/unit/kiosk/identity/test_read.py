"""Four layouts, byte by byte. Specimens only (样本)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract.failure import FailureCode
from kiosk.identity.document import Document, DocumentKind, Flag, Sex
from kiosk.identity.read import NotReadable, NotSupported, read_card
from tests.unit.kiosk.identity.specimens import FOREIGN_2023, RESIDENT


def block(flag: str = " ", **at: str) -> bytes:
    """A text block with `at` as `o<offset>="text"`."""
    raw = bytearray(" ".encode("utf-16-le") * 128)
    for place, text in {**at, "o248": flag}.items():
        encoded = text.encode("utf-16-le", "surrogatepass")
        raw[int(place[1:]) : int(place[1:]) + len(encoded)] = encoded
    assert len(raw) == 256
    return bytes(raw)


def resident(flag: str = " ", **at: str) -> bytes:
    facts = {"o0": "样本", "o30": "2", "o32": "01", "o36": "19491231", "o122": "11010519491231002X"}
    return block(flag, **{**facts, "o188": "20000101", "o204": "长期", **at})


def read(payload: bytes) -> Document:
    document = read_card(payload)
    assert isinstance(document, Document)
    return document


def test_the_published_resident_specimen_reads_as_printed() -> None:
    document = read(RESIDENT)
    assert document == Document(
        kind=DocumentKind.RESIDENT,
        name="样本",
        number="11010519491231002X",
        birth="1949-12-31",
        sex=Sex.FEMALE,
        ethnic="汉",
        address="北京市样本区样本路1号",
        issuer="样本市公安局",
        valid_from="2020-01-01",
        valid_to="long-term",
    )


def test_the_published_2023_specimen_reads_as_printed() -> None:
    document = read(FOREIGN_2023)
    assert (document.kind, document.name, document.latin_name) == (
        DocumentKind.FOREIGN_2023,
        "证件样本",
        "ZHENGJIAN, YANGBEN",
    )
    assert (document.number, document.country, document.flags) == ("931586198001010028", "PAK", ())
    assert (document.birth, document.valid_from, document.valid_to) == ("1980-01-01", "2023-08-08", "2033-08-07")


def test_a_permit_reads_with_its_pass_number() -> None:
    document = read(
        block(
            "J",
            o0="样本",
            o30="1",
            o36="19940823",
            o122="810000199408230021",
            o188="20200101",
            o204="20250101",
            o220="C12345678",
        )
    )
    assert (document.kind, document.pass_number, document.ethnic) == (DocumentKind.PERMIT, "C12345678", "")
    assert document.flags == ()


def test_a_2017_card_reads_by_its_own_layout() -> None:
    document = read(
        block(
            "I",
            o0="ZHENGJIAN YANGBEN",
            o120="1",
            o122="PAK310080010103",
            o152="PAK",
            o158="证件样本",
            o188="20170101",
            o204="20270101",
            o220="19800101",
            o236="01",
            o240="3100",
        )
    )
    assert (document.kind, document.name, document.latin_name) == (
        DocumentKind.FOREIGN_2017,
        "证件样本",
        "ZHENGJIAN YANGBEN",
    )
    assert (document.number, document.country, document.issuer, document.flags) == (
        "PAK310080010103",
        "PAK",
        "3100",
        (),
    )


def test_a_foreign_card_without_a_chinese_name_goes_by_its_latin_name() -> None:
    document = read(
        block("Y", o52="YANGBEN", o36="19800101", o122="931586198001010028", o188="20230823", o204="20330827")
    )
    assert document.name == document.latin_name == "YANGBEN"


@pytest.mark.parametrize("flag", ["K", "j", "样", "\ud800", "\x01", "P"], ids=ascii)
def test_an_unknown_flag_is_refused_and_never_a_resident(flag: str) -> None:
    answer = read_card(resident(flag=flag))
    assert answer == NotSupported(NotReadable.UNKNOWN_FLAG, FailureCode.CARD_NOT_SUPPORTED)


def test_too_few_bytes_are_unreadable() -> None:
    answer = read_card(RESIDENT[:255])
    assert answer == NotSupported(NotReadable.TOO_SHORT, FailureCode.CARD_UNREADABLE)


@pytest.mark.parametrize(
    "name", ["王𬱖", "张䶮", "赵𠅤", "李𬻉", "赵𪟂", "陈𮯰", "欧阳·阿卜杜拉", "样" * 15, "样" * 13 + "𬱖"]
)
def test_rare_characters_come_through_whole_and_unflagged(name: str) -> None:
    document = read(resident(o0=name))
    assert (document.name, document.flags) == (name, ())


def test_a_pair_may_lie_across_the_gap_of_the_2023_latin_name() -> None:
    units = ("A" * 34 + "𬱖" + "B").encode("utf-16-le")
    raw = bytearray(FOREIGN_2023)
    raw[52:122], raw[220:242] = units[:70], units[70:].ljust(22, b"\0")
    assert read(bytes(raw)).latin_name == "A" * 34 + "𬱖" + "B"


def test_a_private_use_character_is_kept_and_flagged() -> None:
    document = read(resident(o0="王\ue863"))
    assert (document.name, document.flags) == ("王\ue863", (Flag.PRIVATE_USE,))


@pytest.mark.parametrize("bad", [0xD87E, 0xDC00, 0x07, 0x202E, 0xFFFE])
def test_what_cannot_be_a_character_is_replaced_and_flagged(bad: int) -> None:
    document = read(resident(o0=f"王{chr(bad)}人"))
    assert (document.name, document.flags) == ("王\ufffd人", (Flag.UNDECODABLE,))


def test_padding_goes_at_the_right_only() -> None:
    assert read(resident(o0=" 样 本 \0\0")).name == " 样 本"


def test_a_small_x_is_upper_cased_and_stands() -> None:
    document = read(resident(o122="11010519491231002x"))
    assert (document.number, document.flags) == ("11010519491231002X", ())


def test_a_wrong_check_digit_is_flagged_and_the_number_left_alone() -> None:
    document = read(resident(o122="110105194912310021"))
    assert (document.number, document.flags) == ("110105194912310021", (Flag.CHECK_DIGIT,))


@pytest.mark.parametrize("birth", ["19491331", "长期", "", "1949123１", "00000101"])
def test_a_bad_date_is_empty_and_flagged(birth: str) -> None:
    document = read(resident(o36=birth.ljust(8)))
    assert (document.birth, document.flags) == ("", (Flag.BAD_DATE,))


def test_an_unknown_ethnic_code_is_shown_as_it_is() -> None:
    document = read(resident(o32="57"))
    assert (document.ethnic, document.flags) == ("57", (Flag.UNKNOWN_ETHNIC,))


@pytest.mark.parametrize(
    ("code", "sex"), [("0", Sex.UNKNOWN), ("1", Sex.MALE), ("2", Sex.FEMALE), ("9", Sex.NOT_STATED), ("7", Sex.UNKNOWN)]
)
def test_sex_is_as_coded(code: str, sex: Sex) -> None:
    assert read(resident(o30=code)).sex is sex


def test_the_photo_stays_opaque() -> None:
    answer = read_card(RESIDENT, b"WLf\0")
    assert isinstance(answer, Document)
    assert answer.photo == b"WLf\0"


@given(st.binary(min_size=256, max_size=256), st.sampled_from([None, " ", "J", "I", "Y"]))
def test_any_256_bytes_are_read_or_refused_and_the_text_can_be_written(raw: bytes, flag: str | None) -> None:
    payload = raw if flag is None else raw[:248] + flag.encode("utf-16-le") + raw[250:]
    answer = read_card(payload)
    if isinstance(answer, Document):
        f"{answer.name}{answer.latin_name}{answer.number}{answer.address}{answer.issuer}{answer.country}".encode()
        assert set(answer.flags) <= set(Flag)


@given(st.binary(max_size=600))
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    assert isinstance(read_card(raw), Document | NotSupported)
