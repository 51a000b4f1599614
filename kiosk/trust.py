"""What a terminal believes, verified without I/O and without a clock (`now` is an argument, Unix seconds).

Two roots of belief. The trust file (kiosk.contract.trust_file) says which first root and which terminal; from it
`load_trust` verifies root chain → targets → statements → enrolment statements. The signed files the keeper carries are
verified by `verify`: root chain → timestamp → snapshot → targets and the delegated roles `sealing`, `statements`
(2 of n admins) and `manifest` (online). The manifest names the layers, the admins' `targets` role vouches for each by
hash, so a hacked central can choose among approved revisions and invent none. Expired metadata is still believed, as
`stale`: a terminal that was cut off keeps what it had last and says so. Metadata classes and signatures: python-tuf.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tuf.api.metadata import Snapshot, Targets, Timestamp

from kiosk.contract.api import ENROLMENT_LABEL, EnrolmentStatement, Signed
from kiosk.contract.content import ContentError, ContentFile, content_of
from kiosk.contract.failure import FailureCode
from kiosk.contract.layers import LAYER_ORDER, merge
from kiosk.contract.settings import Settings, SettingsError, settings_from
from kiosk.contract.settings_table import check_layer
from kiosk.contract.trust_file import Authority, TrustFile, TrustFileError, decode_trust_file
from kiosk.signed_roles import (
    Reason,
    TrustError,
    by_name,
    file_named,
    publics,
    refused,
    role,
    role_in_snapshot,
    root_chain,
    target,
    two_admins,
)

__all__ = [
    "DELEGATED",
    "SEALING_TARGET",
    "STATEMENTS_TARGET",
    "Layer",
    "Reason",
    "Trust",
    "TrustError",
    "TrustedSealingKey",
    "Verified",
    "load_trust",
    "refuse_older",
    "verify",
    "verify_signed",
]

SEALING_TARGET = "sealing.json"
STATEMENTS_TARGET = "statements.json"
DELEGATED = ("sealing", "statements", "manifest")
_LAYER_PATH = re.compile(r"layers/(?P<layer>[a-z]+)(/[A-Za-z0-9_-]{1,64}){0,2}/[0-9]{1,9}\.json")

S = TypeVar("S")
Named = Iterable[tuple[str, bytes]]


# ---- types -----------------------------------------------------------------------------------------------------------


class TrustedSealingKey(msgspec.Struct, frozen=True):
    """A public key of central signed by the `sealing` role; the fields of offline_queue.sealing.SealingKey."""

    key_id: bytes
    suite: int
    public: bytes
    not_before: int
    not_after: int


class Layer(msgspec.Struct, frozen=True):
    """One approved revision. `name` says which district, branch or terminal; empty for the fleet."""

    layer: str
    name: str
    revision: int
    settings: dict[str, Any]


class _ListedKey(msgspec.Struct, frozen=True):
    key_id: str
    public: str
    not_before: int
    not_after: int
    suite: int = 0


class _KeyList(msgspec.Struct, frozen=True):
    keys: list[_ListedKey]


class _Manifest(msgspec.Struct, frozen=True):
    version: int
    terminal: str
    layers: list[str]


@dataclass(frozen=True, slots=True)
class Trust:
    """A verified trust file. `root`: the first root.json; `floor`: versions below which nothing is taken."""

    root: bytes
    authority: Authority
    statements: tuple[EnrolmentStatement, ...]
    floor: Mapping[str, int]

    def statement_for(self, terminal: bytes) -> EnrolmentStatement:
        """The newest statement about `terminal` (16 bytes). Raises TrustError."""
        about = [statement for statement in self.statements if statement.terminal == terminal]
        if not about:
            raise TrustError(FailureCode.TRUST_MISSING, "the trust file does not know this terminal", Reason.TERMINAL)
        return max(about, key=lambda statement: statement.issued)

    def own(self) -> EnrolmentStatement:
        """Who this terminal is; a clerk's file, which names many, is no terminal's. Raises TrustError."""
        terminals = {statement.terminal for statement in self.statements}
        if len(terminals) != 1:
            raise TrustError(FailureCode.TRUST_BROKEN, "the trust file is not that of one terminal", Reason.TERMINAL)
        return self.statement_for(terminals.pop())


@dataclass(frozen=True, slots=True)
class Verified:
    """Believed configuration. `layers` is merged, `parts` are the layers in order, `content` what they name by hash.

    `versions`: metadata version per role; `online_keys`: public keys (hex) of snapshot and timestamp; `expires`: the
    earliest end of validity (Unix s), past which it is `stale`.
    """

    manifest_version: int
    layers: dict[str, Any]
    sealing_keys: tuple[TrustedSealingKey, ...]
    statement_keys: Mapping[bytes, bytes]
    terminal: EnrolmentStatement
    stale: bool
    settings: Settings
    parts: tuple[Layer, ...]
    content: Mapping[str, ContentFile]
    versions: Mapping[str, int]
    online_keys: frozenset[str]
    expires: int

    def sealing_key(self, now: int, suites: frozenset[int] | None = None) -> TrustedSealingKey:
        """The newest key valid at `now`, of a suite in `suites` when given. Raises TrustError: then no intake."""
        usable = [key for key in self.sealing_keys if key.not_before <= now < key.not_after]
        usable = [key for key in usable if suites is None or key.suite in suites]
        if not usable:
            raise TrustError(FailureCode.NO_SEALING_KEY, "no sealing key is valid now", Reason.KEY)
        return max(usable, key=lambda key: key.not_before)


# ---- statements of central -------------------------------------------------------------------------------------------


def verify_signed(signed: Signed, label: str, keys: Mapping[bytes, bytes]) -> bytes:
    """The payload, if one of `keys` (key id → raw Ed25519) signed it under this very label. Raises TrustError."""
    if signed.label != label:
        raise _not_believed(Reason.LABEL, f"expected a {label}")
    public = keys.get(signed.key_id)
    if public is None:
        raise _not_believed(Reason.KEY, "signed with a key that no admin approved")
    try:
        preimage = label.encode() + b"\0" + signed.payload
        Ed25519PublicKey.from_public_bytes(public).verify(signed.signature, preimage)
    except (InvalidSignature, ValueError) as error:
        raise _not_believed(Reason.SIGNATURES, "the signature of central does not fit") from error
    return signed.payload


def _not_believed(reason: Reason, message: str) -> TrustError:
    return TrustError(FailureCode.ANSWER_NOT_BELIEVED, message, reason)


# ---- the trust file --------------------------------------------------------------------------------------------------


def load_trust(data: bytes) -> Trust:
    """Decodes and verifies trust.json. Raises TrustError (K502)."""
    try:
        shape = decode_trust_file(data)
        return _verified_trust(shape)
    except TrustFileError as error:
        raise TrustError(FailureCode.TRUST_BROKEN, str(error)) from error
    except TrustError as error:
        raise TrustError(FailureCode.TRUST_BROKEN, f"trust file: {error}", error.reason) from error


def _verified_trust(shape: TrustFile) -> Trust:
    authority = shape.authority
    root = root_chain(shape.root, authority.roots)
    targets = role(root, Targets, "targets", authority.targets)
    two_admins(root, targets, "statements")
    statements = role(targets, Targets, "statements", authority.statements)
    keys = _listed_keys(target(targets, statements, "statements", STATEMENTS_TARGET, authority.statements_json))
    believed = tuple(_enrolment(signed, keys) for signed in shape.statements)
    floor = {"root": root.version, "targets": targets.version, "statements": statements.version}
    return Trust(shape.root, authority, believed, MappingProxyType(floor))


def _enrolment(signed: Signed, keys: Sequence[TrustedSealingKey]) -> EnrolmentStatement:
    """Checked at the time it was issued: a statement outlives the key that signed it."""
    payload = verify_signed(signed, ENROLMENT_LABEL, {key.key_id: key.public for key in keys})
    statement = _decoded(payload, EnrolmentStatement, "an enrolment statement")
    key = next(key for key in keys if key.key_id == signed.key_id)
    if not key.not_before <= statement.issued < key.not_after:
        raise _not_believed(Reason.KEY, "the statement key was not valid when it signed")
    keys_told = (statement.envelope_key, statement.receipt_key, statement.request_key)
    if len(statement.terminal) != 16 or any(len(public) != 32 for public in keys_told):
        raise _not_believed(Reason.SHAPE, "an enrolment statement of wrong lengths")
    return statement


# ---- signed configuration --------------------------------------------------------------------------------------------


def verify(trust: Trust, roots: Named, metadata: Named, targets: Named, *, now: int) -> Verified:
    """All or nothing. File names as central publishes them: `2.root.json`, `timestamp.json`, `5.targets.json`,
    `sealing.json`, `manifests/<terminal>.json`, `layers/…`. Raises TrustError.
    """
    files, bodies = by_name(metadata), by_name(targets)
    root = root_chain(trust.root, [body for _, body in roots])
    timestamp = role(root, Timestamp, "timestamp", file_named(files, "timestamp.json"))
    snapshot = role_in_snapshot(files, root, Snapshot, "snapshot", timestamp.snapshot_meta)
    top = role_in_snapshot(files, root, Targets, "targets", snapshot.meta.get("targets.json"))
    delegated = {
        name: role_in_snapshot(files, top, Targets, name, snapshot.meta.get(f"{name}.json")) for name in DELEGATED
    }
    two_admins(root, top, "sealing")
    two_admins(root, top, "statements")
    signed = {"root": root, "timestamp": timestamp, "snapshot": snapshot, "targets": top, **delegated}
    _not_below(trust.floor, {name: part.version for name, part in signed.items()})
    frame = _Frame(
        top=top,
        delegated=delegated,
        versions=MappingProxyType({name: part.version for name, part in signed.items()}),
        online_keys=publics(root, "snapshot") | publics(root, "timestamp"),
        expires=min(int(part.expires.timestamp()) for part in signed.values()),
    )
    return _believed(frame, bodies, trust.own(), now)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The verified roles, before anything they vouch for was looked at."""

    top: Targets
    delegated: Mapping[str, Targets]
    versions: Mapping[str, int]
    online_keys: frozenset[str]
    expires: int


