"""The main job, end to end, by the commands a person would type."""

import json
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from tests.journeys.conftest import central, enrolled, kiosk

PAGES = ("attract", "home", "item", "notice", "card", "question", "review", "sign", "outcome", "rating", "take_card")


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tour")
    answer = kiosk("tour", "--out", folder)
    assert answer.status == 0, answer.stderr
    return folder


@pytest.mark.xdist_group("tour")
def test_a_visit_online_ends_received_with_a_reference(tour: Path) -> None:
    found = json.loads((tour / "tour.json").read_text())
    assert found["outcome"] == "received"
    assert found["reference"].startswith("SZ-")
    assert found["printed"] == "printed"


@pytest.mark.xdist_group("tour")
def test_every_page_of_the_visit_has_a_picture(tour: Path) -> None:
    names = {path.stem.partition("-")[2] for path in tour.glob("*.png")}
    assert names >= set(PAGES)


@pytest.mark.xdist_group("tour")
def test_the_code_on_the_paper_proves_itself_and_one_byte_less_does_not(tour: Path) -> None:
    found = json.loads((tour / "tour.json").read_text())
    [code] = zxingcpp.read_barcodes(Image.open(tour / "receipt.png"))
    assert code.text == found["receipt_token"]
    good = kiosk("receipt", "verify", tour / "receipt.png", "--trust", tour / "trust.json")
    assert (good.status, good.facts["reference"]) == (0, found["reference"])
    middle = len(code.text) // 2
    changed = code.text[:middle] + ("0" if code.text[middle] != "0" else "1") + code.text[middle + 1 :]
    assert kiosk("receipt", "verify", changed, "--trust", tour / "trust.json").status == 5


@pytest.mark.xdist_group("tour")
def test_central_of_the_tour_holds_the_case_once_with_its_rating(tour: Path) -> None:
    reference = json.loads((tour / "tour.json").read_text())["reference"]
    central("open", "--state", tour / "demo" / "central")
    cases = central("cases", "--state", tour / "demo" / "central", "--reference", reference).facts["cases"]
    assert [(case["reference"], case["item"], case["rating"]) for case in cases] == [
        (reference, "med.cross-region-filing", 5)
    ]


def test_an_application_made_offline_is_delivered_once(tmp_path: Path) -> None:
    state, out = tmp_path / "S", tmp_path / "D"
    with enrolled(tmp_path / "C", state):
        assert kiosk("tour", "--state", state, "--out", out, "--offline").facts["outcome"] == "recorded"
        reference = json.loads((out / "tour.json").read_text())["reference"]
        assert central("cases", "--state", tmp_path / "C", "--reference", reference).facts["cases"] == []
        first = kiosk("outbox", "deliver", "--state", state)
        assert first.status == 0, first.stderr
        once = central("cases", "--state", tmp_path / "C", "--reference", reference).facts["cases"]
        assert kiosk("outbox", "deliver", "--state", state).status == 0
        again = central("cases", "--state", tmp_path / "C", "--reference", reference).facts["cases"]
    assert len(once) == len(again) == 1
    assert kiosk("outbox", "verify", "--state", state).status == 0
