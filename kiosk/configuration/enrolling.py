"""How a machine becomes a terminal: all of it, or nothing.

Everything is made in a folder beside the final places and moved there at the very end, the trust file last: without it
nobody takes this for a terminal. The root is compared with the enrolment code before the secret is sent; what central
answers is verified from that root down to the statement, which must name the very keys made here; and the first
configuration must be on disk before the end.
"""

import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.configuration.bundle import Bundle
from kiosk.configuration.disk import private_folder, sync_folder, write_whole
from kiosk.configuration.fetching import fetch_bundle, fetch_roots
from kiosk.configuration.store import CA_FILE, ConfigurationStore, authority_bundle
from kiosk.contract.api import EnrolmentAnswer, EnrolmentRequest, EnrolmentStatement, Signed
from kiosk.contract.enrolment_code import EnrolmentCode
from kiosk.contract.failure import FailureCode
from kiosk.contract.trust_file import Authority, TrustFile, encode_trust_file
from kiosk.sync.enrolment import enrol
from kiosk.sync.published import PublishedFiles
from kiosk.terminal_file import TerminalFile, write_terminal_file
from kiosk.trust import Reason, Trust, TrustError, Verified, load_trust

KEY_NAMES = ("envelope", "receipt", "request")
TRUST_NAME = "trust.json"
TRUST_MODE = 0o644
TRUST_FOLDER_MODE = 0o755
TERMINAL_NAME = "terminal.toml"
_STAGE = ".enrolling-"
_MOVED = (CA_FILE, "content", "configuration", "keys", TERMINAL_NAME, TRUST_NAME)


class AlreadyEnrolled(Exception):
    """The state folder belongs to a terminal; another enrolment would orphan its outbox."""


@dataclass(frozen=True, slots=True)
class EnrolmentOrder:
    """`terminal`: its file, written unless there is one; `trust_path`: where the trust file goes at the end;
    `authority`: PEM file of central's private CA.
    """

    base_url: str
    code: EnrolmentCode
    state: Path
    terminal: TerminalFile
    trust_path: Path
    authority: Path | None = None


@dataclass(frozen=True, slots=True)
class Enrolled:
    statement: EnrolmentStatement
    configuration: Verified


def enrol_terminal(order: EnrolmentOrder, now: int) -> Enrolled:
    """Raises AlreadyEnrolled, LinkError, TrustError or OSError, and then has left nothing behind."""
    _refuse_second(order)
    _open_trust_folder(order.trust_path.parent, order.state)
    existed = order.state.exists()
    try:
        with _alone(private_folder(order.state)):
            return _enrol(order, now)
    finally:
        if not existed and not any(order.state.iterdir()):
            order.state.rmdir()


def _enrol(order: EnrolmentOrder, now: int) -> Enrolled:
    for left in order.state.glob(f"{_STAGE}*"):  # by one that was killed
        shutil.rmtree(left, ignore_errors=True)
    stage = private_folder(order.state / f"{_STAGE}{secrets.token_hex(6)}")
    try:
        enrolled = _prepare(order, stage, now)
        _move(stage, order)
        return enrolled
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def _alone(state: Path) -> Iterator[None]:
    """One enrolment at a time in a state folder; the lock dies with the process."""
    descriptor = os.open(state, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise AlreadyEnrolled("another enrolment is under way in this state folder") from error
    finally:
        os.close(descriptor)


def _refuse_second(order: EnrolmentOrder) -> None:
    if order.trust_path.exists():
        raise AlreadyEnrolled(f"{order.trust_path} exists: this machine is a terminal already")
    outbox = order.state / "outbox"
    if outbox.exists() and any(outbox.iterdir()):
        raise AlreadyEnrolled(f"{outbox} holds what another terminal recorded: it must be delivered first")


def _open_trust_folder(folder: Path, state: Path) -> None:
    """A code is spent once: whether the trust file can be written is asked before. Raises OSError."""
    if folder == state:
        return
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(TRUST_FOLDER_MODE)
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, "the trust file cannot be written", str(folder))


