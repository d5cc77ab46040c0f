"""Rows of a sheet as SpreadsheetML, whole columns at a time.

A writer that goes from cell to cell in Python takes seconds for a long list. Here Arrow joins the text of every cell of
a batch, and the batch's buffer goes to the file as it is. Source: ECMA-376 part 1, 18.3.1 (worksheets).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import types

from segmentation.exports.arrow_text import joined, piece, utf8
from segmentation.exports.cell_text import cell_texts
from segmentation.exports.description import Limits

EPOCH_DAYS = 25_569
"""1970-01-01 in Excel's 1900 date system."""

FIRST_DAY = 61
"""1900-03-01. Excel's calendar has a 29 February 1900 that never was, so days before are written as text."""

_DAY_MICROSECONDS = 86_400_000_000.0


@dataclass(frozen=True, eq=False)
class StyledColumn:
    """A typed column, the letters that Excel calls it by and the number of its cell style."""

    letters: str
    style: int
    values: pa.ChunkedArray


def rows_xml(columns: Sequence[StyledColumn], *, first_row: int, limits: Limits) -> Iterator[memoryview]:
    """The ``row`` elements of all values in turn, one piece of UTF-8 a batch.

    ``first_row`` is the sheet's row of the first value, counted from 1. Empty cells are left out.
    """
    count = len(columns[0].values)
    for start in range(0, count, limits.rows_a_batch):
        length = min(limits.rows_a_batch, count - start)
        numbers = pa.array(range(first_row + start, first_row + start + length), pa.int64()).cast(pa.large_string())
        cells = [
            _cells(column, piece(column.values, start, length), numbers, limits.characters_a_cell) for column in columns
        ]
        yield utf8(joined('<row r="', numbers, '">', *cells, "</row>"))


def _cells(column: StyledColumn, values: pa.Array, rows: pa.Array, longest: int) -> pa.Array:
    opening = (f'<c r="{column.letters}', rows, f'" s="{column.style}"')
    if types.is_large_string(values.type) or types.is_string(values.type):
        texts = cell_texts(values.cast(pa.large_string()), longest)
        return _text_cells(opening, pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.large_string()), texts))
    if types.is_date(values.type) or types.is_timestamp(values.type):
        days = _serials(values)
        early = pc.less(days, FIRST_DAY)
        numbers = pc.if_else(early, pa.scalar(None, days.type), days)
        cells = _number_cells(opening, numbers)
        if not pc.any(early).as_py():
            return cells
        iso = (values if types.is_date(values.type) else values.cast(pa.timestamp("s"), safe=False)).cast(
            pa.large_string()
        )
        texts = pc.if_else(early, iso, pa.scalar(None, pa.large_string()))
        return pc.coalesce(cells, _text_cells(opening, texts))
    return _number_cells(opening, values)


def _serials(values: pa.Array) -> pa.Array:
    if types.is_date(values.type):
        return pc.add(values.cast(pa.int32()).cast(pa.int64()), EPOCH_DAYS)
    return pc.add(pc.divide(values.cast(pa.int64()).cast(pa.float64()), _DAY_MICROSECONDS), float(EPOCH_DAYS))


def _number_cells(opening: tuple[pa.Array | str, ...], numbers: pa.Array) -> pa.Array:
    return joined(*opening, "><v>", numbers.cast(pa.large_string()), "</v></c>", nulls="emit_null")


def _text_cells(opening: tuple[pa.Array | str, ...], texts: pa.Array) -> pa.Array:
    escaped = pc.replace_substring(texts, "&", "&amp;")
    escaped = pc.replace_substring(escaped, "<", "&lt;")
    escaped = pc.replace_substring(escaped, ">", "&gt;")
    # "_x0041_" would be read as the character of that number; its underscore is written by its own number (22.9.2.19).
    escaped = pc.replace_substring_regex(escaped, "_(x[0-9a-fA-F]{4})", r"_x005F_\1")
    closing = "</t></is></c>"
    return joined(*opening, ' t="inlineStr"><is><t xml:space="preserve">', escaped, closing, nulls="emit_null")
