"""Whatever happens to a terminal, its line and central, in whatever order: everything recorded arrives, once."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.outbox_machine import OutboxMachine

SHORT = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_everything_recorded_arrives_once_whatever_happens_on_the_way() -> None:
    run_state_machine_as_test(OutboxMachine, settings=SHORT)
