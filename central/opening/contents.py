"""From a stored envelope to what a citizen said; pure, and the only place where a seal is opened."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import msgspec

from central.state import StateError
from kiosk.contract.application import Application, Content, Kind, Rating
from kiosk.contract.canonical import CHECK_KEY_BYTES, canonical
from offline_queue.envelope import EnvelopeError, read_envelope
from offline_queue.sealing import Sealed, SealingError, open_sealed

SCORES = range(1, 6)
VERSIONS = range(2**31)
_KINDS: Mapping[int, type] = {Kind.APPLICATION.value: Application, Kind.RATING.value: Rating}


class Trouble(Enum):
    """Why a clerk has to look at an envelope. None of them tells anything of its content."""

    NO_KEY = "no-opening-key"
    SEAL = "seal-does-not-open"
    KIND = "unknown-kind"
    SHAPE = "not-an-application"
    IDENTIFIER = "another-id-inside"
    BOUNDS = "beyond-its-bounds"
    OTHER_CONTENT = "other-content-same-id"
    OTHER_TERMINAL = "id-of-another-terminal"
    FAILED = "could-not-be-filed"


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """`plaintext` in canonical form, as the check code was made over it."""

    content: Content
    plaintext: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.plaintext).hexdigest()


def opening_keys(folder: Path) -> dict[bytes, bytes]:
    """Key id → private key, from the files `<key id hex>.key`. Raises StateError when there is none."""
    keys = {bytes.fromhex(path.stem): path.read_bytes() for path in folder.glob("*.key")}
    if not keys:
        raise StateError(f"no opening key in {folder}")
    return keys


def open_envelope(body: bytes, keys: Mapping[bytes, bytes]) -> Opened | Trouble:
    """`body`: an envelope whose signature was verified when it came."""
    try:
        envelope = read_envelope(body)
    except EnvelopeError:
        return Trouble.SHAPE
    sealed = envelope.content
    if not isinstance(sealed, Sealed):
        return Trouble.SHAPE
    private = keys.get(sealed.key_id)
    if private is None:
        return Trouble.NO_KEY
    try:
        plaintext = open_sealed(sealed, private, terminal=envelope.header.terminal)
    except SealingError:
        return Trouble.SEAL
    return read_content(plaintext, sealed)


def read_content(plaintext: bytes, sealed: Sealed) -> Opened | Trouble:
    """What was inside, held against what was said outside."""
    if sealed.kind not in _KINDS:
        return Trouble.KIND
    try:
        content: Content = msgspec.json.decode(plaintext, type=Content)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return Trouble.SHAPE
    if _KINDS[sealed.kind] is not type(content) or canonical(content) != plaintext:
        return Trouble.SHAPE
    if content.id != sealed.id:
        return Trouble.IDENTIFIER
    return Opened(content, plaintext) if _sound(content) else Trouble.BOUNDS


def _sound(content: Content) -> bool:
    """Bounds that the types do not say."""
    match content:
        case Rating():
            return content.score in SCORES and len(content.of) == len(content.id) and len(content.language) <= 16
        case Application():
            return len(content.check_key) == CHECK_KEY_BYTES and _fits(content)


def _fits(application: Application) -> bool:
    """The columns of a case take it."""
    person = application.applicant
    texts = (
        (application.item, 64),
        (application.language, 16),
        (application.identity_basis, 64),
        (person.name, 256),
        (person.number, 64),
    )
    return application.item_version in VERSIONS and all(len(text) <= longest for text, longest in texts)
