"""The two splits and both together, each one click; the list behind a cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, expect

from segmentation.classifications.cube import GroupTotals
from segmentation.classifications.final_classification import LEVELS
from segmentation.locale import Words
from segmentation.parameters import ListFilters
from segmentation.views.customer_list import list_rows
from segmentation.views.final_classes import final_view
from tests.browser.conftest import NewPage
from tests.browser.driving import (
    choose,
    click_mark,
    csv_column,
    expect_no_fault,
    go_to,
    keyed,
    marks,
    metric,
    open_page,
    rerun,
    screenshot,
    taken,
    texts,
)
from tests.browser.serving import Server
from tests.browser.shop_answers import ShopAnswers


def split(page: Page, label: str) -> None:
    with rerun(page):
        keyed(page, "final.step").get_by_role("radio", name=label).click()


def counted(page: Page, key: str, groups: Sequence[GroupTotals], words: Words) -> bool:
    """Whether the figure's bars tell the customers of these groups, and below them the revenue."""
    shown = [text.split(" · ")[0] for text in texts(page, key)]
    customers = [words.number(group.customers) for group in groups]
    return shown == [*customers, *(words.money(group.revenue, 0) for group in groups)]


def test_one_click_each_for_both_splits_and_the_nine_classes_and_the_list_behind_a_cell(
    demo_app: Server, new_page: NewPage, demo_answers: ShopAnswers, tmp_path: Path
) -> None:
    view, words = final_view(demo_answers.workspace, demo_answers.basis), demo_answers.words
    page = new_page()
    open_page(page, demo_app.url)
    go_to(page, "Classification")

    split(page, "2 · By frequency")
    assert counted(page, "final.second", view.second, words)
    split(page, "1 · By amount")
    assert counted(page, "final.first", view.first, words)
    click_mark(page, "final.first", 1)
    expect(page.get_by_role("heading", name="Middle amount", level=3)).to_be_visible()
    assert metric(page, "Customers") == words.number(view.first[1].customers)

    split(page, "3 · Both together")
    expect(marks(page, "final.matrix")).to_have_count(9)
    assert texts(page, "final.matrix") == [
        f"{words(level.name)} {words.number(one.customers)} {words.money(one.revenue, 0)}"
        for level, one in zip(LEVELS, view.classes, strict=True)
    ]
    screenshot(page, "classification-nine")

    for at, level in enumerate(LEVELS):
        if at in (1, 6):
            click_mark(page, "final.matrix", at)
            expect(page.get_by_role("heading", name=words(level.name), level=3)).to_be_visible()
            assert metric(page, "Customers") == words.number(view.classes[at].customers)
            assert metric(page, "Revenue, all time") == words.money(view.classes[at].revenue)
    with rerun(page):
        choose(page, page.get_by_role("combobox", name="Whose customers"), words(LEVELS[0].name))
    expect(page.get_by_role("heading", name=words(LEVELS[0].name), level=3)).to_be_visible()
    expect_no_fault(page)

    file = taken(page, "final.customers.csv", tmp_path / "list.csv")
    behind = list_rows(
        demo_answers.workspace, demo_answers.basis, ListFilters(final_classes=frozenset({LEVELS[0].key}))
    )
    assert csv_column(file, "Customer") == behind["customer"].to_pylist()
    assert behind.num_rows == view.classes[0].customers
