"""Workbooks written in a test and read back by two readers that share no code."""

from __future__ import annotations

import io
import re
from typing import Any

import fastexcel
import openpyxl

from segmentation.exports.description import Limits, WorkbookDescription
from segmentation.exports.workbook import write
from segmentation.locale import Words


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
