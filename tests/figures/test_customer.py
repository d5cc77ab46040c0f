"""The timeline shows every order and when something was written, never what."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from segmentation.figures.colours import Scheme
from segmentation.figures.customer import customer_timeline
from segmentation.locale import Words
from segmentation.parameters import Analysis, Period
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from segmentation.store.notes import NoteKind, add_note
from segmentation.views.basis import basis
from segmentation.views.customer_file import CustomerFile, customer_file
from tests.store.sales_lines import incoming, line

SECRET = "prefers the jade pillow"


@pytest.fixture
def view(tmp_path: Path) -> CustomerFile:
    home = Home(tmp_path / "shops")
    workspace = home.open(home.create("Corner shop"))
    goods = [line("Ann", 1, 10, "1", product=f"<b>Tea {n}</b>", quantity=Decimal(2)) for n in range(5)]
    store_sales(workspace, incoming([*goods, line("Ann", 9, -10, "2", product="Cup")]))
    add_note(workspace, 1, SECRET, kind=NoteKind.COMPLAINT)
    as_of = date(2024, 1, 9)
    made = customer_file(workspace, basis(workspace, Analysis(Period(as_of))), 1, as_of)
    home.close_all()
    return made


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_order_stands_at_its_day_and_amount(view: CustomerFile, scheme: Scheme, language: str) -> None:
    drawn = customer_timeline(view, Words(language, "CNY"), scheme)
    marked = [trace for trace in drawn.data if trace.mode == "markers"]
    assert [(list(trace.x), list(trace.y)) for trace in marked[:2]] == [
        ([datetime(2024, 1, 1, 12)], [50.0]),
        ([datetime(2024, 1, 9, 12)], [-10.0]),
    ]
    assert len(marked) == 3


@pytest.mark.parametrize(
    ("currency", "ticks"), [("GBP", ["-£20", "£0", "£20", "£40", "£60"]), (None, ["-20", "0", "20", "40", "60"])]
)
def test_the_axis_tells_the_shops_currency(view: CustomerFile, currency: str | None, ticks: list[str]) -> None:
    drawn = customer_timeline(view, Words("en", currency), "light")
    assert list(drawn.layout.yaxis.ticktext) == ticks


def test_goods_are_named_as_text_and_notes_not_at_all(view: CustomerFile) -> None:
    drawn = customer_timeline(view, Words("en"), "light").to_json()
    assert "&lt;b&gt;Tea 0" in drawn
    assert "and 2 more" in drawn
    assert "<b>Tea" not in drawn
    assert SECRET not in drawn
