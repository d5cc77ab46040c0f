import re

import pytest
from playwright.sync_api import Request, expect

from tests.browser.conftest import NewPage
from tests.browser.driving import LOOKS, Look, expect_no_fault, open_page, rerun, screenshot, settled
from tests.browser.serving import Server


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_first_page_opens_without_an_error_in_every_look(
    first_start: Server, new_page: NewPage, look: Look
) -> None:
    page = new_page(look)
    open_page(page, first_start.url)

    expect_no_fault(page)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= look.width
    screenshot(page, f"start-{look}")


def test_the_browsers_language_is_the_default(first_start: Server, new_page: NewPage) -> None:
    for locale, chosen in (("zh-CN", "简体中文"), ("zh-TW", "简体中文"), ("en-GB", "English"), ("fr-FR", "English")):
        page = new_page(Look(locale=locale))
        open_page(page, first_start.url)
        expect(page.get_by_role("radio", name=chosen)).to_be_checked()


def test_a_chosen_language_stays_when_the_page_is_opened_again(first_start: Server, new_page: NewPage) -> None:
    page = new_page()
    open_page(page, first_start.url)
    with rerun(page):
        page.get_by_role("radio", name="简体中文").click()
    page.reload()
    settled(page)

    expect(page.get_by_role("radio", name="简体中文")).to_be_checked()


def test_the_app_asks_nobody_else_for_anything(first_start: Server, new_page: NewPage) -> None:
    page = new_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    open_page(page, first_start.url)

    assert [url for url in asked if not re.match(rf"({first_start.url}/|data:|blob:)", url)] == []
    assert any(url.startswith(first_start.url) for url in asked)


def test_the_system_chooses_light_or_dark(first_start: Server, new_page: NewPage) -> None:
    backgrounds = []
    for scheme in ("light", "dark"):
        page = new_page(Look(scheme=scheme))
        open_page(page, first_start.url)
        app = page.get_by_test_id("stApp")
        backgrounds.append(app.evaluate("element => getComputedStyle(element).backgroundColor"))

    assert backgrounds == ["rgb(255, 255, 255)", "rgb(18, 25, 28)"]
