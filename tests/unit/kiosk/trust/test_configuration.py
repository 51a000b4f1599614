"""Signed configuration: what is believed, and every way a keeper or a hacked central could cheat, each refused."""

import json
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.contract.failure import FailureCode
from kiosk.trust import Reason, TrustError, Verified, refuse_older, verify
from tests.support.tuf_repository import NOW, YEAR, Published, TufRepository, raw_public, signed_by


@pytest.fixture
def central() -> TufRepository:
    return TufRepository(layers={"fleet": {"items": ["a", "b"], "timers": {"veil": 70}}, "branch": {"items": ["b"]}})


def believe(central: TufRepository, published: Published, now: int = NOW) -> Verified:
    return verify(central.trust(), *published.parts(), now=now)


def refusal(central: TufRepository, published: Published) -> Reason:
    trust = central.trust()
    with pytest.raises(TrustError) as caught:
        verify(trust, *published.parts(), now=NOW)
    assert caught.value.code is FailureCode.CONFIGURATION_REFUSED
    return caught.value.reason


def test_what_central_publishes_is_believed(central: TufRepository) -> None:
    believed = believe(central, central.published())
    assert believed.layers["items"] == ["b"]
    assert believed.settings.timers.veil == 70
    assert believed.terminal == central.statement()
    assert [part.layer for part in believed.parts] == ["fleet", "branch"]
    assert believed.sealing_key(NOW).public == central.sealing_public
    assert believed.statement_keys == central.central_keys()
    assert not believed.stale


def test_a_longer_root_chain_is_believed(central: TufRepository) -> None:
    central.add_root()
    central.add_root()
    assert believe(central, central.published()).versions["root"] == 3


def test_new_admins_take_over_when_the_old_and_the_new_sign(central: TufRepository) -> None:
    trust, old = central.trust(), central.admins
    central.admins = TufRepository().admins
    central.add_root(signers=[*old[:2], *central.admins[:2]])
    assert verify(trust, *central.publish().parts(), now=NOW).versions["root"] == 2


def test_expired_metadata_is_still_believed_but_stale(central: TufRepository) -> None:
    assert believe(central, central.published(), NOW + central.lifetime).stale
    assert not believe(central, central.published(), NOW + central.lifetime - 1).stale


# ---- a keeper that alters what it carries ----------------------------------------------------------------------------


def swap_sealing_key(published: Published) -> None:
    keys = json.loads(published.targets["sealing.json"])
    public = raw_public(Ed25519PrivateKey.generate())
    keys["keys"][0]["public"] = public.hex()
    published.targets["sealing.json"] = json.dumps(keys).encode()


def change_one_value(published: Published) -> None:
    published.targets["layers/branch/1.json"] = published.targets["layers/branch/1.json"].replace(b'"b"', b'"a"')


def swap_statement_key(published: Published) -> None:
    published.targets["statements.json"] = published.targets["statements.json"].replace(b"1", b"2")


def change_the_manifest(published: Published) -> None:
    (path,) = (path for path in published.targets if path.startswith("manifests/"))
    published.targets[path] = published.targets[path].replace(b', "layers/branch/1.json"', b"")


def change_a_role(published: Published) -> None:
    published.metadata["1.targets.json"] = published.metadata["1.targets.json"].replace(b"fleet", b"flees")


def leave_a_layer_out(published: Published) -> None:
    del published.targets["layers/branch/1.json"]


def leave_a_role_out(published: Published) -> None:
    del published.metadata["1.sealing.json"]


def forge_the_timestamp(published: Published) -> None:
    published.metadata["timestamp.json"] = published.metadata["timestamp.json"].replace(b"2027", b"2037")


def spoil_the_timestamp(published: Published) -> None:
    published.metadata["timestamp.json"] = b"[" * 100_000


def answer_with_another_role(published: Published) -> None:
    published.metadata["timestamp.json"] = published.metadata["1.snapshot.json"]


