"""Adapter of smart card readers over PC/SC. `pcsc:READER*?poll=0.3`: the first reader whose name fits the pattern.

`socket=PATH`: a service that listens elsewhere than the machine's own.

Looking is a question to the service, never a wait in it, and every look stands for itself: a reader pulled out or a
service that was restarted (which is normal: it ends itself when idle) is found again without being told. A card that
never answers costs the child process, not the reader. A virtual reader is taken only when it is asked for by name.
"""

import fnmatch
from collections.abc import Callable
from dataclasses import dataclass

from devices.address import parse_address
from devices.ports import CardKind, CardRead, DeviceLost, Refusal
from devices.smart_card.service import ChildSilent, Service, fault_of
from devices.smart_card.social_security import read_social_security
from devices.status import READY, Code, DeviceStatus

OPTIONS = frozenset({"poll", "socket"})
VIRTUAL = "Virtual PCD"
_NO_CARD = frozenset({0x8010000C, 0x80100069})
_CARD_TROUBLE = frozenset({0x80100001, 0x80100016, 0x80100066, 0x80100067, 0x80100068, 0x8010002F, 0x8010000F})


@dataclass(frozen=True, slots=True)
class PcscProfile:
    """Seconds. `look_deadline`: for one child; `card_deadline`: for one APDU, the first connection included."""

    poll: float = 0.3
    look_deadline: float = 1.0
    card_deadline: float = 3.0
    socket: str = ""


class _CardLost(Exception):
    """The card went away or does not answer in the middle of a job."""


def parse_pcsc_url(url: str) -> tuple[str, PcscProfile]:
    """The pattern of the reader's name and the profile. Raises UnknownDevice."""
    address = parse_address(url, OPTIONS)
    return address.target, PcscProfile(
        poll=address.number("poll", 0.3, 0.05, 5.0), socket=address.options.get("socket", "")
    )


class PcscReader:
    """devices.ports.IdCardReader of smart cards. One thread at a time; `cancel` from any."""

    def __init__(self, pattern: str, profile: PcscProfile) -> None:
        self.profile = profile
        self._pattern = pattern
        self._service = Service(profile.look_deadline, profile.socket)
        self._opened = False

    @property
    def poll(self) -> float:
        return self.profile.poll

    def open(self) -> DeviceStatus:
        self.close()
        self._opened = True
        return self.status()

    def status(self) -> DeviceStatus:
        self._find()
        return READY

    def reader_name(self) -> str:
        return self._find()[0]

    def card_gone(self) -> bool:
        return not self._find()[1]

    def read(self) -> CardRead | Refusal | None:
        """A card that goes away or falls silent in the middle is to be laid again."""
        name, present = self._find()
        if not present:
            return None
        try:
            return self._read_in(name)
        except (_CardLost, ChildSilent):
            return Refusal.UNREADABLE

    def recover(self) -> None:
        """A new child process is all that can be reset."""
        self._service.close()
        self._opened = True
        self.status()

    def cancel(self) -> None:
        self._service.cancel()

    def close(self) -> None:
        self._opened = False
        self._service.close()

    def _find(self) -> tuple[str, bool]:
        """The reader's name and whether a card is in it. Raises DeviceLost."""
        if not self._opened:
            raise DeviceLost("the reader is not open", code=Code.NOT_REACHABLE)
        for name, present in self._service.readers().items():
            if fnmatch.fnmatchcase(name, self._pattern) and (VIRTUAL in self._pattern or VIRTUAL not in name):
                return name, present
        raise DeviceLost("no such smart card reader", code=Code.NOT_REACHABLE)

    def _read_in(self, name: str) -> CardRead | Refusal | None:
        deadline = self.profile.card_deadline
        code = self._service.connect(name, deadline).code
        if code in _NO_CARD:
            return None
        if code in _CARD_TROUBLE:
            return Refusal.UNREADABLE
        if code != 0:
            raise fault_of(code)
        result = read_social_security(self._sender(deadline))
        self._service.disconnect(deadline)
        return CardRead(CardKind.SOCIAL_SECURITY, result, b"") if isinstance(result, bytes) else result

    def _sender(self, deadline: float) -> Callable[[bytes], bytes]:
        def send(apdu: bytes) -> bytes:
            reply = self._service.transmit(apdu, deadline)
            if reply.code != 0:
                raise _CardLost
            return reply.data

        return send
