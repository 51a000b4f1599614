"""An application or a rating becomes something only central can read: canonical form, check code, seal."""

from dataclasses import dataclass

from kiosk.contract.application import Application, Content, Kind, Rating
from kiosk.contract.canonical import CHECK_KEY_BYTES, canonical, check_code
from kiosk.trust import TrustedSealingKey
from offline_queue.sealing import Sealed, SealingError, SealingKey, seal


@dataclass(frozen=True, slots=True, repr=False)
class SealedApplication:
    """`check_code` binds the answers on paper without telling them; a rating has none."""

    sealed: Sealed
    check_code: str


def seal_application(content: Content, *, key: TrustedSealingKey, terminal: bytes, visit: bytes) -> SealedApplication:
    """`key` was verified and found valid now by the caller. Raises SealingError: then there is no intake."""
    plaintext = canonical(content)
    match content:
        case Application():
            kind, code = Kind.APPLICATION, _code(content, plaintext)
        case Rating():
            kind, code = Kind.RATING, ""
    sealed = seal(
        plaintext,
        key=SealingKey(key.key_id, key.suite, key.public, key.not_before, key.not_after),
        terminal=terminal,
        identifier=content.id,
        kind=kind.value,
        visit=visit,
    )
    return SealedApplication(sealed, code)


def _code(content: Application, plaintext: bytes) -> str:
    if len(content.check_key) != CHECK_KEY_BYTES:
        raise SealingError("without a whole check key the code on the paper could be guessed at")
    return check_code(content.check_key, plaintext)
