"""All a running central has in its hands, put together once."""

from collections.abc import Callable
from dataclasses import dataclass

from central.api.allowance import Allowance
from central.api.answers import Answers
from central.api.desk import Desk
from central.api.signatures import Signatures
from central.clock import Clock
from central.crash_points import CrashPoints
from central.fleet.enrolment import Enrolments
from central.fleet.heartbeats import Heartbeats
from central.fleet.waiting import WaitingRoom
from central.keys import CODE, ONLINE, STATEMENT, StatementKey, read_key, tuf_signer
from central.state import StateFolder
from central.tuf.repository import Repository

TERMINAL_BURST, TERMINAL_PER_SECOND = 400, 20.0
FALSE_CODES_BURST, FALSE_CODES_PER_SECOND = 60, 1.0


@dataclass(frozen=True, slots=True)
class Service:
    """`wake_opening`: tells the opening role that envelopes came in."""

    folder: StateFolder
    clock: Clock
    desk: Desk
    signatures: Signatures
    answers: Answers
    enrolments: Enrolments
    repository: Repository
    waiting: WaitingRoom
    heartbeats: Heartbeats
    requests: Allowance
    false_codes: Allowance
    wake_opening: Callable[[], None]
    crash_points: CrashPoints


def open_repository(folder: StateFolder, clock: Clock) -> Repository:
    """Raises StateError."""
    return Repository(folder, tuf_signer(read_key(folder.keys / ONLINE)), clock)


def build_service(
    folder: StateFolder, clock: Clock, wake_opening: Callable[[], None], crash_points: CrashPoints
) -> Service:
    """From an initialised state folder. Raises StateError."""
    statement_key = StatementKey(read_key(folder.keys / STATEMENT))
    repository = open_repository(folder, clock)
    first_root = (folder.metadata / "1.root.json").read_bytes()
    return Service(
        folder=folder,
        clock=clock,
        desk=Desk(),
        signatures=Signatures(clock),
        answers=Answers(statement_key, clock),
        enrolments=Enrolments(repository, statement_key, read_key(folder.keys / CODE), first_root, clock),
        repository=repository,
        waiting=WaitingRoom(repository.manifests),
        heartbeats=Heartbeats(),
        requests=Allowance(TERMINAL_BURST, TERMINAL_PER_SECOND),
        false_codes=Allowance(FALSE_CODES_BURST, FALSE_CODES_PER_SECOND),
        wake_opening=wake_opening,
        crash_points=crash_points,
    )
