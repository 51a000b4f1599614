"""What an HTTP answer means before anything in it is believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import msgspec

from kiosk.contract.api import Signed
from kiosk.sync.errors import CentralBusy, CentralRefused, LinkError, NotCentral

RETRY_LIMIT = 3600
GOOD = (200, 201)
BUSY = 429
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """`kind`: media type without parameters; `retry_after` seconds, 0 when not told; `date` Unix seconds."""

    status: int
    kind: str
    body: bytes
    retry_after: int = 0
    date: int | None = None


def answer_of(status: int, headers: Mapping[str, str], body: bytes) -> Answer:
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    date = _moment(headers.get("date", ""))
    return Answer(status, kind, body, _retry_after(headers.get("retry-after", ""), date), date)


def _moment(text: str) -> int | None:
    try:
        return int(parsedate_to_datetime(text).timestamp())
    except (ValueError, TypeError, OverflowError):
        return None


def _retry_after(text: str, date: int | None) -> int:
    """Seconds, or a moment measured against the answer's own Date (our clock may be wrong). Bounded."""
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), RETRY_LIMIT)
    moment = _moment(text)
    if moment is None or date is None:
        return 0
    return max(0, min(moment - date, RETRY_LIMIT))


def failure_of(answer: Answer) -> LinkError | None:
    """The error an answer's status stands for; None for 200 and 201. Only these are success: 204 or 206 is nobody's."""
    status = answer.status
    if status in GOOD:
        return None
    if status == BUSY or status >= 500:
        return CentralBusy(f"central answers {status}", answer.retry_after)
    if 400 <= status < 500:
        return CentralRefused(f"central answers {status}", status, answer.date)
    return NotCentral(f"what answers says {status}, which central never does")


def good_json(answer: Answer) -> bytes:
    """The body of a good JSON answer. Raises LinkError."""
    failure = failure_of(answer)
    if failure is not None:
        raise failure
    if answer.kind != JSON:
        raise NotCentral("the answer is not JSON")
    return answer.body


def signed_answer(answer: Answer) -> Signed:
    """The signed statement in a good answer, not yet verified. Raises LinkError."""
    try:
        return msgspec.json.decode(good_json(answer), type=Signed)
    except (ValueError, RecursionError) as error:
        raise NotCentral("the answer is not signed by central") from error
