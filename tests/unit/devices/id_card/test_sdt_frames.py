"""Frames against the wire facts of the reference, byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.id_card.framing import LENGTH_CAP, Garbled
from devices.id_card.sdt_frames import (
    PREAMBLE,
    Answer,
    Request,
    answer_of,
    answer_scanner,
    encode_answer,
    encode_request,
    request_of,
    request_scanner,
)

REQUESTS = {
    (0x10, 0xFF): "AAAAAA9669000310FFEC",
    (0x11, 0xFF): "AAAAAA9669000311FFED",
    (0x12, 0xFF): "AAAAAA9669000312FFEE",
    (0x20, 0x01): "AAAAAA96690003200122",
    (0x20, 0x02): "AAAAAA96690003200221",
    (0x30, 0x01): "AAAAAA96690003300132",
    (0x30, 0x10): "AAAAAA96690003301023",
    (0x30, 0x03): "AAAAAA96690003300330",
}
ANSWERS = {
    "AAAAAA9669000400009094": Answer(0, 0, 0x90),
    "AAAAAA9669000800009F0000000097": Answer(0, 0, 0x9F, bytes(4)),
    "AAAAAA9669000400008084": Answer(0, 0, 0x80),
    "AAAAAA9669000C00009000000000000000009C": Answer(0, 0, 0x90, bytes(8)),
    "AAAAAA9669000400008185": Answer(0, 0, 0x81),
    "AAAAAA9669000400004145": Answer(0, 0, 0x41),
    "AAAAAA9669000400006064": Answer(0, 0, 0x60),
}
LONG = encode_answer(Answer(0, 0, 0x90, bytes.fromhex("01000400") + bytes(range(256)) * 5))


def heard(data: bytes, *, piece: int = 0) -> list[Answer | type[Garbled]]:
    scanner = answer_scanner()
    step = piece or max(len(data), 1)
    found = [each for start in range(0, len(data), step) for each in scanner.feed(data[start : start + step])]
    return [answer_of(each) if isinstance(each, bytes) else Garbled for each in found]


@pytest.mark.parametrize(("command", "frame"), REQUESTS.items())
def test_a_request_is_framed_as_published(command: tuple[int, int], frame: str) -> None:
    assert encode_request(Request(*command)) == bytes.fromhex(frame)
    assert [
        request_of(found) for found in request_scanner().feed(bytes.fromhex(frame)) if isinstance(found, bytes)
    ] == [Request(*command)]


@pytest.mark.parametrize(("frame", "answer"), ANSWERS.items())
def test_an_answer_is_read_as_published(frame: str, answer: Answer) -> None:
    assert heard(bytes.fromhex(frame)) == [answer]
    assert encode_answer(answer) == bytes.fromhex(frame)


def test_a_whole_card_is_1295_bytes() -> None:
    data = bytes.fromhex("01000400") + bytes(256) + bytes(1024)
    assert len(encode_answer(Answer(0, 0, 0x90, data))) == 1295


def test_a_frame_split_at_every_byte_is_one_frame() -> None:
    frame = encode_answer(Answer(0x12, 0x34, 0x9F, b"\xaa\xaa\xaa\x96"))
    for cut in range(len(frame) + 1):
        scanner = answer_scanner()
        found = [*scanner.feed(frame[:cut]), *scanner.feed(frame[cut:])]
        assert [answer_of(each) for each in found if isinstance(each, bytes)] == [
            Answer(0x12, 0x34, 0x9F, b"\xaa\xaa\xaa\x96")
        ]


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 64, 1294])
def test_a_long_frame_in_pieces_is_one_frame(piece: int) -> None:
    assert len(heard(LONG, piece=piece)) == 1


@pytest.mark.parametrize(
    "garbage", ["00", "AA", "AAAA", "AAAAAA96", "AAAAAA96AA", "AAAAAA9669FFFF", "AAAAAA96690000", "0D0A" * 40]
)
def test_garbage_before_the_preamble_is_passed_over(garbage: str) -> None:
    frame = encode_answer(Answer(0, 0, 0x80))
    assert heard(bytes.fromhex(garbage) + frame) == [Answer(0, 0, 0x80)]
    assert heard(bytes.fromhex(garbage) + frame, piece=1) == [Answer(0, 0, 0x80)]


def test_every_wrong_bit_after_the_preamble_is_found() -> None:
    frame = encode_answer(Answer(0, 0, 0x9F, b"\x01\x02\x03\x04"))
    for place in range(len(PREAMBLE) + 2, len(frame)):
        for bit in range(8):
            wrong = bytearray(frame)
            wrong[place] ^= 1 << bit
            assert heard(bytes(wrong)) == [Garbled]


def test_a_true_frame_inside_a_false_one_is_found_when_the_rest_never_comes() -> None:
    scanner = answer_scanner()
    false_head = PREAMBLE + (4000).to_bytes(2, "big")
    assert list(scanner.feed(false_head + encode_answer(Answer(0, 0, 0x80)))) == []
    assert [answer_of(each) for each in scanner.abandon() if isinstance(each, bytes)] == [Answer(0, 0, 0x80)]


def test_a_length_over_the_cap_is_no_frame() -> None:
    assert list(answer_scanner().feed(PREAMBLE + (LENGTH_CAP + 1).to_bytes(2, "big") + bytes(LENGTH_CAP + 1))) == []


def test_wanted_never_runs_past_the_frame() -> None:
    scanner, left = answer_scanner(), LONG
    while left:
        step = scanner.wanted
        assert 0 < step <= len(left)
        found = list(scanner.feed(left[:step]))
        left = left[step:]
    assert len(found) == 1


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_flood_never_raises_nor_piles_up(pieces: list[bytes]) -> None:
    scanner = answer_scanner()
    for piece in pieces:
        list(scanner.feed(piece))
        assert 0 < scanner.wanted <= LENGTH_CAP + 7
    list(scanner.abandon())


@given(st.binary(max_size=40), st.integers(0, 255), st.binary(max_size=200))
def test_what_was_framed_is_heard_again_after_any_garbage_without_a_preamble(
    garbage: bytes, sw3: int, data: bytes
) -> None:
    answer = Answer(1, 2, sw3, data)
    noise = garbage.replace(b"\x96", b"")
    assert heard(noise + encode_answer(answer)) == [answer]


def test_an_answer_never_shows_its_data() -> None:
    assert repr(Answer(0, 0, 0x90, b"secret")) == "Answer(00 00 90, 6 bytes)"
