"""Whatever was sealed, the envelope stays and a clerk sees it: nothing is dropped, nothing stops the next one."""

import secrets
from typing import Any

import msgspec
import pytest

from central.opening.contents import Opened, Trouble, read_content
from kiosk.contract.application import Application, Kind, Rating
from kiosk.contract.canonical import canonical
from kiosk.contract.reference import reference_of
from offline_queue.envelope import envelope_digest
from offline_queue.sealing import Sealed
from tests.unit.central.conftest import Serving, until
from tests.unit.central.terminals import a_rating, an_application

pytestmark = pytest.mark.xdist_group("central")

APPLICATION = an_application(bytes(range(16)))
RATING = a_rating(bytes(16))


def sealed(kind: int = Kind.APPLICATION.value, identifier: bytes = APPLICATION.id) -> Sealed:
    return Sealed(1, 1, bytes(8), identifier, kind, bytes(16), 0, (), b"")


def changed(content: Application | Rating, **changes: Any) -> bytes:
    return canonical(msgspec.structs.replace(content, **changes))


def test_a_whole_application_opens() -> None:
    assert isinstance(read_content(canonical(APPLICATION), sealed()), Opened)


@pytest.mark.parametrize(
    "plaintext",
    [
        b"",
        b"{}",
        b"null",
        b"\xff\xfe\x00",
        canonical(APPLICATION)[:-1],
        canonical(APPLICATION) + b" ",
        b"[" * 200_000,
        b'{"answers":' + b'{"a":' * 100_000,
        b'{"type":"something-else"}',
        canonical(RATING),
        canonical(APPLICATION).replace(b'"item_version":1', b'"item_version":1.5'),
        canonical(APPLICATION).replace(b'"item_version":1', b'"item_version":"1"'),
        canonical(APPLICATION).replace(b'"strokes":[', b'"more":1,"strokes":['),
    ],
    ids=range(13),
)
def test_what_is_no_application_is_for_a_clerk(plaintext: bytes) -> None:
    assert read_content(plaintext, sealed()) is Trouble.SHAPE


@pytest.mark.parametrize(
    "changes",
    [
        {"item_version": 2**70},
        {"item_version": -1},
        {"item": "x" * 65},
        {"language": "x" * 17},
        {"identity_basis": "x" * 65},
        {"check_key": b"short"},
        {"applicant": msgspec.structs.replace(APPLICATION.applicant, name="样" * 257)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_no_case_can_hold_is_for_a_clerk(changes: dict[str, Any]) -> None:
    assert read_content(changed(APPLICATION, **changes), sealed()) is Trouble.BOUNDS


@pytest.mark.parametrize("changes", [{"score": 0}, {"score": 6}, {"score": 2**70}, {"of": b"short"}], ids=range(4))
def test_a_rating_beyond_its_bounds_is_for_a_clerk(changes: dict[str, Any]) -> None:
    plaintext = changed(RATING, **changes)
    assert read_content(plaintext, sealed(Kind.RATING.value, RATING.id)) is Trouble.BOUNDS


def test_another_id_inside_than_outside_is_for_a_clerk() -> None:
    assert read_content(canonical(APPLICATION), sealed(identifier=secrets.token_bytes(16))) is Trouble.IDENTIFIER


def test_a_kind_of_a_later_build_is_for_a_clerk() -> None:
    assert read_content(canonical(APPLICATION), sealed(kind=9)) is Trouble.KIND


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"plaintext": b"{nonsense"}, Trouble.SHAPE),
        ({"kind": 9}, Trouble.KIND),
        ({"kind": Kind.RATING.value}, Trouble.SHAPE),
        ({"terminal": bytes(16)}, Trouble.SEAL),
    ],
    ids=["nonsense", "kind of a later build", "says rating", "sealed for another terminal"],
)
def test_malformed_content_is_acknowledged_and_becomes_a_case_for_a_clerk(
    service: Serving, how: dict[str, Any], reason: Trouble
) -> None:
    terminal, bad, good = service.terminal(), an_application(), an_application()
    key = service.sealing_key()
    envelopes = [terminal.envelope(terminal.seal(bad, key, **how)), terminal.envelope(terminal.seal(good, key))]
    assert terminal.deliver(service.url, *envelopes).results == ["stored", "stored"]
    assert until(lambda: state_of(good) == ("opened", "")), "one bad envelope stopped the next"
    assert state_of(bad) == ("needs-clerk", reason.value)
    [case] = service.cases(reference_of(bad.id))
    assert (case["state"], case["reason"]) == ("needs-clerk", reason.value)


def test_an_envelope_that_breaks_the_opening_is_for_a_clerk_and_the_next_one_opened(
    service: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    from central.clock import SystemClock
    from central.opening import cases
    from central.opening.contents import opening_keys
    from central.store.models import Envelope

    terminal, bad, good = service.terminal(), an_application(), an_application()
    envelopes = [terminal.envelope(terminal.seal(one, service.sealing_key())) for one in (bad, good)]
    terminal.deliver(service.url, *envelopes)
    assert until(lambda: state_of(good)[0] == "opened")
    Envelope.objects.filter(terminal_id=terminal.id.hex()).update(state=Envelope.State.KEPT)

    def breaking(body: bytes, keys: Any) -> Any:
        if envelope_digest(body) == envelope_digest(envelopes[0]):
            raise RuntimeError
        return open_envelope(body, keys)

    open_envelope = cases.open_envelope
    monkeypatch.setattr(cases, "open_envelope", breaking)
    keys = opening_keys(service.state / "opening")
    for row in Envelope.objects.filter(terminal_id=terminal.id.hex()).order_by("id"):
        cases.open_one(row, keys, SystemClock())
    assert [state_of(one)[0] for one in (bad, good)] == ["needs-clerk", "opened"]


def state_of(application: Application) -> tuple[str, str]:
    from central.store.models import Case

    case = Case.objects.get(pk=application.id.hex())
    return case.state, case.reason