def _believed(frame: _Frame, bodies: Mapping[str, bytes], own: EnrolmentStatement, now: int) -> Verified:
    """What the targets say, each checked against the role that vouches for it."""
    top = frame.top

    def listed(name: str, path: str) -> bytes:
        return target(top, frame.delegated[name], name, path, file_named(bodies, path))

    manifest = _manifest(listed("manifest", f"manifests/{own.terminal.hex()}.json"), own.terminal.hex())
    parts = tuple(_layer(path, target(top, top, "", path, file_named(bodies, path)), own) for path in manifest.layers)
    settings, merged, content = _merged(parts)
    return Verified(
        manifest_version=manifest.version,
        layers=merged,
        sealing_keys=_listed_keys(listed("sealing", SEALING_TARGET)),
        statement_keys=_unexpired(_listed_keys(listed("statements", STATEMENTS_TARGET)), now),
        terminal=own,
        stale=frame.expires <= now,
        settings=settings,
        parts=parts,
        content=content,
        versions=frame.versions,
        online_keys=frame.online_keys,
        expires=frame.expires,
    )


def _manifest(body: bytes, terminal: str) -> _Manifest:
    manifest = _decoded(body, _Manifest, "the manifest")
    if manifest.terminal != terminal:
        raise refused(Reason.TERMINAL, "the manifest is that of another terminal")
    order = [_layer_of(path) for path in manifest.layers]
    if order != sorted(set(order)):
        raise refused(Reason.LAYER, "the manifest's layers are not in their order, each once")
    return manifest


