"""Typing on librime in a process of its own: one engine a process, as in a front."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from ui.input.pinyin import RimePinyin

STREET = "深圳市龙华区民治街道"
LETTERS = "shenzhenshilonghuaquminzhijiedao"
CLOSED = """
    import sys
    from pathlib import Path
    from kiosk.front.sandbox import close_front, profile_for
    close_front(profile_for((), (Path(sys.argv[1]),)))
    from ui.input.pinyin import RimePinyin
    pinyin = RimePinyin(Path(sys.argv[1]), lambda text: True)
    for end in range(1, 33):
        offered = pinyin.compose("shenzhenshilonghuaquminzhijiedao"[:end], 0, 5, single=False)
    print(pinyin.pick("shenzhenshilonghuaquminzhijiedao", offered.candidates[0].index).text)
    pinyin.forget()
    try:
        Path(sys.argv[1], "made").write_text("")
    except PermissionError:
        print("refused")
"""


def typed_in_a_process(tables: Path, what: str, *, home: Path | None = None) -> dict[str, Any]:
    environment = {**os.environ, "HOME": str(home or "/nonexistent"), "TMPDIR": str(home or "/nonexistent")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.ui.input.typed", str(tables), what],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    answered: dict[str, Any] = json.loads(done.stdout)
    return {**answered, "stderr": done.stderr}


def _sentence(pinyin: RimePinyin) -> dict[str, Any]:
    whole = pinyin.compose(LETTERS, 0, 5, single=False)
    part = pinyin.pick("shenzhenshilonghuaqu", 1)
    first = pinyin.compose("shi", 0, 5, single=False).candidates
    second = pinyin.compose("shi", first[-1].index + 1, 5, single=False).candidates
    split = pinyin.compose("xi'an", 0, 1, single=False)
    return {
        "sentence": whole.candidates[0].text,
        "part": [part.text, part.rest],
        "single": [found.text for found in pinyin.compose("longhua", 0, 5, single=True).candidates],
        "split": [split.candidates[0].text, split.spelling],
        "pages": [found.index for found in (*first, *second)],
    }


def _undrawable(tables: Path) -> dict[str, Any]:
    offered = RimePinyin(tables, lambda _text: True).compose("shi", 0, 5, single=True).candidates
    forbidden = offered[0].text
    fewer = RimePinyin(tables, lambda text: text != forbidden).compose("shi", 0, 5, single=True).candidates
    return {"all": [found.text for found in offered], "drawable": [found.text for found in fewer]}


def _habit(pinyin: RimePinyin) -> dict[str, Any]:
    """The third word chosen again and again stays the third."""

    def offered() -> list[str]:
        return [found.text for found in pinyin.compose("shili", 0, 5, single=False).candidates]

    before = offered()
    for _ in range(20):
        pinyin.pick("shili", 3)
        pinyin.forget()
    return {"before": before, "after": offered()}


def main() -> None:
    tables, what = Path(sys.argv[1]), sys.argv[2]
    if what == "undrawable":
        said = _undrawable(tables)
    else:
        said = {"sentence": _sentence, "habit": _habit}[what](RimePinyin(tables, lambda _text: True))
    print(json.dumps(said))


if __name__ == "__main__":
    main()
