"""What central publishes for everyone: signed metadata, targets, content by hash. The files speak for themselves."""

import asyncio
import re
from pathlib import Path
from typing import Annotated

from litestar import Response, get
from litestar.params import Dependency
from litestar.response import File

from central.refusal import Refusal, Refused
from central.service import Service

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
_METADATA = re.compile(r"/(timestamp|[0-9]{1,9}\.[a-z]{1,32})\.json")
_TARGET = re.compile(r"/targets((?:/[A-Za-z0-9_-]{1,64}){0,4}/[0-9a-f]{64}\.[A-Za-z0-9_-]{1,64}\.json)")
_SHA256 = re.compile(r"[0-9a-f]{64}")

Given = Annotated[Service, Dependency(skip_validation=True)]


@get("/tuf/{path:path}", media_type="application/json")
async def tuf_file(service: Given, path: str) -> Response[bytes]:
    """`timestamp.json`, `<N>.<role>.json`, `targets/<folder>/<sha256>.<name>`."""
    target = _TARGET.fullmatch(path)
    if target:
        return await _file(service.folder.targets / target[1][1:], FOR_EVER)
    if _METADATA.fullmatch(path):
        return await _file(service.folder.metadata / path[1:], ASK_AGAIN)
    raise Refused(Refusal.MISSING)


async def _file(path: Path, cache: str) -> Response[bytes]:
    try:
        body = await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise Refused(Refusal.MISSING) from error
    return Response(body, media_type="application/json", headers={"Cache-Control": cache})


@get("/content/{sha256:str}", media_type="application/octet-stream")
async def content_file(service: Given, sha256: str) -> File:
    """A file that a layer names by its hash."""
    path = service.folder.content / sha256
    if not _SHA256.fullmatch(sha256) or not path.is_file():
        raise Refused(Refusal.MISSING)
    return File(path, media_type="application/octet-stream", headers={"Cache-Control": FOR_EVER})
