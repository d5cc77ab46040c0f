import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pyarrow as pa

from segmentation.exports.description import Column, Kind
from segmentation.exports.list_columns import LIST_COLUMNS
from segmentation.exports.list_workbook import ListExport, describe
from segmentation.locale import Words
from tests.exports.written_books import cells, cover_counts, opened, written

ROWS = pa.table(
    {
        "why": ["buys often", "long away", "new", "new"],
        "customer_id": ["0001", "0002", "0003", "0004"],
        "name": ["=1+1", "李四", None, "Ann"],
        "phone": ["13800000000", None, "+44 1", "007"],
        "last_purchase_date": pa.array([dt.date(2026, 6, 1), dt.date(2024, 1, 2), dt.date(2026, 6, 30), None]),
        "recency_days": [29, 910, 0, None],
        "frequency": [12, 1, 1, 1],
        "monetary": pa.array(
            [Decimal("900.0000"), Decimal("-20.5000"), Decimal("50"), Decimal("70.5")], pa.decimal128(18, 4)
        ),
        "r_score": [5, 1, 5, 5],
        "weighted_score": [100.0, 20.0, 46.6666, 46.6666],
        "segment": ["Champions", "Hibernating", "New", "New"],
        "value_class": ["A", "D", "C", None],
        "favourite": ["tea", "cups", "tea", None],
        "internal": [1, 2, 3, 4],
    }
)
EXPORT = ListExport(
    shop="Tea House",
    as_of=dt.date(2026, 6, 30),
    list_name="Everybody",
    rows=ROWS,
    filters=(("Segment", "any"), ("Store", "=cmd|x")),
    definitions=(("recency", "days since the last purchase"),),
    weights=(("Recency", 4), ("Frequency", 8), ("Monetary", 7.5)),
    cuts=(("Recency", "31 / 91 / 182 / 365"),),
    shop_customers=8,
    shop_revenue=Decimal("2000.00"),
    extra_columns=(Column("favourite", "Favourite"),),
    orders={"segment": ("New", "Champions", "Hibernating")},
    made_at=dt.datetime(2026, 7, 1, 8, 30),
)
WORDS = Words("en", "GBP")


def read(export: ListExport, words: Words = WORDS):
    content = written(describe(export, words), words=words)
    return content, opened(content)


def test_the_book_has_cover_summary_and_list() -> None:
    _, book = read(EXPORT)
    assert book.sheetnames == ["Cover", "Summary", "Everybody"]
    assert book.properties.title == "Tea House · Everybody"


def test_the_list_has_the_known_columns_in_their_order_and_the_extra_ones() -> None:
    sheet = read(EXPORT)[1]["Everybody"]
    assert cells(sheet)[:2] == [
        ["Customer id", "Name", "Phone", "Last purchase", "Days since the last purchase", "Purchases", "Revenue",
         "R score", "Weighted score", "Segment", "Value class", "Why", "Favourite"],
        ["0001", "=1+1", "13800000000", dt.datetime(2026, 6, 1), 29, 12, 900, 5, 100, "Champions", "A", "buys often",
         "tea"],
    ]  # fmt: skip
    assert sheet["B2"].data_type == "s"
    assert sheet["G2"].number_format.startswith('"£"')


def test_the_cover_says_how_the_list_was_made() -> None:
    content, book = read(EXPORT)
    shown = {row[0]: row[1] for row in cells(book["Cover"])[2:] if row[0] and row[1] is not None}
    assert shown["As of"] == dt.datetime(2026, 6, 30)
    assert shown["Store"] == "=cmd|x"
    assert (shown["Recency"], shown["Frequency"], shown["Monetary"]) == ("31 / 91 / 182 / 365", 8, 7.5)
    assert shown["recency"] == "days since the last purchase"
    assert (shown["Customers in this list"], shown["Customers of the shop"], shown["Share of customers"]) == (4, 8, 0.5)
    assert (shown["Revenue of this list"], shown["Revenue of the shop"], shown["Share of revenue"]) == (1000, 2000, 0.5)
    assert cover_counts(content) == {"Everybody": 4, "Rows in all": 4, "Texts cut to the length of a cell": 0}


def test_the_summary_adds_up_to_the_list() -> None:
    sheet = read(EXPORT)[1]["Summary"]
    assert cells(sheet)[:6] == [
        ["Segment", None, None, None, None],
        ["Segment", "Customers", "Share of customers", "Revenue", "Share of revenue"],
        ["New", 2, 0.5, 120.5, 0.1205],
        ["Champions", 1, 0.25, 900, 0.9],
        ["Hibernating", 1, 0.25, -20.5, -0.0205],
        ["All", 4, 1, 1000, 1],
    ]
    assert len(sheet._charts) == 4
    assert ["not known", 1, 0.25, 70.5, 0.0705] in cells(sheet)


def test_one_sheet_a_segment_holds_every_customer_once() -> None:
    content, book = read(replace(EXPORT, group_by="segment"))
    assert book.sheetnames == ["Cover", "Summary", "New", "Champions", "Hibernating"]
    ids = [row[0] for name in book.sheetnames[2:] for row in cells(book[name])[1:]]
    assert ids == ["0003", "0004", "0001", "0002"]
    counts = cover_counts(content)
    assert counts["New"] + counts["Champions"] + counts["Hibernating"] == counts["Rows in all"] == 4


def test_customers_without_a_group_have_a_sheet_of_their_own() -> None:
    _, book = read(replace(EXPORT, group_by="value_class"))
    assert sorted(book.sheetnames[2:]) == ["A", "C", "D", "not known"]


def test_more_groups_than_sheets_wanted_stay_on_one_and_the_cover_says_so() -> None:
    _, book = read(replace(EXPORT, group_by="segment", most_group_sheets=2))
    assert book.sheetnames == ["Cover", "Summary", "Everybody"]
    assert "There are too many groups for a sheet each: 3." in [row[2] for row in cells(book["Cover"])]


def test_an_empty_list_still_says_what_it_is() -> None:
    content, book = read(replace(EXPORT, rows=ROWS.slice(0, 0), group_by="segment"))
    assert book.sheetnames == ["Cover", "Everybody"]
    assert cover_counts(content)["Rows in all"] == 0


def test_pandas_rows_give_the_same_cells() -> None:
    frame: pd.DataFrame = ROWS.to_pandas(integer_object_nulls=True)
    _, book = read(replace(EXPORT, rows=frame))
    _, expected = read(EXPORT)
    assert [cells(sheet) for sheet in book] == [cells(sheet) for sheet in expected]


def test_every_known_column_can_be_exported() -> None:
    sample = {
        Kind.TEXT: "x", Kind.IDENTIFIER: "1", Kind.PHONE: "2", Kind.INTEGER: 3, Kind.DECIMAL: 4.5,
        Kind.MONEY: Decimal("5.25"), Kind.DATE: dt.date(2026, 1, 2), Kind.SCORE: 5,
    }  # fmt: skip
    rows = pa.table({key: [sample[kind]] for key, (_, kind, _) in LIST_COLUMNS.items()})
    _, book = read(replace(EXPORT, rows=rows, extra_columns=()))
    assert len(cells(book["Everybody"])[0]) == len(LIST_COLUMNS)
    assert None not in cells(book["Everybody"])[1]
