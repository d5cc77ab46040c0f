"""A csv, tsv or txt file read: encoding, dialect and header found, then split fast where nothing is in doubt."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from segmentation.intake import dialect as dialects
from segmentation.intake import exact_csv, header_row, text_encoding
from segmentation.intake.cell_kinds import plain
from segmentation.intake.dialect import Dialect
from segmentation.intake.errors import MostlyRagged, NoData, TooManyColumns
from segmentation.intake.header_row import Header
from segmentation.intake.limits import LIMITS, ReadingLimits
from segmentation.intake.lost_digits import ask_about_lost_digits, powers_of_ten
from segmentation.intake.raw import ReadingChoices, Sheet
from segmentation.intake.reading import NotPlain, Progress, Reading, cells_schema, named
from segmentation.intake.sheet_rows import SAMPLE_ROWS, SheetRows, finding
from segmentation.intake.text_encoding import TextEncoding
from segmentation.intake.text_stream import PlainStream
from segmentation.locale import N_

_HEAD_BYTES = 1 << 20
_HEADER_ROWS = 60
_BLOCK_BYTES = 1 << 22


@dataclass(frozen=True)
class _Layout:
    """What the first lines tell: where the data begin and how they look."""

    encoding: TextEncoding
    dialect: Dialect
    header: Header
    width: int
    first_row: int
    skip_bytes: int
    sample: list[list[str]]
    titles: list[int]


def read(
    source: IO[bytes],
    choices: ReadingChoices,
    progress: Progress,
    limits: ReadingLimits = LIMITS,
    *,
    is_exact: bool = False,
) -> Reading:
    """The file's one sheet. Its batches raise ``NotPlain`` where it must be read again with ``is_exact``.

    The fast way (Arrow) and the exact way (Python's ``csv``, strict) give the same cells wherever the fast way ends.
    """
    progress(N_("Finding the encoding"), 0.02)
    encoding = text_encoding.find(source, choices.encoding)
    layout = _layout(source, encoding, choices, limits)
    reading = Reading(
        "csv", (), 0, encoding=encoding.name, delimiter=layout.dialect.delimiter, quote=layout.dialect.quote
    )
    header = replace(layout.header, names=layout.header.names[: layout.width])
    reading = named(reading, header)
    _tell(reading, layout)
    rows = SheetRows(layout.sample, layout.width, limits, header=header.names)
    if is_exact or not _is_simple(layout.dialect):
        cells = exact_csv.batches(source, encoding, layout.dialect, layout.first_row, reading, progress, limits)
    else:
        cells = _fast(source, layout, reading, progress, limits)
    reading.batches = _body(reading, rows, cells)
    return reading


def _is_simple(dialect: Dialect) -> bool:
    return dialect.delimiter.isascii() and len(dialect.delimiter) == 1 and dialect.quote.isascii()


def _layout(source: IO[bytes], encoding: TextEncoding, choices: ReadingChoices, limits: ReadingLimits) -> _Layout:
    text, is_whole = _head(source, encoding)
    if not text.strip("\ufeff\x1a \t\r\n"):
        raise NoData
    dialect = dialects.find(text, delimiter=choices.delimiter, quote=choices.quote, limits=limits)
    records = dialects.records(text, dialect, SAMPLE_ROWS)
    if len(records) < SAMPLE_ROWS and not is_whole and len(records) > 1:
        records.pop()  # the head may end inside it
    rows = [
        (number, record)
        for number, record in enumerate(records, 1)
        if number > dialect.skipped_lines and any(map(plain, record))
    ]
    header = header_row.find(rows[:_HEADER_ROWS], chosen=choices.header_row)
    body = [record for number, record in rows if number > header.row]
    width = len(records[header.row - 1]) if 0 < header.row <= len(records) else dialects.usual_width(body)
    if width > limits.columns:
        raise TooManyColumns(columns=width, limit=limits.columns)
    is_alone = len(rows) == 1 and choices.header_row is None
    if not body or is_alone:
        exact_csv.refuse_faults(source, encoding, dialect, limits)
        raise NoData
    usable = [record[:width] for record in body if len(record) == width or not any(map(plain, record[width:]))]
    usable = [record for record in usable if len(record) == width]
    if len(usable) < (1 - limits.ragged_share) * len(body) and not exact_csv.fault_in(text, dialect, is_whole):
        raise MostlyRagged(count=len(body) - len(usable), of=len(body), columns=width)
    skipped = max(header.row, dialect.skipped_lines)
    titles = [number for number, _ in rows if number < header.first_row]
    skip_bytes = len(exact_csv.text_of_records(text, dialect, skipped).encode())
    return _Layout(encoding, dialect, header, width, skipped + 1, skip_bytes, usable, titles)


def _head(source: IO[bytes], encoding: TextEncoding) -> tuple[str, bool]:
    source.seek(encoding.mark_bytes)
    data = source.read(_HEAD_BYTES)
    is_whole = not source.read(1)
    return data.decode(encoding.name, "ignore").replace("\0", ""), is_whole


def _tell(reading: Reading, layout: _Layout) -> None:
    if not layout.encoding.is_sure:
        reading.ask("ENCODING_UNSURE")
        reading.findings.append(finding("ENCODING_UNSURE", 1, encoding=layout.encoding.name))
    if layout.encoding.is_cut_short:
        reading.findings.append(finding("CUT_SHORT", 1))
    if layout.dialect.is_unusual_quote:
        reading.ask("BAD_CSV")
        reading.findings.append(finding("SINGLE_QUOTES", 1))
    if layout.titles:
        reading.findings.append(finding("TITLE_ROWS", len(layout.titles), layout.titles))


def _fast(
    source: IO[bytes], layout: _Layout, reading: Reading, progress: Progress, limits: ReadingLimits
) -> Iterator[pa.RecordBatch]:
    stream = PlainStream(source, layout.encoding, layout.dialect.delimiter, layout.dialect.quote, layout.skip_bytes)
    size = max(1, os.fstat(source.fileno()).st_size)
    names = [f"c{index}" for index in range(layout.width)]
    schema = cells_schema(layout.width)
    next_row = layout.first_row
    try:
        batches = arrow_csv.open_csv(
            stream,
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK_BYTES),
            parse_options=arrow_csv.ParseOptions(
                delimiter=layout.dialect.delimiter, quote_char=layout.dialect.quote,
                newlines_in_values=True, ignore_empty_lines=False,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), check_utf8=False, null_values=[""],
                strings_can_be_null=True, quoted_strings_can_be_null=True,
            ),
        )  # fmt: skip
        for batch in batches:
            longest = max((pc.max(pc.binary_length(column)).as_py() or 0 for column in batch.columns), default=0)
            if longest > limits.field_bytes:
                raise NotPlain
            reading.may_have_powers = stream.has_powers
            numbers = pa.array(np.arange(next_row, next_row + batch.num_rows))
            next_row += batch.num_rows
            progress(N_("Reading the lines"), 0.05 + 0.9 * min(1.0, stream.bytes_read / size))
            yield pa.RecordBatch.from_arrays([*batch.columns, numbers], schema=schema)
    except pa.ArrowInvalid:
        raise NotPlain from None
    if stream.is_ambiguous:
        raise NotPlain
    if stream.zero_bytes:
        reading.findings.append(finding("ZERO_BYTES", stream.zero_bytes))


def _body(reading: Reading, rows: SheetRows, cells: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    lost: Counter[int] = Counter()
    count = 0
    for batch in rows.kept(cells):
        for index in range(len(reading.headers) if reading.may_have_powers else 0):
            lost[index] += powers_of_ten(batch.column(index))
        count += batch.num_rows
        yield batch
    if not count and not reading.refused:
        raise NoData
    reading.findings.extend(rows.findings())
    reading.left_out = rows.left_out
    if reading.refused:
        at = [row for row, *_ in reading.refused]
        reading.findings.append(finding("RAGGED_ROW", len(at), at, reading.refused[0][2]))
    ask_about_lost_digits(reading, lost)
    reading.sheets = (Sheet("", count + len(reading.refused)),)
