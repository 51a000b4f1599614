"""Rollouts in the tables: begun by a person, moved on by what terminals say, taken back by themselves."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from fnmatch import fnmatchcase

from django.db import transaction

from central.clock import Clock
from central.configuration.refusal import RevisionRefused, Why
from central.configuration.revisions import touched_by
from central.configuration.rollout import Count, Move, Plan, Stage, advance
from central.configuration.standing import layers_of
from central.store.models import Heartbeat, Revision, Rollout, RolloutTerminal, Terminal
from central.tuf.repository import Repository
from kiosk.contract.applying import Outcome

LABELS = ("district", "branch", "name")
OPEN = (Rollout.State.CANARIES, Rollout.State.SOAKING, Rollout.State.EVERYONE, Rollout.State.PAUSED)
State = RolloutTerminal.State


def begin(
    revision: Revision, plan: Plan, repository: Repository, clock: Clock, *, only: Mapping[str, str], urgent: bool
) -> Rollout:
    """For an approved revision, once. `only`: label → pattern (`*` allowed). Raises RevisionRefused."""
    if revision.state != Revision.State.APPROVED or hasattr(revision, "rollout"):
        raise RevisionRefused(Why.STATE)
    with transaction.atomic():
        rollout: Rollout = Rollout.objects.create(
            revision=revision,
            only={label: only[label] for label in LABELS if only.get(label)},
            canaries=0 if urgent else plan.canaries,
            soak_seconds=plan.soak_seconds,
            success_percent=plan.success_percent,
            errors_allowed=plan.errors_allowed,
            urgent=urgent,
            since=datetime.fromtimestamp(clock.now(), UTC),
        )
    move_on(rollout, repository, clock)
    return rollout


def members(rollout: Rollout) -> list[Terminal]:
    """The terminals it is for now: those its layer touches, of these the ones its filter lets through."""
    touched = touched_by(rollout.revision.layer, rollout.revision.name)
    return [one for one in touched if all(fnmatchcase(getattr(one, label), p) for label, p in rollout.only.items())]


def move_all_on(repository: Repository, clock: Clock) -> None:
    """Every open rollout; called when terminals have said something."""
    for rollout in Rollout.objects.filter(state__in=OPEN).select_related("revision"):
        move_on(rollout, repository, clock)


def move_on(rollout: Rollout, repository: Repository, clock: Clock) -> None:
    """Take in what its terminals said, and do what follows."""
    _welcome_newcomers(rollout)
    _hear(rollout)
    while True:
        before = rollout.state
        move = advance(
            _plan(rollout),
            Stage(rollout.state),
            _count(rollout),
            since=int(rollout.since.timestamp()),
            now=clock.now(),
        )
        _carry_out(rollout, move, repository, clock)
        if rollout.state == before or move.offer:
            return


def _plan(rollout: Rollout) -> Plan:
    return Plan(rollout.canaries, rollout.soak_seconds, rollout.success_percent, rollout.errors_allowed)


def _count(rollout: Rollout) -> Count:
    found = Counter(rollout.terminals.values_list("state", flat=True))
    return Count(*(found[state] for state in ("waiting", "offered", "applied", "returned")))


def _welcome_newcomers(rollout: Rollout) -> None:
    """A terminal enrolled since joins as one more that waits."""
    known = set(rollout.terminals.values_list("terminal", flat=True))
    newcomers = [one for one in members(rollout) if one.pk not in known]
    RolloutTerminal.objects.bulk_create(RolloutTerminal(rollout=rollout, terminal=one) for one in newcomers)


def _hear(rollout: Rollout) -> None:
    """What the heartbeats say about the offers under way."""
    offered = {row.terminal_id: row for row in rollout.terminals.filter(state__in=(State.OFFERED, State.APPLIED))}
    changed = [row for beat in Heartbeat.objects.filter(terminal__in=offered) if _took(row := offered[beat.pk], beat)]
    RolloutTerminal.objects.bulk_update(changed, ["state", "reason"])


def _took(row: RolloutTerminal, beat: Heartbeat) -> bool:
    """Whether its state changed. What came back later, after it had been applied, counts too."""
    if beat.outcome == Outcome.RETURNED.value and beat.offered == row.manifest and beat.manifest < row.manifest:
        row.state, row.reason = State.RETURNED, beat.outcome_reason
        return True
    if row.state == State.OFFERED and beat.outcome == Outcome.APPLIED.value and beat.manifest >= row.manifest:
        row.state = State.APPLIED
        return True
    return False


def _carry_out(rollout: Rollout, move: Move, repository: Repository, clock: Clock) -> None:
    if move.offer:
        _offer(list(rollout.terminals.filter(state=State.WAITING)[: move.offer]))
    if move.stage.value != rollout.state:
        rollout.state = Rollout.State(move.stage.value)
        rollout.since = datetime.fromtimestamp(clock.now(), UTC)
        rollout.save(update_fields=["state", "since"])
    if move.offer or move.take_back:
        publish(repository, [row.terminal for row in rollout.terminals.select_related("terminal")], rollout)


def _offer(rows: list[RolloutTerminal]) -> None:
    for row in rows:
        row.state = State.OFFERED
    RolloutTerminal.objects.bulk_update(rows, ["state"])


def publish(
    repository: Repository, terminals: Iterable[Terminal], rollout: Rollout | None = None, again: Iterable[str] = ()
) -> None:
    """The manifests of these terminals as they should be; rows offered just now learn by which version."""
    versions = repository.assign_all(layers_of(terminals), frozenset(again))
    if rollout is None:
        return
    rows = [row for row in rollout.terminals.filter(state=State.OFFERED) if row.manifest != versions[row.terminal_id]]
    for row in rows:
        row.manifest = versions[row.terminal_id]
    RolloutTerminal.objects.bulk_update(rows, ["manifest"])


# ---- a person's words ------------------------------------------------------------------------------------------------


def pause(rollout: Rollout) -> None:
    """Nobody more is offered it; those who have it keep it. Raises RevisionRefused."""
    _needs(rollout, Rollout.State.CANARIES, Rollout.State.SOAKING, Rollout.State.EVERYONE)
    rollout.paused_from, rollout.state = rollout.state, Rollout.State.PAUSED
    rollout.save(update_fields=["paused_from", "state"])


def resume(rollout: Rollout, repository: Repository, clock: Clock) -> None:
    """Raises RevisionRefused."""
    _needs(rollout, Rollout.State.PAUSED)
    rollout.state, rollout.paused_from = rollout.paused_from, ""
    rollout.save(update_fields=["paused_from", "state"])
    move_on(rollout, repository, clock)


def take_back(rollout: Rollout, repository: Repository, clock: Clock) -> None:
    """The previous content for everyone, also after it is done. Raises RevisionRefused."""
    _needs(rollout, *OPEN, Rollout.State.DONE)
    _carry_out(rollout, Move(Stage.STOPPED, take_back=True), repository, clock)


def offer_again(row: RolloutTerminal, repository: Repository) -> None:
    """After a terminal came back by itself: the same once more, under a new version. Raises RevisionRefused."""
    if row.state != State.RETURNED or row.rollout.state == Rollout.State.STOPPED:
        raise RevisionRefused(Why.STATE)
    row.state, row.reason = State.OFFERED, ""
    row.save(update_fields=["state", "reason"])
    publish(repository, [row.terminal], row.rollout, again=[row.terminal_id])


def _needs(rollout: Rollout, *states: object) -> None:
    if rollout.state not in states:
        raise RevisionRefused(Why.STATE)
