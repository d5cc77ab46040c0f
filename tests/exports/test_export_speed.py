"""A list of 20,000 × 12: our writer against openpyxl's own for long lists, with the same number formats."""

from __future__ import annotations

import datetime as dt
import io
import statistics
import time
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pytest
from openpyxl.cell import WriteOnlyCell

from segmentation.exports.cell_formats import number_format
from segmentation.exports.description import Column, Kind, TableSheet, WorkbookDescription
from segmentation.exports.workbook import write
from segmentation.locale import Words
from tests.exports.written_books import cells, opened

WORDS = Words("en", "GBP")
COUNT = 20_000
HIGHEST_RATIO = 0.25


def long_list() -> tuple[tuple[Column, ...], pa.Table]:
    many = range(COUNT)
    data = {
        (Kind.IDENTIFIER, "customer_id"): [f"{n * 7919 % 10**8:08d}" for n in many],
        (Kind.TEXT, "name"): [f"客户 {n}" if n % 2 else f"Customer {n}" for n in many],
        (Kind.PHONE, "phone"): [f"138{n:08d}" for n in many],
        (Kind.TEXT, "email"): [f"person{n}@example.org" for n in many],
        (Kind.DATE, "last_purchase_date"): [dt.date(2024, 1, 1) + dt.timedelta(days=n * 31 % 900) for n in many],
        (Kind.INTEGER, "recency_days"): [n * 31 % 900 for n in many],
        (Kind.INTEGER, "frequency"): [n % 50 + 1 for n in many],
        (Kind.MONEY, "monetary"): [Decimal(n * 104729 % 10**7).scaleb(-2) for n in many],
        (Kind.DECIMAL, "average_order_value"): [n / 8 for n in many],
        (Kind.SCORE, "r_score"): [n % 5 + 1 for n in many],
        (Kind.TEXT, "segment"): [("Champions", "Loyal", "At risk")[n % 3] for n in many],
        (Kind.TEXT, "why"): [f"bought {n % 50} times, last {n % 900} days ago" for n in many],
    }
    columns = tuple(Column(key, key, kind) for kind, key in data)
    return columns, pa.table({key: values for (_, key), values in data.items()})


def by_openpyxl(columns: tuple[Column, ...], rows: pa.Table) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("List")
    sheet.append([column.heading for column in columns])
    looks = []
    for column in columns:
        cell = WriteOnlyCell(sheet, "")
        cell.number_format = number_format(column.kind, column.decimals, WORDS)
        looks.append(cell._style)
    for record in zip(*(rows[column.key].to_pylist() for column in columns), strict=True):
        line = []
        for value, look in zip(record, looks, strict=True):
            cell = WriteOnlyCell(sheet, value)
            cell._style = look
            line.append(cell)
        sheet.append(line)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def ours(columns: tuple[Column, ...], rows: pa.Table) -> bytes:
    target = io.BytesIO()
    write(WorkbookDescription((TableSheet("List", columns, rows),)), target, words=WORDS)
    return target.getvalue()


def median_seconds(work: Callable[[], object], runs: int) -> float:
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


@pytest.mark.slow
def test_a_long_list_takes_a_quarter_of_openpyxls_time_at_most() -> None:
    columns, rows = long_list()
    assert cells(opened(ours(columns, rows))["List"]) == cells(opened(by_openpyxl(columns, rows))["List"])
    ratio = median_seconds(lambda: ours(columns, rows), 5) / median_seconds(lambda: by_openpyxl(columns, rows), 3)
    print(f"workbook: {ratio:.3f} × openpyxl write-only")
    assert ratio <= HIGHEST_RATIO
