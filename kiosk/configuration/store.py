"""The terminal's configuration on disk: fetched, verified, and only then the new last-good.

`<state>/configuration/last-good` is one file, replaced atomically, so there is no half of it; `<state>/content/` holds
content under its digest. What is offered must verify against the trust file, be in date, and not be older than what is
stored: last-good is the rollback memory. Content is on disk before the bundle that names it.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from kiosk.configuration.bundle import Bundle, BundleError, decode_bundle, encode_bundle
from kiosk.configuration.disk import private_folder, write_whole
from kiosk.configuration.fetching import Published, fetch_bundle, fetch_roots
from kiosk.contract.content import ContentFile
from kiosk.contract.failure import FailureCode
from kiosk.sync.published import PublishedFiles
from kiosk.trust import Reason, Trust, TrustError, Verified, refuse_older

CA_FILE = "central-ca.pem"
OpenFiles = Callable[[str, Path | None], Published]


class NoConfiguration(Exception):
    """Nothing was ever stored here."""

    code = FailureCode.CONFIGURATION_REFUSED


def authority_bundle(state: Path) -> Path | None:
    """The PEM file of the only CAs a terminal believes, when `kiosk enrol --ca` put one there."""
    path = state / CA_FILE
    return path if path.exists() else None


class ConfigurationStore:
    """`state`: the terminal's state folder. `open_files` opens central's published files for an address."""

    def __init__(self, state: Path, open_files: OpenFiles | None = None) -> None:
        self._state = state
        self._last_good = state / "configuration" / "last-good"
        self._content = state / "content"
        self._open_files = open_files or _over_the_line

    def load(self) -> Bundle:
        """The last good configuration, not verified again. Raises NoConfiguration or BundleError."""
        try:
            return decode_bundle(self._last_good.read_bytes(), self._content)
        except FileNotFoundError as error:
            raise NoConfiguration("this terminal has no configuration yet") from error

    def verified(self, trust: Trust, now: int) -> Verified:
        """The last good configuration, verified. Raises NoConfiguration, BundleError or TrustError."""
        return self.load().verified(trust, now)

    def fetch(self, base_url: str, trust: Trust, now: int) -> Bundle:
        """What central publishes for this terminal, now the last good. Raises LinkError, TrustError or OSError."""
        files = self._open_files(base_url, authority_bundle(self._state))
        try:
            return self._fetch(files, trust, now)
        finally:
            files.close()

    def newer(self, base_url: str, trust: Trust) -> "Newer":
        """The keeper's hook: `newer(…).refresh(now)` after a sync answer named another manifest."""
        return Newer(self, base_url, trust)

    def damaged_content(self) -> list[str]:
        """Digests (hex) of content that is missing or not what its name says."""
        return [digest.hex() for digest, path in self.load().content.items() if not _holds(path, digest)]

    def _fetch(self, files: Published, trust: Trust, now: int) -> Bundle:
        last, current = self._last(trust, now)
        roots = fetch_roots(files, _known_roots(trust, last))
        timestamp = files.metadata("timestamp.json")
        if last is not None and _same(last, roots, timestamp) and not self.damaged_content():
            return last
        offered = fetch_bundle(files, roots, timestamp, trust.own().terminal)
        believed = offered.verified(trust, now)
        if believed.stale:
            raise TrustError(FailureCode.CONFIGURATION_REFUSED, "what central publishes has expired", Reason.EXPIRED)
        if current is not None:
            refuse_older(current, believed)
        content = self._fetch_content(files, believed.content.values())
        bundle = Bundle(offered.roots, offered.metadata, offered.targets, content)
        self._keep(bundle, last)
        return bundle

    def _last(self, trust: Trust, now: int) -> tuple[Bundle | None, Verified | None]:
        """A damaged or no longer believed last-good is as none: the trust file still sets a floor."""
        try:
            last = self.load()
            return last, last.verified(trust, now)
        except (NoConfiguration, BundleError, TrustError):
            return None, None

    def _fetch_content(self, files: Published, wanted: Iterable[ContentFile]) -> Mapping[bytes, Path]:
        private_folder(self._content)
        stored = {}
        for file in wanted:
            digest = bytes.fromhex(file.sha256)
            path = self._content / file.sha256
            if not _holds(path, digest):
                write_whole(path, _checked(files.content(file.sha256, file.length), file))
            stored[digest] = path
        return stored

    def _keep(self, bundle: Bundle, last: Bundle | None) -> None:
        private_folder(self._last_good.parent)
        try:
            data = encode_bundle(bundle)
        except BundleError as error:
            raise TrustError(FailureCode.CONFIGURATION_REFUSED, str(error)) from error
        write_whole(self._last_good, data)
        needed = {path.name for kept in (bundle, last) if kept for path in kept.content.values()}
        for path in self._content.iterdir():
            if path.name not in needed:
                path.unlink(missing_ok=True)


class Newer:
    """Looks whether central has something newer for this terminal."""

    def __init__(self, store: ConfigurationStore, base_url: str, trust: Trust) -> None:
        self._store = store
        self._base_url = base_url
        self._trust = trust

    def refresh(self, now: int) -> bool:
        """True when a front would act differently on what is stored now. Raises LinkError, TrustError or OSError."""
        before = self._state(now)
        self._store.fetch(self._base_url, self._trust, now)
        return self._state(now) != before

    def _state(self, now: int) -> tuple[object, ...] | None:
        try:
            believed = self._store.verified(self._trust, now)
        except (NoConfiguration, BundleError, TrustError):
            return None
        return (
            believed.manifest_version,
            believed.layers,
            believed.sealing_keys,
            dict(believed.statement_keys),
            believed.stale,
        )


def _over_the_line(base_url: str, bundle: Path | None) -> Published:
    return PublishedFiles(base_url, bundle=bundle)


def _known_roots(trust: Trust, last: Bundle | None) -> Sequence[bytes]:
    return [body for _, body in last.roots] if last else trust.authority.roots


def _same(last: Bundle, roots: Sequence[bytes], timestamp: bytes) -> bool:
    return len(last.roots) == len(roots) and dict(last.metadata).get("timestamp.json") == timestamp


def _checked(body: bytes, file: ContentFile) -> bytes:
    if len(body) != file.length or hashlib.sha256(body).hexdigest() != file.sha256:
        raise TrustError(FailureCode.CONFIGURATION_REFUSED, "content is not what its digest says", Reason.DIGEST)
    return body


def _holds(path: Path, digest: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest() == digest
    except OSError:
        return False
