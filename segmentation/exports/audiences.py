"""A list as a csv file that every spreadsheet program and advertising platform opens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import types

from segmentation.exports.arrow_text import joined, piece, utf8
from segmentation.exports.cell_text import cell_text, cell_texts
from segmentation.exports.description import Column, Kind, Limits, Rows
from segmentation.exports.typed_columns import typed_column
from segmentation.locale import Words

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it Excel reads UTF-8 as the machine's own code page."""

_TRIGGERS = "=+@＝＋＠﹦﹢﹫⁼⁺－﹣⁻−-"
_STARTS_FORMULA = rf"^([\p{{Z}}\p{{C}}]*[\t\r\n{re.escape(_TRIGGERS)}])"
"""A sign that starts a formula (or its full-width, small or raised twin) as the first visible character, or a tab or a
line break before it. Source: OWASP, CSV injection."""

_STARTS_FORMULA_INSIDE = rf"([;|\t\r\n][\p{{Z}}\p{{C}}\"]*)([{re.escape(_TRIGGERS)}])"
"""The same behind a sign at which other programs and countries split cells. Quotes do not bind there: a cell that begins
before the split ends in the middle of ours, with what follows as a cell, or a line, of its own."""

_SURPLUS_ZEROS = r"^(-?\d+\.\d\d\d*?)0+$"


def csv_pieces(columns: Sequence[Column], rows: Rows, *, words: Words, limits: Limits | None = None) -> Iterator[bytes]:
    """The file, a batch of rows at a time: UTF-8 with its mark, commas, CRLF, texts quoted (RFC 4180).

    What a spreadsheet would take for a formula gets a leading apostrophe, at the start of a text and behind each ``;``, tab,
    ``|`` and line break in it, where some programs split cells; numbers stay numbers, with a point and
    without thousands marks; days are ISO 8601; money keeps every decimal that is not a surplus nought; null is nothing.

    Raises
    ------
    MissingColumn, UnwritableColumn
        The rows do not fit the columns. Raised before the first piece.
    """
    limits = limits or Limits()
    values = [typed_column(rows, column, words) for column in columns]
    headings = pa.array([cell_text(column.heading) for column in columns], pa.large_string())
    return _pieces(headings, values, limits)


def csv_bytes(columns: Sequence[Column], rows: Rows, *, words: Words) -> bytes:
    """:func:`csv_pieces` in one, for lists that are short."""
    return b"".join(csv_pieces(columns, rows, words=words))


def filled_columns(known: Iterable[tuple[str, str, Kind]], rows: pa.Table, words: Words) -> tuple[Column, ...]:
    """Of ``known`` (key, heading as message id, kind) the columns that hold something in ``rows``, in their order."""
    filled = {name for name in rows.column_names if rows[name].null_count < max(rows.num_rows, 1)}
    return tuple(Column(key, words(heading), kind) for key, heading, kind in known if key in filled)


def write_csv(columns: Sequence[Column], rows: Rows, target: Path | BinaryIO, *, words: Words) -> None:
    """:func:`csv_pieces` into a file."""
    pieces = csv_pieces(columns, rows, words=words)
    if isinstance(target, Path):
        with target.open("wb") as file:
            file.writelines(pieces)
    else:
        target.writelines(pieces)


def _pieces(headings: pa.Array, values: Sequence[pa.ChunkedArray], limits: Limits) -> Iterator[bytes]:
    yield BYTE_ORDER_MARK + (",".join(_quoted(headings, limits).to_pylist()) + "\r\n").encode()
    count = len(values[0]) if values else 0
    for start in range(0, count, limits.rows_a_batch):
        length = min(limits.rows_a_batch, count - start)
        fields = [_fields(piece(column, start, length), limits) for column in values]
        yield bytes(utf8(joined(joined(*fields, between=","), "\r\n")))


def _fields(values: pa.Array, limits: Limits) -> pa.Array:
    if types.is_large_string(values.type) or types.is_string(values.type):
        return _quoted(values, limits)
    if types.is_timestamp(values.type):
        return values.cast(pa.timestamp("s"), safe=False).cast(pa.large_string())
    texts = values.cast(pa.large_string())
    return pc.replace_substring_regex(texts, _SURPLUS_ZEROS, r"\1") if types.is_decimal(values.type) else texts


def _quoted(texts: pa.Array, limits: Limits) -> pa.Array:
    safe = pc.replace_substring_regex(cell_texts(texts, limits.characters_a_cell), _STARTS_FORMULA, r"'\1")
    safe = pc.replace_substring_regex(safe, _STARTS_FORMULA_INSIDE, r"\1'\2")
    return joined('"', pc.replace_substring(safe, '"', '""'), '"', nulls="emit_null")
