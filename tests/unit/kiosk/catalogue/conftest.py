from pathlib import Path

import pytest

from kiosk.catalogue.load import load_catalogue
from kiosk.catalogue.model import Catalogue
from kiosk.wording.lookup import Wording

ASSETS = Path(__file__).parents[4] / "assets"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(ASSETS / "catalogue")


@pytest.fixture(scope="session")
def wording() -> Wording:
    return Wording.load(ASSETS / "wording")
