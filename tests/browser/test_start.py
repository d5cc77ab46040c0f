import re

import pytest
from playwright.sync_api import Request, expect

from tests.browser.conftest import NewPage
from tests.browser.driving import LOOKS, Look, expect_no_fault, open_page, rerun, screenshot, settled
from tests.browser.serving import Server

LANGUAGE = {"en-US": "English", "zh-CN": "简体中文"}
BACKGROUND = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 25, 28)"}


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_first_page_is_as_the_browser_wants_it_and_asks_nobody_else(
    first_start: Server, new_page: NewPage, look: Look
) -> None:
    page = new_page(look)
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    open_page(page, first_start.url)

    expect_no_fault(page)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", BACKGROUND[look.scheme])
    expect(page.get_by_role("radio", name=LANGUAGE[look.locale], include_hidden=True)).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth") <= look.width
    assert any(url.startswith(first_start.url) for url in asked)
    assert [url for url in asked if not re.match(rf"({first_start.url}/|data:|blob:)", url)] == []
    screenshot(page, f"start-{look}")


def test_a_chosen_language_stays_when_the_page_is_opened_again(first_start: Server, new_page: NewPage) -> None:
    page = new_page()
    open_page(page, first_start.url)
    with rerun(page):
        page.get_by_role("radio", name="简体中文").click()
    page.reload()
    settled(page)

    expect(page.get_by_role("radio", name="简体中文")).to_be_checked()


def test_a_link_to_a_page_opens_it_as_the_first_of_all(own_app: Server, new_page: NewPage) -> None:
    page = new_page()
    open_page(page, f"{own_app.url}/playbook")

    expect_no_fault(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Playbook")
