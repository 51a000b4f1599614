"""`kiosk-central serve`"""

import argparse
import asyncio
import ipaddress
import signal
import sys

from central.answer import fail, print_object
from central.commands.session import database_url, made_state
from central.state import Lock, StateFolder
from kiosk.contract.failure import ExitCode

SUMMARY = "answer terminals and show the console"
PORT = 8460


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=PORT, help=f"0 takes a free one (default {PORT})")
    parser.add_argument("--public-host", action="append", default=[], help="a name people call the console by")
    parser.add_argument("--no-open", action="store_true", help="leave the opening of cases to another process")


def run(arguments: argparse.Namespace) -> int:
    folder = StateFolder(arguments.state)
    if not is_loopback(arguments.host) and (folder.is_demo or not folder.initialised):
        sentence = "a central with demo admins listens on loopback alone; anyone who has them may sign configuration"
        return fail(arguments, ExitCode.USAGE, sentence)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ExitCode.DONE.value))  # until the loop has its own
    folder.make()
    hosts = tuple(arguments.public_host)
    if database_url(arguments, folder):  # PostgreSQL takes many processes; they make it ready one after the other
        with Lock(folder.path / "lock", patient=True):
            made_state(arguments, hosts)
        return _serve(arguments, folder)
    with Lock(folder.path / "lock"):
        made_state(arguments, hosts)
        return _serve(arguments, folder)


def _serve(arguments: argparse.Namespace, folder: StateFolder) -> int:
    from central.console.people import first_admin
    from central.serving import bind, serve

    try:
        listener = bind(arguments.host, arguments.port)
    except OSError as error:
        return fail(arguments, ExitCode.LINK, f"port {arguments.port} of {arguments.host}: {error.strerror}")
    first_admin()
    port = listener.getsockname()[1]
    host = f"[{arguments.host}]" if ":" in arguments.host else arguments.host

    def listening() -> None:
        print_object({"ok": True, "code": "listening", "url": f"http://{host}:{port}"})

    with listener:
        asyncio.run(serve(folder, listener, listening, opening=not arguments.no_open))
    return ExitCode.DONE.value


def is_loopback(host: str) -> bool:
    """Names are not looked up: but for localhost, what a name means may change."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
