"""Files central publishes for everyone: signed metadata, targets and content. Their own signatures and hashes speak
for them, so these GETs carry none; what is fetched here is believed by nobody before kiosk.trust has seen it.
"""

from pathlib import Path

from kiosk.contract.api import API
from kiosk.sync.answers import failure_of
from kiosk.sync.errors import CentralRefused, LinkDown, NotCentral
from kiosk.sync.line import Line, Patience

METADATA_LIMIT = 4 * 1024 * 1024
SLOWEST = 16 * 1024  # bytes per second a content file may crawl in with
_MISSING = 404


class NotPublished(LinkDown):
    """Central does not have this file (now): between two publications, or never."""


class PublishedFiles:
    """`base_url` as in the terminal file; `bundle`: PEM file of the only CAs believed."""

    def __init__(self, base_url: str, *, bundle: Path | None = None, patience: Patience | None = None) -> None:
        self._line = Line(base_url, bundle=bundle)
        self._patience = patience or Patience()

    def metadata(self, name: str) -> bytes:
        """E.g. `2.root.json`, `timestamp.json`. Raises LinkError."""
        return self._json(f"{API}/tuf/{name}")

    def target(self, path: str, sha256: str) -> bytes:
        """A target in its consistent form, `<folder>/<sha256>.<name>`. Raises LinkError."""
        folder, _, name = path.rpartition("/")
        return self._json(f"{API}/tuf/targets/{folder + '/' if folder else ''}{sha256}.{name}")

    def content(self, sha256: str, length: int) -> bytes:
        """Raises LinkError."""
        patience = self._patience.longer(length / SLOWEST)
        return self._get(f"{API}/content/{sha256}", length, patience)

    def close(self) -> None:
        self._line.close()

    def _json(self, path: str) -> bytes:
        body = self._get(path, METADATA_LIMIT, self._patience)
        if body.lstrip()[:1] != b"{":
            raise NotCentral("what answers is no file of central")
        return body

    def _get(self, path: str, limit: int, patience: Patience) -> bytes:
        answer = self._line.call("GET", path, limit=limit, patience=patience)
        failure = failure_of(answer)
        if isinstance(failure, CentralRefused) and failure.status == _MISSING:
            raise NotPublished("central has no such file")
        if failure is not None:
            raise failure
        return answer.body