def _prepare(order: EnrolmentOrder, stage: Path, now: int) -> Enrolled:
    if order.authority is not None:
        write_whole(stage / CA_FILE, order.authority.read_bytes())
    files = PublishedFiles(order.base_url, bundle=authority_bundle(stage))
    try:
        first_root = files.metadata("1.root.json")
        _check_root(order.code, first_root)
        keys = _make_keys(private_folder(stage / "keys"))
        answer = enrol(order.base_url, _request(order.code, keys), bundle=authority_bundle(stage))
        trust, trust_file = _trust(files, first_root, answer)
    finally:
        files.close()
    if not _names(trust.own(), keys):
        raise TrustError(FailureCode.TRUST_BROKEN, "central's statement names other keys", Reason.KEY)
    write_whole(stage / TRUST_NAME, trust_file, TRUST_MODE)
    if not (order.state / TERMINAL_NAME).exists():
        write_terminal_file(stage / TERMINAL_NAME, order.terminal)
    store = ConfigurationStore(stage)
    store.fetch(order.base_url, trust, now)
    return Enrolled(trust.own(), store.verified(trust, now))


def _check_root(code: EnrolmentCode, first_root: bytes) -> None:
    if not code.names(first_root):
        message = "what answers is not the central service this code was given out by"
        raise TrustError(FailureCode.TRUST_BROKEN, message, Reason.DIGEST)


def _make_keys(folder: Path) -> Mapping[str, bytes]:
    """Three new key pairs: private halves (raw, 32 bytes) into files of mode 0600, public halves returned by name."""
    publics = {}
    for name in KEY_NAMES:
        private = Ed25519PrivateKey.generate()
        write_whole(folder / f"{name}.key", private.private_bytes_raw())
        publics[name] = private.public_key().public_bytes_raw()
    return publics


def _request(code: EnrolmentCode, keys: Mapping[str, bytes]) -> EnrolmentRequest:
    return EnrolmentRequest(code.secret, keys["envelope"], keys["receipt"], keys["request"])


def _names(statement: EnrolmentStatement, keys: Mapping[str, bytes]) -> bool:
    told = (statement.envelope_key, statement.receipt_key, statement.request_key)
    return told == tuple(keys[name] for name in KEY_NAMES)


def _trust(files: PublishedFiles, first_root: bytes, answer: EnrolmentAnswer) -> tuple[Trust, bytes]:
    """The trust file for this terminal, made of what central publishes and verified as any other."""
    if answer.first_root != first_root:
        raise TrustError(FailureCode.TRUST_BROKEN, "central enrols under another root than it publishes", Reason.DIGEST)
    roots = fetch_roots(files, [first_root])
    published = fetch_bundle(files, roots, files.metadata("timestamp.json"), _claimed(answer.statement))
    authority = _authority(published)
    data = encode_trust_file(TrustFile(root=first_root, authority=authority, statements=[answer.statement]))
    return load_trust(data), data


def _claimed(statement: Signed) -> bytes:
    """The terminal id in a statement not verified yet: good for asking for its manifest, nothing else."""
    try:
        return msgspec.json.decode(statement.payload, type=EnrolmentStatement).terminal
    except (ValueError, RecursionError) as error:
        raise TrustError(FailureCode.TRUST_BROKEN, "central's statement has a wrong shape", Reason.SHAPE) from error


def _authority(published: Bundle) -> Authority:
    role = {name.split(".")[-2]: body for name, body in published.metadata}
    listed = dict(published.targets)["statements.json"]
    return Authority([body for _, body in published.roots], role["targets"], role["statements"], listed)


def _move(stage: Path, order: EnrolmentOrder) -> None:
    """From the stage to the final places, the trust file last. What was moved is taken away again on a failure."""
    places = {name: order.state / name for name in _MOVED} | {TRUST_NAME: order.trust_path}
    moved: list[Path] = []
    try:
        for name, place in places.items():
            if (stage / name).exists():
                _clear(place)
                moved.append(place)
                _place(stage / name, place)
        sync_folder(order.state)
    except BaseException:
        for place in moved:
            _clear(place)
        raise


def _place(source: Path, place: Path) -> None:
    """By rename; the trust file of a production terminal may lie on another file system."""
    if source.is_dir():
        source.rename(place)
    else:
        write_whole(place, source.read_bytes(), source.stat().st_mode & 0o777)


def _clear(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.exists() or path.is_symlink():
        path.unlink()


def close_umask() -> None:
    """Whatever else this process makes is for its own user alone."""
    os.umask(0o077)
