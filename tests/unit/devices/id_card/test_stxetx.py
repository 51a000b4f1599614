"""Frames against the wire facts of the reference, then the adapter against its byte-level twin behind a real pty."""

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.id_card.framing import LENGTH_CAP, Garbled
from devices.id_card.stxetx import FIND, READ, StxetxProfile, StxetxReader, parse_stxetx_url
from devices.id_card.stxetx_frames import Answer, Request, answer_of, encode_answer, encode_request, request_of, scanner
from devices.ports import CardRead, DeviceFault, DeviceLost, Refusal, UnknownDevice
from devices.simulators import cards
from devices.simulators.stxetx import StxetxSimulator
from devices.status import READY, Code, State

QUICK = StxetxProfile(short_deadline=0.2, read_deadline=0.3)
REQUESTS = {
    "020003CA0100CB03": Request(0xCA01, b"\0"),
    "02000231112003": Request(0x3111),
    "02000231122303": Request(0x3112),
    "02000531130064014703": Request(0x3113, bytes.fromhex("006401")),
    "02000231211003": Request(0x3121),
    "02000231221303": Request(0x3122),
    "02000232251703": Request(0x3225),
}


@pytest.fixture
def simulator() -> Iterator[StxetxSimulator]:
    device = StxetxSimulator()
    yield device
    device.close()


@pytest.fixture
def reader(simulator: StxetxSimulator) -> Iterator[StxetxReader]:
    adapter = StxetxReader(simulator.path, QUICK)
    adapter.open()
    yield adapter
    adapter.close()


def payload_of(result: object) -> bytes:
    assert isinstance(result, CardRead)
    return result.payload


@pytest.mark.parametrize(("frame", "request_"), REQUESTS.items())
def test_a_request_is_framed_as_published(frame: str, request_: Request) -> None:
    assert encode_request(request_) == bytes.fromhex(frame)
    assert [request_of(found) for found in scanner().feed(bytes.fromhex(frame)) if isinstance(found, bytes)] == [
        request_
    ]


def test_a_whole_card_is_1291_bytes_and_starts_as_published() -> None:
    frame = encode_answer(Answer(0x9000, bytes.fromhex("01000400") + bytes(256 + 1024)))
    assert len(frame) == 1291
    assert frame.startswith(bytes.fromhex("020506900001000400"))


@given(st.binary(max_size=600), st.integers(1, 40))
def test_no_bytes_in_no_pieces_make_the_scanner_raise_or_hold_more_than_a_frame(data: bytes, piece: int) -> None:
    hearing = scanner()
    for start in range(0, len(data), piece):
        for found in hearing.feed(data[start : start + piece]):
            assert isinstance(found, bytes | Garbled)
        assert 0 < hearing.wanted <= LENGTH_CAP + 5
    list(hearing.abandon())


@given(st.binary(max_size=40).filter(lambda noise: b"\x02" not in noise), st.binary(max_size=300))
def test_a_frame_after_noise_is_found(noise: bytes, data: bytes) -> None:
    answer = Answer(0x0000, data)
    found = list(scanner().feed(noise + encode_answer(answer)))
    assert [answer_of(each) for each in found if isinstance(each, bytes)][:1] == [answer]


@pytest.mark.parametrize("name", sorted(cards.CARDS))
def test_each_specimen_comes_through_byte_for_byte(simulator: StxetxSimulator, reader: StxetxReader, name: str) -> None:
    card = cards.CARDS[name]()
    simulator.lay(card)
    result = reader.read()
    assert isinstance(result, CardRead)
    assert (result.payload, result.photo) == (card.text, card.photo)


def test_no_card_is_none_and_gone(reader: StxetxReader) -> None:
    assert reader.read() is None
    assert reader.card_gone()


def test_opening_asks_the_version_and_nothing_else(simulator: StxetxSimulator, reader: StxetxReader) -> None:
    assert simulator.commands == [0x3111]
    assert reader.version() == "STXETX-SIM 1.0"


def test_a_read_card_is_not_gone_until_it_was_lifted(simulator: StxetxSimulator, reader: StxetxReader) -> None:
    simulator.lay(cards.resident())
    assert reader.read() is not None
    assert reader.read() is None
    assert not reader.card_gone()
    simulator.lift()
    assert reader.card_gone()


def test_looking_at_a_card_does_not_read_it(simulator: StxetxSimulator, reader: StxetxReader) -> None:
    simulator.lay(cards.resident())
    assert not reader.card_gone()
    assert READ.command not in simulator.commands


@pytest.mark.parametrize("lying", [True, False])
def test_a_model_without_contactless_find_is_looked_at_by_reading(simulator: StxetxSimulator, *, lying: bool) -> None:
    simulator.answer_with(FIND.command, Answer(0x00F4))
    reader = StxetxReader(simulator.path, StxetxProfile(short_deadline=0.2, lying=lying))
    reader.open()
    assert reader.card_gone()
    simulator.lay(cards.resident())
    assert not reader.card_gone()
    assert reader.read() is None  # read by the look: it must be laid again
    assert simulator.commands.count(FIND.command) == int(lying)
    reader.close()


