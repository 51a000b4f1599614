"""Which approved revisions a terminal should run now: the newest of each kind of layer that has reached it.

A revision has reached a terminal when its rollout is done, or offered it to this one and it did not come back. One
whose rollout was stopped has reached nobody any more: the previous content comes again under a new manifest version.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.db.models import QuerySet

from central.configuration.places import is_for, order_of, path_of
from central.store.models import Revision, Rollout, RolloutTerminal, Terminal

REACHED = (RolloutTerminal.State.OFFERED, RolloutTerminal.State.APPLIED)


def approved() -> QuerySet[Revision]:
    """Newest first, with their rollouts."""
    return Revision.objects.filter(state=Revision.State.APPROVED).select_related("rollout").order_by("-number")


def standing_of(terminals: Iterable[Terminal]) -> dict[str, list[Revision]]:
    """Terminal (hex) → its revisions in the layers' order."""
    revisions = list(approved())
    reached = set(
        RolloutTerminal.objects.filter(state__in=REACHED)
        .exclude(rollout__state=Rollout.State.STOPPED)
        .values_list("rollout__revision", "terminal")
    )
    return {terminal.pk: _newest(terminal, revisions, reached) for terminal in terminals}


def _newest(terminal: Terminal, revisions: Iterable[Revision], reached: set[tuple[int, str]]) -> list[Revision]:
    chosen: dict[str, Revision] = {}
    for revision in revisions:
        if revision.layer in chosen or not is_for(revision, terminal):
            continue
        rollout = getattr(revision, "rollout", None)
        for_all = rollout is None or rollout.state == Rollout.State.DONE
        if for_all or (revision.pk, terminal.pk) in reached:
            chosen[revision.layer] = revision
    return sorted(chosen.values(), key=order_of)


def layers_of(terminals: Iterable[Terminal]) -> dict[str, list[str]]:
    """As `standing_of`, as paths of the repository."""
    return {terminal: [path_of(one) for one in chosen] for terminal, chosen in standing_of(terminals).items()}


def settings_of(revision: Revision) -> Mapping[str, Any]:
    """What its layer says."""
    said: Mapping[str, Any] = msgspec.json.decode(bytes(revision.body))["settings"]
    return said