@pytest.mark.parametrize(
    ("cheat", "reason"),
    [
        (swap_sealing_key, Reason.DIGEST),
        (swap_statement_key, Reason.DIGEST),
        (change_one_value, Reason.DIGEST),
        (change_the_manifest, Reason.DIGEST),
        (change_a_role, Reason.DIGEST),
        (leave_a_layer_out, Reason.MISSING),
        (leave_a_role_out, Reason.MISSING),
        (forge_the_timestamp, Reason.SIGNATURES),
        (spoil_the_timestamp, Reason.SHAPE),
        (answer_with_another_role, Reason.SHAPE),
    ],
)
def test_a_keeper_that_alters_a_file_is_refused(
    central: TufRepository, cheat: Callable[[Published], None], reason: Reason
) -> None:
    published = central.published()
    before = published.parts()
    cheat(published)
    assert published.parts() != before, "the cheat must have done something"
    assert refusal(central, published) is reason


def test_a_file_that_comes_twice_is_refused(central: TufRepository) -> None:
    roots, metadata, targets = central.published().parts()
    with pytest.raises(TrustError) as caught:
        verify(central.trust(), roots, metadata, [*targets, targets[0]], now=NOW)
    assert caught.value.reason is Reason.SHAPE


# ---- signatures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["targets", "sealing", "statements"])
def test_two_admins_are_needed_for_what_admins_sign(central: TufRepository, role: str) -> None:
    trust = central.trust()
    enough = central.sign_again(role, [central.admins[2], central.admins[0]])
    assert verify(trust, *enough.parts(), now=NOW)
    for signers in ([central.admins[0]], [central.online], [central.admins[0], central.online], []):
        with pytest.raises(TrustError) as caught:
            verify(trust, *central.sign_again(role, signers).parts(), now=NOW)
        assert caught.value.reason is Reason.SIGNATURES


@pytest.mark.parametrize("role", ["targets", "sealing", "statements"])
def test_the_same_admin_twice_does_not_count_as_two(central: TufRepository, role: str) -> None:
    trust = central.trust()
    central.sign_again(role, [central.admins[0]])
    name = f"1.{role}.json"
    twice = json.loads(central.metadata[name])
    twice["signatures"] *= 2
    central.metadata[name] = json.dumps(twice).encode()
    central._frame()
    with pytest.raises(TrustError) as caught:
        verify(trust, *central.published().parts(), now=NOW)
    assert caught.value.reason is Reason.SAME_SIGNER


def test_one_key_under_two_ids_does_not_count_as_two_admins(central: TufRepository) -> None:
    trust = central.trust()
    root = central.make_root(version=2)
    alias = root.keys[central.admins[0].public_key.keyid]
    shadow = type(alias)("ab" * 32, alias.keytype, alias.scheme, dict(alias.keyval))
    root.add_key(shadow, "targets")
    central.roots["2.root.json"] = signed_by(root, central.admins[:2])
    with pytest.raises(TrustError) as caught:
        verify(trust, *central.published().parts(), now=NOW)
    assert caught.value.reason is Reason.WEAK_ROLE


def test_an_online_key_may_not_become_an_admin(central: TufRepository) -> None:
    trust = central.trust()
    role = central.signed["targets"].delegations.roles["sealing"]
    role.keyids = [*role.keyids, central.online.public_key.keyid]
    with pytest.raises(TrustError) as caught:
        verify(trust, *central.sign_again("targets", central.admins[:2]).parts(), now=NOW)
    assert caught.value.reason is Reason.WEAK_ROLE


def test_a_threshold_of_one_is_refused_even_when_two_admins_wish_it(central: TufRepository) -> None:
    central.add_root(threshold=1)
    with pytest.raises(TrustError) as caught:
        verify(central_trust_before_last_root(central), *central.published().parts(), now=NOW)
    assert caught.value.reason is Reason.WEAK_ROLE


def central_trust_before_last_root(central: TufRepository):
    roots, central.roots = central.roots, dict(list(central.roots.items())[:-1])
    trust = central.trust()
    central.roots = roots
    return trust


@pytest.mark.parametrize(
    ("signers", "version", "reason"),
    [("old", 2, None), ("one", 2, Reason.SIGNATURES), ("strangers", 2, Reason.SIGNATURES), ("old", 3, Reason.VERSION)],
)
def test_the_root_chain_has_no_gap_and_no_stranger(
    central: TufRepository, signers: str, version: int, reason: Reason | None
) -> None:
    trust = central.trust()
    chosen = {"old": central.admins[1:], "one": central.admins[:1], "strangers": TufRepository().admins}[signers]
    central.add_root(signers=chosen, version=version)
    if reason is None:
        assert verify(trust, *central.published().parts(), now=NOW)
        return
    with pytest.raises(TrustError) as caught:
        verify(trust, *central.published().parts(), now=NOW)
    assert caught.value.reason is reason


