"""The TUF repository central publishes: root, targets and delegations by the admins, the rest by the online key.

`targets` delegates `sealing` and `statements` to the admins and `manifest` to the online key, each terminating. The
online key can therefore say which approved layers a terminal runs and how fresh that is, and nothing else. Files lie
under `tuf/` by the names they have on the wire; `timestamp.json` is written last, so a reader never sees a half.
"""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Key,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from central.clock import Clock
from central.keys import TufSigner
from central.state import Lock, StateFolder, write_file

ONLINE_LIFETIME = timedelta(days=7)
TARGETS_LIFETIME = timedelta(days=365)
ROOT_LIFETIME = timedelta(days=730)
THRESHOLD = 2
KEPT_VERSIONS = 8
DELEGATED_PATHS = {"sealing": "sealing.json", "statements": "statements.json", "manifest": "manifests/*"}
_VERSIONED = re.compile(r"([0-9]+)\.(snapshot|manifest)\.json")

T = TypeVar("T", Root, Timestamp, Snapshot, Targets)


class ManifestFile(msgspec.Struct, frozen=True):
    """Which approved revisions one terminal runs; `version` rises with every change."""

    version: int
    terminal: str
    layers: list[str]


@dataclass(frozen=True, slots=True)
class Approved:
    """What the admins sign: paths and bytes of the layers, and the two key lists."""

    layers: Mapping[str, bytes]
    sealing: bytes
    statements: bytes


def found(folder: StateFolder, admins: Sequence[TufSigner], online: TufSigner, approved: Approved, now: int) -> None:
    """Version 1 of everything. `admins` have the private keys; production's never will."""
    root = Root(version=1, expires=_after(now, ROOT_LIFETIME), consistent_snapshot=True)
    for admin in admins:
        root.add_key(admin.public_key, "root")
        root.add_key(admin.public_key, "targets")
    for name in ("snapshot", "timestamp"):
        root.add_key(online.public_key, name)
    root.roles["root"].threshold = root.roles["targets"].threshold = THRESHOLD
    targets = Targets(version=1, expires=_after(now, TARGETS_LIFETIME), delegations=_delegations(admins, online))
    for path, body in approved.layers.items():
        _add(folder, targets, path, body)
    _write(folder, "1.root.json", root, admins[:THRESHOLD])
    _write(folder, "1.targets.json", targets, admins[:THRESHOLD])
    for name, body in (("sealing", approved.sealing), ("statements", approved.statements)):
        role = Targets(version=1, expires=_after(now, TARGETS_LIFETIME))
        _add(folder, role, f"{name}.json", body)
        _write(folder, f"1.{name}.json", role, admins[:THRESHOLD])
    _write(folder, "1.manifest.json", Targets(version=1, expires=_after(now, ONLINE_LIFETIME)), [online])
    _frame(folder, online, 1, now)


def _delegations(admins: Sequence[TufSigner], online: TufSigner) -> Delegations:
    holders = {"sealing": admins, "statements": admins, "manifest": [online]}
    keys: dict[str, Key] = {signer.public_key.keyid: signer.public_key for signer in (*admins, online)}
    roles = {
        name: DelegatedRole(
            name=name,
            keyids=[signer.public_key.keyid for signer in holders[name]],
            threshold=min(THRESHOLD, len(holders[name])),
            terminating=True,
            paths=[path],
        )
        for name, path in DELEGATED_PATHS.items()
    }
    return Delegations(keys=keys, roles=roles)


class Repository:
    """The published repository in the hands of the online key."""

    def __init__(self, folder: StateFolder, online: TufSigner, clock: Clock) -> None:
        self._folder = folder
        self._online = online
        self._clock = clock

    def refresh(self) -> None:
        """Manifest, snapshot and timestamp signed anew, so that none of them runs out."""
        with Lock(self._folder.path / "tuf" / ".lock", patient=True):
            self._publish(_read(self._folder, "manifest", Targets))

    def assign(self, terminal: str, layers: Sequence[str]) -> int:
        """As `assign_all`, of one terminal. Returns the manifest's version."""
        return self.assign_all({terminal: layers})[terminal]

    def assign_all(self, wanted: Mapping[str, Sequence[str]], again: Collection[str] = ()) -> dict[str, int]:
        """Say that each terminal (hex) runs its layers (paths in the layers' order). Returns the manifests' versions.

        One that ran just these keeps its version, unless it is in `again`: a new version is a new offer.
        """
        with Lock(self._folder.path / "tuf" / ".lock", patient=True):
            role = _read(self._folder, "manifest", Targets)
            versions, changed = {}, False
            for terminal, layers in wanted.items():
                before = self._manifest(role, f"manifests/{terminal}.json")
                if before is not None and before.layers == list(layers) and terminal not in again:
                    versions[terminal] = before.version
                    continue
                versions[terminal] = self._put(role, terminal, layers, before)
                changed = True
            if changed:
                self._publish(role)
        return versions

    def _put(self, role: Targets, terminal: str, layers: Sequence[str], before: ManifestFile | None) -> int:
        manifest = ManifestFile((before.version if before else 0) + 1, terminal, list(layers))
        _add(self._folder, role, f"manifests/{terminal}.json", msgspec.json.encode(manifest))
        return manifest.version

    def approve(self, signed: bytes, layers: Mapping[str, bytes]) -> None:
        """Publish targets metadata that two admins signed, and the layers it newly names. The caller has checked it."""
        version = Metadata[Targets].from_bytes(signed).signed.version
        with Lock(self._folder.path / "tuf" / ".lock", patient=True):
            for path, body in layers.items():
                write_file(self._folder.targets / consistent(path, hashlib.sha256(body).hexdigest()), body)
            write_file(self._folder.metadata / f"{version}.targets.json", signed)
            self._publish(_read(self._folder, "manifest", Targets))

    def running(self) -> dict[str, ManifestFile]:
        """Terminal (hex) → the manifest published for it."""
        role = _read(self._folder, "manifest", Targets)
        found = (self._manifest(role, path) for path in role.targets)
        return {manifest.terminal: manifest for manifest in found if manifest is not None}

    def manifests(self) -> dict[str, int]:
        """Terminal (hex) → version of the manifest published for it."""
        return {terminal: manifest.version for terminal, manifest in self.running().items()}

    def _manifest(self, role: Targets, path: str) -> ManifestFile | None:
        entry = role.targets.get(path)
        if entry is None:
            return None
        body = (self._folder.targets / consistent(path, entry.hashes["sha256"])).read_bytes()
        return msgspec.json.decode(body, type=ManifestFile)

    def _publish(self, role: Targets) -> None:
        now = self._clock.now()
        role.version += 1
        role.expires = _after(now, ONLINE_LIFETIME)
        _write(self._folder, f"{role.version}.manifest.json", role, [self._online])
        version = _metadata(self._folder, "timestamp", Timestamp).version + 1
        _frame(self._folder, self._online, version, now)
        _tidy(self._folder)


