"""Workbooks written in a test and read back by two readers that share no code."""

from __future__ import annotations

import datetime as dt
import io
import re
from decimal import Decimal
from typing import Any

import fastexcel
import openpyxl
import pyarrow as pa

from segmentation.exports.description import (
    Column,
    FactsSheet,
    Kind,
    Limits,
    SummarySheet,
    TableSheet,
    WorkbookDescription,
)
from segmentation.exports.workbook import write
from segmentation.locale import Words

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


def written(description: WorkbookDescription, *, words: Words | None = None, limits: Limits | None = None) -> bytes:
    target = io.BytesIO()
    write(description, target, words=words or Words("en", "GBP"), limits=limits)
    return target.getvalue()


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def decoded(text: str) -> str:
    """What Excel makes of ``_xHHHH_``; openpyxl leaves it as it is in inline texts (ECMA-376, 22.9.2.19)."""
    return re.sub("_x([0-9a-fA-F]{4})_", lambda match: chr(int(match[1], 16)), text)


def texts_by_calamine(content: bytes, sheet: str) -> list[list[str | None]]:
    read = fastexcel.read_excel(content).load_sheet(sheet, header_row=None, dtypes="string")
    return [list(record.values()) for record in read.to_arrow().to_pylist()]


def cover_counts(content: bytes) -> dict[str, int]:
    """The lines of the cover's block of row counts."""
    rows = [(row[0], row[1]) for row in cells(opened(content).worksheets[0])]
    start = next(at for at, row in enumerate(rows) if row[0] == "Rows in this workbook") + 1
    block = {}
    for label, value in rows[start:]:
        if label is None:
            break
        block[label] = value
    return block
