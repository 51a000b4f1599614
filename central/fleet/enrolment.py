"""A machine becomes a terminal: code and keys in, a signed statement out, its manifest published."""

import secrets
from datetime import UTC, datetime

import msgspec
from django.db import transaction

from central.clock import Clock
from central.configuration.standing import layers_of
from central.fleet.offers import offer_for
from central.keys import StatementKey
from central.refusal import Refusal, Refused
from central.store.models import EnrolmentOffer, Terminal
from central.tuf.repository import Repository
from kiosk.contract.api import (
    ENROLMENT_LABEL,
    EnrolmentAnswer,
    EnrolmentRequest,
    EnrolmentStatement,
    Signed,
)
from kiosk.contract.enrolment_code import SECRET_LENGTH

KEY_BYTES = 32


class Enrolments:
    """`first_root`: the bytes the code names; `code_key`: see central.fleet.offers."""

    def __init__(
        self, repository: Repository, statement_key: StatementKey, code_key: bytes, first_root: bytes, clock: Clock
    ) -> None:
        self._repository = repository
        self._statement_key = statement_key
        self._code_key = code_key
        self._first_root = first_root
        self._clock = clock

    def enrol(self, request: EnrolmentRequest) -> EnrolmentAnswer:
        """The same code with the same keys gets the same answer, since an answer may be lost. Raises Refused."""
        keys = (request.envelope_key, request.receipt_key, request.request_key)
        if any(len(key) != KEY_BYTES for key in keys) or len(set(keys)) != len(keys):
            raise Refused(Refusal.KEYS)
        with transaction.atomic():
            offer = self._offer(request.secret)
            terminal = offer.terminal or self._new_terminal(offer, request)
            if (bytes(terminal.envelope_key), bytes(terminal.receipt_key), bytes(terminal.request_key)) != keys:
                raise Refused(Refusal.CODE)
            self._repository.assign_all(layers_of([terminal]))
        return EnrolmentAnswer(self._first_root, msgspec.json.decode(bytes(terminal.statement), type=Signed))

    def _offer(self, secret: str) -> EnrolmentOffer:
        offer = offer_for(secret[: 2 * SECRET_LENGTH], self._code_key, self._clock.now())
        if offer is None:
            raise Refused(Refusal.CODE)
        mine: EnrolmentOffer = EnrolmentOffer.objects.select_for_update().get(pk=offer.pk)  # another may be taking it
        return mine

    def _new_terminal(self, offer: EnrolmentOffer, request: EnrolmentRequest) -> Terminal:
        now = self._clock.now()
        statement = EnrolmentStatement(
            terminal=secrets.token_bytes(16),
            name=offer.name,
            branch=offer.branch,
            district=offer.district,
            envelope_key=request.envelope_key,
            receipt_key=request.receipt_key,
            request_key=request.request_key,
            issued=now,
        )
        signed = self._statement_key.sign(ENROLMENT_LABEL, msgspec.json.encode(statement))
        terminal = Terminal(
            id=statement.terminal.hex(),
            name=offer.name,
            branch=offer.branch,
            district=offer.district,
            envelope_key=request.envelope_key,
            receipt_key=request.receipt_key,
            request_key=request.request_key,
            statement=msgspec.json.encode(signed),
            enrolled_at=datetime.fromtimestamp(now, UTC),
        )
        terminal.save(force_insert=True)
        offer.terminal = terminal
        offer.save(update_fields=["terminal"])
        return terminal

    def publish_missing(self) -> None:
        """Manifests of terminals whose enrolment was cut off between the database and the repository."""
        published = self._repository.manifests()
        missing = [one for one in Terminal.objects.filter(revoked=False) if one.pk not in published]
        self._repository.assign_all(layers_of(missing))
