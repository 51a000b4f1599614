"""A keeper inside the test process, on a thread, over a real socket and a real state folder."""

import threading
from types import TracebackType

from kiosk import wire
from kiosk.keeper.crash_points import armed
from kiosk.keeper.keeper import Keeper
from kiosk.keeper.slots import Limits
from kiosk.keeper.start import open_premises
from offline_queue.sealing import Sealed, generate_key, seal
from tests.support.fake_front import FakeFront
from tests.support.terminal_state import TerminalState

WAIT = 30.0


class HouseKeeper:
    """Enter it: the keeper runs. Leave it: it has ended, and a bug in any of its threads is raised here."""

    def __init__(self, terminal: TerminalState, limits: Limits | None = None) -> None:
        self.terminal = terminal
        premises = open_premises(terminal.terminal_path, None)
        self.keeper = Keeper(premises, armed(terminal.folder, "demo", {}), limits or Limits(assembly=0.1))
        self._failure: BaseException | None = None
        self._fronts: list[FakeFront] = []
        self._thread = threading.Thread(target=self._run, name="keeper")

    def front(self) -> FakeFront:
        front = FakeFront(self.terminal.folder)
        self._fronts.append(front)
        return front

    def _run(self) -> None:
        try:
            self.keeper.run()
        # The thread's boundary: raised again where the test leaves the keeper.
        except BaseException as error:
            self._failure = error

    def __enter__(self) -> "HouseKeeper":
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.keeper.end()
        self._thread.join(WAIT)
        for front in self._fronts:
            front.close()
        assert not self._thread.is_alive(), "the keeper did not end"
        if self._failure is not None and _error is None:
            raise self._failure


def sealed_application(
    terminal: TerminalState, identifier: bytes, *, visit: bytes = b"v" * 16, kind: int = 1
) -> Sealed:
    key, _private = generate_key(1, not_before=0, not_after=2**40)
    return seal(
        b"an application",
        key=key,
        terminal=terminal.repository.terminal,
        identifier=identifier,
        kind=kind,
        visit=visit,
    )


def record(terminal: TerminalState, identifier: bytes, **more: object) -> wire.Record:
    return wire.Record(identifier, sealed_application(terminal, identifier, **more))  # type: ignore[arg-type]
