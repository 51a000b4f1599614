"""The adapter against the byte-level simulator behind a real pty. Deadlines are short; nothing sleeps."""

import threading
import time
from collections.abc import Iterator

import pytest

from devices.id_card.sdt import RESET, SdtProfile, SdtReader, parse_sdt_url, sam_id_text
from devices.id_card.sdt_frames import PREAMBLE, Answer, encode_answer
from devices.ports import CardRead, DeviceFault, DeviceLost, Refusal, UnknownDevice
from devices.simulators import cards
from devices.simulators.sdt import SdtSimulator
from devices.status import READY, Code, State
from tests.unit.devices.recorder import nothing_left_behind

QUICK = SdtProfile(short_deadline=0.2, read_deadline=0.3)


@pytest.fixture
def simulator() -> Iterator[SdtSimulator]:
    device = SdtSimulator()
    yield device
    device.close()


@pytest.fixture
def reader(simulator: SdtSimulator) -> Iterator[SdtReader]:
    adapter = SdtReader(simulator.path, QUICK)
    adapter.open()
    yield adapter
    adapter.close()


def payload_of(result: object) -> bytes:
    assert isinstance(result, CardRead)
    return result.payload


@pytest.mark.parametrize("name", sorted(cards.CARDS))
def test_each_specimen_comes_through_byte_for_byte(simulator: SdtSimulator, reader: SdtReader, name: str) -> None:
    card = cards.CARDS[name]()
    simulator.lay(card)
    result = reader.read()
    assert isinstance(result, CardRead)
    assert (result.payload, result.photo) == (card.text, card.photo)


def test_no_card_is_none(reader: SdtReader) -> None:
    assert reader.read() is None


def test_opening_asks_the_status_and_nothing_else(simulator: SdtSimulator, reader: SdtReader) -> None:
    assert simulator.commands == [(0x11, 0xFF)]
    assert reader.status() == READY


def test_a_read_card_answers_no_card_to_find_but_is_not_gone_until_lifted(
    simulator: SdtSimulator, reader: SdtReader
) -> None:
    simulator.lay(cards.resident())
    assert reader.read() is not None
    assert reader.read() is None
    assert not reader.card_gone()
    simulator.lift()
    assert reader.card_gone()


def test_a_model_that_cannot_tell_is_asked_by_find_alone(simulator: SdtSimulator) -> None:
    reader = SdtReader(simulator.path, SdtProfile(short_deadline=0.2, lying=False))
    reader.open()
    assert reader.card_gone()
    assert (0x30, 0x03) not in simulator.commands
    reader.close()


def test_a_card_never_read_is_not_gone_either(simulator: SdtSimulator, reader: SdtReader) -> None:
    simulator.lay(cards.resident())
    assert not reader.card_gone()
    assert not reader.card_gone()
    assert (0x30, 0x01) not in simulator.commands


def test_the_newest_address_counts_as_lying_too(simulator: SdtSimulator, reader: SdtReader) -> None:
    simulator.lay(cards.resident())
    reader.read()
    simulator.answer_with(0x30, 0x03, Answer(0, 0, 0x90, bytes(70)))
    assert not reader.card_gone()


@pytest.mark.parametrize("garbage", [b"\x00\xff\xaa\xaa", PREAMBLE[:4], bytes(range(256)) * 4])
def test_garbage_before_every_answer_does_no_harm(simulator: SdtSimulator, reader: SdtReader, garbage: bytes) -> None:
    simulator.garbage(garbage)
    simulator.lay(cards.rare())
    assert payload_of(reader.read()) == cards.rare().text


def test_answers_in_single_bytes_do_no_harm(simulator: SdtSimulator, reader: SdtReader) -> None:
    simulator.spoil(piece=1)
    simulator.lay(cards.permit())
    assert payload_of(reader.read()) == cards.permit().text


def test_two_wrong_checksums_are_asked_again(simulator: SdtSimulator, reader: SdtReader) -> None:
    simulator.spoil(wrong_checksums=2)
    assert reader.status() == READY
    assert simulator.commands.count((0x11, 0xFF)) == 1 + 3


def test_nothing_but_wrong_checksums_is_a_fault_of_the_reader(simulator: SdtSimulator, reader: SdtReader) -> None:
    simulator.spoil(wrong_checksums=100)
    with pytest.raises(DeviceFault) as caught:
        reader.status()
    assert caught.value.status.code is Code.FORMAT_ERROR
    assert caught.value.status.state is State.ATTENTION


