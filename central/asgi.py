"""One process, two applications: Litestar where terminals call, Django where people do."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.handlers.asgi import ASGIHandler

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

TERMINALS = ("/v1/", "/openapi")


def by_path(api: Application) -> Application:
    """`api` answers below TERMINALS and takes the process's start and end; the console has the rest."""
    console: Application = ASGIStaticFilesHandler(ASGIHandler())

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        mine = scope["type"] != "http" or scope["path"].startswith(TERMINALS)
        await (api if mine else console)(scope, receive, send)

    return application
