"""Which regular expressions a pushed form may carry: a subset that no text can make slow.

Anchored at both ends, made of literals and character classes with counted repeats of at most 200, and groups that are
repeated only when nothing inside them is. No stars, look-arounds, back references or dots.
"""

import re

REPEAT_LIMIT = 200
_ATOM = r"(?:\[(?:[^\[\]\\^]|\\[\\\]\[d.\-])+\]|\\[d.\-+*?()\[\]{}/|\\]|[^\[\](){}|\\.*+?^$])"
_COUNT = r"(?:\{\d{1,3}(?:,\d{1,3})?\}|\?)"
_PLAIN_GROUP = rf"\((?:\?:)?{_ATOM}+(?:\|{_ATOM}+)*\){_COUNT}?"
_COUNTED_GROUP = rf"\((?:\?:)?(?:{_ATOM}{_COUNT}?)+(?:\|(?:{_ATOM}{_COUNT}?)+)*\)\??"
_VETTED = re.compile(rf"\^(?>{_PLAIN_GROUP}|{_COUNTED_GROUP}|{_ATOM}{_COUNT}?)++\$")
"""Atomic, so that the check itself cannot be made slow."""
_COUNTS = re.compile(r"\{(\d+)(?:,(\d+))?\}")
_LENGTH_LIMIT = 200


def is_vetted(pattern: str) -> bool:
    """Whether a pattern is of the subset."""
    if len(pattern) > _LENGTH_LIMIT or not _compiles(pattern):
        return False
    counts = [int(count) for pair in _COUNTS.findall(pattern) for count in pair if count]
    return all(count <= REPEAT_LIMIT for count in counts) and _VETTED.fullmatch(pattern) is not None


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
