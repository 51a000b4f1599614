"""Administrators who sign: a person for every key of the root, and the key they bring."""

from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import User
from securesystemslib.signer import Signer  # type: ignore[attr-defined]  # not in its __all__

from central.configuration.refusal import RevisionRefused, Why
from central.keys import read_key, tuf_signer
from central.state import StateFolder
from central.store.models import AdminKey
from central.tuf.approving import admin_key_ids


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person with the key in hand."""

    person: User
    signer: Signer

    @property
    def key_id(self) -> str:
        return str(self.signer.public_key.keyid)


def know_admins(folder: StateFolder) -> None:
    """A person for every admin key of the root that has none yet; without a password until one is set."""
    known = set(AdminKey.objects.values_list("key_id", flat=True))
    for place, key_id in enumerate(admin_key_ids(folder), 1):
        if key_id not in known:
            AdminKey.objects.create(person=_person(place), key_id=key_id)


def _person(place: int) -> User:
    name, number = f"admin-{place}", place
    while AdminKey.objects.filter(person__username=name).exists():
        number += 1
        name = f"admin-{number}"
    person, made = User.objects.get_or_create(username=name, defaults={"is_staff": True, "is_superuser": True})
    if made:
        person.set_unusable_password()
        person.save()
    return person


def signatory(folder: StateFolder, signer: Signer) -> Signatory:
    """Whose key it is. Raises RevisionRefused for one the root does not name."""
    know_admins(folder)
    found = AdminKey.objects.select_related("person").filter(key_id=signer.public_key.keyid).first()
    if found is None or found.key_id not in admin_key_ids(folder):
        raise RevisionRefused(Why.NO_ADMIN)
    return Signatory(found.person, signer)


def demo_signer(folder: StateFolder, person: User) -> Signer | None:
    """A demo's admins leave their keys in the state folder, so that the console can sign for them; others never do."""
    held = AdminKey.objects.filter(person=person).first()
    if held is None or not folder.is_demo:
        return None
    for path in sorted(folder.demo_admins.glob("*.key")):
        signer = tuf_signer(read_key(path))
        if signer.public_key.keyid == held.key_id:
            return signer
    return None


def key_file(path: Path) -> Signer:
    """A raw Ed25519 key. Raises StateError."""
    return tuf_signer(read_key(path))
