"""Fetching signed files in the order TUF lays down: roots, timestamp, snapshot, targets and delegated roles, targets.

To know what to ask for next, files are read here before they are verified; so they are read for versions, digests and
paths only, and whatever they say is put into a request to central and nowhere else. The caller verifies the whole.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Protocol, TypeVar

import msgspec

from kiosk.configuration.bundle import Bundle, Files
from kiosk.contract.failure import FailureCode
from kiosk.sync.published import NotPublished
from kiosk.trust import DELEGATED, SEALING_TARGET, STATEMENTS_TARGET, Reason, TrustError

NEW_ROOTS_LIMIT = 64
LAYERS_LIMIT = 16
_PATH = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\.json")
T = TypeVar("T")


class Published(Protocol):
    """kiosk.sync.published.PublishedFiles, or a stand-in. All but `close` raise LinkError."""

    def metadata(self, name: str) -> bytes: ...
    def target(self, path: str, sha256: str) -> bytes: ...
    def content(self, sha256: str, length: int) -> bytes: ...
    def close(self) -> None: ...


Version = Annotated[int, msgspec.Meta(ge=1, le=2**31)]
Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class _Meta(msgspec.Struct, frozen=True):
    version: Version


class _Versions(msgspec.Struct, frozen=True):
    meta: dict[str, _Meta]


class _Framed(msgspec.Struct, frozen=True):
    signed: _Versions


class _Hashes(msgspec.Struct, frozen=True):
    sha256: Digest


class _Entry(msgspec.Struct, frozen=True):
    hashes: _Hashes


class _Entries(msgspec.Struct, frozen=True):
    targets: dict[str, _Entry]


class _Vouching(msgspec.Struct, frozen=True):
    signed: _Entries


class _Manifest(msgspec.Struct, frozen=True):
    layers: Annotated[list[str], msgspec.Meta(max_length=LAYERS_LIMIT)]


def fetch_roots(files: Published, known: Sequence[bytes]) -> list[bytes]:
    """`known` and whatever roots central has beyond it. Raises LinkError."""
    chain = list(known)
    for _ in range(NEW_ROOTS_LIMIT):
        try:
            chain.append(files.metadata(f"{len(chain) + 1}.root.json"))
        except NotPublished:
            break
    return chain


def fetch_bundle(files: Published, roots: Sequence[bytes], timestamp: bytes, terminal: bytes) -> Bundle:
    """All files for `terminal` under `timestamp`, unverified and without content. Raises LinkError or TrustError."""
    version = _version(_read(timestamp, _Framed, "timestamp"), "snapshot")
    metadata = {"timestamp.json": timestamp, f"{version}.snapshot.json": files.metadata(f"{version}.snapshot.json")}
    snapshot = _read(metadata[f"{version}.snapshot.json"], _Framed, "snapshot")
    vouching: dict[str, Mapping[str, _Entry]] = {}
    for role in ("targets", *DELEGATED):
        name = f"{_version(snapshot, role)}.{role}.json"
        metadata[name] = files.metadata(name)
        vouching[role] = _read(metadata[name], _Vouching, role).signed.targets
    named = tuple((f"{number}.root.json", body) for number, body in enumerate(roots, 1))
    return Bundle(named, tuple(metadata.items()), _targets(files, vouching, terminal), {})


def _targets(files: Published, vouching: Mapping[str, Mapping[str, _Entry]], terminal: bytes) -> Files:
    manifest = f"manifests/{terminal.hex()}.json"
    wanted = {SEALING_TARGET: "sealing", STATEMENTS_TARGET: "statements", manifest: "manifest"}
    fetched = {path: _target(files, path, vouching[role]) for path, role in wanted.items()}
    for path in _read(fetched[manifest], _Manifest, "manifest").layers:
        fetched[path] = _target(files, path, vouching["targets"])
    return tuple(fetched.items())


def _target(files: Published, path: str, vouched: Mapping[str, _Entry]) -> bytes:
    if path not in vouched or not _PATH.fullmatch(path):
        raise _odd(f"nobody vouches for {path!r}", Reason.NOT_DELEGATED)
    return files.target(path, vouched[path].hashes.sha256)


def _version(framed: _Framed, role: str) -> int:
    if f"{role}.json" not in framed.signed.meta:
        raise _odd(f"no version of {role}", Reason.MISSING)
    return framed.signed.meta[f"{role}.json"].version


def _read(body: bytes, kind: type[T], what: str) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (ValueError, RecursionError) as error:
        raise _odd(f"{what} has a wrong shape", Reason.SHAPE) from error


def _odd(message: str, reason: Reason) -> TrustError:
    return TrustError(FailureCode.CONFIGURATION_REFUSED, message, reason)
