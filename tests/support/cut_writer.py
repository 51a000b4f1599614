"""A terminal that appends until it is cut off: `python -m tests.support.cut_writer FOLDER SYNCHRONOUS`.

Each line on stdout is a number that was acknowledged: only then is it written.
"""

import sys
from pathlib import Path

from offline_queue import store
from tests.support.stored_applications import OwnClock, an_outbox, identifier, sealed


def main(folder: Path, synchronous: int) -> None:
    store._FULL_SYNC = synchronous
    store._CHECKPOINT_PAGES = 64
    outbox = an_outbox(folder, OwnClock(), pages=2048)
    number = 0
    while True:
        number += 1
        outbox.append(identifier(number), sealed(number, plaintext=bytes(number % 3000)))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
