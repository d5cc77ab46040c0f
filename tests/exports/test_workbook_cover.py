"""The cover and the summary of a workbook."""

import datetime as dt
from decimal import Decimal

import pandas as pd
import pyarrow as pa

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
    TableSheet,
    WorkbookDescription,
)
from tests.exports.written_books import cells, opened, written

COLUMNS = (
    Column("id", "Customer id", Kind.IDENTIFIER),
    Column("name", "Name"),
    Column("phone", "Phone", Kind.PHONE),
    Column("bought", "Purchases", Kind.INTEGER),
    Column("mean", "Mean", Kind.DECIMAL),
    Column("money", "Revenue", Kind.MONEY),
    Column("share", "Share", Kind.SHARE),
    Column("day", "Last purchase", Kind.DATE),
    Column("at", "Seen at", Kind.DATETIME),
    Column("score", "R score", Kind.SCORE),
    Column("weighted", "Weighted score", Kind.DECIMAL, 1),
)
ROWS = pa.table(
    {
        "id": ["00123", "12345678901234567890", None],
        "name": ['O\'Neil & <b>"Söhne"</b>', "张三\n二行", " two  spaces "],
        "phone": ["13800000000", "+44 20 7946 0000", "007"],
        "bought": pa.array([3, None, -1], pa.int32()),
        "mean": [0.1, float("nan"), float("-inf")],
        "money": pa.array([Decimal("1234.5600"), Decimal("-0.0100"), None], pa.decimal128(18, 4)),
        "share": [0.8, 0.0, None],
        "day": pa.array([dt.date(2026, 6, 30), dt.date(1900, 3, 1), None]),
        "at": pa.array([dt.datetime(2026, 6, 30, 13, 5), None, dt.datetime(2024, 2, 29, 23, 59, 59)]),
        "score": pa.array([5, 1, 3], pa.int8()),
        "weighted": [73.25, 20.0, 100.0],
    }
)
LIST = TableSheet("Champions", COLUMNS, ROWS, ("Best first.",))


def book(*sheets: TableSheet | SummarySheet | FactsSheet) -> WorkbookDescription:
    return WorkbookDescription((FactsSheet("Cover", "Tea & Co"), *sheets), "Tea & Co")


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
