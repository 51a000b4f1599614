"""A power cut on a real file system: the image is copied while a writer is stopped in the middle, the copy is mounted."""

import os
import random
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from offline_queue.verifying import verify_outbox
from tests.support.loop_disk import make_image, mounted
from tests.support.stored_applications import ENVELOPE_PUBLIC, TERMINAL, an_outbox, identifier, sealed

ROOT = Path(__file__).resolve().parents[2]
IMAGE_MEGABYTES = 24


@dataclass
class Cut:
    """`acknowledged`: numbers the writer was told are recorded; `lost`: how many of them are gone."""

    acknowledged: int
    lost: int
    wrong: str


def cut(folder: Path, seed: int, *, synchronous: int = 2) -> Cut:
    """In a folder of its own: a loop device may outlive its mount, and would show the file of the cut before."""
    place = folder / f"cut-{seed}-{synchronous}"
    place.mkdir()
    image = make_image(place / "disk.img", IMAGE_MEGABYTES)
    with mounted(image, place / "living") as point:
        acknowledged = _write_until_cut(point / "outbox", image, random.Random(seed).randrange(20, 250), synchronous)
    with mounted(place / "copy.img", place / "after") as point:
        return _audit(point / "outbox", acknowledged)


def _write_until_cut(outbox: Path, image: Path, after: int, synchronous: int) -> int:
    """Stopped once it acknowledged `after`, wherever it is then; killed when the image is copied."""
    words = [sys.executable, "-m", "tests.support.cut_writer", str(outbox), str(synchronous)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        try:
            seen = b""
            while seen.count(b"\n") < after and (piece := os.read(writer.stdout.fileno(), 65536)):
                seen += piece
            writer.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, writer.pid, os.WSTOPPED | os.WNOWAIT)
            shutil.copyfile(image, image.with_name("copy.img"))
        finally:
            writer.kill()
        seen += writer.stdout.read()
    return seen.count(b"\n")


def _audit(folder: Path, acknowledged: int) -> Cut:
    outbox = an_outbox(folder, pages=2048)
    try:
        lost = sum(outbox.find(identifier(number)) is None for number in range(1, acknowledged + 1))
        aside = outbox.status().aside
        outbox.append(identifier(10**9), sealed(10**9))
    finally:
        outbox.close()
    broken = verify_outbox(folder, TERMINAL, ENVELOPE_PUBLIC).broken
    return Cut(acknowledged, lost, broken.why if broken else "a file was set aside" if aside else "")
