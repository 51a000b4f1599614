"""The process that talks to PC/SC: it can be killed when a card keeps `transmit` waiting without end.

Started as a file, with the standard library and pyscard's low-level calls alone. One JSON object a line: `look` →
readers and whether a card is in them; `connect`, `transmit`, `disconnect` → `rc` and `data`. `rc` is PC/SC's own code.
Nothing is kept of a broken service: the next `look` makes a new context.
"""

import json
import sys
from typing import Any

from smartcard import scard

Answer = dict[str, Any]
_EMPTY_SERVICE = 0x8010002E  # no reader: the service itself is well


class Session:
    """One context, one card at most."""

    def __init__(self) -> None:
        self.context: Any = None
        self.card: Any = None
        self.protocol = scard.SCARD_PCI_T1

    def look(self, _order: dict[str, str]) -> Answer:
        """Present state of every reader, without waiting."""
        if self.context is None:
            code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
            if code != scard.SCARD_S_SUCCESS:
                return {"rc": code, "readers": {}}
            self.context = context
        code, names = scard.SCardListReaders(self.context, [])
        if code & 0xFFFFFFFF == _EMPTY_SERVICE:
            return {"rc": 0, "readers": {}}
        states = []
        if code == scard.SCARD_S_SUCCESS:
            unaware = [(name, scard.SCARD_STATE_UNAWARE) for name in names]
            code, states = scard.SCardGetStatusChange(self.context, 0, unaware)
        if code != scard.SCARD_S_SUCCESS:
            self.forget()
        return {"rc": code, "readers": {name: bool(state & scard.SCARD_STATE_PRESENT) for name, state, _ in states}}

    def connect(self, order: dict[str, str]) -> Answer:
        protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        code, card, protocol = scard.SCardConnect(self.context, order["reader"], scard.SCARD_SHARE_SHARED, protocols)
        if code == scard.SCARD_S_SUCCESS:
            self.card = card
            is_t0 = protocol == scard.SCARD_PROTOCOL_T0
            self.protocol = scard.SCARD_PCI_T0 if is_t0 else scard.SCARD_PCI_T1
        return {"rc": code}

    def transmit(self, order: dict[str, str]) -> Answer:
        code, answer = scard.SCardTransmit(self.card, self.protocol, list(bytes.fromhex(order["apdu"])))
        return {"rc": code, "data": bytes(answer or []).hex()}

    def disconnect(self, _order: dict[str, str]) -> Answer:
        """The card forgets what was selected."""
        card, self.card = self.card, None
        return {"rc": scard.SCardDisconnect(card, scard.SCARD_RESET_CARD) if card is not None else 0}

    def forget(self) -> None:
        scard.SCardReleaseContext(self.context)
        self.context = self.card = None


def main() -> None:
    session = Session()
    doing = {name: getattr(session, name) for name in ("look", "connect", "transmit", "disconnect")}
    for line in sys.stdin:
        order = json.loads(line)
        answer = doing[order["do"]](order)
        answer["rc"] &= 0xFFFFFFFF
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
