"""The receipt: what a citizen carries away. It says no more than the screen and claims no more than is known.

`recorded`: on this machine, not delivered. `received`: central holds it. What the office does later is never printed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum

from kiosk.paper.draw import Sheet, draw_slip
from kiosk.paper.faces import Faces, installed_faces
from kiosk.paper.picture import Picture
from kiosk.paper.slip import Code, Facts, Gap, Part, Plate, Rule, Size, Words
from kiosk.paper.text import NO_BREAK
from kiosk.wording.lookup import Wording

DOTS = 576
CIVIL_TIME = timezone(timedelta(hours=8))
"""The one civil time of China; there is no summer time."""


class ReceiptState(Enum):
    RECORDED = "recorded"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """`applicant` is masked already. `not_before`, `not_after`: Unix seconds between which it was recorded.

    `token`: the proof as QR text. `copy`: a second print, marked so.
    """

    reference: str
    state: ReceiptState
    item: str
    applicant: str
    check_code: str
    not_before: int
    not_after: int
    token: str
    terminal: str
    branch: str
    language: str
    copy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedReceipt:
    """Printed after its front died: who and what are sealed and unknown, so it carries neither."""

    reference: str
    not_before: int
    not_after: int
    token: str
    terminal: str
    branch: str
    language: str
    copy: bool = False


def draw_receipt(receipt: Receipt, wording: Wording, dots: int = DOTS, faces: Faces | None = None) -> Picture:
    """Raises FontsError, or ValueError for a width no receipt fits."""
    sheet = Sheet(dots, receipt.language, faces or installed_faces())
    return draw_slip(receipt_parts(receipt, wording), sheet)


def draw_owed(receipt: OwedReceipt, wording: Wording, dots: int = DOTS, faces: Faces | None = None) -> Picture:
    """As `draw_receipt`."""
    sheet = Sheet(dots, receipt.language, faces or installed_faces())
    return draw_slip(owed_parts(receipt, wording), sheet)


def receipt_parts(receipt: Receipt, wording: Wording) -> tuple[Part, ...]:
    say = _Say(wording, receipt.language)
    state = receipt.state.value
    facts = Facts(
        (
            (say("paper.item"), receipt.item),
            (say("paper.applicant"), receipt.applicant),
            (say("paper.time"), _times(receipt.not_before, receipt.not_after, say)),
            (say("paper.check_code"), receipt.check_code),
        )
    )
    return (
        *_copy_mark(say, marked=receipt.copy),
        Plate(say(f"paper.{state}"), say(f"paper.{state}.detail"), filled=receipt.state is ReceiptState.RECEIVED),
        *_number(receipt.reference, say),
        facts,
        *_proof(receipt.token, say),
        Words(say("paper.not_final"), Size.LABEL, bold=True),
        Gap(2),
        Words(say("paper.ask")),
        *_foot(receipt.terminal, receipt.branch, say),
    )


def owed_parts(receipt: OwedReceipt, wording: Wording) -> tuple[Part, ...]:
    say = _Say(wording, receipt.language)
    return (
        *_copy_mark(say, marked=receipt.copy),
        Plate(say("paper.owed"), say("paper.owed.detail")),
        *_number(receipt.reference, say),
        Facts(((say("paper.time"), _times(receipt.not_before, receipt.not_after, say)),)),
        *_proof(receipt.token, say),
        Words(say("paper.ask_with_number"), Size.LABEL, bold=True),
        *_foot(receipt.terminal, receipt.branch, say),
    )


@dataclass(frozen=True, slots=True)
class _Say:
    wording: Wording
    language: str

    def __call__(self, key: str, **values: object) -> str:
        return self.wording.text(key, self.language, **values)


def _copy_mark(say: _Say, *, marked: bool) -> Iterator[Part]:
    yield Gap(3)
    if marked:
        yield Plate(say("paper.copy"), size=Size.LABEL)
        yield Gap(4)


def _number(reference: str, say: _Say) -> Iterator[Part]:
    yield Gap(5)
    yield Words(say("paper.reference"), Size.CAPTION)
    yield Words(reference, Size.DISPLAY, bold=True, fit=True)
    yield Rule()


def _proof(token: str, say: _Say) -> Iterator[Part]:
    yield Code(token)
    yield Words(say("paper.scan"), Size.CAPTION, centred=True)
    yield Gap(6)


def _foot(terminal: str, branch: str, say: _Say) -> Iterator[Part]:
    yield Rule()
    yield Words(branch, Size.CAPTION)
    yield Words(say("paper.terminal", terminal=terminal), Size.CAPTION)
    yield Gap(8)


def _times(not_before: int, not_after: int, say: _Say) -> str:
    """One minute when the clock is sure of it, else both bounds; the day is said once when it is the same."""
    first, last = _civil(not_before), _civil(not_after)
    if first == last:
        return first
    if first[:10] == last[:10]:
        last = last[11:]
    return say("paper.time.between", first=first, last=last)


def _civil(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone(CIVIL_TIME).strftime(f"%Y-%m-%d{NO_BREAK}%H:%M")
