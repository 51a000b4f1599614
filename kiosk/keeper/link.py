"""Whether central answers, as the last call that was tried says."""

import threading
from collections.abc import Callable

from kiosk.contract.failure import FailureCode
from kiosk.journal.events import LINK_TROUBLES, EventCode, place_in
from kiosk.keeper.diary import Diary
from kiosk.sync.errors import CentralBusy, CentralRefused, LinkError, NotBelieved, NotCentral

_TROUBLES: tuple[tuple[type[LinkError], str], ...] = (
    (NotBelieved, "not-believed"),
    (NotCentral, "not-central"),
    (CentralBusy, "busy"),
    (CentralRefused, "refused"),
)


def trouble_of(error: LinkError) -> int:
    """Its number in LINK_TROUBLES."""
    word = next((word for kind, word in _TROUBLES if isinstance(error, kind)), "down")
    return place_in(LINK_TROUBLES, word)


class Link:
    """`tell` is called at each change, on the thread that found it out. Safe on any thread."""

    def __init__(self, tell: Callable[[bool], None], diary: Diary) -> None:
        self._tell, self._diary = tell, diary
        self._lock = threading.Lock()
        self._up = False

    @property
    def up(self) -> bool:
        with self._lock:
            return self._up

    def answered(self) -> None:
        """Central said something that is believed."""
        if self._change(up=True):
            self._diary.note(EventCode.LINK_UP)
            self._tell(True)

    def failed(self, error: LinkError) -> None:
        """A central that is busy or refuses one request is still there."""
        if error.code is FailureCode.CENTRAL_REFUSED or isinstance(error, CentralBusy):
            return
        if self._change(up=False):
            self._diary.note(EventCode.LINK_DOWN, trouble_of(error))
            self._tell(False)

    def _change(self, *, up: bool) -> bool:
        with self._lock:
            changed, self._up = self._up is not up, up
        return changed
