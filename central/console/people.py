"""Who may sign in to the console. A password is shown once, where a person sees it, and kept as a hash."""

import os
import secrets
import stat
import sys

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User

FIRST = "admin"
PASSWORD_BYTES = 15


def first_admin() -> None:
    """On a console without people: one administrator, the password on standard error.

    Standard error that goes to a file would keep it, so then nobody is made and the line says how.
    """
    if User.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists():
        return
    if _goes_to_a_file():
        print("no console administrator yet; run kiosk-central admin for a password", file=sys.stderr, flush=True)
        return
    password = set_password(FIRST)
    print(f"console administrator {FIRST}, password (shown once): {password}", file=sys.stderr, flush=True)


def set_password(name: str) -> str:
    """A new random password for the administrator `name`, who is made if need be."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    person, _ = User.objects.get_or_create(username=name, defaults={"is_staff": True, "is_superuser": True})
    person.set_password(password)
    person.save()
    return password


def _goes_to_a_file() -> bool:
    try:
        return stat.S_ISREG(os.fstat(sys.stderr.fileno()).st_mode)
    except (OSError, ValueError):
        return True
