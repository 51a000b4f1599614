"""A revision's way: drafted, signed by its author, signed by another, published. Every step may be refused, by name."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from central.clock import Clock
from central.configuration.people import Signatory
from central.configuration.places import is_for, path_of
from central.configuration.refusal import RevisionRefused, Why
from central.configuration.standing import settings_of, standing_of
from central.state import StateFolder
from central.store.models import Revision, Terminal
from central.tuf.approving import NotApproved, add_signature, check_approved, next_targets, signers_of
from central.tuf.repository import Repository

_WHY = {"older": Why.OLDER, "signature": Why.SIGNATURE, "one-signature": Why.ONE_SIGNATURE}


def touched_by(layer: str, name: str) -> list[Terminal]:
    """The terminals in service that such a layer is for."""
    about = Revision(layer=layer, name=name)
    return [terminal for terminal in Terminal.objects.filter(revoked=False) if is_for(about, terminal)]


def merged_of(layer: str, name: str, settings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The merged settings of each terminal touched, as they would be."""
    from central.configuration.gate import merged_with

    standing = standing_of(touched_by(layer, name))
    parts = [[(one.layer, settings_of(one)) for one in chosen] for chosen in standing.values()]
    return [merged_with(chosen, layer, settings) for chosen in parts] or [merged_with([], layer, settings)]


def draft(layer: str, name: str, settings: Mapping[str, Any], *, author: User, comment: str, clock: Clock) -> Revision:
    """Nobody has signed it yet. The caller has let it through the gate."""
    with transaction.atomic():
        newest = Revision.objects.filter(layer=layer, name=name).aggregate(newest=Max("number"))["newest"] or 0
        told = {"layer": layer, "name": name, "revision": newest + 1, "settings": dict(settings)}
        made: Revision = Revision.objects.create(
            layer=layer,
            name=name,
            number=newest + 1,
            body=msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n",
            comment=comment[:200],
            author=author,
            created_at=datetime.fromtimestamp(clock.now(), UTC),
        )
    return made


def sign(revision: Revision, who: Signatory, folder: StateFolder, repository: Repository, clock: Clock) -> Revision:
    """The author's on a draft, another admin's on a proposal; the second publishes. Raises RevisionRefused."""
    match revision.state:
        case Revision.State.DRAFT:
            return _propose(revision, who, folder, clock)
        case Revision.State.PROPOSED:
            return _approve(revision, who, folder, repository, clock)
        case _:
            raise RevisionRefused(Why.STATE)


def _propose(revision: Revision, who: Signatory, folder: StateFolder, clock: Clock) -> Revision:
    if who.person != revision.author:
        raise RevisionRefused(Why.NOT_AUTHOR)
    if Revision.objects.filter(state=Revision.State.PROPOSED).exists():
        raise RevisionRefused(Why.ANOTHER_WAITS)
    unsigned = next_targets(folder, {path_of(revision): bytes(revision.body)}, clock.now())
    revision.metadata = add_signature(unsigned, who.signer)
    revision.author_key = who.key_id
    revision.state = Revision.State.PROPOSED
    revision.save(update_fields=["metadata", "author_key", "state"])
    return revision


def _approve(revision: Revision, who: Signatory, folder: StateFolder, repository: Repository, clock: Clock) -> Revision:
    if who.person == revision.author or who.key_id == revision.author_key:
        raise RevisionRefused(Why.SAME_ADMIN)
    signed = add_signature(bytes(revision.metadata or b""), who.signer)
    _check(folder, signed)
    revision.metadata, revision.approver, revision.approver_key = signed, who.person, who.key_id
    revision.state = Revision.State.APPROVED
    revision.approved_at = datetime.fromtimestamp(clock.now(), UTC)
    with transaction.atomic():
        revision.save(update_fields=["metadata", "approver", "approver_key", "state", "approved_at"])
        repository.approve(signed, {path_of(revision): bytes(revision.body)})
    return revision


def _check(folder: StateFolder, signed: bytes) -> None:
    try:
        signers_of(folder, signed)
        check_approved(folder, signed)
    except NotApproved as error:
        raise RevisionRefused(_WHY[error.word]) from error


def discard(revision: Revision) -> None:
    """A draft or proposal that will not be. Raises RevisionRefused."""
    if revision.state not in (Revision.State.DRAFT, Revision.State.PROPOSED):
        raise RevisionRefused(Why.STATE)
    revision.state, revision.metadata = Revision.State.DISCARDED, None
    revision.save(update_fields=["state", "metadata"])


def found_baseline(folder: StateFolder, clock: Clock) -> None:
    """The revision `init` published stands in the table too, as reached by everybody. May be repeated."""
    if Revision.objects.exists():
        return
    moment = datetime.fromtimestamp(clock.now(), UTC)
    [path] = list((folder.targets / "layers" / "fleet").glob("*.1.json"))
    Revision.objects.create(
        layer="fleet",
        number=1,
        body=path.read_bytes(),
        comment="what this build carries",
        state=Revision.State.APPROVED,
        created_at=moment,
        approved_at=moment,
    )
