"""One typed table: floors no push may cross, and who may say what."""

import msgspec
import pytest

from kiosk.contract.layers import LAYER_ORDER
from kiosk.contract.settings import Settings, SettingsError, settings_from
from kiosk.contract.settings_table import SettingKind, check_layer, nested, setting_named, settings_table

NUMBERS = [row for row in settings_table() if row.kind is SettingKind.NUMBER]


def test_every_setting_says_what_it_is_in_both_languages_and_who_may_say_it() -> None:
    for row in settings_table():
        assert row.zh, row.key
        assert row.en, row.key
        assert row.by in LAYER_ORDER, row.key
        assert row.limits, row.key


def test_the_defaults_fit_the_table_they_stand_in() -> None:
    assert settings_from(msgspec.to_builtins(Settings())) == Settings()


@pytest.mark.parametrize("row", NUMBERS, ids=[row.key for row in NUMBERS])
def test_no_push_crosses_a_floor_or_a_ceiling(row: object) -> None:
    for value in (row.low, row.high):
        settings_from(nested(row.key, value))
    for value in (row.low - 1, row.high + 1, str(row.low), row.low + 0.5):
        with pytest.raises(SettingsError, match=row.key):
            settings_from(nested(row.key, value))


@pytest.mark.parametrize("key", ["browsing_countdown", "form_countdown", "slow_countdown", "result_countdown", "veil"])
def test_a_countdown_is_never_shorter_than_a_person_needs(key: str) -> None:
    assert setting_named(f"timers.{key}").low >= 20


@pytest.mark.parametrize(
    ("layer", "patch"),
    [
        ("fleet", {"retention_days": 30, "timers": {"veil": 60}}),
        ("branch", {"timers": {"veil": 60}, "site": {"en": "Longhua"}}),
        ("terminal", {"items": ["a.b"], "content": {"x": 1}}),
        ("branch", {"timers": {"veil": None}}),
        ("terminal", {"later": {"build": 1}}),
    ],
)
def test_a_layer_may_say_what_is_its_to_say(layer: str, patch: dict) -> None:
    check_layer(layer, patch)


@pytest.mark.parametrize(
    ("layer", "patch", "told"),
    [
        ("branch", {"retention_days": 60}, "retention_days may not be said by a branch layer"),
        ("terminal", {"timers": {"veil": 60}}, "timers.veil may not be said by a terminal layer"),
        ("branch", {"retention_days": None}, "retention_days"),
        ("fleet", {"timers": {"form_countdown": 19}}, "timers.form_countdown"),
        ("fleet", {"timers": 7}, "timers"),
        ("fleet", {"items": ["no item!"]}, "items"),
        ("fleet", {"site": {"en": "x" * 121}}, "site"),
    ],
)
def test_what_is_not_its_to_say_or_does_not_fit_is_refused_by_name(layer: str, patch: dict, told: str) -> None:
    with pytest.raises(SettingsError, match=told.split(maxsplit=1)[0]):
        check_layer(layer, patch)