def _layer_of(path: str) -> int:
    match = _LAYER_PATH.fullmatch(path)
    if match is None or match["layer"] not in LAYER_ORDER:
        raise refused(Reason.LAYER, "the manifest names what is no layer")
    return LAYER_ORDER.index(match["layer"])


def _layer(path: str, body: bytes, own: EnrolmentStatement) -> Layer:
    """A layer of the kind its path says, and made for the place where this terminal stands."""
    layer = _decoded(body, Layer, "a layer")
    if layer.layer != LAYER_ORDER[_layer_of(path)]:
        raise refused(Reason.LAYER, f"{path} holds a layer of another kind")
    if layer.name != place_of(layer.layer, own):
        raise refused(Reason.LAYER, f"{path} was approved for another {layer.layer}")
    try:
        check_layer(layer.layer, layer.settings)
    except SettingsError as error:
        raise refused(Reason.SETTINGS, str(error)) from error
    return layer


def place_of(layer: str, terminal: EnrolmentStatement) -> str:
    """Which layer of that kind is the terminal's: the fleet has no name, a terminal's is its id in hexadecimal."""
    places = {"district": terminal.district, "branch": terminal.branch, "terminal": terminal.terminal.hex()}
    return places.get(layer, "")


def _merged(parts: Iterable[Layer]) -> tuple[Settings, dict[str, Any], Mapping[str, ContentFile]]:
    merged: dict[str, Any] = {}
    for part in parts:
        merged = merge(merged, part.settings)
    try:
        return settings_from(merged), merged, content_of(merged)
    except (SettingsError, ContentError) as error:
        raise refused(Reason.SETTINGS, str(error)) from error


