"""The first step of every command: its state folder, and Django told about it."""

import argparse

from central.database import require_durable, require_tables
from central.django_settings import configure
from central.state import StateFolder


def opened_state(arguments: argparse.Namespace) -> StateFolder:
    """An initialised folder, its database ready. Raises StateError."""
    folder = StateFolder(arguments.state)
    folder.require()
    configure(folder, database_url=database_url(arguments, folder))
    require_tables()
    return folder


def made_state(arguments: argparse.Namespace, hosts: tuple[str, ...] = ()) -> StateFolder:
    """The same, made ready if it is empty or of an older build. The caller holds its lock. Raises StateError."""
    folder = StateFolder(arguments.state)
    configure(folder, database_url=database_url(arguments, folder), hosts=hosts)
    from central.clock import SystemClock
    from central.founding import found_central, found_configuration, migrate

    require_durable()
    migrate()
    folder.remember_database(arguments.database_url)
    if not folder.initialised:
        found_central(folder, SystemClock())
    found_configuration(folder, SystemClock())
    return folder


def database_url(arguments: argparse.Namespace, folder: StateFolder) -> str:
    """As told now, else as `init` or `serve` was told; empty for SQLite."""
    return arguments.database_url or folder.database_url
