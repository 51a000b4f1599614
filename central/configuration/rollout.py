"""How a revision goes out, as a pure rule: who is offered it next, when it is a success, when it is taken back.

First a few (canaries), which are watched for a while (soak); then everyone, newcomers included. More terminals that
came back than allowed stop it at any time. Times are Unix seconds.
"""

from dataclasses import dataclass
from enum import Enum


class Stage(Enum):
    """PAUSED is a person's word, all others follow from what terminals say."""

    CANARIES = "canaries"
    SOAKING = "soaking"
    EVERYONE = "everyone"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Plan:
    """`success_percent` of the canaries must have applied it when the soak is over; `errors_allowed` may come back."""

    canaries: int = 1
    soak_seconds: int = 600
    success_percent: int = 90
    errors_allowed: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """Terminals by how far they are."""

    waiting: int = 0
    offered: int = 0
    applied: int = 0
    returned: int = 0

    @property
    def asked(self) -> int:
        return self.offered + self.applied + self.returned


@dataclass(frozen=True, slots=True)
class Move:
    """`offer`: to so many more terminals; `take_back`: the previous content for everyone, under new versions."""

    stage: Stage
    offer: int = 0
    take_back: bool = False


def advance(plan: Plan, stage: Stage, count: Count, *, since: int, now: int) -> Move:
    """What to do now; `since`: when the stage began. Asked again it says the same, until something changes."""
    if stage in (Stage.DONE, Stage.STOPPED):
        return Move(stage)
    if count.returned > plan.errors_allowed:
        return Move(Stage.STOPPED, take_back=True)
    match stage:
        case Stage.CANARIES:
            return _canaries(plan, count)
        case Stage.SOAKING:
            return _soaking(plan, count, now - since)
        case Stage.EVERYONE:
            done = count.waiting == 0 and count.offered == 0
            return Move(Stage.DONE if done else stage, offer=count.waiting)
        case _:
            return Move(stage)


def _canaries(plan: Plan, count: Count) -> Move:
    """Without canaries everyone is asked at once: urgent, or so small a fleet that nobody is left for later."""
    if plan.canaries <= 0:
        return Move(Stage.EVERYONE, offer=count.waiting)
    return Move(Stage.SOAKING, offer=max(0, min(plan.canaries - count.asked, count.waiting)))


def _soaking(plan: Plan, count: Count, soaked: int) -> Move:
    """A canary that says nothing holds everyone up: silence is no success."""
    if count.asked < plan.canaries and count.waiting:
        return Move(Stage.SOAKING, offer=min(plan.canaries - count.asked, count.waiting))
    succeeded = count.asked > 0 and count.applied * 100 >= plan.success_percent * count.asked
    if soaked < plan.soak_seconds or not succeeded:
        return Move(Stage.SOAKING)
    return Move(Stage.EVERYONE, offer=count.waiting)
