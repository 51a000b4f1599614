"""The front closes itself before Qt: what it cannot reach it cannot leak.

no_new_privs, not dumpable, no core file, then Landlock: read and execute below the interpreter, the system libraries,
fonts and our own folders; read, write and ioctl (create and remove nothing) below the folders of the profile's devices;
TCP connections to the ports of the profile's devices alone. Landlock does not stop UDP, and a kernel before 6.7 has no
network rule (`kiosk doctor` says which layers hold; systemd's IPAddressAllow= stands in).

Numbers: Linux UAPI landlock.h, prctl.h. System calls 444-446 have the same numbers on every architecture.
"""

import ctypes
import os
import re
import resource
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RULE_PATH, _RULE_PORT = 1, 2
_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_IOCTL_DEV = 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_DEVICE = _READ_FILE | _READ_DIR | _WRITE_FILE | _IOCTL_DEV
_CONNECT_TCP, _BIND_TCP = 1 << 1, 1 << 0
_SCOPE_SIGNAL = 1 << 1  # from ABI 6: no signal to a process outside
_FILE_RIGHTS_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_ALL_FILE_RIGHTS = (1 << 16) - 1  # from ABI 5
_ALWAYS_READ = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/proc",
    "/sys/devices",
    "/var/cache/fontconfig",
)
_OUR_FOLDERS = ("kiosk", "ui", "devices", "offline_queue", "assets")


class SandboxError(OSError):
    """The kernel has Landlock but refused a rule; the front does not start."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a front needs: files to read, device folders to use, TCP ports to reach."""

    read: tuple[Path, ...]
    devices: tuple[Path, ...]
    ports: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Layers:
    """Which layers hold. `landlock`: the ABI in force, 0 for none."""

    no_new_privs: bool
    not_dumpable: bool
    landlock: int
    network: bool
    missing: tuple[str, ...] = field(default=())


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


class _PortRule(ctypes.Structure):
    _fields_ = (("allowed", ctypes.c_uint64), ("port", ctypes.c_uint64))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def landlock_abi() -> int:
    """0 where the kernel has none or it is switched off."""
    version: int = _libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    return max(version, 0)


def profile_for(device_urls: Iterable[str], extra: Iterable[Path] = ()) -> Profile:
    """The profile of a terminal with these devices. `extra`: read as well (Qt's offscreen screen file)."""
    folders: list[Path] = []
    ports: list[int] = []
    for url in device_urls:
        folder, port = _reach_of(url)
        folders += [folder] if folder else []
        ports += [port] if port else []
    return Profile(read=(*_readable(), *extra), devices=tuple(dict.fromkeys(folders)), ports=tuple(ports))


def _reach_of(url: str) -> tuple[Path | None, int | None]:
    """The folder of a device node, or the port of a network device, that `url` names."""
    if network := re.search(r"//[^/?]*:(\d+)", url):
        return None, int(network[1])
    scheme, _, path = url.partition(":")
    if scheme.endswith("+usb"):
        return Path("/dev/bus/usb"), None
    bare = path.partition("?")[0]
    return (Path(bare).parent if bare.startswith("/") else None), None


def _readable() -> tuple[Path, ...]:
    root = Path(__file__).resolve().parents[2]
    prefixes = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.prefix).resolve()}
    ours = [root / name for name in _OUR_FOLDERS]
    return (*map(Path, _ALWAYS_READ), *sorted(prefixes), *ours)


def close_front(profile: Profile) -> Layers:
    """Close this process for ever. Raises SandboxError when Landlock exists but a rule cannot be set."""
    libc = _libc()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    not_dumpable = libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0
    no_new_privs = libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    abi = landlock_abi()
    if abi:
        _restrict(libc, profile, abi)
    missing = ([] if abi else ["landlock"]) + ([] if abi >= 4 else ["landlock-network"])
    return Layers(no_new_privs, not_dumpable, abi, abi >= 4, tuple(missing))


def _restrict(libc: ctypes.CDLL, profile: Profile, abi: int) -> None:
    rights = _FILE_RIGHTS_BY_ABI.get(abi, _ALL_FILE_RIGHTS)
    network = _CONNECT_TCP | _BIND_TCP if abi >= 4 else 0
    ruleset = _Ruleset(rights, network, _SCOPE_SIGNAL if abi >= 6 else 0)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    descriptor = libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(size), ctypes.c_uint32(0))
    if descriptor < 0:
        raise SandboxError(ctypes.get_errno(), "Landlock made no ruleset")
    try:
        for path in profile.read:
            _allow_path(libc, descriptor, path, _READ & rights)
        for path in profile.devices:
            _allow_path(libc, descriptor, path, _DEVICE & rights)
        _allow_path(libc, descriptor, Path("/dev/null"), (_READ_FILE | _WRITE_FILE) & rights)
        for name in ("/dev/urandom", "/dev/random"):
            _allow_path(libc, descriptor, Path(name), _READ_FILE)
        for port in profile.ports if network else ():
            _add(libc, descriptor, _RULE_PORT, _PortRule(_CONNECT_TCP, port))
        if libc.syscall(_RESTRICT_SELF, ctypes.c_int(descriptor), ctypes.c_uint32(0)) != 0:
            raise SandboxError(ctypes.get_errno(), "Landlock was not put in force")
    finally:
        os.close(descriptor)


def _allow_path(libc: ctypes.CDLL, descriptor: int, path: Path, rights: int) -> None:
    """A path that is not there needs no rule. Directory rights on a plain file are refused by the kernel."""
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        _add(libc, descriptor, _RULE_PATH, _PathRule(rights if path.is_dir() else rights & ~_READ_DIR, parent))
    finally:
        os.close(parent)


def _add(libc: ctypes.CDLL, descriptor: int, kind: int, rule: ctypes.Structure) -> None:
    done = libc.syscall(_ADD_RULE, ctypes.c_int(descriptor), ctypes.c_int(kind), ctypes.byref(rule), ctypes.c_uint32(0))
    if done != 0:
        raise SandboxError(ctypes.get_errno(), "Landlock refused a rule")