# ---- a hacked central that holds the online key ----------------------------------------------------------------------


def test_another_terminals_manifest_is_refused(central: TufRepository) -> None:
    trust = central.trust()
    assert verify(trust, *central.publish().parts(), now=NOW)
    central.manifest_terminal = bytes(16).hex()
    with pytest.raises(TrustError) as caught:
        verify(trust, *central.publish().parts(), now=NOW)
    assert caught.value.reason is Reason.TERMINAL


def test_another_terminals_file_name_does_not_help(central: TufRepository) -> None:
    trust = central.trust()
    central.terminal = bytes(16)
    central.manifest_terminal = trust.own().terminal.hex()
    with pytest.raises(TrustError) as caught:
        verify(trust, *central.publish().parts(), now=NOW)
    assert caught.value.reason is Reason.MISSING


def test_the_online_key_cannot_invent_a_layer(central: TufRepository) -> None:
    trust = central.trust()
    own = central.terminal.hex()
    invented = json.dumps({"layer": "terminal", "name": own, "revision": 9, "settings": {"items": []}}).encode()
    path = f"manifests/{central.terminal.hex()}.json"
    manifest = json.loads(central.targets[path])
    manifest["layers"].append("layers/terminal/9.json")
    central.targets |= {path: json.dumps(manifest).encode(), "layers/terminal/9.json": invented}
    central.signed["manifest"].targets[path] = entry_for(path, central.targets[path])
    central.signed["manifest"].targets["layers/terminal/9.json"] = entry_for("layers/terminal/9.json", invented)
    with pytest.raises(TrustError) as caught:
        verify(trust, *central.sign_again("manifest", [central.online]).parts(), now=NOW)
    assert caught.value.reason is Reason.NOT_DELEGATED
    # the same layer, approved by two admins, is taken
    central.signed["targets"].targets["layers/terminal/9.json"] = entry_for("layers/terminal/9.json", invented)
    central.sign_again("targets", central.admins[:2])
    assert verify(trust, *central.published().parts(), now=NOW).layers["items"] == []


def test_a_layer_approved_for_another_branch_is_refused(central: TufRepository) -> None:
    trust = central.trust()
    central.layers["branch"] = {"items": []}
    verify(trust, *central.publish().parts(), now=NOW)
    elsewhere = central.statement(branch="B-02")
    central.statement = lambda **_changes: elsewhere
    with pytest.raises(TrustError) as caught:
        verify(trust, *central.publish().parts(), now=NOW)
    assert caught.value.reason is Reason.LAYER


@pytest.mark.parametrize(
    ("layer", "settings"), [("branch", {"retention_days": 60}), ("fleet", {"timers": {"veil": 5}})]
)
def test_a_well_signed_layer_that_says_what_is_not_its_to_say_is_refused(
    central: TufRepository, layer: str, settings: dict
) -> None:
    trust = central.trust()
    central.layers[layer] = settings
    with pytest.raises(TrustError) as caught:
        verify(trust, *central.publish().parts(), now=NOW)
    assert caught.value.reason is Reason.SETTINGS
    assert next(iter(settings)) in str(caught.value)


def entry_for(path: str, body: bytes):
    from tuf.api.metadata import TargetFile

    return TargetFile.from_data(path, body)


@pytest.mark.parametrize(
    "layers",
    [
        ["layers/branch/1.json", "layers/fleet/1.json"],
        ["layers/fleet/1.json", "layers/fleet/1.json"],
        ["layers/moon/1.json"],
        ["layers/../sealing.json"],
    ],
)
def test_layers_come_in_their_order_each_once_and_are_layers(central: TufRepository, layers: list[str]) -> None:
    trust = central.trust()
    path = f"manifests/{central.terminal.hex()}.json"
    central.targets[path] = json.dumps({"version": 1, "terminal": central.terminal.hex(), "layers": layers}).encode()
    central.signed["manifest"].targets[path] = entry_for(path, central.targets[path])
    with pytest.raises(TrustError) as caught:
        verify(trust, *central.sign_again("manifest", [central.online]).parts(), now=NOW)
    assert caught.value.reason is Reason.LAYER


