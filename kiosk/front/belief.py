"""What the front believes: only what it has verified for itself from the trust file it opened before it closed.

The keeper carries signed files; this module turns them into rules, and checks `recorded` and `settled`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from kiosk import wire
from kiosk.contract.api import HAVE_THROUGH_LABEL, HaveThrough, Signed
from kiosk.contract.settings import Settings, SettingsError, settings_from
from kiosk.intake.checking import CheckedRecord
from kiosk.trust import Trust, TrustError, Verified, verify, verify_signed


@dataclass(frozen=True, slots=True)
class Belief:
    """Configuration this front has verified: settings, keys, and who this terminal is."""

    verified: Verified
    settings: Settings


def _files(files: Iterable[wire.SignedFile]) -> list[tuple[str, bytes]]:
    return [(file.name, file.body) for file in files]


def believe(trust: Trust, message: wire.Configuration, *, now: int) -> Belief:
    """Raises TrustError or SettingsError; then this front takes in nothing."""
    verified = verify(trust, _files(message.roots), _files(message.metadata), _files(message.targets), now=now)
    return Belief(verified, settings_from(verified.layers))


def covers(belief: Belief, statement: bytes, record: CheckedRecord) -> bool:
    """Whether central's signed statement says that it holds `record`. Anything else is not believed."""
    try:
        signed = msgspec.json.decode(statement, type=Signed)
        payload = verify_signed(signed, HAVE_THROUGH_LABEL, belief.verified.statement_keys)
        said = msgspec.json.decode(payload, type=HaveThrough)
    except (TrustError, msgspec.DecodeError):
        return False
    ours = said.terminal == belief.verified.terminal.terminal and said.epoch == record.epoch
    if not ours or said.seq < record.seq:
        return False
    return said.seq > record.seq or said.head == record.digest


__all__ = ["Belief", "SettingsError", "TrustError", "believe", "covers"]
