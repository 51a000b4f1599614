"""Events of terminals: a name and numbers, never text."""

import hashlib
import re

from central.store.models import Event, Terminal
from kiosk.contract.api import EventBatch

BATCH_LIMIT, VALUES_LIMIT, NUMBER_LIMIT = 500, 6, 2**62
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")


def keep_events(terminal: Terminal, batch: EventBatch, request: bytes) -> int:
    """Events of the batch that central holds now; the same request twice is kept once, other shapes are dropped."""
    digest = hashlib.sha256(request).hexdigest()
    rows = [
        Event(terminal=terminal, at=at, name=name, values=values, batch=digest, place=place)
        for place, (at, name, values) in enumerate(batch.events[:BATCH_LIMIT])
        if _allowed(at, name, values)
    ]
    Event.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _allowed(at: int, name: str, values: list[int]) -> bool:
    numbers = (at, *values)
    return (
        _NAME.fullmatch(name) is not None
        and len(values) <= VALUES_LIMIT
        and all(-NUMBER_LIMIT < number < NUMBER_LIMIT for number in numbers)
    )