def consistent(path: str, sha256: str) -> str:
    """Where a target lies: `layers/fleet/1.json` → `layers/fleet/<sha256>.1.json`."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/{sha256}.{name}" if folder else f"{sha256}.{name}"


def newest(folder: StateFolder, name: str) -> bytes:
    """The metadata of role `name` in the version the published snapshot names."""
    return _path(folder, name).read_bytes()


def newest_target(folder: StateFolder, name: str, path: str) -> bytes:
    """The target `path` that role `name` vouches for now."""
    entry = _read(folder, name, Targets).targets[path]
    return (folder.targets / consistent(path, entry.hashes["sha256"])).read_bytes()


def _path(folder: StateFolder, name: str) -> Path:
    timestamp = _metadata(folder, "timestamp", Timestamp)
    if name == "timestamp":
        return folder.metadata / "timestamp.json"
    if name == "snapshot":
        return folder.metadata / f"{timestamp.snapshot_meta.version}.snapshot.json"
    snapshot = _load(folder.metadata / f"{timestamp.snapshot_meta.version}.snapshot.json", Snapshot)
    return folder.metadata / f"{snapshot.meta[f'{name}.json'].version}.{name}.json"


def _read(folder: StateFolder, name: str, kind: type[T]) -> T:
    return _load(_path(folder, name), kind)


def _metadata(folder: StateFolder, name: str, kind: type[T]) -> T:
    return _load(folder.metadata / f"{name}.json", kind)


def _load(path: Path, kind: type[T]) -> T:
    signed: T = Metadata[T].from_bytes(path.read_bytes()).signed
    assert isinstance(signed, kind)
    return signed


def _add(folder: StateFolder, role: Targets, path: str, body: bytes) -> None:
    role.targets[path] = TargetFile.from_data(path, body, ["sha256"])
    write_file(folder.targets / consistent(path, hashlib.sha256(body).hexdigest()), body)


def _frame(folder: StateFolder, online: TufSigner, version: int, now: int) -> None:
    """Snapshot and timestamp over the newest file of each role."""
    snapshot = Snapshot(version=version, expires=_after(now, ONLINE_LIFETIME))
    for name in ("targets", *DELEGATED_PATHS):
        newest_version = _newest_version(folder, name)
        body = (folder.metadata / f"{newest_version}.{name}.json").read_bytes()
        snapshot.meta[f"{name}.json"] = MetaFile.from_data(newest_version, body, ["sha256"])
    body = _write(folder, f"{version}.snapshot.json", snapshot, [online])
    meta = MetaFile.from_data(version, body, ["sha256"])
    timestamp = Timestamp(version=version, expires=_after(now, ONLINE_LIFETIME), snapshot_meta=meta)
    _write(folder, "timestamp.json", timestamp, [online])


def _newest_version(folder: StateFolder, name: str) -> int:
    return max(int(path.name.partition(".")[0]) for path in folder.metadata.glob(f"[0-9]*.{name}.json"))


def _write(folder: StateFolder, name: str, role: T, signers: Sequence[TufSigner]) -> bytes:
    metadata: Metadata[T] = Metadata(role)
    for signer in signers:
        metadata.sign(signer, append=True)
    body = metadata.to_bytes()
    write_file(folder.metadata / name, body)
    return body


def _tidy(folder: StateFolder) -> None:
    """Terminals in the middle of a fetch may still ask for the last few versions; older ones go."""
    numbered = [(match, path) for path in folder.metadata.iterdir() if (match := _VERSIONED.fullmatch(path.name))]
    for name in ("snapshot", "manifest"):
        versions = sorted((int(match[1]), path) for match, path in numbered if match[2] == name)
        for _, path in versions[:-KEPT_VERSIONS]:
            path.unlink()


def _after(now: int, lifetime: timedelta) -> datetime:
    return datetime.fromtimestamp(now, UTC) + lifetime
