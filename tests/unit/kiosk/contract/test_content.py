"""Content named by layers: shape and bounds."""

import pytest

from kiosk.contract.content import CONTENT_LIMIT, ContentError, content_of

DIGEST = "0" * 64


def test_content_is_read_from_merged_layers() -> None:
    assert content_of({}) == {}
    assert content_of({"content": {"a": {"sha256": DIGEST, "length": 5}}})["a"].length == 5


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"a": {"sha256": DIGEST}},
        {"a": {"sha256": DIGEST.upper().replace("0", "A"), "length": 1}},
        {"a": {"sha256": "../" + DIGEST, "length": 1}},
        {"a": {"sha256": DIGEST, "length": -1}},
        {"a": {"sha256": DIGEST, "length": CONTENT_LIMIT + 1}},
        {str(number): {"sha256": DIGEST, "length": 0} for number in range(5000)},
    ],
)
def test_a_wrong_or_boundless_list_is_refused(content: object) -> None:
    with pytest.raises(ContentError):
        content_of({"content": content})
