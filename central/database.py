"""Which database: SQLite in the state folder, or PostgreSQL for a fleet, where many processes serve one central.

Either way a commit is on the disk before a terminal hears of it, because it forgets an envelope on our word; `serve`
and `init` ask the database whether that holds and refuse one that forgets.
"""

from collections.abc import Mapping
from typing import Any

from central.state import StateError, StateFolder

BUSY_SECONDS = 20
POSTGRESQL = ("postgresql://", "postgres://")
_SQLITE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;"
_POSTGRESQL = f"-c lock_timeout={BUSY_SECONDS}s -c client_encoding=UTF8"
_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
_PROMISES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sqlite": {"PRAGMA journal_mode": ("wal",), "PRAGMA synchronous": ("2",)},
    "postgresql": {
        "SHOW fsync": ("on",),
        "SHOW full_page_writes": ("on",),
        "SHOW synchronous_commit": ("on", "remote_apply"),
        "SHOW server_encoding": ("UTF8",),
    },
}


def database(folder: StateFolder, url: str) -> dict[str, Any]:
    """Django's description. `url` empty: SQLite. Raises StateError; what it says never repeats a password."""
    if not url:
        options = {"timeout": BUSY_SECONDS, "transaction_mode": "IMMEDIATE", "init_command": _SQLITE}
        return _lasting("sqlite3", {"NAME": str(folder.database), "OPTIONS": options})
    if not url.startswith(POSTGRESQL):
        raise StateError("--database-url is for postgresql:// alone; without it central keeps an SQLite file")
    return _lasting("postgresql", _postgresql(url))


def _lasting(engine: str, described: dict[str, Any]) -> dict[str, Any]:
    """A connection lives as long as its thread; central.api.desk drops one that broke."""
    return {"ENGINE": f"django.db.backends.{engine}", "CONN_MAX_AGE": None, **described}


def _postgresql(url: str) -> dict[str, Any]:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        told: dict[str, Any] = dict(conninfo_to_dict(url))
    except psycopg.Error as error:
        raise StateError("--database-url is no PostgreSQL address") from error
    named = {key: str(told.pop(name)) for name, key in _NAMES.items() if told.get(name) is not None}
    if not named.get("NAME"):
        raise StateError("--database-url names no database")
    options = {"connect_timeout": 5, **told, "isolation_level": psycopg.IsolationLevel.READ_COMMITTED}
    options["options"] = f"{_POSTGRESQL} {told.get('options', '')}".strip()
    return {**named, "OPTIONS": options}


def require_durable() -> None:
    """Raises StateError unless this database keeps what it committed through a power cut."""
    from django.db import connection

    with connection.cursor() as cursor:
        for question, good in _PROMISES[connection.vendor].items():
            cursor.execute(question)
            found = str(cursor.fetchone()[0])
            if found not in good:
                raise StateError(f"the database may forget what it committed: {question} says {found}")


def require_tables() -> None:
    """Raises StateError where `init` or `serve` never made them: another database than theirs."""
    from django.db import connection

    if "store_terminal" not in connection.introspection.table_names():
        raise StateError("the database holds no central service; run kiosk-central init or serve on it first")
