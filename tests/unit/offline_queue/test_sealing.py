"""What is sealed opens with the private key alone, and only if nothing clear or sealed was touched."""

import dataclasses
import zlib

import pytest

from offline_queue.sealing import (
    PLAINTEXT_LIMIT,
    SIZE_CLASSES,
    Sealed,
    SealingError,
    generate_key,
    key_id_of,
    open_sealed,
    seal,
)
from offline_queue.suites import HYBRID_AES, SUITES, X25519_AES
from tests.support.stored_applications import TERMINAL, VISIT

SUITE_NUMBERS = [X25519_AES, HYBRID_AES]


def sealed_by(suite: int, plaintext: bytes = b"a name and a number") -> tuple[Sealed, bytes]:
    key, private = generate_key(suite, not_before=0, not_after=1)
    sealed = seal(plaintext, key=key, terminal=TERMINAL, identifier=b"i" * 16, kind=1, visit=VISIT)
    return sealed, private


@pytest.mark.parametrize("suite", SUITE_NUMBERS)
@pytest.mark.parametrize("plaintext", [b"", b"a name and a number", bytes(range(256)) * 500])
def test_what_was_sealed_opens(suite: int, plaintext: bytes) -> None:
    sealed, private = sealed_by(suite, plaintext)
    assert open_sealed(sealed, private, terminal=TERMINAL) == plaintext
    assert len(sealed.ciphertext) == SIZE_CLASSES[sealed.size_class] + SUITES[suite].overhead


def test_the_length_of_an_answer_does_not_show() -> None:
    short, _ = sealed_by(X25519_AES, b"x")
    longer, _ = sealed_by(X25519_AES, b"x y z" * 150)
    assert len(short.ciphertext) == len(longer.ciphertext)


@pytest.mark.parametrize("suite", SUITE_NUMBERS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", 2),
        ("key_id", b"x" * 8),
        ("id", b"j" * 16),
        ("kind", 2),
        ("visit", b"w" * 16),
        ("size_class", 1),
        ("chunks", (b"c" * 32,)),
    ],
)
def test_every_clear_field_is_bound(suite: int, name: str, value: object) -> None:
    sealed, private = sealed_by(suite)
    with pytest.raises(SealingError):
        open_sealed(dataclasses.replace(sealed, **{name: value}), private, terminal=TERMINAL)


@pytest.mark.parametrize("suite", SUITE_NUMBERS)
def test_another_terminal_another_key_and_an_altered_byte_do_not_open(suite: int) -> None:
    sealed, private = sealed_by(suite)
    _, other = sealed_by(suite)
    altered = bytearray(sealed.ciphertext)
    altered[-1] ^= 1
    for attempt, key, terminal in (
        (sealed, private, b"t" * 16),
        (sealed, other, TERMINAL),
        (dataclasses.replace(sealed, ciphertext=bytes(altered)), private, TERMINAL),
        (dataclasses.replace(sealed, ciphertext=b""), private, TERMINAL),
        (dataclasses.replace(sealed, suite=99), private, TERMINAL),
    ):
        with pytest.raises(SealingError):
            open_sealed(attempt, key, terminal=terminal)


def test_no_valid_key_means_no_seal() -> None:
    key, _ = generate_key(X25519_AES, not_before=0, not_after=1)
    for broken in (
        dataclasses.replace(key, suite=99),
        dataclasses.replace(key, key_id=b"x" * 8),
        dataclasses.replace(key, public=b"short", key_id=key_id_of(b"short")),
    ):
        with pytest.raises(SealingError):
            seal(b"x", key=broken, terminal=TERMINAL, identifier=b"i" * 16, kind=1, visit=VISIT)


def test_more_than_an_application_may_hold_is_refused() -> None:
    with pytest.raises(SealingError):
        sealed_by(X25519_AES, bytes(PLAINTEXT_LIMIT + 1))


@pytest.mark.parametrize(
    "body",
    [
        (99).to_bytes(4, "big") + b"short",
        len(packed := zlib.compress(b"x")).to_bytes(4, "big") + packed + b"not zero",
        (4).to_bytes(4, "big") + b"junk",
        len(bomb := zlib.compress(bytes(PLAINTEXT_LIMIT * 2))).to_bytes(4, "big") + bomb,
    ],
    ids=["cut", "padding", "not compressed", "bomb"],
)
def test_what_the_holder_of_the_public_key_may_have_put_inside_is_bounded(body: bytes) -> None:
    sealed, private = sealed_by(X25519_AES)
    key, private = generate_key(X25519_AES, not_before=0, not_after=1)
    from offline_queue.sealing import _info

    clear = dataclasses.replace(sealed, key_id=key.key_id)
    ciphertext = SUITES[X25519_AES].seal(body, key.public, _info(clear, TERMINAL))
    with pytest.raises(SealingError):
        open_sealed(dataclasses.replace(clear, ciphertext=ciphertext), private, terminal=TERMINAL)
