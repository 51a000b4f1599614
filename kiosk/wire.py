"""What a front and the keeper may say to each other; kiosk.wire_line frames and carries it.

Every type that leaves the front is closed: enums, bounded integers, bytes of one length, `Sealed`. No free text and
no dict: tests/unit/kiosk/test_wire.py walks the type tree. Both sides are one build; `hello` comes first.
"""

from enum import Enum
from typing import Annotated

import msgspec

from offline_queue.sealing import Sealed

Bytes16 = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
Bytes32 = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Bytes64 = Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]
Small = Annotated[int, msgspec.Meta(ge=0, le=65535)]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**48)]
ChunkBytes = Annotated[bytes, msgspec.Meta(max_length=256 * 1024)]
ContentPart = Annotated[bytes, msgspec.Meta(max_length=1024 * 1024)]


class Slot(Enum):
    A = 1
    B = 2


class WireEnding(Enum):
    """kiosk.visit.effects.Ending by number; the keeper knows no visits."""

    COMPLETED = 1
    CANCELLED = 2
    IDLE = 3
    FAILED = 4
    BROWSED = 5


class PaperFact(Enum):
    STARTED = 1
    PRINTED = 2
    UNKNOWN = 3
    HANDED_OVER = 4


class WireComponent(Enum):
    """kiosk.contract.health.Component by number."""

    ID_CARD = 1
    SMART_CARD = 2
    RECEIPT_PRINTER = 3
    A4_PRINTER = 4
    SCANNER = 5
    DOCUMENT_SCANNER = 6
    SIGN_PAD = 7
    BANK_CARD = 8
    PERSON_CHECK = 9


# ---- front -> keeper -------------------------------------------------------------------------------------------------


