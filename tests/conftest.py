"""What every test may ask for: the real data beside the checkout, and shops to look at."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import settings

from segmentation.demo.shop import BUILT_BEFORE
from segmentation.intake.findings import REFUSED
from segmentation.packed import PackedTable
from segmentation.schema import SALES
from segmentation.store.file_load import Prepared, load_prepared, prepare
from segmentation.store.home import Home
from segmentation.store.loading import Incoming, store_sales

PROJECT = Path(__file__).parents[1]

# A drawn example has no deadline: a busy machine makes slow what is quick.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real sales data and odd files; it is not part of the repository."""
    folder = Path(os.environ.get("REGULARS_SHARED") or PROJECT.parent / "shared")
    if not (folder / "data").is_dir():
        pytest.skip(f"no real data: {folder / 'data'} is not there (REGULARS_SHARED says where it is)")
    return folder


def make_home(folder: Path, name: str, sales: pa.Table, *, currency: str | None = "CNY") -> Path:
    """A home with one shop that has these sales (``schema.SALES``), its file closed."""
    home = Home(folder)
    workspace = home.open(home.create(name, currency=currency))
    incoming = Incoming(
        file_name=f"{name}.csv",
        sha256="0" * 64,
        sheet="",
        sales=PackedTable.of(sales),
        refused=REFUSED.empty_table(),
        findings=(),
        read_count=sales.num_rows,
        left_out_count=0,
    )
    store_sales(workspace, incoming)
    home.close_all()
    return folder


@pytest.fixture(scope="session")
def demo_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo shop, built once. Only to be copied: who needs it takes ``demo_home``."""
    from segmentation.demo import tea_house

    return make_home(tmp_path_factory.mktemp("demo_seed") / "shops", "Tea house", tea_house.sales())


@pytest.fixture
def demo_home(demo_seed: Path, tmp_path: Path) -> Path:
    """A home with the demo shop, the test's own."""
    return Path(shutil.copytree(demo_seed, tmp_path / "demo"))


@pytest.fixture(scope="session")
def online_retail_read(shared: Path) -> Prepared:
    """Online Retail's half a million sales lines, read from the workbook once and recognised, not yet stored."""
    return prepare(None, shared / "data" / "online_retail.xlsx", file_name="online_retail.xlsx")


@pytest.fixture(scope="session")
def online_retail_home(online_retail_read: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the real shop, loaded once the whole way and closed. Only to be read, or to be copied."""
    home = Home(tmp_path_factory.mktemp("online_retail") / "shops")
    load_prepared(home.open(home.create("Online Retail", currency="GBP")), online_retail_read)
    home.close_all()
    return home.folder


@pytest.fixture
def one_customer_home(tmp_path: Path) -> Path:
    """A home with a shop of one customer who bought once: the smallest shop there is."""
    line = {field.name: None for field in SALES} | {
        "row_number": 2,
        "customer": "C1",
        "customer_key": "c1",
        "order_number": "1",
        "sold_at": datetime(2024, 5, 6, 10, 30),
        "net_revenue": Decimal("12.50"),
        "is_counted": True,
    }
    return make_home(tmp_path / "one", "Corner shop", pa.Table.from_pylist([line], schema=SALES))


@pytest.fixture
def no_shop_home(tmp_path: Path) -> Path:
    """A home without any shop, whose owner deleted the demo shop."""
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / BUILT_BEFORE).touch()
    return tmp_path / "none"
