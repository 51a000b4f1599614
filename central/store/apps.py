"""The tables of central."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "central.store"
    label = "store"
    verbose_name = "Central"
