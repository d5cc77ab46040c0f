"""Columns brought to the few types that a cell can hold. By an allow-list: the rest is refused, never left empty."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import types

from segmentation.exports.cell_text import cell_text
from segmentation.exports.description import Column, Kind, Rows
from segmentation.exports.refusals import MissingColumn, UnwritableColumn
from segmentation.locale import Words

_EXACT_INTEGERS = 2**53


def typed_column(rows: Rows, column: Column, words: Words) -> pa.ChunkedArray:
    """The column's values as large_string (text, identifier, phone), int64, float64 or decimal (numbers), date32 or
    timestamp[us] (dates).

    Null, NaN and infinity become null, an empty cell. Yes-or-no columns of kind text become words.

    Raises
    ------
    MissingColumn
        The rows have no such column.
    UnwritableColumn
        The values are of a type that the kind does not allow.
    """
    values = _arrow(rows, column)
    if types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if types.is_null(values.type):
        return values.cast(pa.large_string() if column.kind.is_text else pa.float64())
    if column.kind.is_text:
        return _texts(values, column, words)
    if column.kind.is_number:
        return _numbers(values, column)
    return _moments(values, column)


def _arrow(rows: Rows, column: Column) -> pa.ChunkedArray:
    names = [str(name) for name in (rows.columns if isinstance(rows, pd.DataFrame) else rows.column_names)]
    if column.key not in names:
        raise MissingColumn(column=column.key, columns=", ".join(names))
    if isinstance(rows, pa.Table):
        return rows[column.key]
    values = rows[column.key]
    try:
        array = pa.array(values, from_pandas=True)
    except UnicodeEncodeError:
        array = pa.array([cell_text(value) if isinstance(value, str) else value for value in values], from_pandas=True)
    except pa.ArrowException as fault:
        raise _unwritable(column, "values of several types") from fault
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])


def _texts(values: pa.ChunkedArray, column: Column, words: Words) -> pa.ChunkedArray:
    kind = values.type
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return values.cast(pa.large_string())
    if types.is_integer(kind) or (types.is_decimal(kind) and kind.scale == 0):
        return values.cast(pa.large_string())
    if types.is_boolean(kind) and column.kind is Kind.TEXT:
        return pc.if_else(values, words("yes"), words("no")).cast(pa.large_string())
    # pandas turns whole numbers with a gap among them into floats: 13800000001.0 is 13800000001.
    if types.is_floating(kind) and column.kind is not Kind.TEXT:
        whole = _without_nan(values.cast(pa.float64()))
        if (
            pc.all(pc.and_(pc.equal(pc.floor(whole), whole), pc.less(pc.abs(whole), _EXACT_INTEGERS))).as_py()
            is not False
        ):
            return whole.cast(pa.int64()).cast(pa.large_string())
    raise _unwritable(column, str(kind))


def _numbers(values: pa.ChunkedArray, column: Column) -> pa.ChunkedArray:
    kind = values.type
    if types.is_unsigned_integer(kind) and kind.bit_width == 64:
        return values.cast(pa.decimal128(20, 0))
    if types.is_integer(kind):
        return values.cast(pa.int64())
    if types.is_floating(kind):
        return _without_nan(values.cast(pa.float64()))
    if types.is_decimal(kind):
        return values
    raise _unwritable(column, str(kind))


def _moments(values: pa.ChunkedArray, column: Column) -> pa.ChunkedArray:
    kind = values.type
    is_day = types.is_date(kind)
    if not is_day and not (types.is_timestamp(kind) and kind.tz is None):
        raise _unwritable(column, str(kind))
    if column.kind is Kind.DATE:
        return (values if is_day else pc.floor_temporal(values, unit="day")).cast(pa.date32(), safe=False)
    return values.cast(pa.timestamp("us"), safe=False)


def _without_nan(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(pc.is_finite(values), values, pa.scalar(None, pa.float64()))


def _unwritable(column: Column, found: str) -> UnwritableColumn:
    return UnwritableColumn(column=column.heading, found=found, kind=column.kind.value)
