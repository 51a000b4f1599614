"""Whether a card lies on the reader, told from single looks. Pure; time comes in.

Rule: "no card" is an unbroken row of looks without one over a whole second. A card there before that is a stranger's
and is never read. After a reset the reader has forgotten what it saw: the row starts again, and the first card then
found may have lain there all the time, so it counts as lying too.
"""

EMPTY_FOR = 1.0
_ROUNDING = 1e-6


class Presence:
    def __init__(self) -> None:
        self._empty_since: float | None = None
        self._looked_at = 0.0
        self._distrusted = False
        self.was_empty = False  # once in this life: from then on a reset can lose no card

    @property
    def empty(self) -> bool:
        """The looks so far saw no card for a second: one laid from now on is a new one."""
        return self._empty_since is not None and self._looked_at - self._empty_since >= EMPTY_FOR - _ROUNDING

    @property
    def may_read(self) -> bool:
        """Whether the next card found may be read."""
        return self.empty and not self._distrusted

    def looked(self, *, gone: bool, now: float) -> None:
        """One look that got its answer."""
        self._looked_at = now
        if not gone:
            self._empty_since = None
            self._distrusted = False
        elif self._empty_since is None:
            self._empty_since = now
        self.was_empty = self.was_empty or self.empty

    def wait(self, poll: float, now: float) -> float:
        """Seconds to the next look: one comes when the second is over."""
        if self._empty_since is None or self.empty:
            return poll
        return max(0.0, min(poll, self._empty_since + EMPTY_FOR - now))

    def card_taken(self) -> None:
        """A card was read: it lies there now."""
        self._empty_since = None

    def restarted(self, *, reset: bool) -> None:
        """The line was lost; `reset`: the reader may have been reset or without power."""
        self._empty_since = None
        self._distrusted = self._distrusted or reset
