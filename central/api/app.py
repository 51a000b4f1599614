"""The terminal API as one Litestar application; its description is served under /openapi."""

import logging
from typing import Any

from django.db import InterfaceError, OperationalError
from litestar import Litestar, MediaType, Request, Response, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from central.api.calls import enrol, events, receive, sync, the_terminal
from central.api.files import content_file, tuf_file
from central.refusal import ErrorBody, Refusal, Refused
from central.service import Service
from kiosk.contract.api import API

RETRY_SECONDS = 10
_BY_STATUS = {refusal.status: refusal for refusal in (Refusal.SHAPE, Refusal.MISSING, Refusal.TOO_LARGE)}
_log = logging.getLogger(__name__)


def build_app(service: Service) -> Litestar:
    """The ASGI application of `/v1` and `/openapi`."""
    calls = Router(
        API,
        route_handlers=[enrol, receive, sync, events, tuf_file, content_file],
        dependencies={"service": Provide(lambda: service, sync_to_thread=False), "terminal": Provide(the_terminal)},
    )
    return Litestar(
        [calls],
        state=State({"service": service}),
        openapi_config=OpenAPIConfig(
            title="Kiosk central", version="1", path="/openapi", render_plugins=[JsonRenderPlugin()]
        ),
        exception_handlers={
            Refused: _refused,
            HTTPException: _http,
            RecursionError: _deep,
            OperationalError: _busy,
            InterfaceError: _busy,
            Exception: _bug,
        },
        logging_config=None,
    )


def _refused(_request: Request[Any, Any, Any], refused: Refused) -> Response[ErrorBody]:
    return _error(refused.refusal, refused.refusal.status, refused.retry_after)


def _http(_request: Request[Any, Any, Any], error: HTTPException) -> Response[ErrorBody]:
    """What Litestar itself refuses; its detail may repeat what was sent, so it is not handed on."""
    refusal = _BY_STATUS.get(error.status_code, Refusal.SHAPE if error.status_code < 500 else Refusal.BUG)
    return _error(refusal, error.status_code)


def _deep(_request: Request[Any, Any, Any], _found: RecursionError) -> Response[ErrorBody]:
    return _error(Refusal.SHAPE, Refusal.SHAPE.status)


def _busy(_request: Request[Any, Any, Any], error: OperationalError | InterfaceError) -> Response[ErrorBody]:
    """The database is locked or away, its disk is full: nothing was acknowledged."""
    _log.error("the database refuses: %s", error)
    return _error(Refusal.BUSY, Refusal.BUSY.status, RETRY_SECONDS)


def _bug(request: Request[Any, Any, Any], error: Exception) -> Response[ErrorBody]:
    """The boundary of the API: whatever went wrong, the terminal gets JSON and keeps its envelope."""
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _error(Refusal.BUG, Refusal.BUG.status)


def _error(refusal: Refusal, status: int, retry_after: int = 0) -> Response[ErrorBody]:
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    body = ErrorBody(refusal.word, refusal.sentence, retry_after)
    return Response(body, status_code=status, headers=headers, media_type=MediaType.JSON)
