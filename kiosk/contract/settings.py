"""The settings a terminal takes from signed configuration: one typed table, with the floors no push may cross.

A field is a row: type, unit, lowest and highest value, default, the deepest layer that may say it, and what it is in
both languages. kiosk.contract.settings_table reads the rows; validator, docs/settings.md and the console's form are
made from them. Source of the timers: WCAG 2.2.1 and VVSG 2.0 (a person is warned, has at least 20 s to react with one
simple action); of `extensions`: WCAG 2.2.1 (at least ten); of `retention_days`: the plan's bounds.
"""

from typing import Annotated

import msgspec

FLEET, DISTRICT, BRANCH, TERMINAL = "fleet", "district", "branch", "terminal"


def _row(by: str, zh: str, en: str, unit: str = "") -> dict[str, str]:
    return {"by": by, "zh": zh, "en": en, "unit": unit}


def _number(low: int, high: int, zh: str, en: str, *, by: str, unit: str) -> msgspec.Meta:
    """A whole number from `low` to `high`; `by`: the deepest layer that may set it."""
    return msgspec.Meta(ge=low, le=high, extra=_row(by, zh, en, unit))


def _seconds(low: int, high: int, zh: str, en: str, *, by: str = BRANCH) -> msgspec.Meta:
    return _number(low, high, zh, en, by=by, unit="s")


def _words(by: str, zh: str, en: str, most: int = 512) -> msgspec.Meta:
    return msgspec.Meta(max_length=most, extra=_row(by, zh, en))


Item = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$")]
Sentence = Annotated[str, msgspec.Meta(max_length=120)]


class Timers(msgspec.Struct, frozen=True, kw_only=True):
    """All in seconds. `*_slow` holds while voice, large text or keypad is in use."""

    browsing_warn: Annotated[
        int, _seconds(20, 3600, "浏览时无人操作多久后提醒", "untouched while browsing, to the warning")
    ] = 60
    browsing_countdown: Annotated[
        int, _seconds(20, 120, "浏览时提醒后的倒计时", "countdown of the warning while browsing")
    ] = 20
    form_warn: Annotated[int, _seconds(20, 3600, "填表时无人操作多久后提醒", "untouched in a form, to the warning")] = (
        90
    )
    form_countdown: Annotated[int, _seconds(20, 120, "填表时提醒后的倒计时", "countdown of the warning in a form")] = 30
    slow_warn: Annotated[
        int, _seconds(20, 3600, "大字或语音模式下多久后提醒", "to the warning with large text or voice")
    ] = 180
    slow_countdown: Annotated[
        int, _seconds(20, 120, "大字或语音模式下的倒计时", "countdown with large text or voice")
    ] = 45
    result_warn: Annotated[
        int, _seconds(20, 3600, "结果页无人操作多久后提醒", "untouched on a result, to the warning")
    ] = 45
    result_countdown: Annotated[
        int, _seconds(20, 120, "结果页提醒后的倒计时", "countdown of the warning on a result")
    ] = 30
    veil: Annotated[int, _seconds(20, 120, "遮住内容后多久清除", "a covered form is kept, before it is cleared")] = 60
    card_reminder: Annotated[int, _seconds(1, 60, "提醒取卡的间隔", "between two reminders to take the card")] = 15
    card_limit: Annotated[int, _seconds(20, 120, "等待取卡的最长时间", "the card is waited for")] = 60
    settle_wait: Annotated[
        int, _seconds(0, 10, "提交后等待送达的时间", "the outcome waits for central's word", by=DISTRICT)
    ] = 3
    keeper_patience: Annotated[
        int, _seconds(5, 60, "等待本机记录服务的时间", "a front waits for its keeper", by=FLEET)
    ] = 15
    owed_window: Annotated[
        int, _seconds(60, 1800, "询问未取回执的时间", "the poster asks about a receipt still owed", by=FLEET)
    ] = 600
    cleared: Annotated[int, _seconds(2, 20, "“已清除”页显示的时间", "the page that says all is cleared stays")] = 4


class Masks(msgspec.Struct, frozen=True, kw_only=True):
    """Characters of a number shown at either end; the limits are what paper and screen may show at most."""

    number_first: Annotated[
        int,
        _number(0, 3, "证件号码开头显示几位", "of an identity number shown in front", by=DISTRICT, unit="characters"),
    ] = 3
    number_last: Annotated[
        int,
        _number(0, 4, "证件号码末尾显示几位", "of an identity number shown at the end", by=DISTRICT, unit="characters"),
    ] = 4


class Applying(msgspec.Struct, frozen=True, kw_only=True):
    """How carefully new configuration is put on. All in seconds."""

    untouched: Annotated[
        int,
        _seconds(10, 3600, "首页无人触摸多久后换上新配置", "the poster is untouched, before new configuration shows"),
    ] = 10
    reach_central: Annotated[
        int,
        _seconds(
            10, 300, "换上新配置后多久内须能连上中心", "central must be reached under new configuration", by=FLEET
        ),
    ] = 60


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Merged from the layers. `hot`, `items`, `suspended`: ids of service items, the first two in the order shown."""

    site: Annotated[
        dict[str, Sentence], _words(BRANCH, "网点名称（按语言）", "what this place is called, by language", 16)
    ] = {}
    items: Annotated[list[Item], _words(TERMINAL, "提供的事项", "service items offered, in order")] = []
    hot: Annotated[list[Item], _words(TERMINAL, "首页热门事项", "items shown first on the home page", 24)] = []
    suspended: Annotated[
        list[Item], _words(TERMINAL, "暂停办理的事项", "items withdrawn for now, wherever they are offered")
    ] = []
    timers: Timers = Timers()
    masks: Masks = Masks()
    applying: Applying = Applying()
    card_tries: Annotated[
        int,
        _number(1, 5, "读卡失败几次后请找工作人员", "a card is tried before staff are named", by=BRANCH, unit="times"),
    ] = 3
    extensions: Annotated[
        int,
        _number(
            10, 20, "延长时间几次后通知工作人员", "more time is given before staff are called", by=BRANCH, unit="times"
        ),
    ] = 10
    notice_version: Annotated[str, _words(FLEET, "告知书版本", "version of the privacy notice", 32)] = "1"
    sync_wait: Annotated[int, _seconds(1, 240, "与中心保持连接的时长", "a call to central is held", by=FLEET)] = 50
    outbox_pages: Annotated[
        int, _number(256, 4_000_000, "待送信箱的最大容量", "room of the outbox", by=FLEET, unit="pages of 4 KiB")
    ] = 131_072
    retention_days: Annotated[
        int, _number(1, 180, "送达后本机保留天数", "sealed bodies are kept after delivery", by=FLEET, unit="days")
    ] = 30


class SettingsError(ValueError):
    """A merged layer does not fit the schema; the text names the key."""


def settings_from(merged: dict[str, object]) -> Settings:
    """Typed settings. Unknown keys are accepted (a newer central); a wrong type or crossed floor raises."""
    try:
        return msgspec.convert(merged, Settings)
    except msgspec.ValidationError as error:
        raise SettingsError(str(error)) from error
