"""Which layer decided, and what the others wanted."""

import pytest

from kiosk.configuration.explaining import explain
from kiosk.trust import Verified, verify
from tests.support.tuf_repository import NOW, TufRepository

LAYERS = {
    "fleet": {"items": ["a", "b"], "timers": {"veil": 70, "cleared": 5}, "site": {"name": "everywhere"}},
    "district": {"timers": {"veil": 80}, "unknown": {"x": 1}},
    "branch": {"items": ["b"], "timers": {"cleared": None}},
}


@pytest.fixture(scope="module")
def believed() -> Verified:
    repository = TufRepository(layers=LAYERS)
    return verify(repository.trust(), *repository.published().parts(), now=NOW)


@pytest.mark.parametrize(
    ("key", "value", "decided_by", "wishes"),
    [
        ("items", ["b"], "branch", [("fleet", ["a", "b"]), ("branch", ["b"])]),
        ("timers.veil", 80, "district", [("fleet", 70), ("district", 80)]),
        ("timers.cleared", 4, "default", [("fleet", 5), ("branch", None)]),
        ("timers.form_warn", 90, "default", []),
        ("site.name", "everywhere", "fleet", [("fleet", "everywhere")]),
        ("unknown.x", 1, "district", [("district", 1)]),
    ],
)
def test_a_setting_is_explained(
    believed: Verified, key: str, value: object, decided_by: str, wishes: list[tuple[str, object]]
) -> None:
    explanation = explain(believed, key)
    assert explanation is not None
    assert (explanation.value, explanation.decided_by) == (value, decided_by)
    assert [(wish.layer, wish.value) for wish in explanation.wishes] == wishes


@pytest.mark.parametrize("key", ["nothing", "timers.nothing", "items.0", ""])
def test_a_key_nobody_knows_has_no_explanation(believed: Verified, key: str) -> None:
    assert explain(believed, key) is None
