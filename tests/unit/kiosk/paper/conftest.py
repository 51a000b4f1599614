from pathlib import Path

import pytest

from kiosk.paper.faces import Faces
from kiosk.paper.receipt import OwedReceipt, Receipt, ReceiptState
from kiosk.wording.lookup import Wording

ASSETS = Path(__file__).parents[4] / "assets"
TOKEN = "K1:" + ("8Q2$A*BC%DEF+GHI-JKL.MNO/PQR:ST" * 9)[:255]


@pytest.fixture(scope="session")
def wording() -> Wording:
    return Wording.load(ASSETS / "wording")


@pytest.fixture(scope="session")
def faces() -> Faces:
    loaded = Faces.load(ASSETS / "fonts.toml")
    if missing := loaded.missing():
        pytest.skip(f"fonts not installed: {', '.join(missing)}")
    return loaded


@pytest.fixture
def receipt() -> Receipt:
    return Receipt(
        reference="SZ-7K3M-9QXP-4",
        state=ReceiptState.RECORDED,
        item="异地就医备案",
        applicant="王*",
        check_code="4GQ7-M2XK",
        not_before=1795487100,
        not_after=1795487160,
        token=TOKEN,
        terminal="LH03",
        branch="样本银行龙华支行",
        language="zh-CN",
    )


@pytest.fixture
def owed(receipt: Receipt) -> OwedReceipt:
    return OwedReceipt(
        reference=receipt.reference,
        not_before=receipt.not_before,
        not_after=receipt.not_after,
        token=TOKEN,
        terminal=receipt.terminal,
        branch=receipt.branch,
        language="zh-CN",
    )
