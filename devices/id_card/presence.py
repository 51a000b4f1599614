"""Whether a card lies on the reader, told from single looks. Pure; time comes in.

Rule: "no card" is an unbroken row of looks without one over a whole second. A card there before that is a stranger's
and is never read. After a reset the reader has forgotten what it saw: the row starts again, and the first card then
found may have lain there all the time, so it counts as lying too.
"""

EMPTY_FOR = 1.0


class Presence:
    def __init__(self) -> None:
        self._empty_since: float | None = None
        self._distrusted = False
        self.was_empty = False  # once in this life: from then on a reset can lose no card

    def looked(self, *, gone: bool, now: float) -> None:
        """One look that got its answer."""
        if not gone:
            self._empty_since = None
            self._distrusted = False
        elif self._empty_since is None:
            self._empty_since = now
        self.was_empty = self.was_empty or self.empty(now)

    def empty(self, now: float) -> bool:
        """No card for a second: a card laid from now on is a new one."""
        return self._empty_since is not None and now - self._empty_since >= EMPTY_FOR

    def may_read(self, now: float) -> bool:
        """Whether the next card found may be read."""
        return self.empty(now) and not self._distrusted

    def wait(self, poll: float, now: float) -> float:
        """Seconds to the next look: not past the moment the second is over."""
        if self._empty_since is None or self.empty(now):
            return poll
        return min(poll, self._empty_since + EMPTY_FOR - now)

    def card_taken(self) -> None:
        """A card was read or refused: it lies there now."""
        self._empty_since = None

    def restarted(self, *, reset: bool) -> None:
        """The line was lost; `reset`: the reader may have been reset or without power."""
        self._empty_since = None
        self._distrusted = self._distrusted or reset
