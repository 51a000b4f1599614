"""The calls of API v1 that a terminal makes with its key, and the one before it has one."""

import asyncio
from typing import Annotated, Any

from litestar import Request, post
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.params import Dependency

from central.api.signatures import Fields, SignedRequest
from central.crash_points import CrashPoint
from central.fleet.heartbeats import beat_of
from central.fleet.journal import keep_events
from central.fleet.waiting import LONGEST_WAIT
from central.intake.arrival import judged
from central.intake.chains import Progress, progress_of
from central.intake.storing import store
from central.refusal import Refusal, Refused
from central.service import Service
from central.store.models import Terminal
from kiosk.contract.api import (
    EnrolmentAnswer,
    EnrolmentRequest,
    EnvelopeBatch,
    EventBatch,
    Signed,
    SyncRequest,
)
from offline_queue.envelope import ENVELOPE_LIMIT

ENVELOPES_LIMIT = 50
ENVELOPES_BYTES = ENVELOPES_LIMIT * ENVELOPE_LIMIT * 4 // 3 + 64 * 1024  # base64 in JSON
SMALL_BYTES = 256 * 1024
EPOCH_BYTES = 16

Given = Annotated[Service, Dependency(skip_validation=True)]
Caller = Annotated[Terminal, Dependency(skip_validation=True)]


async def signed_by_terminal(request: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Guard: nothing of the body is looked at before its signature was."""
    assert isinstance(request, Request)
    service: Service = request.app.state.service
    scope = request.scope
    query = scope["query_string"]
    target = scope["raw_path"] + (b"?" + query if query else b"")
    told = SignedRequest(scope["method"], target.decode("latin-1"), Fields(scope["headers"]), await request.body())
    terminal = await service.desk.read(service.signatures.terminal_of, told)
    if wait := service.requests.take(terminal.pk):
        raise Refused(Refusal.TOO_OFTEN, wait)
    request.state.terminal = terminal


async def the_terminal(request: Request[Any, Any, Any]) -> Terminal:
    """Who the guard found."""
    terminal: Terminal = request.state.terminal
    return terminal


@post("/enrolments", status_code=200, request_max_body_size=SMALL_BYTES)
async def enrol(service: Given, data: EnrolmentRequest) -> EnrolmentAnswer:
    """A one-time code and three public keys for a signed statement of who the terminal is."""
    try:
        answer = await service.desk.write(service.enrolments.enrol, data)
    except Refused as refused:
        if refused.refusal is Refusal.CODE and (wait := service.false_codes.take("")):
            raise Refused(Refusal.TOO_OFTEN, wait) from refused
        raise
    service.waiting.take(await asyncio.to_thread(service.repository.manifests))
    return answer


@post("/envelopes", status_code=200, guards=[signed_by_terminal], request_max_body_size=ENVELOPES_BYTES)
async def receive(service: Given, terminal: Caller, request: Request[Any, Any, Any], data: EnvelopeBatch) -> Signed:
    """Stored and committed before the answer is made; the answer says how far central holds the chain."""
    if len(data.epoch) != EPOCH_BYTES:
        raise Refused(Refusal.SHAPE)
    if len(data.envelopes) > ENVELOPES_LIMIT:
        raise Refused(Refusal.TOO_LARGE)
    words, progress = await service.desk.write(_take, service, terminal, data)
    service.wake_opening()
    body = await request.body()
    return service.answers.have_through(terminal.pk, data.epoch, progress, request=body, results=words)


def _take(service: Service, terminal: Terminal, batch: EnvelopeBatch) -> tuple[list[str], Progress]:
    identifier = bytes.fromhex(terminal.pk)
    arrivals = judged(batch.envelopes, identifier, batch.epoch, bytes(terminal.envelope_key))
    points = service.crash_points
    taken = store(terminal, batch.epoch, arrivals, service.clock.now(), points)
    points.reach(CrashPoint.AFTER_COMMIT)
    return taken


@post("/sync", status_code=200, guards=[signed_by_terminal], request_max_body_size=SMALL_BYTES)
async def sync(service: Given, terminal: Caller, request: Request[Any, Any, Any], data: SyncRequest) -> Signed:
    """Heartbeat and long poll: held up to `wait` seconds, answered at once when the manifest is newer."""
    if len(data.epoch) not in (0, EPOCH_BYTES):
        raise Refused(Refusal.SHAPE)
    service.heartbeats.note(terminal.pk, beat_of(data, service.clock.now()))
    manifest = await service.waiting.news(terminal.pk, max(data.manifest, data.offered), data.wait)
    have = None
    if data.epoch:
        progress = await service.desk.read(progress_of, terminal.pk, data.epoch.hex())
        have = service.answers.have_through(terminal.pk, data.epoch, progress)
    body = await request.body()
    return service.answers.sync(terminal.pk, body, manifest=manifest, wait=LONGEST_WAIT, have_through=have)


@post("/events", status_code=200, guards=[signed_by_terminal], request_max_body_size=SMALL_BYTES)
async def events(service: Given, terminal: Caller, request: Request[Any, Any, Any], data: EventBatch) -> Signed:
    """Journal events by name and number."""
    body = await request.body()
    stored = await service.desk.write(keep_events, terminal, data, body)
    return service.answers.events(body, stored)
