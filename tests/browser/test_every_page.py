"""First start, demo shop, every page of the menu: no error, no page wider than the window."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from pages.shared.navigation import PAGES
from segmentation.locale import Words
from tests.browser.conftest import NewPage
from tests.browser.driving import Look, expect_no_fault, go_to, open_page, screenshot
from tests.browser.serving import Server

DESK, PHONE = Look(), Look(locale="zh-CN", scheme="dark", width=390, height=844)


@pytest.mark.parametrize(("look", "words"), [(DESK, Words("en")), (PHONE, Words("zh_CN"))], ids=["desk", "phone"])
def test_every_page_opens_without_an_error(first_start: Server, new_page: NewPage, look: Look, words: Words) -> None:
    page = new_page(look)
    open_page(page, first_start.url)
    for entry in PAGES:
        if entry is not PAGES[0]:
            go_to(page, words(entry.title))
        expect(page.get_by_role("heading", level=1)).to_have_text(words(entry.title))
        expect_no_fault(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= look.width
        screenshot(page, f"{entry.script.replace('/', '-').removesuffix('.py')}-{look}")
