"""What can go wrong between a terminal and its central service.

    LinkError
    ├── LinkDown          nobody answered, or not whole, or not in time                         K401
    ├── NotCentral        somebody else answered: HTML, a redirect, another TLS name, too much  K403
    │   └── NotBelieved   an answer whose signature, label, terminal or request does not fit    K403
    ├── CentralBusy       429 or 5xx: come back after `retry_after` seconds                     K401
    └── CentralRefused    4xx: this request will not be taken as it is                          K402

None of them carries a body, a header or a key: their texts may be logged.
"""

from kiosk.contract.failure import FailureCode


class LinkError(Exception):
    """`code` goes to people, the text to the technician."""

    code = FailureCode.LINK_DOWN


class LinkDown(LinkError):
    """No whole answer in time."""


class NotCentral(LinkError):
    """What answered is not central, or cannot show that it is."""

    code = FailureCode.ANSWER_NOT_BELIEVED


class NotBelieved(NotCentral):
    """An answer was there and well formed, and is not what central says to this terminal about this request."""


class CentralBusy(LinkError):
    """`retry_after`: seconds, 0 when not told; never more than an hour, whoever says so."""

    def __init__(self, message: str, retry_after: int = 0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class CentralRefused(LinkError):
    """`status`: the HTTP status; `date`: what the answer calls the time (Unix s), None when it does not say."""

    code = FailureCode.CENTRAL_REFUSED

    def __init__(self, message: str, status: int, date: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.date = date
