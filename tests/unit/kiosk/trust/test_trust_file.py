"""The trust file: from a first root to who a terminal is, without asking anybody."""

import dataclasses
import json
from types import MappingProxyType

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.contract.api import ENROLMENT_LABEL, HAVE_THROUGH_LABEL
from kiosk.contract.failure import FailureCode
from kiosk.contract.trust_file import TrustFile, decode_trust_file, encode_trust_file
from kiosk.trust import Reason, TrustError, load_trust, refuse_older, verify, verify_signed
from tests.support.tuf_repository import NOW, YEAR, TufRepository, sign_as_central, signed_by


@pytest.fixture
def central() -> TufRepository:
    return TufRepository()


def refusal(file: TrustFile) -> Reason:
    with pytest.raises(TrustError) as caught:
        load_trust(encode_trust_file(file))
    assert caught.value.code is FailureCode.TRUST_BROKEN
    return caught.value.reason


def with_authority(file: TrustFile, **changes: object) -> TrustFile:
    return msgspec.structs.replace(file, authority=msgspec.structs.replace(file.authority, **changes))


def test_a_terminals_file_says_who_it_is(central: TufRepository) -> None:
    file = central.trust_file()
    assert decode_trust_file(encode_trust_file(file)) == file
    trust = load_trust(encode_trust_file(file))
    assert trust.own() == central.statement()
    assert trust.statement_for(central.terminal) == central.statement()


def test_a_clerks_file_knows_many_terminals_and_is_itself_none(central: TufRepository) -> None:
    other = central.signed_statement(terminal=bytes(16), name="T-0002")
    trust = load_trust(encode_trust_file(central.trust_file(central.signed_statement(), other)))
    assert trust.statement_for(bytes(16)).name == "T-0002"
    with pytest.raises(TrustError):
        trust.own()
    with pytest.raises(TrustError) as caught:
        trust.statement_for(b"\xff" * 16)
    assert caught.value.code is FailureCode.TRUST_MISSING


def test_of_two_statements_about_a_terminal_the_newest_counts(central: TufRepository) -> None:
    older = central.signed_statement(issued=NOW - 10, name="before")
    trust = load_trust(encode_trust_file(central.trust_file(central.signed_statement(), older)))
    assert trust.own().name == "T-0001"


@pytest.mark.parametrize("data", [b"", b"{}", b"[", b'{"version": 2}', b"\xff"])
def test_what_is_no_trust_file_is_refused(data: bytes) -> None:
    with pytest.raises(TrustError) as caught:
        load_trust(data)
    assert caught.value.code is FailureCode.TRUST_BROKEN


def test_another_first_root_is_refused(central: TufRepository) -> None:
    file = central.trust_file()
    stranger = TufRepository().first_root
    assert refusal(msgspec.structs.replace(file, root=stranger)) is Reason.SIGNATURES
    assert refusal(with_authority(file, roots=[stranger])) is Reason.SIGNATURES


def test_authority_with_one_signature_is_refused(central: TufRepository) -> None:
    file = central.trust_file()
    for role in ("targets", "statements"):
        body = signed_by(central.signed[role], central.admins[:1])
        assert refusal(with_authority(file, **{role: body})) is Reason.SIGNATURES


def test_an_altered_key_list_is_refused(central: TufRepository) -> None:
    file = central.trust_file()
    altered = file.authority.statements_json.replace(b'"not_after": 1', b'"not_after": 9')
    assert altered != file.authority.statements_json
    assert refusal(with_authority(file, statements_json=altered)) is Reason.DIGEST


def test_a_statement_of_a_stranger_is_refused(central: TufRepository) -> None:
    payload = msgspec.json.encode(central.statement())
    stranger = sign_as_central(Ed25519PrivateKey.generate(), ENROLMENT_LABEL, payload)
    assert refusal(central.trust_file(stranger)) is Reason.KEY
    forged = msgspec.structs.replace(stranger, key_id=central.signed_statement().key_id)
    assert refusal(central.trust_file(forged)) is Reason.SIGNATURES


def test_a_statement_under_another_label_is_refused(central: TufRepository) -> None:
    payload = msgspec.json.encode(central.statement())
    mislabelled = sign_as_central(central.statement_private, HAVE_THROUGH_LABEL, payload)
    assert refusal(central.trust_file(mislabelled)) is Reason.LABEL
    relabelled = msgspec.structs.replace(mislabelled, label=ENROLMENT_LABEL)
    assert refusal(central.trust_file(relabelled)) is Reason.SIGNATURES


def test_a_statement_from_outside_its_keys_window_is_refused(central: TufRepository) -> None:
    for issued in (NOW - YEAR - 1, NOW + YEAR):
        assert refusal(central.trust_file(central.signed_statement(issued=issued))) is Reason.KEY


@pytest.mark.parametrize("change", [{"terminal": b"short"}, {"receipt_key": bytes(31)}])
def test_a_statement_of_wrong_lengths_is_refused(central: TufRepository, change: dict) -> None:
    assert refusal(central.trust_file(central.signed_statement(**change))) is Reason.SHAPE


def test_one_flipped_bit_anywhere_in_a_signed_answer_is_found(central: TufRepository) -> None:
    signed = central.signed_statement()
    assert verify_signed(signed, ENROLMENT_LABEL, central.central_keys()) == signed.payload
    for field in ("payload", "signature", "key_id"):
        spoilt = bytearray(getattr(signed, field))
        spoilt[3] ^= 1
        with pytest.raises(TrustError) as caught:
            verify_signed(
                msgspec.structs.replace(signed, **{field: bytes(spoilt)}), ENROLMENT_LABEL, central.central_keys()
            )
        assert caught.value.code is FailureCode.ANSWER_NOT_BELIEVED


def test_a_signature_of_wrong_length_is_a_refusal_and_no_bug(central: TufRepository) -> None:
    signed = central.signed_statement()
    with pytest.raises(TrustError):
        verify_signed(msgspec.structs.replace(signed, signature=b""), ENROLMENT_LABEL, central.central_keys())
    with pytest.raises(TrustError):
        verify_signed(signed, ENROLMENT_LABEL, {signed.key_id: b"no key"})


def test_online_versions_start_again_only_with_a_new_root_and_new_online_keys(central: TufRepository) -> None:
    trust = central.trust()
    before = verify(trust, *central.published().parts(), now=NOW)
    run_up = dataclasses.replace(
        before, versions=MappingProxyType(before.versions | {"timestamp": 10**6, "manifest": 10**6}), manifest_version=9
    )
    central.online = TufRepository().online
    central.add_root()
    refuse_older(run_up, verify(trust, *central.publish().parts(), now=NOW))
    with pytest.raises(TrustError):
        refuse_older(run_up, before)


def test_the_trust_file_is_plain_json_with_base64(central: TufRepository) -> None:
    plain = json.loads(encode_trust_file(central.trust_file()))
    assert set(plain) == {"version", "root", "authority", "statements"}
    assert set(plain["authority"]) == {"roots", "targets", "statements", "statements_json"}
