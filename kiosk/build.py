"""What was installed: one digest of our files, the same in every process of one build.

`Hello` carries it, so that a front and a keeper of different builds never talk. It also numbers our modules: a crash is
told as numbers alone (exception index, module index, line), and both sides count the same modules.
"""

import functools
import hashlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("kiosk", "ui", "devices", "offline_queue", "assets")
_SKIPPED = ("__pycache__",)
_OTHER_FILES = "other"


@functools.cache
def build_digest() -> bytes:
    """SHA-256 over the name and content of every installed file of ours. 32 bytes."""
    whole = hashlib.sha256(b"kiosk build v1\x00")
    for name, path in installed_files():
        body = hashlib.sha256(path.read_bytes()).digest()
        whole.update(len(name).to_bytes(2, "big") + name.encode() + body)
    return whole.digest()


def installed_files() -> tuple[tuple[str, Path], ...]:
    """(name below its package's parent, path) of every file, by name."""
    return tuple(sorted(found for package in PACKAGES for found in _files_of(package)))


def _files_of(package: str) -> Iterator[tuple[str, Path]]:
    found = importlib.util.find_spec(package)
    for folder in (found.submodule_search_locations or ()) if found else ():
        root = Path(folder)
        for path in root.rglob("*"):
            inside = path.relative_to(root)
            if path.is_file() and not any(part in _SKIPPED for part in inside.parts):
                yield f"{package}/{inside.as_posix()}", path


@functools.cache
def module_names() -> tuple[str, ...]:
    """Our modules by number; number 0 is a module that is not ours."""
    names = (name for name, _ in installed_files() if name.endswith(".py"))
    return (_OTHER_FILES, *(name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in names))


def module_index(name: str) -> int:
    """The number of the dotted module `name`; 0 when it is not ours."""
    known = module_names()
    return known.index(name) if name in known else 0
