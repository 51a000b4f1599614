"""One-time enrolment codes: given out, kept only as a keyed digest, taken once within fifteen minutes.

50 bits would not resist a thief of the database who can hash at leisure, so the digest is an HMAC under a key that is
not in the database.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from central.store.models import EnrolmentOffer
from kiosk.contract.enrolment_code import SECRET_BITS, EnrolmentCode, code_for

LIFETIME = timedelta(minutes=15)
_LABEL = b"kiosk enrolment secret v1\0"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the new terminal will stand, in an admin's words."""

    name: str
    branch: str
    district: str = ""


def give_out(place: Place, first_root: bytes, key: bytes, now: int) -> EnrolmentCode:
    """A new code; this is the only time it is seen. Offers that ran out unused are forgotten."""
    code = code_for(secrets.randbits(SECRET_BITS), first_root)
    moment = datetime.fromtimestamp(now, UTC)
    EnrolmentOffer.objects.filter(terminal=None, expires_at__lt=moment).delete()
    EnrolmentOffer.objects.create(
        digest=digest(code.secret, key),
        name=place.name,
        branch=place.branch,
        district=place.district,
        expires_at=moment + LIFETIME,
    )
    return code


def digest(secret: str, key: bytes) -> str:
    """What of `secret` is kept."""
    return hmac.new(key, _LABEL + secret.encode(), hashlib.sha256).hexdigest()


def offer_for(secret: str, key: bytes, now: int) -> EnrolmentOffer | None:
    """The offer of that secret that has not run out, used or not.

    Every living offer is compared in constant time and none is left out, so the time tells nothing.
    """
    told = digest(secret, key)
    living = list(EnrolmentOffer.objects.filter(expires_at__gt=datetime.fromtimestamp(now, UTC)))
    fitting = [offer for offer in living if hmac.compare_digest(offer.digest, told)]
    return fitting[0] if fitting else None
