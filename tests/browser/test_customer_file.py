"""A customer's file in hand: found by phone, edited and undone, and the way up that comes true when it is bought."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from playwright.sync_api import Locator, Page, expect

from segmentation.parameters import VipRules
from segmentation.schema import SALES
from segmentation.store.home import Home
from segmentation.views.chosen import use
from tests.browser.conftest import NewPage
from tests.browser.driving import Look, expect_no_fault, go_to, open_page, rerun, screenshot, settled
from tests.browser.serving import Server, served
from tests.conftest import make_home

NAME, PHONE, NOTE = "Ann Lee", "13800138000", "prefers the jade pillow"
LAST_DAY = datetime(2024, 3, 20, 15)


@pytest.fixture
def corner_shop(tmp_path: Path) -> Iterator[Server]:
    """Three customers who come every ten days and spend 40 a visit; who spends 1000 in a year is a VIP."""
    empty = {field.name: None for field in SALES} | {"is_counted": True}
    lines = [
        empty
        | {
            "row_number": 2 + 3 * visit + place,
            "customer": customer,
            "customer_key": customer.lower(),
            "name": NAME if customer == "Ann" else None,
            "phone": PHONE if customer == "Ann" else None,
            "order_number": f"{visit}-{place}",
            "sold_at": LAST_DAY - timedelta(days=10 * visit + place),
            "net_revenue": Decimal(40),
        }
        for visit in range(8)
        for place, customer in enumerate(("Ann", "Bob", "Cat"))
    ]
    folder = make_home(tmp_path / "shops", "Corner shop", pa.Table.from_pylist(lines, schema=SALES), currency=None)
    home = Home(folder)
    use(home.open(home.shops()[0].id), "vip", VipRules(spending_limit=Decimal(1000)))
    home.close_all()
    with served(folder, tmp_path / "log.txt") as server:
        yield server


def find(page: Page, typed: str) -> None:
    box = page.get_by_role("textbox", name="Find a customer")
    box.fill(typed)
    with rerun(page):
        box.press("Enter")


def look_at(page: Page, part: str) -> None:
    with rerun(page):
        page.get_by_test_id("stMain").get_by_role("radio", name=part).click()


def press(page: Page, label: str) -> None:
    with rerun(page):
        page.get_by_test_id("stMain").get_by_role("button", name=label, exact=True).click()


def vip_card(page: Page) -> Locator:
    """The innermost box that explains the VIP level."""
    return page.get_by_test_id("stVerticalBlock").filter(has_text=re.compile(r"^\s*VIP level by rule:")).last


def test_found_by_phone_edited_undone_and_raised_as_the_card_says(
    corner_shop: Server, new_page: NewPage, tmp_path: Path
) -> None:
    page = new_page()
    open_page(page, corner_shop.url)
    go_to(page, "Customers")
    find(page, "+86 138-0013-8000")
    expect(page.get_by_role("heading", level=3)).to_have_text(NAME)

    look_at(page, "Edit")
    page.get_by_role("textbox", name="City").fill("Suzhou")
    press(page, "Save")
    expect(page.get_by_role("textbox", name="City")).to_have_value("Suzhou")
    press(page, "Undo")
    expect(page.get_by_role("textbox", name="City")).to_have_value("")
    look_at(page, "History")
    expect(page.get_by_text("City: Suzhou")).to_be_visible()
    press(page, "Bring back")
    look_at(page, "At a glance")
    expect(page.get_by_text("Suzhou", exact=True)).to_be_visible()

    look_at(page, "Notes")
    page.get_by_role("textbox", name="Text").fill(NOTE)
    press(page, "Save the note")
    expect(page.get_by_text(NOTE)).to_be_visible()

    look_at(page, "Why these levels")
    expect(vip_card(page)).to_contain_text("VIP level by rule: Quasi-VIP")
    way = re.search(r"→ VIP: 1 more visit with ([\d.,]+) in all", vip_card(page).inner_text())
    assert way is not None
    assert way[1] == "680"
    screenshot(page, "customers-why")

    sheet = tmp_path / "next day.csv"
    bought = (LAST_DAY + timedelta(days=1)).date()
    sheet.write_text(f"Customer,Order number,Order date,Amount\nAnn,900,{bought},{way[1]}\n", encoding="utf-8")
    go_to(page, "Load files")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(sheet)
    expect(page.get_by_role("button", name=re.compile("^Load 1 row$"))).to_be_visible(timeout=60_000)
    settled(page)
    with rerun(page):
        page.get_by_role("button", name=re.compile("^Load 1 row$")).click()
    expect(page.get_by_text("Loaded and saved.")).to_be_visible(timeout=60_000)
    open_page(page, corner_shop.url, "customers?customer=1")  # as on the next morning
    expect(page.get_by_role("heading", level=3)).to_have_text(NAME)
    look_at(page, "Why these levels")
    expect(vip_card(page)).to_contain_text("VIP level by rule: VIP")
    expect_no_fault(page)

    assert not re.search("Ann|138|jade", page.url)
    log = corner_shop.log.read_text(encoding="utf-8")
    assert log
    assert not any(said in log for said in (NAME, PHONE, NOTE, "Suzhou"))


def test_a_file_fits_a_phone(corner_shop: Server, new_page: NewPage) -> None:
    page = new_page(Look(scheme="dark", width=390, height=844))
    open_page(page, corner_shop.url)
    open_page(page, corner_shop.url, "customers?customer=1")
    for part in ("Why these levels", "What they bought", "Notes", "Edit", "History", "At a glance"):
        look_at(page, part)
        expect_no_fault(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
