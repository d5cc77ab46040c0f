"""The cover and the summary of a workbook."""

import datetime as dt
from decimal import Decimal

import pandas as pd

from segmentation.exports.description import (
    Chart,
    ChartKind,
    Column,
    Fact,
    FactsBlock,
    FactsSheet,
    Kind,
    SummarySheet,
    SummaryTable,
    WorkbookDescription,
)
from tests.exports.written_books import LIST, book, cells, opened, written


def test_cover_shows_facts_of_every_kind_and_the_notes_of_the_lists() -> None:
    facts = (
        Fact("As of", dt.date(2026, 6, 30), Kind.DATE),
        Fact("Revenue", Decimal("12.34"), Kind.MONEY),
        Fact("Share", 0.25, Kind.SHARE),
        Fact("Shop", "=1+1"),
        Fact("Nothing", None),
    )
    cover = FactsSheet("Cover", "@title", (FactsBlock("What", facts),), "Words", (("recency", "days"),))
    sheet = opened(written(WorkbookDescription((cover, LIST))))["Cover"]
    shown = [[value for value in row if value is not None] for row in cells(sheet)]
    assert shown == [
        ["@title"], [], ["What"], ["As of", dt.datetime(2026, 6, 30)], ["Revenue", 12.34], ["Share", 0.25],
        ["Shop", "=1+1"], ["Nothing"], [], ["Rows in this workbook"], ["Champions", 3, "Best first."],
        ["Rows in all", 3], ["Texts cut to the length of a cell", 0], [], ["Words"], ["recency", "days"],
    ]  # fmt: skip
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)} == {"s"}


def test_summary_tables_carry_native_charts_of_their_own_cells() -> None:
    rows = pd.DataFrame({"k": ["A & B", "重要"], "n": [3, 4], "m": [Decimal("1.5"), Decimal("-2")]})
    columns = (Column("k", "Segment"), Column("n", "Customers", Kind.INTEGER), Column("m", "Revenue", Kind.MONEY))
    charts = tuple(Chart(kind, kind.value, "k", ("n",)) for kind in ChartKind)
    table = SummaryTable("By segment", columns, rows, charts, ("All", 7, Decimal("-0.5")))
    sheet = opened(written(book(SummarySheet("Sum'mary", (table, table)))))["Sum'mary"]
    assert cells(sheet)[:5] == [
        ["By segment", None, None],
        ["Segment", "Customers", "Revenue"],
        ["A & B", 3, 1.5],
        ["重要", 4, -2],
        ["All", 7, -0.5],
    ]
    assert [type(chart).__name__ for chart in sheet._charts[:4]] == ["BarChart", "BarChart", "LineChart", "PieChart"]
    assert len(sheet._charts) == 8
    series = sheet._charts[0].series[0]
    assert series.val.numRef.f == "'Sum''mary'!$B$3:$B$4"
    assert [point.v for point in series.val.numRef.numCache.pt] == [3, 4]
    assert series.cat.strRef.f == "'Sum''mary'!$A$3:$A$4"


def test_the_same_description_gives_the_same_bytes() -> None:
    description = WorkbookDescription((LIST,), "T", dt.datetime(2026, 6, 30, 12, 0))
    assert written(description) == written(description)