def test_an_older_mix_is_refused(central: TufRepository) -> None:
    old = central.published()
    trust = central.trust()
    new = central.publish()
    assert verify(trust, *new.parts(), now=NOW)
    mixes = {
        "old snapshot under the new timestamp": {"2.snapshot.json": old.metadata["1.snapshot.json"]},
        "old sealing under the new snapshot": {"2.sealing.json": old.metadata["1.sealing.json"]},
        "old targets under the new snapshot": {"2.targets.json": old.metadata["1.targets.json"]},
    }
    for mix in mixes.values():
        mixed = Published(new.roots, new.metadata | mix, new.targets)
        with pytest.raises(TrustError) as caught:
            verify(trust, *mixed.parts(), now=NOW)
        assert caught.value.reason is Reason.DIGEST


def test_what_the_trust_file_knew_is_the_floor(central: TufRepository) -> None:
    old = central.published()
    central.publish()
    newer_trust = central.trust()
    with pytest.raises(TrustError) as caught:
        verify(newer_trust, *old.parts(), now=NOW)
    assert caught.value.reason is Reason.OLDER


def test_a_whole_older_state_is_refused_beside_a_newer_one(central: TufRepository) -> None:
    trust = central.trust()
    old = verify(trust, *central.published().parts(), now=NOW)
    new = verify(trust, *central.publish().parts(), now=NOW)
    refuse_older(old, new)
    refuse_older(new, new)
    with pytest.raises(TrustError) as caught:
        refuse_older(new, old)
    assert caught.value.reason is Reason.OLDER


def test_versions_of_a_thief_who_ran_them_up_are_forgotten_with_his_key(central: TufRepository) -> None:
    trust = central.trust()
    central.version = 1_000_000
    run_up = verify(trust, *central.publish().parts(), now=NOW)
    central.version = 2
    central.online = TufRepository().online
    healed = central.publish()
    with pytest.raises(TrustError):
        verify(trust, *healed.parts(), now=NOW)  # no new root yet
    central.add_root()
    healed_state = verify(trust, *central.published().parts(), now=NOW)
    with pytest.raises(TrustError) as caught:
        refuse_older(run_up, healed_state)
    assert "targets" in str(caught.value), "what admins sign never goes back"


# ---- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings",
    [{"timers": {"veil": 3}}, {"items": "all"}, {"content": {"x": {"sha256": "zz", "length": 1}}}],
)
def test_a_setting_that_crosses_its_floor_is_refused_though_signed(settings: dict) -> None:
    central = TufRepository(layers={"fleet": settings})
    assert refusal(central, central.published()) is Reason.SETTINGS


def test_no_sealing_key_valid_now_means_no_intake(central: TufRepository) -> None:
    believed = believe(central, central.published())
    for now in (NOW - YEAR - 1, NOW + YEAR):
        with pytest.raises(TrustError) as caught:
            believed.sealing_key(now)
        assert caught.value.code is FailureCode.NO_SEALING_KEY
    with pytest.raises(TrustError):
        believed.sealing_key(NOW, frozenset({99}))
    assert believed.sealing_key(NOW, frozenset({1}))


def test_the_newest_valid_sealing_key_is_taken(central: TufRepository) -> None:
    newer = raw_public(Ed25519PrivateKey.generate())
    central.sealing_keys.append({**central._listed(newer), "suite": 1, "not_before": NOW - 5})
    future = raw_public(Ed25519PrivateKey.generate())
    central.sealing_keys.append({**central._listed(future), "suite": 1, "not_before": NOW + 5})
    believed = believe(central, central.publish())
    assert believed.sealing_key(NOW).public == newer
    assert believed.sealing_key(NOW + 5).public == future


def test_a_key_under_anothers_id_is_refused(central: TufRepository) -> None:
    trust = central.trust()
    central.sealing_keys[0]["key_id"] = "00" * 8
    with pytest.raises(TrustError) as caught:
        verify(trust, *central.publish().parts(), now=NOW)
    assert caught.value.reason is Reason.DIGEST


def test_an_expired_statement_key_settles_nothing(central: TufRepository) -> None:
    believed = believe(central, central.published(), NOW + YEAR)
    assert believed.statement_keys == {}
    assert believe(central, central.published(), 0).statement_keys, "a clock at 1970 must be able to heal"


def test_wire_like_files_are_taken_too(central: TufRepository) -> None:
    published = SimpleNamespace(parts=lambda: tuple(tuple(part) for part in central.published().parts()))
    assert verify(central.trust(), *published.parts(), now=NOW)
