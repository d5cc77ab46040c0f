"""The main job on real sales: create a shop, upload, look, move a weight, take the list away."""

from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from segmentation.classifications import value_classes
from segmentation.classifications.cube import totals
from segmentation.parameters import Analysis, CutChoice, CutMode, Period, Weights
from segmentation.store.home import Home
from segmentation.views.basis import last_order_date, score_basis
from tests.browser.conftest import NewPage
from tests.browser.driving import Look, choose, expect_no_fault, go_to, metric, open_page, rerun, screenshot, settled
from tests.browser.serving import Server

FOUR_MINUTES = 240_000


def create_shop(page: Page, name: str) -> None:
    go_to(page, "Shops")
    page.get_by_text("New shop").click()
    page.get_by_label("Name of the shop").fill(name)
    form = page.get_by_test_id("stForm").filter(has=page.get_by_label("Name of the shop"))
    with rerun(page):
        form.get_by_role("button", name="Create").click()
    expect(page.get_by_test_id("stSidebar").get_by_role("combobox", name="Shop")).to_have_value(name)


def upload(page: Page, file: Path) -> None:
    go_to(page, "Load files")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    expect(page.get_by_role("button", name=re.compile("^Load [0-9,]+ rows?$"))).to_be_visible(timeout=FOUR_MINUTES)
    settled(page)


def classes_under(home: Path, weights: Weights) -> dict[str, int]:
    """Customers of each class under other weights, by the library on the same sales."""
    opened = Home(home)
    workspace = opened.open(opened.shops()[0].id)
    last = last_order_date(workspace)
    assert last is not None
    quintiles = CutChoice(CutMode.QUINTILES)
    found = score_basis(workspace, Period(last), quintiles, CutChoice(CutMode.REPEAT_AWARE), quintiles)
    opened.close_all()
    labels = value_classes.class_of_cells(weights, Analysis(Period(last)).scoring.class_limits)
    return {group.key: group.customers for group in totals(found.cube, labels, value_classes.KEYS)}


@pytest.fixture
def expected(shared: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((shared / "data" / "online_retail.expected.json").read_text())
    return found


def test_real_sales_from_the_upload_to_the_list_in_hand(
    own_app: Server, new_page: NewPage, shared: Path, expected: dict, online_retail_home: Path, tmp_path: Path
) -> None:
    page = new_page(Look(height=1400))
    open_page(page, own_app.url)
    create_shop(page, "Online Retail")
    upload(page, shared / "data" / "online_retail.xlsx")
    for label, column in (("Customer", "CustomerID"), ("Order number", "InvoiceNo"), ("Order date", "InvoiceDate")):
        expect(page.get_by_role("combobox", name=label, exact=True).first).to_have_value(column)
    screenshot(page, "main-job-mapping")
    page.get_by_role("button", name="Load 541,909 rows").click()
    expect(page.get_by_text("Loaded and saved.")).to_be_visible(timeout=FOUR_MINUTES)
    settled(page)
    read, kept, refused, there = (
        int(metric(page, label).replace(",", "")) for label in ("Lines read", "Kept", "Refused", "Already there")
    )
    assert (read, kept, refused, there) == (541_909, 541_909, 0, 0)

    go_to(page, "Pareto")
    expect_no_fault(page)
    text = page.get_by_test_id("stMain").inner_text()
    for reading in ("27.2%", "73.6%", "0.70"):
        assert reading in text

    go_to(page, "Scores")
    expect_no_fault(page)
    names = {"A": "A key", "B": "B important", "C": "C ordinary", "D": "D dormant"}
    shown = {key: int(metric(page, name).replace(",", "")) for key, name in names.items()}
    assert shown == expected["classes"]
    slider = page.get_by_role("slider").first
    slider.focus()
    with rerun(page):
        slider.press("End")
    moved = {key: int(metric(page, name).replace(",", "")) for key, name in names.items()}
    assert moved != shown
    assert moved == classes_under(
        Path(shutil.copytree(online_retail_home, tmp_path / "same")), Weights(Decimal(10), Decimal(8), Decimal(8))
    )
    assert int(metric(page, "Go up").replace(",", "")) + int(metric(page, "Go down").replace(",", "")) > 0
    screenshot(page, "main-job-weights")

    go_to(page, "Segments")
    with rerun(page):
        choose(page, page.get_by_role("combobox", name="Whose customers"), "Segment: Champions")
    settled(page)
    assert metric(page, "Customers") == "604"
    assert metric(page, "Revenue, all time") == "4,188,278.56"
    screenshot(page, "main-job-champions")
    with page.expect_download(timeout=FOUR_MINUTES) as waiting:
        page.get_by_role("button", name="Workbook").click()
    waiting.value.save_as(tmp_path / "list.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "list.xlsx")
    lists = [sheet for sheet in workbook if sheet.auto_filter.ref]
    (sheet,) = lists
    heading, *rows = list(sheet.iter_rows(values_only=True))
    place = {name: index for index, name in enumerate(heading)}
    assert len(rows) == 604
    money = next(
        index for name, index in place.items() if name in ("Revenue", "Monetary value", "Total spent", "Monetary")
    )
    assert sum(Decimal(str(row[money])).quantize(Decimal("0.0001")) for row in rows) == Decimal("4188278.5600")
    assert {row[place["Segment"]] for row in rows} == {"Champions"}
    assert sheet.freeze_panes


def test_the_same_file_again_changes_nothing_and_says_so(own_app: Server, new_page: NewPage, shared: Path) -> None:
    page = new_page()
    open_page(page, own_app.url)
    create_shop(page, "Twice")
    upload(page, shared / "corpus" / "000_plain_ok.xlsx")
    with rerun(page):
        page.get_by_role("button", name="Load 20 rows").click()
    expect(page.get_by_text("Loaded and saved.")).to_be_visible()
    upload(page, shared / "corpus" / "001_plain_ok_again.xlsx")
    page.get_by_role("button", name="Load 20 rows").click()
    expect(page.get_by_text("This file was already loaded")).to_be_visible()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("040_zero_byte.xlsx", "The file is empty"),
        ("053_png_named_xlsx.xlsx", "picture"),
        ("050_encrypted.xlsx", "password"),
    ],
)
def test_a_wrong_file_gets_one_clear_sentence(
    demo_app: Server, new_page: NewPage, shared: Path, file: str, sentence: str
) -> None:
    page = new_page()
    open_page(page, demo_app.url)
    go_to(page, "Load files")
    with rerun(page):
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(shared / "corpus" / file)
    expect(page.get_by_test_id("stAlert").filter(has_text=sentence)).to_have_count(1)
