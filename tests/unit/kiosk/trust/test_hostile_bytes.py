"""Whatever bytes a keeper sends, the answer is a belief that is right or a TrustError, never a bug."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.contract.trust_file import encode_trust_file
from kiosk.trust import Trust, TrustError, Verified, load_trust, verify
from tests.support.tuf_repository import NOW, Published, TufRepository

RELAXED = settings(max_examples=100, deadline=None)
FEW = settings(max_examples=15, deadline=None)  # each goes through every file


@pytest.fixture(scope="module")
def central() -> TufRepository:
    repository = TufRepository(layers={"fleet": {"items": ["a"]}, "branch": {"items": ["b"]}})
    repository.add_root()
    return repository


@pytest.fixture(scope="module")
def trust(central: TufRepository) -> Trust:
    return central.trust()


def believed_or_refused(trust: Trust, published: Published) -> Verified | None:
    try:
        return verify(trust, *published.parts(), now=NOW)
    except TrustError:
        return None


def of(published: Published, group: str) -> dict[str, bytes]:
    return getattr(published, group)


@RELAXED
@given(data=st.data())
def test_one_changed_byte_changes_no_belief(central: TufRepository, trust: Trust, data: st.DataObject) -> None:
    published = central.published()
    good = verify(trust, *published.parts(), now=NOW)
    files = of(published, data.draw(st.sampled_from(["roots", "metadata", "targets"])))
    name = data.draw(st.sampled_from(sorted(files)))
    spoilt = bytearray(files[name])
    place = data.draw(st.integers(0, len(spoilt) - 1))
    spoilt[place] ^= data.draw(st.integers(1, 255))
    files[name] = bytes(spoilt)
    seen = believed_or_refused(trust, published)
    assert seen is None or (seen.layers, seen.sealing_keys, seen.versions) == (
        good.layers,
        good.sealing_keys,
        good.versions,
    )


@RELAXED
@given(data=st.data())
def test_one_changed_json_value_changes_no_belief(central: TufRepository, trust: Trust, data: st.DataObject) -> None:
    published = central.published()
    good = verify(trust, *published.parts(), now=NOW)
    files = of(published, data.draw(st.sampled_from(["roots", "metadata"])))
    name = data.draw(st.sampled_from(sorted(files)))
    tree = json.loads(files[name])
    holder, key = data.draw(st.sampled_from(list(places(tree))))
    holder[key] = data.draw(
        st.sampled_from([None, True, -1, 2**70, 1.5, "", "\ud800", "ab" * 32, [], {}, [[]], {"x": {}}, float("nan")])
    )
    files[name] = json.dumps(tree).encode()
    seen = believed_or_refused(trust, published)
    assert seen is None or (seen.layers, seen.sealing_keys, seen.versions) == (
        good.layers,
        good.sealing_keys,
        good.versions,
    )


def places(tree):
    """Every (holder, key) in a JSON tree."""
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in list(steps):
        yield tree, key
        if isinstance(value, dict | list):
            yield from places(value)


@RELAXED
@given(data=st.data())
def test_a_spoilt_trust_file_is_refused_or_the_same(central: TufRepository, trust: Trust, data: st.DataObject) -> None:
    spoilt = bytearray(encode_trust_file(central.trust_file()))
    for _ in range(data.draw(st.integers(1, 3))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    try:
        seen = load_trust(bytes(spoilt))
    except TrustError:
        return
    assert (seen.own(), dict(seen.floor)) == (trust.own(), dict(trust.floor))


@FEW
@given(body=st.one_of(st.binary(max_size=200), st.just(b'{"signed":' * 5000), st.just(b"[" * 100_000)))
def test_arbitrary_bytes_in_any_place_are_refused(central: TufRepository, trust: Trust, body: bytes) -> None:
    for group in ("roots", "metadata", "targets"):
        for name in of(central.published(), group):
            if name == "1.root.json":
                continue
            published = central.published()
            of(published, group)[name] = body
            assert believed_or_refused(trust, published) is None
