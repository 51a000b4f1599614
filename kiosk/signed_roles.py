"""TUF roles, verified one by one: the lower half of kiosk.trust, pure like it.

Every failure is one TrustError with a Reason. Metadata classes, canonical form and signature counting are python-tuf's
(a second signature of the same key id is refused there); what stands here is which role may vouch for what.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import TypeVar

import msgspec
from tuf.api.exceptions import LengthOrHashMismatchError, RepositoryError, UnsignedMetadataError
from tuf.api.metadata import DelegatedRole, Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONDeserializer

from kiosk.contract.failure import FailureCode

FILE_LIMIT = 4 * 1024 * 1024
FILES_LIMIT = 256
ROOTS_LIMIT = 256
ADMIN_THRESHOLD = 2

T = TypeVar("T", Root, Timestamp, Snapshot, Targets)


class Reason(Enum):
    """Why something is not believed, finer than the failure code."""

    SHAPE = "not what it should be"
    MISSING = "a file is missing"
    SIGNATURES = "not enough valid signatures"
    SAME_SIGNER = "one key signed twice"
    WEAK_ROLE = "a role of the admins is not held by two of them"
    VERSION = "a version does not follow"
    DIGEST = "length or digest differ"
    NOT_DELEGATED = "a role vouches for what is not its own"
    TERMINAL = "made for another terminal"
    LAYER = "a layer does not fit the manifest"
    SETTINGS = "a setting is not allowed"
    OLDER = "older than what is known"
    EXPIRED = "no longer valid"
    KEY = "no key for this now"
    LABEL = "a statement about something else"


class TrustError(Exception):
    """Not believed. `code` goes to people, `reason` to tests and the journal, the text to the technician."""

    def __init__(self, code: FailureCode, message: str, reason: Reason = Reason.SHAPE) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason


def refused(reason: Reason, message: str) -> TrustError:
    """A configuration that is not believed (K505)."""
    return TrustError(FailureCode.CONFIGURATION_REFUSED, message, reason)


def by_name(files: Iterable[tuple[str, bytes]]) -> Mapping[str, bytes]:
    """Name → body, bounded. Raises TrustError for a name that comes twice."""
    named: dict[str, bytes] = {}
    for name, body in files:
        if name in named or len(named) >= FILES_LIMIT or len(body) > FILE_LIMIT:
            raise refused(Reason.SHAPE, "a file comes twice, is too large or one too many")
        named[name] = body
    return named


def file_named(files: Mapping[str, bytes], name: str) -> bytes:
    """Raises TrustError when it is not there."""
    if name not in files:
        raise refused(Reason.MISSING, f"{name} is missing")
    return files[name]


def root_chain(first: bytes, chain: Sequence[bytes]) -> Root:
    """The last root of `chain`: each signed by the one before and by itself, versions rising by 1 from `first`.

    `chain` may begin with `first` itself. Expiry of a root is judged by the caller, of the last one only.
    """
    if len(chain) > ROOTS_LIMIT:
        raise refused(Reason.SHAPE, "the root chain is too long")
    trusted = role(_metadata(Root, "root", first).signed, Root, "root", first)
    for body in chain[1:] if chain and chain[0] == first else chain:
        following = role(trusted, Root, "root", body)
        role(following, Root, "root", body)
        if following.version != trusted.version + 1:
            raise refused(Reason.VERSION, f"root {following.version} does not follow root {trusted.version}")
        trusted = following
    two_admins(trusted, trusted, "root")
    two_admins(trusted, trusted, "targets")
    return trusted


def role(delegator: Root | Targets, kind: type[T], name: str, body: bytes) -> T:
    """The metadata in `body`, signed by as many keys as `delegator` demands of role `name`."""
    metadata = _metadata(kind, name, body)
    try:
        delegator.verify_delegate(name, metadata.signed_bytes, metadata.signatures)
    except UnsignedMetadataError as error:
        raise refused(Reason.SIGNATURES, str(error)) from error
    except (RepositoryError, ValueError) as error:
        raise refused(Reason.NOT_DELEGATED, f"nobody may sign as {name}") from error
    return metadata.signed


def role_in_snapshot(
    files: Mapping[str, bytes], delegator: Root | Targets, kind: type[T], name: str, meta: MetaFile | None
) -> T:
    """Role `name` in just the version (and the length and digest, where told) that timestamp or snapshot says."""
    if meta is None:
        raise refused(Reason.MISSING, f"the snapshot does not speak of {name}")
    body = file_named(files, f"{meta.version}.{name}.json")
    _same(meta, body, name)
    signed = role(delegator, kind, name, body)
    if signed.version != meta.version:
        raise refused(Reason.VERSION, f"{name} is version {signed.version}, not {meta.version}")
    return signed


def target(top: Targets, holder: Targets, name: str, path: str, body: bytes) -> bytes:
    """`body`, if role `name` may vouch for `path` and vouches for these bytes. `name` empty: the top role itself."""
    if name and not _delegation(top, name).is_delegated_path(path):
        raise refused(Reason.NOT_DELEGATED, f"{name} may not vouch for {path}")
    entry = holder.targets.get(path)
    if entry is None:
        raise refused(Reason.NOT_DELEGATED, f"{name or 'targets'} does not vouch for {path}")
    _same(entry, body, path)
    return body


def two_admins(root: Root, delegator: Root | Targets, name: str) -> None:
    """Refuses role `name` unless two different keys must sign it, none of them an online key of central.

    Compared by the keys themselves: a key listed under two ids would count twice otherwise.
    """
    holder = delegator.get_delegated_role(name) if isinstance(delegator, Root) else _delegation(delegator, name)
    keys = publics(delegator, name)
    online = publics(root, "snapshot") | publics(root, "timestamp")
    if holder.threshold < ADMIN_THRESHOLD or len(keys) != len(holder.keyids) or keys & online:
        raise refused(Reason.WEAK_ROLE, f"{name} is not in the hands of {ADMIN_THRESHOLD} admins")


def publics(delegator: Root | Targets, name: str) -> frozenset[str]:
    """The public keys (hex, as published) of role `name`."""
    try:
        keyids = delegator.get_delegated_role(name).keyids
        return frozenset(str(delegator.get_key(keyid).keyval["public"]).lower() for keyid in keyids)
    except (ValueError, KeyError) as error:
        raise refused(Reason.NOT_DELEGATED, f"{name} has no keys") from error


def _delegation(top: Targets, name: str) -> DelegatedRole:
    delegated = (top.delegations.roles or {}).get(name) if top.delegations else None
    if delegated is None:
        raise refused(Reason.NOT_DELEGATED, f"targets delegates nothing to {name}")
    return delegated


def _metadata(kind: type[T], name: str, body: bytes) -> Metadata[T]:
    """Unverified."""
    if len(body) > FILE_LIMIT:
        raise refused(Reason.SHAPE, f"{name} is larger than allowed")
    try:
        metadata: Metadata[T] = Metadata.from_bytes(body, JSONDeserializer())
    except RepositoryError as error:
        reason = Reason.SAME_SIGNER if _signed_twice(body) else Reason.SHAPE
        raise refused(reason, f"{name} is not metadata: {reason.value}") from error
    if not isinstance(metadata.signed, kind):
        raise refused(Reason.SHAPE, f"{name} is metadata of another role")
    return metadata


class _Signer(msgspec.Struct):
    keyid: str


class _Signatures(msgspec.Struct):
    signatures: list[_Signer]


def _signed_twice(body: bytes) -> bool:
    try:
        signers = [signer.keyid for signer in msgspec.json.decode(body, type=_Signatures).signatures]
    except (ValueError, RecursionError):
        return False
    return len(set(signers)) != len(signers)


def _same(entry: MetaFile | TargetFile, body: bytes, name: str) -> None:
    try:
        entry.verify_length_and_hashes(body)
    except LengthOrHashMismatchError as error:
        raise refused(Reason.DIGEST, f"{name} is not the file that was signed") from error
