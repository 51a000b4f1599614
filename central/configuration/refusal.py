"""Why central takes no such revision: one table, so that the console, the command and the tests say the same."""

from enum import Enum


class Why(Enum):
    """The word is for machines, the sentence for people."""

    SHAPE = ("shape", "the file is not a JSON object of settings")
    SETTINGS = ("settings", "a setting is not allowed")
    LINT = ("lint", "a service item does not pass the gate")
    TOO_LARGE = ("too-large", "the revision is larger than a terminal takes")
    NO_ADMIN = ("no-admin", "this key is not that of an administrator")
    NOT_AUTHOR = ("not-author", "the first signature is the author's")
    SAME_ADMIN = ("same-admin", "author and approver must be two people with two keys")
    ONE_SIGNATURE = ("one-signature", "two administrators must sign")
    SIGNATURE = ("signature", "a signature does not fit what it should have signed")
    OLDER = ("older", "something else was approved since; it must be signed again from the start")
    ANOTHER_WAITS = ("another-waits", "another revision waits for its second signature; approve or discard it first")
    STATE = ("state", "this revision cannot be signed any more")
    UNKNOWN = ("unknown", "there is no such revision")

    def __init__(self, word: str, sentence: str) -> None:
        self.word = word
        self.sentence = sentence


class RevisionRefused(Exception):
    """`detail` names the key or the file, never content of people."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why.sentence}: {detail}" if detail else why.sentence)
        self.why = why
        self.detail = detail
