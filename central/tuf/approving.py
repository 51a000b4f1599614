"""The targets role on its way from a proposal to two signatures: what admins sign, and the check before it counts.

The bytes to sign are the whole next targets metadata, so a signature stands for one revision on top of everything that
was approved before; if something else was approved meanwhile, it stands for nothing.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from securesystemslib.exceptions import UnverifiedSignatureError
from securesystemslib.signer import Signer  # type: ignore[attr-defined]  # not in its __all__
from tuf.api.metadata import Metadata, Root, TargetFile, Targets

from central.state import StateFolder
from central.tuf.repository import TARGETS_LIFETIME, THRESHOLD, newest


class NotApproved(Exception):
    """`word`: older, signature or one-signature."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def next_targets(folder: StateFolder, added: Mapping[str, bytes], now: int) -> bytes:
    """Unsigned: everything approved so far and `added` (path → body), one version on."""
    metadata = Metadata[Targets].from_bytes(newest(folder, "targets"))
    metadata.signed.version += 1
    metadata.signed.expires = datetime.fromtimestamp(now, UTC).replace(microsecond=0) + TARGETS_LIFETIME
    for path, body in added.items():
        metadata.signed.targets[path] = TargetFile.from_data(path, body, ["sha256"])
    metadata.signatures.clear()
    return metadata.to_bytes()


def add_signature(unsigned: bytes, signer: Signer) -> bytes:
    """The same with one signature more."""
    metadata = Metadata[Targets].from_bytes(unsigned)
    metadata.sign(signer, append=True)
    return metadata.to_bytes()


def newest_root(folder: StateFolder) -> Root:
    """The root in force."""
    path = max(folder.metadata.glob("[0-9]*.root.json"), key=lambda path: int(path.name.partition(".")[0]))
    return Metadata[Root].from_bytes(path.read_bytes()).signed


def admin_key_ids(folder: StateFolder) -> tuple[str, ...]:
    """Who may sign targets, in the order the root names them."""
    return tuple(newest_root(folder).roles["targets"].keyids)


def signers_of(folder: StateFolder, signed: bytes) -> frozenset[str]:
    """Key ids of admins whose signature on `signed` fits. Raises NotApproved for one that does not."""
    metadata, root = Metadata[Targets].from_bytes(signed), newest_root(folder)
    admins = root.roles["targets"].keyids
    for key_id, signature in metadata.signatures.items():
        try:
            if key_id not in admins:
                raise NotApproved("signature")
            root.keys[key_id].verify_signature(signature, metadata.signed_bytes)
        except UnverifiedSignatureError as error:
            raise NotApproved("signature") from error
    return frozenset(metadata.signatures)


def check_approved(folder: StateFolder, signed: bytes) -> None:
    """Two admins, valid signatures, right on top of what is published. Raises NotApproved."""
    following = Metadata[Targets].from_bytes(newest(folder, "targets")).signed.version + 1
    if Metadata[Targets].from_bytes(signed).signed.version != following:
        raise NotApproved("older")
    if len(signers_of(folder, signed)) < THRESHOLD:
        raise NotApproved("one-signature")