def test_a_silent_reader_is_lost_after_three_deadlines_and_no_later(simulator: SdtSimulator, reader: SdtReader) -> None:
    simulator.mute()
    begun = time.monotonic()
    with pytest.raises(DeviceLost) as caught:
        reader.status()
    assert caught.value.code is Code.NOT_RESPONDING
    assert 3 * QUICK.short_deadline <= time.monotonic() - begun < 3 * QUICK.short_deadline + 0.6
    assert simulator.commands.count((0x11, 0xFF)) == 1 + 3


@pytest.mark.parametrize(
    "flood", [b"\xaa" * 512, PREAMBLE + b"\x0f\xff", bytes(range(256)), PREAMBLE + b"\x00\x04\x00\x00\x90\x95"]
)
def test_a_flood_without_a_true_frame_ends_at_the_deadline(
    simulator: SdtSimulator, reader: SdtReader, flood: bytes
) -> None:
    simulator.mute()
    over = threading.Event()

    def pour() -> None:
        while not over.is_set():
            simulator.send(flood * 4)

    pourer = threading.Thread(target=pour)
    pourer.start()
    begun = time.monotonic()
    try:
        with pytest.raises((DeviceLost, DeviceFault)):
            reader.status()
        assert time.monotonic() - begun < 3 * QUICK.short_deadline + 1.5
    finally:
        over.set()
        pourer.join()


def test_a_reader_that_calls_our_frame_bad_is_asked_once_more_only(simulator: SdtSimulator, reader: SdtReader) -> None:
    simulator.answer_with(0x11, 0xFF, Answer(0, 0, 0x10))
    with pytest.raises(DeviceFault):
        reader.status()
    assert simulator.commands.count((0x11, 0xFF)) == 1 + 2


@pytest.mark.parametrize("sw3", [0x31, 0x32, 0x33, 0x41, 0x47, 0x81])
@pytest.mark.parametrize("place", [(0x20, 0x02), (0x30, 0x01)])
def test_a_card_that_fails_is_to_be_laid_again_whatever_its_own_words(
    simulator: SdtSimulator, reader: SdtReader, place: tuple[int, int], sw3: int
) -> None:
    simulator.lay(cards.resident())
    simulator.answer_with(*place, Answer(0x69, 0x82, sw3))
    assert reader.read() is Refusal.UNREADABLE


def test_another_kind_of_card_is_said_so(simulator: SdtSimulator, reader: SdtReader) -> None:
    simulator.answer_with(0x20, 0x01, Answer(0, 0, 0x40))
    assert reader.read() is Refusal.WRONG_KIND


@pytest.mark.parametrize("sw3", [0x21, 0x24, 0x60, 0x66, 0x55])
def test_a_fault_or_an_unknown_status_is_the_readers(simulator: SdtSimulator, reader: SdtReader, sw3: int) -> None:
    simulator.answer_with(0x20, 0x01, Answer(0, 0, sw3))
    with pytest.raises(DeviceFault) as caught:
        reader.read()
    assert caught.value.raw == f"00 00 {sw3:02X}"


@pytest.mark.parametrize(
    "data",
    [b"", b"\x01\x00\x04\x00", b"\x01\x00\x04\x00" + bytes(1279), b"\x00\xff\x04\x00" + bytes(255 + 1024), bytes(1284)],
)
def test_a_card_whose_lengths_do_not_add_up_is_unreadable(
    simulator: SdtSimulator, reader: SdtReader, data: bytes
) -> None:
    simulator.lay(cards.resident())
    simulator.answer_with(0x30, 0x01, Answer(0, 0, 0x90, data))
    assert reader.read() is Refusal.UNREADABLE


def test_lengths_are_taken_from_the_answer(simulator: SdtSimulator, reader: SdtReader) -> None:
    simulator.lay(cards.resident())
    simulator.answer_with(0x30, 0x01, Answer(0, 0, 0x90, b"\x01\x02\x00\x03" + bytes(258) + b"pic"))
    result = reader.read()
    assert isinstance(result, CardRead)
    assert (len(result.payload), result.photo) == (258, b"pic")


def test_a_failed_self_test_needs_the_technician(simulator: SdtSimulator, reader: SdtReader) -> None:
    simulator.answer_with(0x11, 0xFF, Answer(0, 0, 0x60))
    assert (reader.status().state, reader.status().code) == (State.ATTENTION, Code.HARDWARE_ERROR)


