"""`make screens`: all pages, two panels side by side; prints the counts, ends with 1 on a finding."""

import argparse
import multiprocessing
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.screens.report import INDEX, PANELS, counts, every_page, shoot, write


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.screens")
    parser.add_argument("--out", type=Path, default=Path("build/screens"))
    parser.add_argument("--page", action="append", default=[], help="only these pages")
    wished = parser.parse_args()
    pages = tuple(page for page in every_page() if not wished.page or page in wished.page)
    shutil.rmtree(wished.out, ignore_errors=True)
    wished.out.mkdir(parents=True)
    with ProcessPoolExecutor(len(PANELS), multiprocessing.get_context("spawn")) as workers:
        shots = [shot for some in workers.map(partial(shoot, folder=wished.out, pages=pages), PANELS) for shot in some]
    write(shots, wished.out)
    told = counts(shots)
    for name, value in told.items():
        print(f"{name:18} {value}")
    print(f"{'report':18} {wished.out / INDEX}")
    return 1 if told["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
