"""What a front may say on its way to stderr: numbers and names of code, never a text that could hold a person's data.

Every excepthook ends as `(exception type, module:line)`; the keeper gets the same as a CRASH event.
"""

import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Fault:
    """`module` is a dotted name of ours, or of the library the exception came from; `line` within it."""

    exception: str
    module: str
    line: int

    def __str__(self) -> str:
        return f"{self.exception} {self.module}:{self.line}"


def fault_of(error: BaseException) -> Fault:
    """The innermost frame of ours, else the innermost of all."""
    place: tuple[str, int] = ("unknown", 0)
    ours: tuple[str, int] | None = None
    step: TracebackType | None = error.__traceback__
    while step is not None:
        place = (step.tb_frame.f_globals.get("__name__", "unknown"), step.tb_lineno)
        if Path(step.tb_frame.f_code.co_filename).is_relative_to(_ROOT) and ".venv" not in place[0]:
            ours = place
        step = step.tb_next
    module, line = ours or place
    return Fault(type(error).__name__, module, line)


def install(on_fault: Callable[[Fault], None], *, fatal: bool = True) -> None:
    """Route every uncaught exception of every thread to `on_fault`, then end the process with status 70."""

    def end(error: BaseException) -> None:
        fault = fault_of(error)
        print(f"K-front {fault}", file=sys.stderr, flush=True)
        on_fault(fault)
        if fatal:
            os._exit(70)

    sys.excepthook = lambda _kind, error, _trace: end(error)
    threading.excepthook = lambda arguments: end(arguments.exc_value or RuntimeError())
    sys.unraisablehook = lambda arguments: end(arguments.exc_value or RuntimeError())
