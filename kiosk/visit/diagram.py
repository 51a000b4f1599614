"""docs/flow.md, made from the tables: the diagram, every transition, every timer."""

import re

from kiosk.visit.events import Timer
from kiosk.visit.situations import ENDED, EVERY, Kind
from kiosk.visit.table import COMMON_ROWS, ENDING_ROWS, IDLE_ROWS, ROWS, On, Row
from kiosk.visit.timers import WAITS

_WORD = re.compile(r"(?<!^)(?=[A-Z])")
_ASIDE = (*IDLE_ROWS, *ENDING_ROWS, *COMMON_ROWS)
"""Rows that hold almost everywhere are told in words below the diagram: drawn, they would hide the way."""


def page() -> str:
    """The whole of docs/flow.md."""
    return "\n".join((*_head(), *_diagram(), *_transitions(), *_timers(), ""))


def _head() -> tuple[str, ...]:
    return (
        "# The flow of a visit",
        "",
        "<!-- Made by `make docs` from kiosk/visit/table.py and timers.py; change the tables, not this page. -->",
        "",
        "A visit is one pure machine. Every situation answers every event; what no row names changes nothing.",
        "Pressing *finish*, an idle end and a failure all leave by one `end_visit`, which empties the visit at once.",
        "",
    )


def said(on: On) -> str:
    """How a row's cause is written: `press next`, `Recorded`, `after keeper`."""
    if isinstance(on, str):
        return f"press {on}"
    return f"after {on.value}" if isinstance(on, Timer) else on.__name__


def _title(kind: Kind) -> str:
    return " ".join(_WORD.split(kind.__name__)).lower()


def _diagram() -> tuple[str, ...]:
    names = tuple(f"    {kind.__name__}: {_title(kind)}" for kind in EVERY)
    edges: dict[tuple[str, str], list[str]] = {}
    for row in ROWS:
        if row not in _ASIDE:
            _collect(row, edges)
    arrows = tuple(f"    {start} --> {end}: {', '.join(causes)}" for (start, end), causes in edges.items())
    closing = tuple(f"    {kind.__name__} --> [*]" for kind in ENDED[-1:])
    return (
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> Attract",
        *names,
        *arrows,
        "    TakingCard --> Cleared: CardGone, after card_limit",
        *closing,
        "```",
        "",
    )


def _collect(row: Row, edges: dict[tuple[str, str], list[str]]) -> None:
    for start in row.here:
        for end in row.to:
            causes = edges.setdefault((start.__name__, end.__name__), [])
            if said(row.on) not in causes:
                causes.append(said(row.on))


def _transitions() -> tuple[str, ...]:
    rows = tuple(
        f"| {_names(row.here)} | {said(row.on)} | {row.do.__name__} | {_names(row.to) or 'stays'} |" for row in ROWS
    )
    return ("## Transitions", "", "| in | on | does | may lead to |", "|---|---|---|---|", *rows, "")


def _names(kinds: tuple[Kind, ...]) -> str:
    left_out = [kind for kind in EVERY if kind not in kinds]
    if len(kinds) > len(EVERY) // 2 + 1:
        return "everywhere" + (f" but {', '.join(map(_title, left_out))}" if left_out else "")
    return ", ".join(map(_title, kinds))


def _timers() -> tuple[str, ...]:
    rows = tuple(
        f"| {wait.timer.value} | {_names(wait.here)} | `{wait.setting}` | {wait.floor} | {wait.source} |"
        for wait in WAITS
    )
    return ("## Timers", "", "| timer | runs in | length (setting) | floor | source |", "|---|---|---|---|---|", *rows)