def test_a_late_answer_to_an_old_question_is_thrown_away(simulator: SdtSimulator, reader: SdtReader) -> None:
    simulator.send(encode_answer(Answer(0, 0, 0x9F, bytes(4))))
    assert reader.read() is None


def test_pulled_in_the_middle_of_a_read_it_is_lost_at_once(simulator: SdtSimulator) -> None:
    reader = SdtReader(simulator.path, SdtProfile())
    reader.open()
    simulator.lay(cards.resident())
    simulator.spoil(pull_after=700)
    begun = time.monotonic()
    with pytest.raises(DeviceLost) as caught:
        reader.read()
    assert caught.value.code is Code.NOT_REACHABLE
    assert time.monotonic() - begun < 1
    reader.close()


def test_a_second_opener_is_refused(simulator: SdtSimulator, reader: SdtReader) -> None:
    with pytest.raises(DeviceLost):
        SdtReader(simulator.path, QUICK).open()


def test_cancel_ends_a_call_that_waits(simulator: SdtSimulator) -> None:
    reader = SdtReader(simulator.path, SdtProfile(short_deadline=60))
    reader.open()
    simulator.mute()

    def cancel_when_asked() -> None:
        simulator.wait_for(0x11, 0xFF, 10, times=2)
        reader.cancel()

    canceller = threading.Thread(target=cancel_when_asked)
    canceller.start()
    with pytest.raises(DeviceLost) as caught:
        reader.status()
    canceller.join()
    assert caught.value.code is Code.CANCELLED
    reader.close()


def test_recovering_resets_and_opens_if_need_be(simulator: SdtSimulator) -> None:
    reader = SdtReader(simulator.path, QUICK)
    reader.recover()
    assert simulator.commands == [(RESET.command, RESET.parameter)]
    reader.close()


def test_closing_twice_leaves_nothing_and_a_closed_reader_is_lost(simulator: SdtSimulator) -> None:
    with nothing_left_behind():
        reader = SdtReader(simulator.path, QUICK)
        reader.open()
        reader.close()
        reader.close()
        with pytest.raises(DeviceLost):
            reader.status()
        reader.open()
        reader.close()


def test_the_number_of_the_module_is_told_as_printed(reader: SdtReader) -> None:
    assert reader.sam_id() == "05.01-20110418-0000012345-0000005678"
    assert sam_id_text(bytes(16)) == "00.00-00000000-0000000000-0000000000"


@pytest.mark.parametrize(
    "url",
    [
        "sdt:/dev/null?baud=fast",
        "sdt:/dev/null?poll=0",
        "sdt:/dev/null?lying=2",
        "sdt:nowhere://x",
        "sdt:/dev/null?buad=1",
    ],
)
def test_a_url_it_cannot_take_is_refused_before_anything_opens(url: str) -> None:
    with pytest.raises(UnknownDevice):
        parse_sdt_url(url)


def test_model_differences_come_from_the_url() -> None:
    port, profile = parse_sdt_url("sdt:/dev/ttyUSB0?baud=9600&poll=0.5&lying=0")
    assert (port, profile.baud, profile.poll, profile.lying) == ("/dev/ttyUSB0", 9600, 0.5, False)


def test_a_path_that_is_no_serial_port_is_lost_not_a_crash() -> None:
    for path in ("/dev/null", "/nonexistent/port", "/tmp"):
        with pytest.raises(DeviceLost):
            SdtReader(path, QUICK).open()


@pytest.mark.parametrize("speed", [9600, 19200, 57600])
def test_a_reader_set_to_another_speed_is_found_and_read_at_it(simulator: SdtSimulator, speed: int) -> None:
    simulator.spoil(speed=speed)
    simulator.lay(cards.resident())
    reader = SdtReader(simulator.path, QUICK)
    assert reader.open() == READY
    assert payload_of(reader.read()) == cards.resident().text
    reader.close()
    assert reader.open() == READY
    reader.close()


def test_a_reader_silent_at_every_speed_is_lost_and_asked_at_its_own_again(simulator: SdtSimulator) -> None:
    simulator.mute()
    reader = SdtReader(simulator.path, QUICK)
    with pytest.raises(DeviceLost):
        reader.open()
    simulator.spoil(silent=False, speed=115200)
    assert reader.open() == READY
    reader.close()
