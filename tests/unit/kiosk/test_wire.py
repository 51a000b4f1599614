"""What leaves a front is closed: a walk over the type tree finds no text, no dictionary and nothing unbounded."""

import dataclasses
import enum
import socket
import stat
import threading
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import msgspec
import pytest

from kiosk import wire, wire_line
from offline_queue.sealing import Sealed

LEAVES: tuple[type, ...] = (bool, type(None), Sealed)


def openings(kind: Any, path: str) -> Iterator[str]:
    """Where a type lets more through than enums, bounded numbers, bounded bytes and `Sealed`."""
    bare, bounds = (get_args(kind)[0], get_args(kind)[1:]) if get_origin(kind) is Annotated else (kind, ())
    metas = [bound for bound in bounds if isinstance(bound, msgspec.Meta)]
    if bare in LEAVES or (isinstance(bare, type) and issubclass(bare, enum.Enum)):
        return
    if get_origin(bare) in (types.UnionType, typing.Union):
        for part in get_args(bare):
            yield from openings(part, path)
    elif bare is int:
        if not any(meta.ge is not None and meta.le is not None for meta in metas):
            yield f"{path}: an unbounded number"
    elif bare is bytes:
        if not any(meta.max_length is not None for meta in metas):
            yield f"{path}: unbounded bytes"
    elif get_origin(bare) is tuple and get_args(bare)[1:] == (Ellipsis,):
        if not any(meta.max_length is not None for meta in metas):
            yield f"{path}: unbounded many"
        yield from openings(get_args(bare)[0], f"{path}[]")
    elif isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        for name, field in typing.get_type_hints(bare, include_extras=True).items():
            if name != "__match_args__" and name in bare.__struct_fields__:
                yield from openings(field, f"{path}.{name}")
    else:
        yield f"{path}: {bare}"


def test_every_type_that_leaves_a_front_is_closed() -> None:
    assert list(openings(wire.FromFront, "front")) == []


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (str, "str"),
        (dict[int, int], "dict"),
        (list[int], "list"),
        (Any, "Any"),
        (int, "unbounded number"),
        (bytes, "unbounded bytes"),
        (float, "float"),
        (tuple[int, ...], "unbounded many"),
    ],
)
def test_a_planted_opening_is_found(kind: Any, found: str) -> None:
    inner = msgspec.defstruct("Inner", [("deep", kind)], frozen=True, array_like=True)
    outer = msgspec.defstruct("Outer", [("inner", inner)], frozen=True, array_like=True)
    assert any(found in opening for opening in openings(wire.Beat | outer, "front"))


def test_the_clear_fields_of_a_seal_are_the_ones_the_plan_names() -> None:
    clear = {"version", "suite", "key_id", "id", "kind", "visit", "size_class", "chunks"}
    assert {field.name for field in dataclasses.fields(Sealed)} == clear | {"ciphertext"}


def test_a_seal_survives_the_wire() -> None:
    sealed = Sealed(1, 1, b"k" * 8, b"i" * 16, 1, b"v" * 16, 2, (b"c" * 32,), b"secret")
    framed = wire_line.encode(wire.Record(b"i" * 16, sealed))
    assert wire_line.decode_from_front(framed[4:]) == wire.Record(b"i" * 16, sealed)


@pytest.mark.parametrize(
    "body",
    [b"", b"\xc1", b"\x90", b"\x91\x63", b"\x92\x06\xa3abc", b"\x92\x06\xc4\x0fshort-by-one-by", b"\x80", b"\xff" * 40],
)
def test_what_is_no_message_of_a_front_is_refused(body: bytes) -> None:
    with pytest.raises(wire_line.WireError):
        wire_line.decode_from_front(body)


def test_a_keepers_message_is_not_taken_from_a_front() -> None:
    with pytest.raises(wire_line.WireError):
        wire_line.decode_from_front(wire_line.encode(wire.Show())[4:])


def test_a_frame_longer_than_allowed_ends_the_line_before_it_is_read() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall((wire_line.FRONT_FRAME_LIMIT + 1).to_bytes(4, "big"))
        with pytest.raises(wire_line.WireError):
            wire_line.read_frame(ours, wire_line.FRONT_FRAME_LIMIT)


def test_an_end_between_frames_is_orderly_and_inside_one_is_not() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(wire_line.encode(wire.Beat()))
        assert wire_line.read_frame(ours, 100) is not None
        assert wire_line.read_frame(ours, 100) is None
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(wire_line.encode(wire.VisitStarted(b"v" * 16))[:-1])
        with pytest.raises(wire_line.WireError):
            wire_line.read_frame(ours, 100)


@pytest.mark.parametrize("depth", [1, 12], ids=["short path", "path longer than an AF_UNIX address"])
def test_the_socket_is_private_and_found_however_deep_its_folder(tmp_path: Path, depth: int) -> None:
    state = tmp_path.joinpath(*["a-folder-with-a-name"] * depth)
    state.mkdir(parents=True)
    (state / wire_line.SOCKET_NAME).write_bytes(b"left by a dead keeper")
    with wire_line.listen(state / wire_line.SOCKET_NAME) as listener:
        assert stat.S_IMODE((state / wire_line.SOCKET_NAME).stat().st_mode) == 0o600
        accepted: list[socket.socket] = []
        door = threading.Thread(target=lambda: accepted.append(listener.accept()[0]))
        door.start()
        with wire_line.connect(state / wire_line.SOCKET_NAME) as connection:
            connection.sendall(b"x")
            door.join(10)
            with accepted[0] as other:
                assert other.recv(1) == b"x"


def test_a_state_folder_without_a_keeper_gives_an_os_error_and_leaks_nothing(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(OSError):
        wire_line.connect(tmp_path / wire_line.SOCKET_NAME)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


DEEP = b"\x91" * 200_000


@pytest.mark.parametrize("inner", [b"\xa1\xff", DEEP], ids=["no UTF-8", "nested too deep"])
def test_what_msgspec_calls_no_decode_error_is_a_wire_error_too(inner: bytes) -> None:
    with pytest.raises(wire_line.WireError):
        wire_line.decode_from_keeper(b"\x94\x41\x91\x92" + inner)
    with pytest.raises(wire_line.WireError):
        wire_line.decode_from_front(b"\x92\x05" + DEEP)
