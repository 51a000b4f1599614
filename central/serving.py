"""`serve` once the state is ready: the listening process, its beat, and the opening role beside it."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

import uvicorn

from central.api.app import build_app
from central.asgi import Application, by_path
from central.clock import SystemClock
from central.configuration.rollouts import OPEN, move_all_on
from central.crash_points import armed
from central.service import Service, build_service
from central.state import StateFolder
from central.store.models import Rollout

BEAT_SECONDS = 0.25
HEARTBEAT_EVERY = 40
ROLLOUT_EVERY = 40
DAY_SECONDS = 86_400.0
STOP_SECONDS = 5.0
GRACE_SECONDS = 5
BACKLOG = 1024
RESTARTS = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
_log = logging.getLogger(__name__)


class OpeningRole:
    """`kiosk-central open --watch` as a child of its own, since this process has no business with opening keys."""

    def __init__(self, folder: StateFolder) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    async def run(self) -> None:
        """Keeps one up until cancelled, then ends it, by its pid."""
        delays = iter(RESTARTS)
        try:
            while True:
                self._process = await self._start()
                await self._process.wait()
                await asyncio.sleep(next(delays, RESTARTS[-1]))
        finally:
            await self._stop()

    async def _start(self) -> asyncio.subprocess.Process:
        """In a session of its own: a Ctrl-C is for us, and we end it."""
        words = ["-m", "central", "open", "--state", str(self._folder.path), "--watch", "--parent"]
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )

    def wake(self) -> None:
        """There is something to open. It looks by itself too, so a lost wake costs only time."""
        stdin = self._process.stdin if self._process else None
        if stdin is not None and not stdin.is_closing():
            stdin.write(b".")

    async def _stop(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()


class _Server(uvicorn.Server):
    """Says when it listens, and leaves the signals to us: an ordered end is exit status 0."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._listening()


def bind(host: str, port: int) -> socket.socket:
    """Raises OSError: the port is taken, the address is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


async def serve(folder: StateFolder, listener: socket.socket, listening: Callable[[], None], *, opening: bool) -> None:
    """Until SIGTERM or SIGINT. `listening` is called when requests are taken."""
    role = OpeningRole(folder)
    service = build_service(folder, SystemClock(), role.wake, armed(folder, os.environ))
    server = _Server(_config(by_path(cast(Application, build_app(service)))), listening)
    await service.desk.write(_start_of_day, service)
    _end_on_signals(server, service)
    tasks = [asyncio.create_task(_beat(service)), asyncio.create_task(_daily(service))]
    if opening:
        tasks.append(asyncio.create_task(role.run()))
    try:
        await server.serve([listener])
    finally:
        await _end(tasks)
        await service.desk.write(service.heartbeats.write)
        service.desk.close()


def _config(application: Application) -> uvicorn.Config:
    return uvicorn.Config(
        cast(Any, application),
        access_log=False,
        log_config=None,
        lifespan="on",
        ws="none",
        server_header=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _start_of_day(service: Service) -> None:
    service.enrolments.publish_missing()
    service.repository.refresh()
    service.waiting.look()


def _end_on_signals(server: uvicorn.Server, service: Service) -> None:
    def end() -> None:
        service.waiting.close()
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, end)


async def _beat(service: Service) -> None:
    """Often a look at the repository's timestamp and at what terminals said; every ten seconds heartbeats and soaks."""
    timestamp = service.folder.metadata / "timestamp.json"
    seen, ticks = timestamp.stat().st_mtime_ns, 0
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        ticks += 1
        with _going_on("the beat"):
            if (now := timestamp.stat().st_mtime_ns) != seen:
                seen = now
                service.waiting.take(await asyncio.to_thread(service.repository.manifests))
            if ticks % HEARTBEAT_EVERY == 0:
                await service.desk.write(service.heartbeats.write)
            if service.heartbeats.news() or ticks % ROLLOUT_EVERY == 0:
                await service.desk.write(_move_rollouts, service)


def _move_rollouts(service: Service) -> None:
    if Rollout.objects.filter(state__in=OPEN).exists():
        service.heartbeats.write()
        move_all_on(service.repository, service.clock)


async def _daily(service: Service) -> None:
    while True:
        await asyncio.sleep(DAY_SECONDS)
        with _going_on("the daily signing"):
            await service.desk.write(service.repository.refresh)


@contextmanager
def _going_on(what: str) -> Iterator[None]:
    """The boundary of a background task: a full disk must not end it for ever."""
    try:
        yield
    except Exception:
        _log.exception("%s failed", what)


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
