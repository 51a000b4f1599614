import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.file import SIZE_LIMIT, CatalogueError
from kiosk.catalogue.load import build_catalogue, load_catalogue
from kiosk.catalogue.model import Catalogue, Condition, FieldKind, Sensitivity

FOLDER = Path(__file__).parents[4] / "assets" / "catalogue"
DEFAULT = "med.cross-region-filing.json"


def _raw() -> Any:
    return json.loads((FOLDER / DEFAULT).read_text())


def _refused(raw: Any) -> None:
    with pytest.raises(CatalogueError):
        build_catalogue({DEFAULT: json.dumps(raw).encode()})


def test_ten_items_stand_in_the_catalogue(catalogue: Catalogue) -> None:
    assert len(catalogue.items) == 10
    assert all(item.names.keys() == {"zh-CN", "zh-Hant", "en", "ar", "ja", "ko", "fr"} for item in catalogue.items)


def test_a_field_carries_what_the_file_says(catalogue: Catalogue) -> None:
    item = catalogue.item("med.cross-region-filing")
    assert item is not None
    phone, end = item.fields[2], item.fields[6]
    assert (phone.kind, phone.mask, phone.sensitivity) == (FieldKind.MOBILE, "phone_3_4", Sensitivity.PERSONAL)
    assert phone.question["en"] == "What is your mobile number?"
    assert (end.required, end.minimum, item.fields[5].minimum) == (False, "start", "today")
    assert [option.value for option in item.fields[3].options] == ["long_term", "temporary", "referral"]


def test_a_condition_on_yes_is_kept_as_text(catalogue: Catalogue) -> None:
    item = catalogue.item("welfare.elderly-allowance")
    assert item is not None
    assert item.fields[3].show_if == Condition("proxy", ("true",))
    assert item.fields[3].required


def test_all_provinces_and_their_capitals_are_there(catalogue: Catalogue) -> None:
    provinces = [region for region in catalogue.regions if not region.parent]
    assert len(provinces) == 34
    without_cities = {p.code for p in provinces if all(r.parent != p.code for r in catalogue.regions)}
    assert without_cities == {"110000", "120000", "310000", "500000", "710000", "810000", "820000"}
    capitals = {f"{province.code[:2]}0100" for province in provinces if province.code not in without_cities}
    assert capitals <= {region.code for region in catalogue.regions}


def test_guangdong_has_its_twenty_one_cities(catalogue: Catalogue) -> None:
    assert sum(region.parent == "440000" for region in catalogue.regions) == 21


def test_two_files_of_one_item_are_refused() -> None:
    body = (FOLDER / DEFAULT).read_bytes()
    with pytest.raises(CatalogueError, match="two files"):
        build_catalogue({"a.json": body, "b.json": body})


def test_a_broken_file_is_refused_and_named() -> None:
    for body in (b"", b"[]", b"\xff\xfe", b"{}", b"x" * (SIZE_LIMIT + 1)):
        with pytest.raises(CatalogueError, match=r"broken\.json"):
            build_catalogue({"broken.json": body})


def test_a_file_of_another_version_is_refused() -> None:
    _refused({**_raw(), "$v": 2})


def test_a_scope_or_text_that_leads_nowhere_is_refused() -> None:
    raw = _raw()
    raw["ui"]["elements"][0]["elements"][0]["scope"] = "#/properties/nothing"
    _refused(raw)
    raw = _raw()
    for texts in raw["i18n"].values():
        texts.pop("phone.question", None)
    _refused(raw)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError):
        load_catalogue(tmp_path)