class Hello(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """`visit`: nonce of the running visit; `last_record`: id of an envelope whose answer is still owed."""

    build: Bytes32
    slot: Slot
    shown: bool
    visit: Bytes16 | None = None
    last_record: Bytes16 | None = None


class Ready(msgspec.Struct, frozen=True, array_like=True, tag=2):
    """Configuration verified, pages loaded, waiting to be shown."""


class ConfigurationRefused(msgspec.Struct, frozen=True, array_like=True, tag=3):
    """`code`: number of the FailureCode (K505 = 505)."""

    code: Small


class FirstFrame(msgspec.Struct, frozen=True, array_like=True, tag=4):
    pass


class Beat(msgspec.Struct, frozen=True, array_like=True, tag=5):
    pass


class VisitStarted(msgspec.Struct, frozen=True, array_like=True, tag=6):
    visit: Bytes16


class Reserve(msgspec.Struct, frozen=True, array_like=True, tag=7):
    """`kilobytes`: the largest this visit may store, attachments included."""

    visit: Bytes16
    kilobytes: Small


class Attachment(msgspec.Struct, frozen=True, array_like=True, tag=8):
    """One sealed chunk; `digest` is the SHA-256 of `chunk`."""

    visit: Bytes16
    digest: Bytes32
    part: Small
    chunk: ChunkBytes


class Record(msgspec.Struct, frozen=True, array_like=True, tag=9):
    """Idempotent by `id`: the same id answers with the same seq and proof."""

    id: Bytes16
    sealed: Sealed


class Paper(msgspec.Struct, frozen=True, array_like=True, tag=10):
    seq: Count
    fact: PaperFact


class Event(msgspec.Struct, frozen=True, array_like=True, tag=11):
    """Code and values by the table in kiosk.journal.events; the keeper drops and counts what the table lacks."""

    code: Small
    values: Annotated[tuple[Count, ...], msgspec.Meta(max_length=6)] = ()


class ComponentReport(msgspec.Struct, frozen=True, array_like=True):
    """`state` and `code`: places in the ComponentState and MessageCode enumerations, from 0."""

    component: WireComponent
    state: Annotated[int, msgspec.Meta(ge=0, le=15)]
    code: Annotated[int, msgspec.Meta(ge=0, le=63)]


class Health(msgspec.Struct, frozen=True, array_like=True, tag=12):
    components: Annotated[tuple[ComponentReport, ...], msgspec.Meta(max_length=16)]


class DevicesReleased(msgspec.Struct, frozen=True, array_like=True, tag=13):
    pass


class VisitEnded(msgspec.Struct, frozen=True, array_like=True, tag=14):
    ending: WireEnding


class HelpCalled(msgspec.Struct, frozen=True, array_like=True, tag=15):
    pass


FromFront = (
    Hello
    | Ready
    | ConfigurationRefused
    | FirstFrame
    | Beat
    | VisitStarted
    | Reserve
    | Attachment
    | Record
    | Paper
    | Event
    | Health
    | DevicesReleased
    | VisitEnded
    | HelpCalled
)


# ---- keeper -> front -------------------------------------------------------------------------------------------------


class KeeperHello(msgspec.Struct, frozen=True, array_like=True, tag=64):
    build: Bytes32


class SignedFile(msgspec.Struct, frozen=True, array_like=True):
    """A metadata or target file exactly as central published it; `name` as in TUF (`2.root.json`, `layers/…`)."""

    name: str
    body: bytes


class Configuration(msgspec.Struct, frozen=True, array_like=True, tag=65):
    """All a front needs to verify for itself: root chain, metadata, the terminal's manifest, layers, key lists."""

    roots: tuple[SignedFile, ...]
    metadata: tuple[SignedFile, ...]
    targets: tuple[SignedFile, ...]


class Content(msgspec.Struct, frozen=True, array_like=True, tag=66):
    """One part of a content file named by hash in a layer; parts come in order."""

    sha256: Bytes32
    part: Small
    last: bool
    data: ContentPart


class ConfigurationEnd(msgspec.Struct, frozen=True, array_like=True, tag=67):
    """Configuration and all content were sent."""


class Link(msgspec.Struct, frozen=True, array_like=True, tag=68):
    up: bool


class Reserved(msgspec.Struct, frozen=True, array_like=True, tag=69):
    visit: Bytes16


class Refused(msgspec.Struct, frozen=True, array_like=True, tag=70):
    """Room or record refused; surely nothing stored. `code`: number of the FailureCode."""

    id: Bytes16
    code: Small


class Recorded(msgspec.Struct, frozen=True, array_like=True, tag=71):
    """`header`: the envelope's header bytes; `proof`: the COSE_Sign1 receipt proof. The front checks all three."""

    id: Bytes16
    seq: Count
    header: bytes
    signature: Bytes64
    proof: bytes


class Settled(msgspec.Struct, frozen=True, array_like=True, tag=72):
    """Central's signed `have_through` (kiosk.contract.api.SignedAnswer as JSON) that covers `seq`."""

    seq: Count
    statement: bytes


class Owed(msgspec.Struct, frozen=True, array_like=True, tag=73):
    """`proof` as in Recorded; `started`: printing had begun. `seq` None: nothing is owed."""

    seq: Count | None = None
    started: bool = False
    proof: bytes = b""


class Show(msgspec.Struct, frozen=True, array_like=True, tag=74):
    """Take devices and screen. `after_death`: the one before died: printer reset, feed, cut first.

    `interrupted`: a visit was cut short; `maybe_kept`: its application may be owed, else surely nothing was sent.
    """

    after_death: bool = False
    interrupted: bool = False
    maybe_kept: bool = False


class NotRecorded(msgspec.Struct, frozen=True, array_like=True, tag=75):
    """Answer to Hello.last_record: the keeper does not hold it."""

    id: Bytes16


class OneMoment(msgspec.Struct, frozen=True, array_like=True, tag=76):
    """The successor failed: the old front shows the waiting page until told to leave."""


class LeaveNow(msgspec.Struct, frozen=True, array_like=True, tag=77):
    """Exit: the successor is on the screen, or configuration is newer."""


FromKeeper = (
    KeeperHello
    | Configuration
    | Content
    | ConfigurationEnd
    | Link
    | Reserved
    | Refused
    | Recorded
    | Settled
    | Owed
    | Show
    | NotRecorded
    | OneMoment
    | LeaveNow
)
