import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.driving import expect_no_fault, go_to, open_page, rerun, screenshot
from tests.browser.serving import Server, served


@pytest.fixture
def own_demo(demo_seed: Path, tmp_path: Path) -> Iterator[Server]:
    """The app with a demo shop of the test's own."""
    with served(Path(shutil.copytree(demo_seed, tmp_path / "shops")), tmp_path / "log.txt") as server:
        yield server


def _press(page: Page, label: str, thumb: int, key: str) -> None:
    """Move one end of a range by a key, as a person without a mouse does."""
    with rerun(page):
        page.get_by_role("slider", name=label).nth(thumb).press(key)


def test_a_rule_is_edited_until_the_linter_turns_red_mended_and_saved(own_demo: Server, new_page: NewPage) -> None:
    page = new_page()
    open_page(page, own_demo.url)
    go_to(page, "Rules")
    use = page.get_by_role("button", name="Use for the whole shop")
    expect_no_fault(page)
    expect(use).to_be_disabled()

    # The first row is the champions': F 4 to 5. Without F 4 five cells have no name.
    _press(page, "F", 0, "ArrowRight")
    expect(page.get_by_text("(R F M: 541, 542, 543, 544, 545)")).to_be_visible()
    expect(use).to_be_disabled()
    screenshot(page, "rules-red")

    # The third row, the potential loyalists (R 4 to 5, F 2 to 3), takes F 4 too: that mends it but claims R 4 F 4 twice.
    _press(page, "F", 5, "ArrowRight")
    expect(page.get_by_text("(R F M: 441, 442, 443, 444, 445)")).to_be_visible()
    expect(use).to_be_disabled()

    # Back, and the champions' F 4 too.
    _press(page, "F", 5, "ArrowLeft")
    _press(page, "F", 0, "ArrowLeft")
    expect_no_fault(page)

    with rerun(page):
        page.get_by_role("textbox", name="Name").first.fill("Best friends")
        page.get_by_role("textbox", name="Name").first.press("Enter")
    expect(use).to_be_enabled()
    with rerun(page):
        use.click()
    expect(page.get_by_text("These rules were changed for every page.")).to_be_visible()
    screenshot(page, "rules-saved")

    go_to(page, "Segments")
    expect_no_fault(page)
    expect(page.get_by_text("Best friends").first).to_be_attached()
