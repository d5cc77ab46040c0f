"""Consultations a day typed in, and care that is ticked: both are there the next time, and can be taken back."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from segmentation.classifications.store_stage import LEVELS, care_stage, next_stage, stage_of
from segmentation.playbook.store_stage import CARE
from tests.browser.conftest import NewPage
from tests.browser.driving import expect_no_fault, go_to, keyed, metric, open_page, rerun, screenshot
from tests.browser.serving import Server

NOW, A_YEAR_AGO = 75, 501
NAMES = {level.key: level.name for level in LEVELS}


def type_in(page: Page, count: int, *, years_back: int = 0) -> None:
    form = page.get_by_test_id("stForm")
    year = form.get_by_test_id("stDateInput").get_by_role("spinbutton", name="year")
    for _ in range(years_back):
        year.press("ArrowDown")
    form.get_by_test_id("stNumberInputField").fill(str(count))
    with rerun(page):
        form.get_by_role("button", name="Save").click()


def expect_history(page: Page) -> None:
    """Both days stand in the picture, the earlier with its own number, and the later one decides."""
    assert metric(page, "Consultations a day") == str(NOW)
    assert metric(page, "Stage") == NAMES[stage_of(NOW)] != NAMES[stage_of(A_YEAR_AGO)]
    points = keyed(page, "stage.history").locator(".scatterlayer .point")
    expect(points).to_have_count(2)
    points.first.scroll_into_view_if_needed()
    box = points.first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(keyed(page, "stage.history").locator(".hoverlayer .hovertext")).to_contain_text(str(A_YEAR_AGO))


def done(page: Page, text: str) -> Locator:
    return page.get_by_text(re.compile(rf"^✓ {re.escape(text)} Done on "))


def test_consultations_and_care_are_kept(used_app: Server, new_page: NewPage) -> None:
    page = new_page()
    open_page(page, used_app.url)
    go_to(page, "Store stage")
    expect(page.get_by_role("heading", name="Care list")).to_have_count(0)
    type_in(page, 49)
    assert metric(page, "Stage") == NAMES[stage_of(49)]
    type_in(page, NOW)
    type_in(page, A_YEAR_AGO, years_back=1)
    expect_history(page)
    following = next_stage(NOW)
    assert following is not None
    assert metric(page, f"To: {NAMES[following.key]}") == f"{following.more} more a day"

    first, second, *_ = [item.text for item in CARE[care_stage(stage_of(NOW))]]
    with rerun(page):
        page.get_by_test_id("stMain").get_by_role("button", name="Done", exact=True).first.click()
    expect(done(page, first)).to_be_visible()
    screenshot(page, "store-stage-kept")

    open_page(page, used_app.url, "store_stage")
    expect_history(page)
    expect(done(page, first)).to_be_visible()
    expect(done(page, second)).to_have_count(0)
    with rerun(page):
        page.get_by_role("button", name="Undo", exact=True).click()
    open_page(page, used_app.url, "store_stage")
    expect(done(page, first)).to_have_count(0)
    expect_no_fault(page)
