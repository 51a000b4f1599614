"""Promises broken on purpose. As a pytest plugin (`-p tests.support.mutants`) it breaks the one named in `KIOSK_MUTANT`.

Each mutant is what a careless change could do, and names the tests that must not let it pass.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from tuf.api.metadata import Root, Targets

from kiosk import trust
from kiosk.intake import checking
from offline_queue import proof, store, suites

NAME = "KIOSK_MUTANT"
INTAKE = "tests/unit/kiosk/intake/test_intake.py"
TRUST = "tests/unit/kiosk/trust/test_configuration.py"
CRASHES = "tests/unit/offline_queue/test_crash_states.py"


class Mutant(NamedTuple):
    """`breaks` puts the fault into the loaded code; `caught_by`: the tests that must fail then."""

    breaks: Callable[[], None]
    caught_by: tuple[str, ...]


def _skip_the_seal() -> None:
    """What falls open writes the plaintext where the ciphertext belongs, and still has its length."""

    def seal(self: suites.X25519Suite, plaintext: bytes, public: bytes, info: bytes) -> bytes:
        return plaintext + bytes(self.overhead)

    suites.X25519Suite.seal = seal  # type: ignore[method-assign]


def _acknowledge_before_commit() -> None:
    """The transaction is left open, and ends with the next one."""
    whole = store.EpochStore._transaction
    late: list[store.EpochStore] = []

    @contextmanager
    def transaction(self: store.EpochStore) -> Iterator[None]:
        if self in late:
            late.remove(self)
            self._connection.execute("COMMIT")
            with whole(self):
                yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        yield
        late.append(self)

    store.EpochStore._transaction = transaction  # type: ignore[method-assign]


def _do_not_check_the_proof() -> None:
    checking.verify_proof = lambda data, _public: proof.unverified_claims(data)


def _let_one_admin_do() -> None:
    trust.two_admins = lambda _root, _delegator, _name: None


def _take_a_key_for_anothers_id() -> None:
    def listed(key: trust._ListedKey) -> trust.TrustedSealingKey:
        public = bytes.fromhex(key.public)
        return trust.TrustedSealingKey(bytes.fromhex(key.key_id), key.suite, public, key.not_before, key.not_after)

    trust._listed_key = listed


def _do_not_verify_signatures() -> None:
    for delegator in (Root, Targets):
        delegator.verify_delegate = lambda *_anything: None


MUTANTS: Mapping[str, Mutant] = {
    "seal-skipped": Mutant(_skip_the_seal, (INTAKE,)),
    "acknowledged-before-commit": Mutant(_acknowledge_before_commit, (CRASHES,)),
    "proof-not-checked": Mutant(_do_not_check_the_proof, (INTAKE,)),
    "one-admin-is-enough": Mutant(_let_one_admin_do, (TRUST,)),
    "key-under-anothers-id": Mutant(_take_a_key_for_anothers_id, (TRUST,)),
    "signatures-not-verified": Mutant(_do_not_verify_signatures, (TRUST,)),
}


def pytest_configure() -> None:
    MUTANTS[os.environ[NAME]].breaks()
