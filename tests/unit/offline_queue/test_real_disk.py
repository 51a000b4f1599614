"""On an ext4 of its own: filled to the last block, and cut off in the middle of writing."""

from pathlib import Path

import pytest

from offline_queue.delivery import deliver_once
from offline_queue.errors import OutboxFull
from offline_queue.verifying import verify_outbox
from tests.support.loop_disk import fill_up, make_image, mounted, needs_loop_disk
from tests.support.model_central import ModelCentral
from tests.support.power_cuts import cut
from tests.support.stored_applications import ENVELOPE_PUBLIC, TERMINAL, OwnClock, an_outbox, identifier, sealed

pytestmark = needs_loop_disk


def test_a_disk_that_another_program_filled_refuses_and_still_delivers_and_forgets(tmp_path: Path) -> None:
    clock, central = OwnClock(), ModelCentral()
    with mounted(make_image(tmp_path / "disk.img", 24), tmp_path / "disk") as point:
        outbox = an_outbox(point / "outbox", clock)
        try:
            for number in range(1, 201):
                outbox.append(identifier(number), sealed(number, plaintext=bytes(900)))
            fill_up(point)
            with pytest.raises(OutboxFull):
                outbox.reserve(b"v" * 16, 64)
            with pytest.raises(OutboxFull):
                outbox.append(identifier(300), sealed(300))
            clock.time += 7200
            while deliver_once(outbox, central, clock).sent:
                pass
            assert outbox.cursor().acked_through == 201
            while outbox.purge(clock.time - 3600):
                pass
            (point / "another").unlink()
            assert outbox.append(identifier(300), sealed(300)).seq == 202
            assert outbox.status().aside == 0
        finally:
            outbox.close()
        assert verify_outbox(point / "outbox", TERMINAL, ENVELOPE_PUBLIC).broken is None


@pytest.mark.parametrize("seed", [1, 2])
def test_a_power_cut_in_the_middle_of_writing_loses_nothing_acknowledged(tmp_path: Path, seed: int) -> None:
    found = cut(tmp_path, seed)
    assert (found.lost, found.wrong) == (0, "")
    assert found.acknowledged >= 20


def test_without_full_flushes_the_same_cut_loses(tmp_path: Path) -> None:
    """The positive control."""
    assert cut(tmp_path, 1, synchronous=1).lost > 0
