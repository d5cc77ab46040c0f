"""Ten dimensions with where they come from; two of them crossed; the list of a cell in hand; nothing invented."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from segmentation.classifications.lens import Provenance
from segmentation.classifications.lenses import DIMENSIONS, LENSES
from segmentation.views.lens_levels import lens_cross
from segmentation.views.lens_lists import customers_at
from segmentation.views.profile import profile
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


def test_ten_dimensions_where_they_come_from_and_the_customers_of_two_crossed(
    demo_app: Server, new_page: NewPage, demo_answers: ShopAnswers, tmp_path: Path
) -> None:
    view, words = profile(demo_answers.workspace, demo_answers.profile), demo_answers.words
    page = new_page()
    open_page(page, demo_app.url)
    go_to(page, "Profile")
    expect_no_fault(page)
    assert metric(page, "Known of all levels") == words.percent(view.coverage)

    assert len(view.dimensions) == len(DIMENSIONS) == 10
    for counts in view.dimensions:
        card = page.get_by_test_id("stVerticalBlock").filter(has=keyed(page, f"profile.{counts.lens.key}")).last
        expect(card.get_by_role("heading", name=words(counts.lens.name), exact=True)).to_be_visible()
        expect(card.get_by_text(f"Known of {words.percent(counts.coverage)} of the customers.")).to_be_visible()
        for source in Provenance:
            badge = card.get_by_text(re.compile(rf"^{source.value}(, an estimate)?: "))
            expect(badge).to_have_count(int(counts.provenance[source] > 0))
            if counts.provenance[source]:
                expect(badge).to_contain_text(f": {words.number(counts.provenance[source])}")
        # Nobody is put into a level that is not known: the grey bar holds all of them.
        bars = [*counts.levels, *([counts.unknown] if counts.unknown.customers else [])]
        assert texts(page, f"profile.{counts.lens.key}") == [
            f"{words.number(bar.customers)} · {words.percent(bar.customer_share)}" for bar in bars
        ]
        if counts.coverage == 0:
            assert [bar.customers for bar in counts.levels] == [0] * len(counts.levels)
    assert any(counts.coverage == 0 for counts in view.dimensions)
    screenshot(page, "profile-ten")

    with rerun(page):
        choose(page, page.get_by_role("combobox", name="Dimension from left to right"), "Buying")
    cross = lens_cross(demo_answers.workspace, demo_answers.profile, LENSES["value"], LENSES["buying"])
    expect(marks(page, "profile.cross.value.buying")).to_have_count(9)
    click_mark(page, "profile.cross.value.buying", 0)
    expect(page.get_by_role("heading", name="Value: High · Buying: Frequent", level=3)).to_be_visible()
    behind = customers_at(demo_answers.workspace, demo_answers.profile, ((LENSES["value"], 0), (LENSES["buying"], 0)))
    assert behind.num_rows == cross.customers[0, 0] > 0
    assert metric(page, "Customers") == words.number(behind.num_rows)
    assert metric(page, "Revenue") == words.money(sum(behind["monetary"].to_pylist(), Decimal(0)))

    file = taken(page, "profile.customers.csv", tmp_path / "pair.csv")
    assert csv_column(file, "Customer") == behind["customer"].to_pylist()
    book = openpyxl.load_workbook(taken(page, "profile.customers.workbook", tmp_path / "pair.xlsx"))
    heading, *rows = book.worksheets[-1].iter_rows(values_only=True)
    assert [row[heading.index("Customer")] for row in rows] == behind["customer"].to_pylist()
    asked = taken(page, "profile.asking.csv", tmp_path / "ask.csv")
    assert len(csv_column(asked, "What to ask")) == max(question.unknown for question in view.questions)
    expect_no_fault(page)
