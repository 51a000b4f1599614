"""A small TUF repository in memory, laid out as central publishes it, with demo keys made at run time.

Two of three admins hold root, targets, sealing and statements; one online key holds snapshot, timestamp and manifest.
`publish()` raises every version by one and signs anew; what it makes can be taken apart, altered and signed wrongly.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from kiosk.contract.api import ENROLMENT_LABEL, EnrolmentStatement, Signed
from kiosk.contract.enrolment_code import EnrolmentCode, code_for
from kiosk.contract.layers import LAYER_ORDER
from kiosk.contract.trust_file import Authority, TrustFile, encode_trust_file
from kiosk.trust import DELEGATED, Trust, load_trust, place_of

NOW = 1_800_000_000
YEAR = 365 * 86_400
TERMINAL = bytes(range(16))
ADMIN_ROLES = ("root", "targets", "sealing", "statements")


def raw_public(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def key_id(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:8]


def sign_as_central(private: Ed25519PrivateKey, label: str, payload: bytes) -> Signed:
    return Signed(label, key_id(raw_public(private)), payload, private.sign(label.encode() + b"\0" + payload))


@dataclass
class Published:
    """The files as the wire carries them: name → bytes, free to be altered by a test."""

    roots: dict[str, bytes]
    metadata: dict[str, bytes]
    targets: dict[str, bytes]

    def parts(self) -> tuple[list[tuple[str, bytes]], ...]:
        return list(self.roots.items()), list(self.metadata.items()), list(self.targets.items())


@dataclass
class TufRepository:
    now: int = NOW
    terminal: bytes = TERMINAL
    layers: dict[str, dict] = field(default_factory=lambda: {"fleet": {"items": ["med.cross-region-filing"]}})
    content: dict[str, bytes] = field(default_factory=dict)
    lifetime: int = 7 * 86_400

    def __post_init__(self) -> None:
        self.admins = [CryptoSigner.generate_ed25519() for _ in range(3)]
        self.online = CryptoSigner.generate_ed25519()
        self.statement_private = Ed25519PrivateKey.generate()
        self.sealing_public = raw_public(Ed25519PrivateKey.generate())
        self.request_private = Ed25519PrivateKey.generate()
        self.envelope_private = Ed25519PrivateKey.generate()
        self.receipt_private = Ed25519PrivateKey.generate()
        self.statement_keys: list[dict] = [self._listed(raw_public(self.statement_private))]
        self.sealing_keys: list[dict] = [{**self._listed(self.sealing_public), "suite": 1}]
        self.manifest_terminal = self.terminal.hex()
        self.roots: dict[str, bytes] = {}
        self.version = 0
        self.add_root()
        self.publish()

    # ---- making --------------------------------------------------------------------------------------------------

    def _listed(self, public: bytes) -> dict:
        window = {"not_before": self.now - YEAR, "not_after": self.now + YEAR}
        return {"key_id": key_id(public).hex(), "public": public.hex(), **window}

    def expires(self, seconds: int | None = None) -> datetime:
        return datetime.fromtimestamp(self.now, UTC) + timedelta(seconds=seconds or self.lifetime)

    def make_root(self, *, version: int, threshold: int = 2) -> Root:
        root = Root(version=version, expires=self.expires(YEAR), consistent_snapshot=True)
        for admin in self.admins:
            root.add_key(admin.public_key, "root")
            root.add_key(admin.public_key, "targets")
        root.add_key(self.online.public_key, "snapshot")
        root.add_key(self.online.public_key, "timestamp")
        root.roles["root"].threshold = root.roles["targets"].threshold = threshold
        return root

    def add_root(self, *, signers: list | None = None, version: int | None = None, threshold: int = 2) -> None:
        """The next root. `signers` default to the first two admins."""
        version = version or len(self.roots) + 1
        root = self.make_root(version=version, threshold=threshold)
        self.roots[f"{version}.root.json"] = signed_by(root, signers or self.admins[:2])

    def publish(self) -> Published:
        """Everything anew, one version higher. Returns what the wire carries."""
        self.version += 1
        self.targets = self._targets()
        self.signed = self._roles()
        self.metadata = {f"{self.version}.{name}.json": body for name, body in self._bodies().items()}
        self._frame()
        return self.published()

    def _targets(self) -> dict[str, bytes]:
        files = {
            f"layers/{layer}/{self.version}.json": self._layer(layer) for layer in LAYER_ORDER if layer in self.layers
        }
        manifest = {"version": self.version, "terminal": self.manifest_terminal, "layers": list(files)}
        files["sealing.json"] = json.dumps({"keys": self.sealing_keys}).encode()
        files["statements.json"] = json.dumps({"keys": self.statement_keys}).encode()
        files[f"manifests/{self.terminal.hex()}.json"] = json.dumps(manifest).encode()
        return files

    def _layer(self, layer: str) -> bytes:
        settings = dict(self.layers[layer])
        if layer == "fleet" and self.content:
            settings["content"] = {
                name: {"sha256": hashlib.sha256(body).hexdigest(), "length": len(body)}
                for name, body in self.content.items()
            }
        name = place_of(layer, self.statement())
        return json.dumps({"layer": layer, "name": name, "revision": self.version, "settings": settings}).encode()

    def _roles(self) -> dict[str, Targets]:
        roles = {name: Targets(version=self.version, expires=self.expires()) for name in ("targets", *DELEGATED)}
        for path, body in self.targets.items():
            holder = {"layers": "targets", "manifests": "manifest"}.get(path.split("/")[0], path.removesuffix(".json"))
            roles[holder].targets[path] = TargetFile.from_data(path, body)
        roles["targets"].delegations = self._delegations()
        return roles

    def _delegations(self) -> Delegations:
        keys = {signer.public_key.keyid: signer.public_key for signer in (*self.admins, self.online)}
        admins = [admin.public_key.keyid for admin in self.admins]

        def delegated(name: str, keyids: list[str], threshold: int, path: str) -> DelegatedRole:
            return DelegatedRole(name, keyids, threshold, terminating=True, paths=[path])

        return Delegations(
            keys,
            {
                "sealing": delegated("sealing", admins, 2, "sealing.json"),
                "statements": delegated("statements", admins, 2, "statements.json"),
                "manifest": delegated("manifest", [self.online.public_key.keyid], 1, "manifests/*"),
            },
        )

    def _bodies(self) -> dict[str, bytes]:
        return {name: signed_by(role, self.signers(name)) for name, role in self.signed.items()}

    def signers(self, name: str) -> list:
        return self.admins[:2] if name in ADMIN_ROLES else [self.online]

    def sign_again(self, name: str, signers: list) -> Published:
        """Role `name` signed by others, with snapshot and timestamp that speak of just those bytes."""
        self.metadata[f"{self.version}.{name}.json"] = signed_by(self.signed[name], signers)
        self._frame()
        return self.published()

    def _frame(self) -> None:
        snapshot = Snapshot(version=self.version, expires=self.expires())
        for name in self.signed:
            body = self.metadata[f"{self.version}.{name}.json"]
            snapshot.meta[f"{name}.json"] = MetaFile.from_data(self.version, body, ["sha256"])
        body = signed_by(snapshot, [self.online])
        self.metadata[f"{self.version}.snapshot.json"] = body
        meta = MetaFile.from_data(self.version, body, ["sha256"])
        timestamp = Timestamp(version=self.version, expires=self.expires(), snapshot_meta=meta)
        self.metadata["timestamp.json"] = signed_by(timestamp, [self.online])

    # ---- giving out ----------------------------------------------------------------------------------------------

    def published(self) -> Published:
        return Published(dict(self.roots), dict(self.metadata), dict(self.targets))

    @property
    def first_root(self) -> bytes:
        return self.roots["1.root.json"]

    def enrolment_code(self, secret: int = 12345) -> EnrolmentCode:
        return code_for(secret, self.first_root)

    def statement(self, **changes: object) -> EnrolmentStatement:
        about = EnrolmentStatement(
            terminal=self.terminal,
            name="T-0001",
            branch="B-01",
            district="D-01",
            envelope_key=raw_public(self.envelope_private),
            receipt_key=raw_public(self.receipt_private),
            request_key=raw_public(self.request_private),
            issued=self.now,
        )
        return msgspec.structs.replace(about, **changes)

    def signed_statement(self, **changes: object) -> Signed:
        payload = msgspec.json.encode(self.statement(**changes))
        return sign_as_central(self.statement_private, ENROLMENT_LABEL, payload)

    def trust_file(self, *statements: Signed) -> TrustFile:
        return TrustFile(
            root=self.first_root,
            authority=Authority(
                list(self.roots.values()),
                self.metadata[f"{self.version}.targets.json"],
                self.metadata[f"{self.version}.statements.json"],
                self.targets["statements.json"],
            ),
            statements=list(statements) or [self.signed_statement()],
        )

    def trust(self) -> Trust:
        return load_trust(encode_trust_file(self.trust_file()))

    def central_keys(self) -> dict[bytes, bytes]:
        public = raw_public(self.statement_private)
        return {key_id(public): public}

    def over_http(self) -> dict[str, bytes]:
        """URL path → body, as `GET /v1/tuf/…` and `/v1/content/…` answer."""
        files = {f"/v1/tuf/{name}": body for name, body in {**self.roots, **self.metadata}.items()}
        for path, body in self.targets.items():
            folder, _, name = path.rpartition("/")
            hashed = f"{hashlib.sha256(body).hexdigest()}.{name}"
            files["/v1/tuf/targets/" + (f"{folder}/{hashed}" if folder else hashed)] = body
        return files | {f"/v1/content/{hashlib.sha256(body).hexdigest()}": body for body in self.content.values()}


def signed_by(payload: Root | Targets | Snapshot | Timestamp, signers: list) -> bytes:
    metadata = Metadata(payload)
    for signer in signers:
        metadata.sign(signer, append=True)
    return metadata.to_bytes()
