"""Django told in code which state folder it works on; there is no settings module to import by accident."""

import logging
import secrets
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.urls import reverse_lazy

from central.database import database
from central.state import PRIVATE_FILE, StateFolder, write_file


def configure(folder: StateFolder, *, database_url: str = "", hosts: tuple[str, ...] = ()) -> None:
    """Once per process, before the first model is imported. Raises StateError."""
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a page refused is an answer, not a failure
    settings.configure(**_settings(folder, database_url, hosts))
    if not database_url:
        _private(folder.database)
    django.setup()


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
        "LOGIN_URL": "/console/login/",
        "LOGIN_REDIRECT_URL": "/console/",
        "STATIC_URL": "/static/",
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "X_FRAME_OPTIONS": "DENY",
        "LOGGING_CONFIG": None,
        "UNFOLD": UNFOLD,
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


PINE = {
    "50": "#F1F6F4",
    "100": "#DDE9E4",
    "200": "#BFE6DC",
    "300": "#7FB5A9",
    "400": "#4C8C85",
    "500": "#226663",
    "600": "#0A4245",
    "700": "#083639",
    "800": "#072E30",
    "900": "#052A2C",
    "950": "#05201F",
}
"""The terminals' own green."""
EMBLEM = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Crect width='16' height='16' rx='4' fill='%230A4245'/%3E%3C/svg%3E"
)
NAVIGATION = [
    {"title": "Cases", "icon": "inbox", "link": reverse_lazy("admin:store_case_changelist")},
    {"title": "Terminals", "icon": "storefront", "link": reverse_lazy("admin:store_terminal_changelist")},
    {"title": "Envelopes", "icon": "mail_lock", "link": reverse_lazy("admin:store_envelope_changelist")},
    {"title": "People", "icon": "group", "link": reverse_lazy("admin:auth_user_changelist")},
]
UNFOLD = {
    "SITE_TITLE": "Kiosk central",
    "SITE_HEADER": "Kiosk central",
    "SITE_SYMBOL": "storefront",
    "SITE_URL": None,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda _request: EMBLEM}],
    "SIDEBAR": {"navigation": [{"items": NAVIGATION}]},
    "SHOW_VIEW_ON_SITE": False,
    "COLORS": {"primary": PINE},
}


def _private(file: Path) -> None:
    """SQLite's file has its mode before Django creates it."""
    file.touch(mode=PRIVATE_FILE)
    file.chmod(PRIVATE_FILE)


def _secret(folder: StateFolder) -> str:
    """Django's signing secret, made once."""
    path = folder.keys / "django.key"
    if not path.exists():
        write_file(path, secrets.token_urlsafe(48).encode(), PRIVATE_FILE)
    return path.read_text("ascii")
