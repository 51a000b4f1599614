"""librime's C API by ctypes: our own declarations, from the documentation of `rime_api.h` (librime 1.5 to 1.13).

Every struct of that API begins with the number of bytes that follow, so that older and newer libraries understand one
another; the function table is read only as far as the library says it reaches.
"""

import ctypes
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

LIBRARY = "librime.so.1"
SCHEMA = "kiosk"
_ONLY_FATAL = 3
_TEXT_BYTES = 4096


class RimeError(RuntimeError):
    """librime is not installed, too old, or its tables are not there. The message is for a technician."""


class _Traits(ctypes.Structure):
    _fields_ = (
        ("data_size", ctypes.c_int),
        *((name, ctypes.c_char_p) for name in ("shared", "user", "name", "code_name", "version", "application")),
        ("modules", ctypes.c_void_p),
        ("least_level", ctypes.c_int),
        *((name, ctypes.c_char_p) for name in ("logs", "prebuilt", "staging")),
    )


class _Composition(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int) for name in ("length", "cursor", "start", "end")),
        ("preedit", ctypes.c_char_p),
    )


class _Candidate(ctypes.Structure):
    _fields_ = (("text", ctypes.c_char_p), ("comment", ctypes.c_char_p), ("reserved", ctypes.c_void_p))


class _Menu(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int) for name in ("page_size", "page", "is_last", "highlighted", "count")),
        ("candidates", ctypes.c_void_p),
        ("keys", ctypes.c_char_p),
    )


class _Context(ctypes.Structure):
    _fields_ = (
        ("data_size", ctypes.c_int),
        ("composition", _Composition),
        ("menu", _Menu),
        ("preview", ctypes.c_char_p),
        ("labels", ctypes.c_void_p),
    )


class _Commit(ctypes.Structure):
    _fields_ = (("data_size", ctypes.c_int), ("text", ctypes.c_char_p))


class _Iterator(ctypes.Structure):
    _fields_ = (("pointer", ctypes.c_void_p), ("index", ctypes.c_int), ("candidate", _Candidate))


_TABLE = """
setup set_notification_handler initialize finalize start_maintenance is_maintenance_mode
join_maintenance_thread deployer_initialize prebuild deploy deploy_schema deploy_config_file sync_user_data
create_session find_session destroy_session cleanup_stale_sessions cleanup_all_sessions process_key
commit_composition clear_composition get_commit free_commit get_context free_context get_status free_status
set_option get_option set_property get_property get_schema_list free_schema_list get_current_schema
select_schema schema_open config_open config_close config_get_bool config_get_int config_get_double
config_get_string config_get_cstring config_update_signature config_begin_map config_next config_end
simulate_key_sequence register_module find_module run_task get_shared_data_dir get_user_data_dir get_sync_dir
get_user_id get_user_data_sync_dir config_init config_load_string config_set_bool config_set_int
config_set_double config_set_string config_get_item config_set_item config_clear config_create_list
config_create_map config_list_size config_begin_list get_input get_caret_pos select_candidate get_version
set_caret_pos select_candidate_on_current_page candidate_list_begin candidate_list_next candidate_list_end
user_config_open candidate_list_from_index
""".split()  # noqa: SIM905 - eighty names read better as a text
"""The function table in its order; what comes after is not ours to call."""

_SESSION, _POINTER, _INT, _BOOL = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int, ctypes.c_int
_SHAPES = {
    "setup": ctypes.CFUNCTYPE(None, _POINTER),
    "initialize": ctypes.CFUNCTYPE(None, _POINTER),
    "finalize": ctypes.CFUNCTYPE(None),
    "deployer_initialize": ctypes.CFUNCTYPE(None, _POINTER),
    "deploy_config_file": ctypes.CFUNCTYPE(_BOOL, ctypes.c_char_p, ctypes.c_char_p),
    "deploy_schema": ctypes.CFUNCTYPE(_BOOL, ctypes.c_char_p),
    "create_session": ctypes.CFUNCTYPE(_SESSION),
    "destroy_session": ctypes.CFUNCTYPE(_BOOL, _SESSION),
    "get_current_schema": ctypes.CFUNCTYPE(_BOOL, _SESSION, ctypes.c_char_p, ctypes.c_size_t),
    "process_key": ctypes.CFUNCTYPE(_BOOL, _SESSION, _INT, _INT),
    "clear_composition": ctypes.CFUNCTYPE(None, _SESSION),
    "get_commit": ctypes.CFUNCTYPE(_BOOL, _SESSION, _POINTER),
    "free_commit": ctypes.CFUNCTYPE(_BOOL, _POINTER),
    "get_context": ctypes.CFUNCTYPE(_BOOL, _SESSION, _POINTER),
    "free_context": ctypes.CFUNCTYPE(_BOOL, _POINTER),
    "select_candidate": ctypes.CFUNCTYPE(_BOOL, _SESSION, ctypes.c_size_t),
    "candidate_list_next": ctypes.CFUNCTYPE(_BOOL, _POINTER),
    "candidate_list_end": ctypes.CFUNCTYPE(None, _POINTER),
    "candidate_list_from_index": ctypes.CFUNCTYPE(_BOOL, _SESSION, _POINTER, _INT),
}


