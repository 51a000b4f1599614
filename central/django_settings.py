"""Django told in code which state folder it works on; there is no settings module to import by accident."""

import secrets
from typing import Any

import django
from django.conf import settings

from central.state import PRIVATE_FILE, StateFolder, write_file

BUSY_SECONDS = 20
DURABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;"
"""A commit is on the disk before a terminal hears of it: it forgets an envelope on our word."""


class NotInThisBuild(Exception):
    """Asked for what a later issue builds."""


def configure(folder: StateFolder, *, database_url: str = "", hosts: tuple[str, ...] = ()) -> None:
    """Once per process, before the first model is imported. Raises NotInThisBuild."""
    settings.configure(**_settings(folder, database_url, hosts))
    django.setup()


def database(folder: StateFolder, url: str) -> dict[str, Any]:
    """SQLite in the state folder; the place where `--database-url` will choose another engine."""
    if url:
        raise NotInThisBuild("--database-url is not in this build; central keeps its SQLite file")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder.database),
        "OPTIONS": {"timeout": BUSY_SECONDS, "transaction_mode": "IMMEDIATE", "init_command": DURABLE},
    }


def _settings(folder: StateFolder, database_url: str, hosts: tuple[str, ...]) -> dict[str, Any]:
    return {
        "DEBUG": False,
        "SECRET_KEY": _secret(folder),
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]", *hosts],
        "DATABASES": {"default": database(folder, database_url)},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "INSTALLED_APPS": list(APPLICATIONS),
        "MIDDLEWARE": list(MIDDLEWARE),
        "ROOT_URLCONF": "central.console.urls",
        "TEMPLATES": [TEMPLATES],
        "AUTH_PASSWORD_VALIDATORS": [{"NAME": f"django.contrib.auth.password_validation.{RULE_OF_LENGTH}"}],
        "LANGUAGE_CODE": "en",
        "LANGUAGES": [("en", "English"), ("zh-hans", "简体中文")],
        "TIME_ZONE": "Asia/Shanghai",
        "USE_TZ": True,
        "STATIC_URL": "/static/",
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "X_FRAME_OPTIONS": "DENY",
        "LOGGING_CONFIG": None,
        "UNFOLD": {"SITE_TITLE": "Kiosk central", "SITE_HEADER": "Kiosk central", "SHOW_VIEW_ON_SITE": False},
    }


APPLICATIONS = (
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "central.store",
    "central.console",
)
MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
RULE_OF_LENGTH = "MinimumLengthValidator"
TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ]
    },
}


def _secret(folder: StateFolder) -> str:
    """Django's signing secret, made once; the database's file mode is set before Django creates it."""
    path = folder.keys / "django.key"
    if not path.exists():
        write_file(path, secrets.token_urlsafe(48).encode(), PRIVATE_FILE)
    folder.database.touch(mode=PRIVATE_FILE)
    folder.database.chmod(PRIVATE_FILE)
    return path.read_text("ascii")
