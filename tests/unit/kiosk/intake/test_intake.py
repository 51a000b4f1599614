"""Sealing an application, and believing the keeper nothing about it."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kiosk.contract.api import EnrolmentStatement
from kiosk.contract.application import Applicant, Application, Consent, Rating
from kiosk.contract.canonical import canonical, check_code
from kiosk.contract.reference import reference_of
from kiosk.intake.checking import RecordNotBelieved, check_proof, check_recorded
from kiosk.intake.sealing import seal_application
from kiosk.trust import TrustedSealingKey
from offline_queue.outbox import Appended, Outbox
from offline_queue.proof import from_token
from offline_queue.sealing import Sealed, SealingError, generate_key, open_sealed
from tests.support.stored_applications import (
    ENVELOPE_PUBLIC,
    IDENTITY,
    RECEIPT_PUBLIC,
    TERMINAL,
    VISIT,
    OwnClock,
    an_outbox,
    identifier,
    sealed,
)

APPLICATION = Application(
    id=identifier(1),
    item="med.cross-region-filing",
    item_version=1,
    language="zh-CN",
    applicant=Applicant(
        document_kind="resident", name="张三", number="11010119900307889X", birth="1990-03-07", sex="f"
    ),
    consent=Consent("1", "zh-CN", "0" * 64),
    answers={"where": "上海", "from": "2026-01-01"},
    strokes=[[[0, 0], [1000, 1000]]],
    check_key=b"c" * 32,
)
RATING = Rating(id=identifier(2), of=identifier(1), score=5, language="zh-CN")


@pytest.fixture(scope="module")
def key() -> tuple[TrustedSealingKey, bytes]:
    key, private = generate_key(1, not_before=0, not_after=2**40)
    return TrustedSealingKey(key.key_id, key.suite, key.public, key.not_before, key.not_after), private


# ---- sealing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("content", "kind"), [(APPLICATION, 1), (RATING, 2)], ids=["application", "rating"])
def test_central_opens_the_canonical_form(
    key: tuple[TrustedSealingKey, bytes], content: Application | Rating, kind: int
) -> None:
    result = seal_application(content, key=key[0], terminal=TERMINAL, visit=VISIT)
    assert (result.sealed.kind, result.sealed.id, result.sealed.visit) == (kind, content.id, VISIT)
    opened = open_sealed(result.sealed, key[1], terminal=TERMINAL)
    assert opened == canonical(content)
    assert msgspec.json.decode(opened, type=type(content)) == content
    assert result.check_code == (check_code(b"c" * 32, opened) if kind == 1 else "")


def test_nothing_of_a_person_is_in_clear_and_nothing_is_printed_by_accident(
    key: tuple[TrustedSealingKey, bytes],
) -> None:
    result = seal_application(APPLICATION, key=key[0], terminal=TERMINAL, visit=VISIT)
    clear = repr(dataclasses.replace(result.sealed, ciphertext=b""))
    assert not any(word in clear for word in ("张三", "11010119900307889X", "med.cross", "zh-CN"))
    assert result.check_code not in repr(result)


def test_without_a_whole_check_key_or_a_known_suite_there_is_no_intake(key: tuple[TrustedSealingKey, bytes]) -> None:
    with pytest.raises(SealingError):
        short = msgspec.structs.replace(APPLICATION, check_key=b"short")
        seal_application(short, key=key[0], terminal=TERMINAL, visit=VISIT)
    with pytest.raises(SealingError):
        seal_application(RATING, key=msgspec.structs.replace(key[0], suite=99), terminal=TERMINAL, visit=VISIT)


# ---- checking --------------------------------------------------------------------------------------------------------

OURS = sealed(1)
STATEMENT = EnrolmentStatement(TERMINAL, "A1", "branch", "district", ENVELOPE_PUBLIC, RECEIPT_PUBLIC, b"q" * 32, 0)


@pytest.fixture(scope="module")
def appended(tmp_path_factory: pytest.TempPathFactory) -> Appended:
    return recorded(tmp_path_factory.mktemp("outbox"), OURS)


def recorded(folder: Path, seal: Sealed, **identity: bytes) -> Appended:
    outbox = Outbox.open(folder / "one", dataclasses.replace(IDENTITY, **identity), OwnClock(), 4096)
    answer = outbox.append(seal.id, seal)
    outbox.close()
    return answer


def check(answer: Appended, seal: Sealed = OURS, statement: EnrolmentStatement = STATEMENT) -> object:
    return check_recorded(
        sealed=seal, header=answer.header, signature=answer.signature, proof=answer.proof, statement=statement
    )


def test_the_keepers_answer_is_believed_and_makes_the_papers_code(appended: Appended) -> None:
    record = check_recorded(
        sealed=OURS,
        header=appended.header,
        signature=appended.signature,
        proof=appended.proof,
        statement=STATEMENT,
    )
    assert (record.seq, record.digest, record.epoch) == (appended.seq, appended.digest, appended.epoch)
    assert (record.reference, from_token(record.token)) == (reference_of(OURS.id), appended.proof)
    assert check_proof(appended.proof, STATEMENT) == record


def test_a_record_of_another_seal_is_not_believed(appended: Appended, tmp_path: Path) -> None:
    for other in (sealed(1), dataclasses.replace(OURS, kind=2), dataclasses.replace(OURS, ciphertext=b"")):
        with pytest.raises(RecordNotBelieved):
            check(appended, other)
    theirs = recorded(tmp_path, sealed(2))
    with pytest.raises(RecordNotBelieved):
        check(theirs)
    with pytest.raises(RecordNotBelieved):
        check(dataclasses.replace(appended, proof=theirs.proof))


def test_the_proof_of_another_envelope_about_the_same_seal_is_not_believed(appended: Appended, tmp_path: Path) -> None:
    twin = recorded(tmp_path, OURS)
    with pytest.raises(RecordNotBelieved):
        check(dataclasses.replace(appended, proof=twin.proof))
    with pytest.raises(RecordNotBelieved):
        check(dataclasses.replace(appended, header=twin.header, signature=twin.signature))


@pytest.mark.parametrize("name", ["header", "signature", "proof"])
def test_no_byte_may_be_another(appended: Appended, name: str) -> None:
    whole: bytes = getattr(appended, name)
    for place in range(len(whole)):
        altered = bytearray(whole)
        altered[place] ^= 1
        with pytest.raises(RecordNotBelieved):
            check(dataclasses.replace(appended, **{name: bytes(altered)}))


@pytest.mark.parametrize("cut", [lambda data: b"", lambda data: data[:-1], lambda data: data + b"\0"])
def test_a_header_or_proof_of_another_length_is_not_believed(appended: Appended, cut: Callable[[bytes], bytes]) -> None:
    for name in ("header", "signature", "proof"):
        with pytest.raises(RecordNotBelieved):
            check(dataclasses.replace(appended, **{name: cut(getattr(appended, name))}))


@pytest.mark.parametrize("name", ["envelope_key", "receipt_key", "terminal"])
def test_another_terminals_hand_is_not_believed(appended: Appended, name: str) -> None:
    value = b"x" * 16 if name == "terminal" else IDENTITY.terminal * 2
    statement = msgspec.structs.replace(STATEMENT, **{name: value})
    with pytest.raises(RecordNotBelieved):
        check(appended, statement=statement)
    if name != "envelope_key":  # an owed receipt has no seal, and so no envelope that could be checked
        with pytest.raises(RecordNotBelieved):
            check_proof(appended.proof, statement)


def test_a_receipt_that_is_owed_is_believed_by_its_proof(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path / "outbox")
    outbox.append(OURS.id, OURS)
    owed = outbox.owed(0)
    outbox.close()
    assert owed is not None
    record = check_proof(owed.proof, STATEMENT)
    assert (record.seq, record.reference) == (owed.seq, reference_of(OURS.id))
