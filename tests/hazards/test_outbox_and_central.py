"""The long form of tests/properties/test_outbox_and_central.py."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.outbox_machine import OutboxMachine

pytestmark = pytest.mark.hazard
LONG = settings(
    max_examples=400,
    stateful_step_count=60,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)


def test_hundreds_of_lives_of_a_terminal_lose_nothing(tell) -> None:
    run_state_machine_as_test(OutboxMachine, settings=LONG)
    tell(f"{LONG.max_examples} lives of {LONG.stateful_step_count} steps")
