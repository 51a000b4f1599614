"""Every expected failure by its public code.

A code is for ever: it stands on screens, in exit messages and in docs/failure-codes.md. The sentences live in
assets/wording under `failure.<code>.citizen` and `failure.<code>.technician`.
"""

from enum import Enum


class FailureCode(Enum):
    """Hundreds name the room: 1 device, 2 card, 3 keeper and outbox, 4 link and central, 5 trust, 6 files, 7 paper."""

    READER_LOST = "K101"
    READER_FAULT = "K102"
    PRINTER_LOST = "K111"
    PRINTER_NEEDS_PERSON = "K112"
    DEVICE_URL_UNKNOWN = "K120"
    DEVICE_TIMEOUT = "K121"

    CARD_UNREADABLE = "K201"
    CARD_WRONG_KIND = "K202"
    CARD_NOT_SUPPORTED = "K203"
    CARD_EXPIRED = "K204"
    CARD_NAME_NEEDS_STAFF = "K205"
    NO_CARD = "K206"
    CARD_NEEDS_AUTHENTICATION = "K207"

    OUTBOX_FULL = "K301"
    OUTBOX_BROKEN = "K302"
    KEEPER_AWAY = "K303"
    OUTBOX_LOCKED = "K304"
    NOT_RECORDED = "K305"

    LINK_DOWN = "K401"
    CENTRAL_REFUSED = "K402"
    ANSWER_NOT_BELIEVED = "K403"
    ENROLMENT_REFUSED = "K404"

    TRUST_MISSING = "K501"
    TRUST_BROKEN = "K502"
    NO_SEALING_KEY = "K503"
    PROOF_BROKEN = "K504"
    CONFIGURATION_REFUSED = "K505"

    TERMINAL_FILE_BROKEN = "K601"
    CATALOGUE_BROKEN = "K602"
    STATE_UNUSABLE = "K603"
    FONT_MISSING = "K604"

    PAPER_OUT = "K701"
    PAPER_UNKNOWN = "K702"


class ExitCode(Enum):
    """The exit status of every command."""

    DONE = 0
    NO = 1
    USAGE = 2
    DEVICE = 3
    LINK = 4
    INTEGRITY = 5
    STORAGE = 6
    BUG = 70
