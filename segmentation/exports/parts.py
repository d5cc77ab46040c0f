"""The sheets of a workbook as they will be written: long lists cut into parts, names made legal, rows counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from pyarrow import types

from segmentation.exports.cell_text import count_cut
from segmentation.exports.description import Limits, Sheet, TableSheet
from segmentation.exports.sheet_names import SheetNames
from segmentation.exports.typed_columns import typed_column
from segmentation.locale import Words


@dataclass(frozen=True, eq=False)
class TablePart:
    """One sheet of a list: all of it, or as many rows as a sheet holds."""

    name: str
    sheet: TableSheet
    values: tuple[pa.ChunkedArray, ...]
    row_count: int


@dataclass(frozen=True, eq=False)
class NamedSheet:
    """A sheet that is no list, under the name it will have."""

    name: str
    sheet: Sheet


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything that is known before the first byte is written. ``cut_count``: texts longer than a cell."""

    sheets: tuple[NamedSheet | TablePart, ...]
    cut_count: int

    @property
    def tables(self) -> tuple[TablePart, ...]:
        return tuple(sheet for sheet in self.sheets if isinstance(sheet, TablePart))


def plan(sheets: Sequence[Sheet], words: Words, limits: Limits) -> Plan:
    """The parts in the order of their tabs. A list longer than a sheet goes on in "Name (2)", "Name (3)" …"""
    names = SheetNames()
    parts: list[NamedSheet | TablePart] = []
    cut = 0
    for sheet in sheets:
        if not isinstance(sheet, TableSheet):
            parts.append(NamedSheet(names.take(sheet.name), sheet))
            continue
        values = tuple(typed_column(sheet.rows, column, words) for column in sheet.columns)
        cut += sum(count_cut(texts, limits.characters_a_cell) for texts in values if types.is_large_string(texts.type))
        count = len(values[0]) if values else 0
        for start in range(0, max(count, 1), limits.rows_a_sheet):
            length = min(limits.rows_a_sheet, count - start)
            part = tuple(column.slice(start, length) for column in values)
            parts.append(TablePart(names.take(sheet.name), sheet, part, length))
    return Plan(tuple(parts), cut)
