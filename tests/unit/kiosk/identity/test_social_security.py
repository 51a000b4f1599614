"""A social security card's records to what they say. Specimens only (样本)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract.failure import FailureCode
from kiosk.identity.document import Flag, Sex
from kiosk.identity.read import NotReadable, NotSupported
from kiosk.identity.social_security import SocialSecurityCard, read_social_security_card, records_of

SPECIMEN = {
    0x03: b"2.00",
    0x05: bytes.fromhex("20200101"),
    0x06: bytes.fromhex("20300101"),
    0x07: b"A00000000",
    0x08: b"11010519491231002X",
    0x09: "样本".encode("gb18030").ljust(30, b"\0"),
    0x0A: b"2",
    0x0D: bytes.fromhex("19491231"),
}


def payload(**changed: bytes) -> bytes:
    """`changed`: `t08=b"…"` in place of the specimen's."""
    records = {**SPECIMEN, **{int(tag[1:], 16): value for tag, value in changed.items()}}
    return b"".join(bytes((tag, len(value))) + value for tag, value in records.items())


def read(raw: bytes) -> SocialSecurityCard:
    card = read_social_security_card(raw)
    assert isinstance(card, SocialSecurityCard)
    return card


@pytest.mark.parametrize("version", ["1.00", "2.00", "3.00"])
def test_the_specimen_reads_as_printed(version: str) -> None:
    assert read(payload(t03=version.encode())) == SocialSecurityCard(
        version=version,
        card_number="A00000000",
        number="11010519491231002X",
        name="样本",
        sex=Sex.FEMALE,
        birth="1949-12-31",
        valid_from="2020-01-01",
        valid_to="2030-01-01",
    )


def test_a_long_name_goes_on_in_its_extension_and_no_character_is_split() -> None:
    name = "样" * 14 + "𬱖" + "本" * 5  # the four bytes of the rare one lie across both records
    raw = name.encode("gb18030")
    assert read(payload(t09=raw[:30], t4E=raw[30:].ljust(20, b"\0"))).name == name


def test_a_wrong_check_digit_is_flagged_and_the_number_left_alone() -> None:
    card = read(payload(t08=b"110105194912310021"))
    assert (card.number, card.flags) == ("110105194912310021", (Flag.CHECK_DIGIT,))


def test_what_cannot_be_a_character_goes_to_staff() -> None:
    assert Flag.UNDECODABLE in read(payload(t09=b"\xff\xff")).flags
    assert Flag.PRIVATE_USE in read(payload(t09="王\ue863".encode("gb18030"))).flags


def test_a_bad_date_is_empty_and_flagged() -> None:
    card = read(payload(t0D=b"\xff\xff\xff\xff"))
    assert (card.birth, card.flags) == ("", (Flag.BAD_DATE,))


def test_an_unknown_version_is_refused() -> None:
    assert read_social_security_card(payload(t03=b"9.00")) == NotSupported(NotReadable.UNKNOWN_FLAG)


@pytest.mark.parametrize("raw", [b"", b"\x08", b"\x08\x12", payload()[:-1], b"\x03\x042.00"])
def test_lengths_that_do_not_add_up_are_unreadable(raw: bytes) -> None:
    assert read_social_security_card(raw) == NotSupported(NotReadable.TOO_SHORT, FailureCode.CARD_UNREADABLE)


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise_and_its_text_can_be_written(raw: bytes) -> None:
    for each in (raw, payload(t09=raw[:250]), payload(t08=raw[:250])):
        card = read_social_security_card(each)
        if isinstance(card, SocialSecurityCard):
            f"{card.name}{card.number}{card.card_number}".encode()
    assert records_of(payload()) is not None
