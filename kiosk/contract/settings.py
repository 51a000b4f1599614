"""The settings a terminal takes from signed configuration, with the floors no push may cross.

Source of the timers: WCAG 2.2.1 and VVSG 2.0 (a person is warned, has at least 20 s to react with one simple action).
"""

from typing import Annotated

import msgspec

Seconds = Annotated[int, msgspec.Meta(ge=1, le=3600)]
Countdown = Annotated[int, msgspec.Meta(ge=20, le=120)]


class Timers(msgspec.Struct, frozen=True, kw_only=True):
    """All in seconds. `*_slow` holds while voice, large text or keypad is in use."""

    browsing_warn: Seconds = 60
    browsing_countdown: Countdown = 20
    form_warn: Seconds = 90
    form_countdown: Countdown = 30
    slow_warn: Seconds = 180
    slow_countdown: Countdown = 45
    result_warn: Seconds = 45
    result_countdown: Countdown = 30
    veil: Annotated[int, msgspec.Meta(ge=20, le=120)] = 60
    card_reminder: Seconds = 15
    card_limit: Annotated[int, msgspec.Meta(ge=20, le=120)] = 60
    settle_wait: Annotated[int, msgspec.Meta(ge=0, le=10)] = 3
    keeper_patience: Annotated[int, msgspec.Meta(ge=5, le=60)] = 15
    owed_window: Annotated[int, msgspec.Meta(ge=60, le=1800)] = 600
    cleared: Annotated[int, msgspec.Meta(ge=2, le=20)] = 4


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Merged from the layers. `hot` and `items` are ids of service items in the order shown."""

    site: dict[str, str] = {}
    items: list[str] = []
    hot: list[str] = []
    timers: Timers = Timers()
    notice_version: str = "1"
    sync_wait: Annotated[int, msgspec.Meta(ge=1, le=240)] = 50
    outbox_pages: Annotated[int, msgspec.Meta(ge=256, le=4_000_000)] = 131_072
    retention_days: Annotated[int, msgspec.Meta(ge=1, le=180)] = 30


class SettingsError(ValueError):
    """A merged layer does not fit the schema; the text names the key."""


def settings_from(merged: dict[str, object]) -> Settings:
    """Typed settings. Unknown keys are accepted (a newer central); a wrong type or crossed floor raises."""
    try:
        return msgspec.convert(merged, Settings)
    except msgspec.ValidationError as error:
        raise SettingsError(str(error)) from error
