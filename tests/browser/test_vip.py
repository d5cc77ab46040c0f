"""VIP levels as the library counts them; a level set by hand, written down and taken back; who is one visit away, in hand."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from segmentation.views.vip import Near, distances, vip_view
from tests.browser.conftest import NewPage
from tests.browser.driving import (
    choose,
    csv_column,
    expect_no_fault,
    go_to,
    metric,
    open_page,
    rerun,
    screenshot,
    settled,
    taken,
    texts,
)
from tests.browser.serving import Server
from tests.browser.shop_answers import ShopAnswers

REASON = "Friend of the house"


def press(page: Page, label: str) -> None:
    with rerun(page):
        page.get_by_test_id("stMain").get_by_role("button", name=label, exact=True).click()


def open_part(page: Page, label: str) -> None:
    page.get_by_test_id("stExpander").get_by_text(label, exact=True).click()


def expect_first_row(page: Page, heading: str, *cells: str) -> None:
    """The first row of the table with that column has these, as readers of screens hear it: what is seen is painted."""
    table = page.get_by_test_id("stDataFrame").filter(has=page.locator(f"canvas th:text-is('{heading}')"))
    table.scroll_into_view_if_needed()
    row = table.locator("canvas [role=row][aria-rowindex='2']")
    for cell in cells:
        said = row.locator("[role=gridcell]").filter(has_text=re.compile(f"^{re.escape(cell)}$"))
        expect(said.first).to_be_attached()


def test_levels_are_the_librarys_one_is_set_by_hand_and_taken_back_and_the_near_are_taken_away(
    used_app: Server, new_page: NewPage, demo_answers: ShopAnswers, tmp_path: Path
) -> None:
    view, words = vip_view(demo_answers.workspace, demo_answers.basis), demo_answers.words
    near = distances(demo_answers.workspace, demo_answers.basis, Near.ONE_VISIT)
    page = new_page()
    open_page(page, used_app.url)
    go_to(page, "VIP")
    expect_no_fault(page)

    shown = texts(page, "vip.levels")
    for at, level in enumerate(view.levels):
        assert shown[at].startswith(f"{words.number(level.customers)} · ")
        assert shown[at + len(view.levels)].startswith(f"{words.money(level.revenue, 0)} · ")
    assert metric(page, "One visit from VIP") == words.number(view.one_visit_away) == words.number(near.num_rows)
    assert metric(page, "Kept by grace") == words.number(view.kept_by_grace)
    assert metric(page, "Set by hand") == "0"
    file = taken(page, "vip.distances.csv", tmp_path / "near.csv")
    assert csv_column(file, "Customer") == near["customer"].to_pylist()
    assert near.num_rows > 100

    press(page, "Record the levels of today")
    customer = near["customer"][0].as_py()
    open_part(page, "Set a level by hand")
    box = page.get_by_role("textbox", name="Find a customer by number, name or phone")
    box.fill(customer)
    with rerun(page):
        box.press("Enter")
    choose(page, page.get_by_role("combobox", name="Level", exact=True), "Non-VIP")
    page.get_by_role("textbox", name="Reason").fill(REASON)
    press(page, "Set the level")
    expect(page.get_by_test_id("stText").filter(has_text=REASON)).to_contain_text(customer)
    assert metric(page, "Set by hand") == "1"
    expect_first_row(page, "Level in force", customer, "Non-VIP", "Set by hand", REASON)
    expect_first_row(page, "Now", customer, "Quasi-VIP", "Non-VIP", f"Set by hand: {REASON}")
    screenshot(page, "vip-by-hand")

    open_page(page, used_app.url, "vip")
    assert metric(page, "Set by hand") == "1"
    open_part(page, "Set a level by hand")
    press(page, "End now")
    settled(page)
    assert metric(page, "Set by hand") == "0"
    log = taken(page, "vip.log.csv", tmp_path / "log.csv")
    assert csv_column(log, "Customer")[:2] == [customer, customer]
    assert csv_column(log, "Reason")[:2] == ["The level set by hand ended", f"Set by hand: {REASON}"]
    expect_first_row(page, "Now", customer, "Non-VIP", "Quasi-VIP", "The level set by hand ended")
    expect_no_fault(page)
