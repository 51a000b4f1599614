"""One byte form of an application, and the check code that binds it."""

import pytest

from kiosk.contract.application import Rating
from kiosk.contract.canonical import canonical, check_code
from kiosk.contract.layers import merge
from kiosk.contract.settings import SettingsError, settings_from


def test_keys_are_sorted_and_nothing_is_spelt_twice() -> None:
    assert canonical({"b": [1, {"d": None, "c": "蔡"}], "a": True}) == '{"a":true,"b":[1,{"c":"蔡","d":null}]}'.encode()
    assert canonical(Rating(id=b"1", of=b"2", score=5, language="en")) == (
        b'{"id":"MQ==","language":"en","of":"Mg==","score":5,"type":"rating","version":1}'
    )


def test_the_check_code_depends_on_key_and_content() -> None:
    code = check_code(b"k" * 32, b"content")
    assert len(code) == 9
    assert code == check_code(b"k" * 32, b"content")
    assert code not in (check_code(b"l" * 32, b"content"), check_code(b"k" * 32, b"Content"))


@pytest.mark.parametrize(
    ("target", "patch", "merged"),
    [  # RFC 7396, appendix A
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_layers_merge_as_the_standard_says_and_are_left_as_they_were(
    target: object, patch: object, merged: object
) -> None:
    before = repr((target, patch))
    assert merge(target, patch) == merged
    assert repr((target, patch)) == before


@pytest.mark.parametrize(
    "crossed",
    [
        {"timers": {"form_countdown": 19}},
        {"timers": {"veil": 10}},
        {"timers": {"settle_wait": 11}},
        {"outbox_pages": 255},
        {"retention_days": 0},
        {"items": "all"},
    ],
)
def test_no_push_crosses_a_floor(crossed: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        settings_from(crossed)


def test_a_newer_central_may_name_what_is_not_known_here() -> None:
    assert settings_from({"items": ["a"], "of_tomorrow": {"x": 1}}).items == ["a"]