class _Api:
    """The functions of `_SHAPES`, called by name."""

    def __init__(self) -> None:
        try:
            library = ctypes.CDLL(LIBRARY)
        except OSError as error:
            raise RimeError(f"{LIBRARY} is not installed") from error
        library.rime_get_api.restype = ctypes.c_void_p
        self._library, self._table = library, library.rime_get_api()
        self._reach = ctypes.c_int.from_address(self._table).value + ctypes.sizeof(ctypes.c_int)
        self._functions = {name: self._function(name) for name in _SHAPES}

    def _function(self, name: str) -> Callable[..., Any]:
        width = ctypes.sizeof(ctypes.c_void_p)
        at = (_TABLE.index(name) + 1) * width  # the size before it is padded to a pointer's width
        address = ctypes.c_void_p.from_address(self._table + at).value if at + width <= self._reach else None
        if not address:
            raise RimeError(f"{LIBRARY} is too old: it has no {name}")
        function: Callable[..., Any] = _SHAPES[name](address)
        return function

    def __call__(self, name: str, *arguments: object) -> int:
        return int(self._functions[name](*arguments) or 0)


def _traits(*, shared: Path, user: Path, tables: Path) -> _Traits:
    """Nothing below a fatal error is logged, so no log file comes to be."""
    made = _Traits(shared=bytes(shared), user=bytes(user), application=b"rime.kiosk", least_level=_ONLY_FATAL)
    made.name = made.code_name = b"kiosk"
    made.version, made.logs = b"1", b""
    made.prebuilt = made.staging = bytes(tables)
    made.data_size = ctypes.sizeof(_Traits) - ctypes.sizeof(ctypes.c_int)
    return made


def deploy(*, source: Path, shared: Path, tables: Path) -> None:
    """Compile our schema and dictionary into `tables`. Once a process, and not one that types. Raises RimeError."""
    api, traits = _Api(), _traits(shared=shared, user=source, tables=tables)
    api("setup", ctypes.addressof(traits))
    api("deployer_initialize", ctypes.addressof(traits))
    done = api("deploy_config_file", b"default.yaml", b"config_version")
    done = done and api("deploy_schema", bytes(source / f"{SCHEMA}.schema.yaml"))
    api("finalize")
    if not done:
        raise RimeError("the pinyin tables could not be compiled")


@functools.cache
def _started(tables: Path) -> _Api:
    """Librime is set up once a process; sessions come and go."""
    api, traits = _Api(), _traits(shared=tables, user=tables, tables=tables)
    api("setup", ctypes.addressof(traits))
    api("initialize", ctypes.addressof(traits))
    return api


class Session:
    """One composition over compiled tables. One a process; not for several threads. Raises RimeError."""

    def __init__(self, tables: Path) -> None:
        if not (tables / f"{SCHEMA}.schema.yaml").is_file():
            raise RimeError("the pinyin tables are not deployed")
        self._api = _started(tables)
        self._session = self._api("create_session")
        name = ctypes.create_string_buffer(_TEXT_BYTES)
        self._api("get_current_schema", self._session, name, len(name))
        if name.value.decode() != SCHEMA:
            self.close()
            raise RimeError("the pinyin tables are not deployed")

    def close(self) -> None:
        self._api("destroy_session", self._session)

    def clear(self) -> None:
        self._api("clear_composition", self._session)

    def press(self, letter: str) -> None:
        self._api("process_key", self._session, ord(letter), 0)

    def preedit(self) -> str:
        """Words already chosen, then the letters left, in syllables."""
        context = _Context(data_size=ctypes.sizeof(_Context) - ctypes.sizeof(ctypes.c_int))
        self._api("get_context", self._session, ctypes.addressof(context))
        shown = (context.composition.preedit or b"").decode()
        self._api("free_context", ctypes.addressof(context))
        return shown

    def candidates(self, start: int, count: int) -> list[str]:
        """At most `count` from number `start` on."""
        iterator = _Iterator()
        found: list[str] = []
        if not self._api("candidate_list_from_index", self._session, ctypes.addressof(iterator), start):
            return []
        while len(found) < count and self._api("candidate_list_next", ctypes.addressof(iterator)):
            found.append((iterator.candidate.text or b"").decode())
        self._api("candidate_list_end", ctypes.addressof(iterator))
        return found

    def choose(self, index: int) -> str:
        """What is thereby whole, else nothing: the rest stands in `preedit`."""
        self._api("select_candidate", self._session, index)
        commit = _Commit(data_size=ctypes.sizeof(_Commit) - ctypes.sizeof(ctypes.c_int))
        if not self._api("get_commit", self._session, ctypes.addressof(commit)):
            return ""
        text = (commit.text or b"").decode()
        self._api("free_commit", ctypes.addressof(commit))
        return text