@pytest.mark.parametrize("garbage", [b"\x00\xff\x03\x03", b"\x02\x00", b"\x02\x05\x06", bytes(range(256))])
def test_garbage_before_every_answer_does_no_harm(
    simulator: StxetxSimulator, reader: StxetxReader, garbage: bytes
) -> None:
    simulator.garbage(garbage)
    simulator.lay(cards.rare())
    assert payload_of(reader.read()) == cards.rare().text


def test_a_card_spent_by_an_answer_that_was_lost_is_found_anew(
    simulator: StxetxSimulator, reader: StxetxReader
) -> None:
    simulator.lay(cards.resident())
    simulator.spoil(wrong_checksums=1)
    assert payload_of(reader.read()) == cards.resident().text
    assert simulator.commands.count(0x3112) == 1


def test_a_look_never_resets(simulator: StxetxSimulator) -> None:
    reader = StxetxReader(simulator.path, StxetxProfile(short_deadline=0.2, read_deadline=0.3, lying=False))
    reader.open()
    simulator.lay(cards.resident())
    simulator.spoil(wrong_checksums=1)
    reader.card_gone()
    assert 0x3112 not in simulator.commands
    reader.close()


def test_answers_in_single_bytes_do_no_harm(simulator: StxetxSimulator, reader: StxetxReader) -> None:
    simulator.spoil(piece=1)
    simulator.lay(cards.permit())
    assert payload_of(reader.read()) == cards.permit().text


def test_wrong_checksums_are_asked_again_and_in_the_end_a_fault(
    simulator: StxetxSimulator, reader: StxetxReader
) -> None:
    simulator.spoil(wrong_checksums=2)
    assert reader.status() == READY
    simulator.spoil(wrong_checksums=100)
    with pytest.raises(DeviceFault) as caught:
        reader.status()
    assert caught.value.status.code is Code.FORMAT_ERROR


@pytest.mark.parametrize("status", [0x3100, 0x3200, 0x3300, 0x4100, 0x4700, 0x8100])
def test_a_card_that_fails_is_to_be_laid_again(simulator: StxetxSimulator, reader: StxetxReader, status: int) -> None:
    simulator.answer_with(READ.command, Answer(status))
    assert reader.read() is Refusal.UNREADABLE


def test_another_kind_of_card_is_said_so(simulator: StxetxSimulator, reader: StxetxReader) -> None:
    simulator.answer_with(READ.command, Answer(0x4000))
    assert reader.read() is Refusal.WRONG_KIND


@pytest.mark.parametrize("status", [0x2100, 0x6000, 0x6600, 0x00FD, 0x00FE, 0x1234])
def test_a_fault_or_an_unknown_status_is_the_readers(
    simulator: StxetxSimulator, reader: StxetxReader, status: int
) -> None:
    simulator.answer_with(READ.command, Answer(status))
    with pytest.raises(DeviceFault) as caught:
        reader.read()
    assert caught.value.raw == f"{status >> 8:02X} {status & 0xFF:02X}"


@pytest.mark.parametrize(
    "data", [b"", b"\x01\x00\x04\x00", b"\x01\x00\x04\x00" + bytes(1279), b"\x00\xff\x04\x00" + bytes(255 + 1024)]
)
def test_a_card_whose_lengths_do_not_add_up_is_unreadable(
    simulator: StxetxSimulator, reader: StxetxReader, data: bytes
) -> None:
    simulator.answer_with(READ.command, Answer(0x9000, data))
    assert reader.read() is Refusal.UNREADABLE


def test_a_version_that_is_refused_needs_the_technician(simulator: StxetxSimulator, reader: StxetxReader) -> None:
    simulator.answer_with(0x3111, Answer(0x00FE))
    assert reader.status().state is State.ATTENTION


def test_control_characters_in_a_version_are_left_out(simulator: StxetxSimulator, reader: StxetxReader) -> None:
    simulator.answer_with(0x3111, Answer(0x0000, b"\x1b[2JV1\x00\xff"))
    assert reader.version() == "[2JV1"


def test_recovering_resets_and_a_reset_refused_is_a_fault(simulator: StxetxSimulator) -> None:
    reader = StxetxReader(simulator.path, QUICK)
    reader.recover()
    assert simulator.commands == [0x3112]
    simulator.answer_with(0x3112, Answer(0x00FE))
    with pytest.raises(DeviceFault):
        reader.recover()
    reader.close()


def test_cancel_ends_a_call_that_waits(simulator: StxetxSimulator) -> None:
    reader = StxetxReader(simulator.path, StxetxProfile(short_deadline=60))
    reader.open()
    simulator.mute()
    canceller = threading.Thread(target=lambda: (simulator.wait_for_more(10), reader.cancel()))
    canceller.start()
    with pytest.raises(DeviceLost) as caught:
        reader.status()
    canceller.join()
    assert caught.value.code is Code.CANCELLED
    reader.close()


def test_model_differences_come_from_the_url_and_others_are_refused() -> None:
    port, profile = parse_stxetx_url("stxetx:/dev/ttyS1?baud=9600&poll=0.5&lying=0")
    assert (port, profile.baud, profile.poll, profile.lying) == ("/dev/ttyS1", 9600, 0.5, False)
    for url in ("stxetx:/dev/ttyS1?baud=fast", "stxetx:/dev/ttyS1?lying=2", "stxetx:/dev/ttyS1?x=1", "stxetx:no://x"):
        with pytest.raises(UnknownDevice):
            parse_stxetx_url(url)
