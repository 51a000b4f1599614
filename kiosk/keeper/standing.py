"""The configuration this terminal runs: what is stored, believed once more at every start and every change."""

from collections.abc import Mapping

from kiosk.configuration.bundle import Bundle, BundleError
from kiosk.configuration.store import ConfigurationStore, NoConfiguration
from kiosk.contract.settings import Settings
from kiosk.trust import Trust, TrustError, Verified

_PLAIN = Settings()


class Standing:
    """Owned by the sync thread, after `load` at the start. Nothing stored or believed: plain settings and no keys."""

    def __init__(self, store: ConfigurationStore, central: str, trust: Trust) -> None:
        self._store, self._central, self._trust = store, central, trust
        self._believed: Verified | None = None

    def load(self, now: int) -> Bundle | None:
        """What is stored, if it is believed. Raises OSError."""
        try:
            bundle = self._store.load()
            self._believed = bundle.verified(self._trust, now)
        except (NoConfiguration, BundleError, TrustError):
            self._believed = None
            return None
        return bundle

    def refresh(self, now: int) -> Bundle | None:
        """Asks central; the bundle if fronts would act differently on it. Raises LinkError, TrustError or OSError."""
        changed = self._store.newer(self._central, self._trust).refresh(now)
        return self.load(now) if changed or self._believed is None else None

    @property
    def manifest_version(self) -> int:
        return self._believed.manifest_version if self._believed else 0

    @property
    def settings(self) -> Settings:
        return self._believed.settings if self._believed else _PLAIN

    @property
    def statement_keys(self) -> Mapping[bytes, bytes]:
        return self._believed.statement_keys if self._believed else {}

    @property
    def known(self) -> bool:
        return self._believed is not None
