"""The one request that has no key yet: a one-time secret and three new public keys for a signed enrolment statement.

The answer's shell is unsigned; what counts in it, the statement, is verified by the caller against the root that the
enrolment code named.
"""

from pathlib import Path

import msgspec

from kiosk.contract.api import API, EnrolmentAnswer, EnrolmentRequest
from kiosk.sync.answers import JSON, good_json
from kiosk.sync.errors import LinkDown, NotCentral
from kiosk.sync.line import Line, Patience

ANSWER_LIMIT = 2 * 1024 * 1024


def enrol(
    base_url: str, request: EnrolmentRequest, *, bundle: Path | None = None, patience: Patience | None = None
) -> EnrolmentAnswer:
    """Raises LinkError; CentralRefused when the secret is wrong, used or expired.

    A lost answer is asked for once more with the same keys: central answers the same secret and keys alike.
    """
    line = Line(base_url, bundle=bundle)
    try:
        return _ask(line, request, patience or Patience())
    except LinkDown:
        return _ask(line, request, patience or Patience())
    finally:
        line.close()


def _ask(line: Line, request: EnrolmentRequest, patience: Patience) -> EnrolmentAnswer:
    answer = line.call(
        "POST",
        f"{API}/enrolments",
        body=msgspec.json.encode(request),
        headers={"Content-Type": JSON, "Accept": JSON},
        limit=ANSWER_LIMIT,
        patience=patience,
    )
    try:
        return msgspec.json.decode(good_json(answer), type=EnrolmentAnswer)
    except (ValueError, RecursionError) as error:
        raise NotCentral("the answer is no enrolment") from error
