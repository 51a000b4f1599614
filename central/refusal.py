"""What central refuses, as one table: word, HTTP status, sentence. No sentence repeats what was sent."""

from enum import Enum

import msgspec


class Refusal(Enum):
    """The word stands in the `code` of the error's JSON body."""

    UNSIGNED = ("unsigned", 401, "the request is not signed by an enrolled terminal")
    CLOCK = ("clock", 401, "the request was signed at another time; see the Date of this answer")
    REPLAY = ("replay", 401, "this very request was seen before")
    REVOKED = ("revoked", 401, "this terminal was taken out of service")
    CODE = ("code", 403, "the enrolment code is wrong, used or has run out")
    KEYS = ("keys", 400, "the keys are not three different Ed25519 keys")
    SHAPE = ("shape", 400, "the request is not what it should be")
    MISSING = ("missing", 404, "there is no such thing here")
    TOO_LARGE = ("too-large", 413, "the request is larger than allowed")
    TOO_OFTEN = ("too-often", 429, "too many requests; come back later")
    BUSY = ("busy", 503, "central cannot take this now; come back later")
    BUG = ("bug", 500, "central failed; the request changed nothing or may be repeated")

    def __init__(self, word: str, status: int, sentence: str) -> None:
        self.word = word
        self.status = status
        self.sentence = sentence


class Refused(Exception):
    """`retry_after`: seconds, 0 when the same request will never be taken."""

    def __init__(self, refusal: Refusal, retry_after: int = 0) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal
        self.retry_after = retry_after


class ErrorBody(msgspec.Struct, frozen=True):
    """JSON body of every error. Not signed: a terminal believes of it nothing but that it was not answered."""

    code: str
    message: str
    retry_after: int = 0
