"""The library from a notebook: the examples of its page, and the same figures as the dashboard's."""

from __future__ import annotations

import doctest
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import segmentation
from segmentation.errors import NoSuchShop
from segmentation.store.errors import IllegalShopName
from segmentation.store.home import Home
from segmentation.views.chosen import analysis_in_use, period_up_to
from segmentation.views.summary import summary
from tests.conftest import PROJECT

MARCH = """Customer,Order,Date,Amount
Ann,1,2024-03-01,40.50
Ann,2,2024-03-08,30
Bob,3,2024-03-10,25
Ann,4,2024-03-20,40
Bob,5,2024-03-25,30
Cat,6,2024-04-01,15
"""
APRIL = "Who,Order,Date,Sum\nBob,7,01/04/2024,20\nAnn,8,22/04/2024,20\nBob,9,21/04/2024,0\n"


@pytest.fixture
def sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "march.csv").write_text(MARCH, encoding="utf-8")
    (tmp_path / "april.csv").write_text(APRIL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_examples_of_the_page_give_what_it_shows(sheets: Path) -> None:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    page = PROJECT / "docs" / "notebook.md"
    failed, tried = doctest.testfile(str(page), module_relative=False, optionflags=flags, encoding="utf-8")
    assert tried > 12
    assert failed == 0


def test_frames_hold_what_the_dashboard_shows(demo_home: Path) -> None:
    home = Home(demo_home)
    card = home.shops()[0]
    workspace = home.open(card.id)
    shown = summary(workspace, analysis_in_use(workspace, period_up_to(workspace)))
    home.close_all()
    with segmentation.open_shop(demo_home / card.id) as shop:
        everyone, segments = shop.customers(), shop.segments()
        assert shop.summary() == shown
        champions = shop.customers(segment="champions")
        vips = shop.customers(vip_level=("VIP", "quasi-VIP"))
    assert len(everyone) == shown["customers"]
    assert round(Decimal(everyone.monetary.sum()), 4) == shown["monetary"]
    assert segments.customers.to_dict() == shown["segments"]
    assert len(champions) == shown["segments"]["champions"]
    assert set(champions.segment) == {"champions"}
    assert set(vips.vip_level) == {"VIP", "quasi-VIP"}
    assert everyone.groupby("segment").size().to_dict() == {
        key: count for key, count in shown["segments"].items() if count
    }


def test_a_folder_that_is_no_shop_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    with pytest.raises(NoSuchShop):
        segmentation.open_shop(tmp_path / "letters")
    assert list((tmp_path / "letters").iterdir()) == []


def test_a_hidden_folder_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(IllegalShopName):
        segmentation.open_shop(tmp_path / ".hidden")
    assert list(tmp_path.iterdir()) == []


def test_rules_for_a_sheet_that_holds_no_sales_are_refused(sheets: Path) -> None:
    (sheets / "members.csv").write_text("Customer,Name,Phone\nA1,Ann,555-0101\nA2,Bob,555-0102\n", encoding="utf-8")
    with segmentation.open_shop(sheets / "Corner shop") as shop, pytest.raises(ValueError, match="rules are for sales"):
        shop.load(sheets / "members.csv", kind="customers", rules={"date_order": "dmy"})


def test_importing_the_library_brings_no_pandas_with_it() -> None:
    check = "import sys, segmentation; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], cwd=PROJECT, check=False).returncode == 0
