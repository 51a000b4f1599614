"""The pages for people."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "central.console"
    label = "console"
    verbose_name = "Console"