def _listed_keys(body: bytes) -> tuple[TrustedSealingKey, ...]:
    """The keys of sealing.json or statements.json; each id must be that of its key."""
    return tuple(_listed_key(listed) for listed in _decoded(body, _KeyList, "a key list").keys)


def _listed_key(listed: _ListedKey) -> TrustedSealingKey:
    try:
        key_id, public = bytes.fromhex(listed.key_id), bytes.fromhex(listed.public)
    except ValueError as error:
        raise refused(Reason.SHAPE, "a listed key is not hexadecimal") from error
    if hashlib.sha256(public).digest()[:8] != key_id:
        raise refused(Reason.DIGEST, "a listed key has the id of another")
    return TrustedSealingKey(key_id, listed.suite, public, listed.not_before, listed.not_after)


def _unexpired(keys: Iterable[TrustedSealingKey], now: int) -> Mapping[bytes, bytes]:
    """Not-before is left out on purpose: a clock that fell back to 1970 is put right by a signed answer of central."""
    return MappingProxyType({key.key_id: key.public for key in keys if now < key.not_after})


def _decoded(body: bytes, kind: type[S], what: str) -> S:
    try:
        return msgspec.json.decode(body, type=kind)
    except (ValueError, RecursionError) as error:
        raise refused(Reason.SHAPE, f"{what} has a wrong shape") from error


def refuse_older(current: Verified, offered: Verified) -> None:
    """Rollback protection between two believed states. Raises TrustError.

    When root changed the online keys, versions under them start again (TUF 5.3.11, recovery from a thief who ran the
    numbers up); what the admins sign never goes back.
    """
    admins = ("root", "targets", "sealing", "statements")
    renewed = offered.online_keys != current.online_keys and offered.versions["root"] > current.versions["root"]
    _not_below({name: current.versions[name] for name in (admins if renewed else current.versions)}, offered.versions)
    if offered.manifest_version < current.manifest_version and not renewed:
        raise refused(Reason.OLDER, "the manifest is older than the one known")


def _not_below(floor: Mapping[str, int], versions: Mapping[str, int]) -> None:
    for name, version in floor.items():
        if versions[name] < version:
            raise refused(Reason.OLDER, f"{name} {versions[name]} is older than {version}, which is known")
