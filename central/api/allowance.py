"""How often one caller may ask: a bucket that refills."""

import time
from collections.abc import Callable
from math import ceil

BUCKETS_LIMIT = 20_000


class Allowance:
    """`burst` at once, then `per_second`. `monotonic`: seconds."""

    def __init__(self, burst: int, per_second: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._rate = per_second
        self._monotonic = monotonic
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, caller: str) -> int:
        """0: go on. Otherwise seconds until it may be tried again."""
        now = self._monotonic()
        left, then = self._buckets.get(caller, (float(self._burst), now))
        left = min(self._burst, left + (now - then) * self._rate)
        if left < 1:
            return ceil((1 - left) / self._rate)
        self._forget_the_full(now)
        self._buckets[caller] = (left - 1, now)
        return 0

    def _forget_the_full(self, now: float) -> None:
        if len(self._buckets) >= BUCKETS_LIMIT:
            full = self._burst / self._rate
            self._buckets = {name: bucket for name, bucket in self._buckets.items() if now - bucket[1] < full}
