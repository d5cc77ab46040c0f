"""Splitting by Python's ``csv``, strictly: slower than the fast way, and able to say which line is at fault."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import IO, Any

import pyarrow as pa

from segmentation.intake.cell_kinds import is_total, kind, plain
from segmentation.intake.dialect import Dialect
from segmentation.intake.errors import BadCsv, FieldTooLong, StrayQuote, UnclosedQuote
from segmentation.intake.limits import ReadingLimits
from segmentation.intake.reading import Progress, Reading, cells_schema
from segmentation.intake.sheet_rows import finding
from segmentation.intake.text_encoding import TextEncoding
from segmentation.locale import N_

_BATCH_ROWS = 50_000


class _Lines:
    """The lines of a text, remembering those of the record being read."""

    def __init__(self, text: IO[str]) -> None:
        self._text, self.number = text, 0
        self.record: list[str] = []
        self.zero_bytes = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._text:
            self.number += 1
            if "\0" in line:
                self.zero_bytes += line.count("\0")
                line = line.replace("\0", "")
            self.record.append(line)
            yield line

    @property
    def first_line(self) -> int:
        return self.number - len(self.record) + 1


def _strict(lines: _Lines, dialect: Dialect, limits: ReadingLimits) -> Iterator[list[str]]:
    """The records, blank lines as empty ones. Raises ``BadCsv`` with the line of the quotation mark at fault."""
    csv.field_size_limit(limits.field_bytes)
    reader = csv.reader(iter(lines), delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True)
    while True:
        lines.record = []
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise _named(fault, lines, dialect, limits) from None
        yield record


def _named(fault: csv.Error, lines: _Lines, dialect: Dialect, limits: ReadingLimits) -> BadCsv:
    opened, last = _opening_line(lines, dialect), lines.number
    if "field larger" in str(fault) and opened == last:
        return FieldTooLong(line=last, limit=limits.field_bytes)
    if opened < last or "end of data" in str(fault):
        return UnclosedQuote(line=opened)
    return StrayQuote(line=last)


def _opening_line(lines: _Lines, dialect: Dialect) -> int:
    """The line in which the quoted cell opened that the record broke off in, or that went on after its end."""
    opened, is_inside, is_start = lines.first_line, False, True
    for offset, line in enumerate(lines.record):
        at = 0
        while at < len(line):
            character = line[at]
            if is_inside:
                if character == dialect.quote:
                    if line[at + 1 : at + 2] == dialect.quote:
                        at += 1
                    else:
                        is_inside = False
                        if line[at + 1 : at + 2] not in (dialect.delimiter, "\r", "\n", ""):
                            return opened
            elif character == dialect.quote and is_start:
                is_inside, opened = True, lines.first_line + offset
            is_start = character in (dialect.delimiter, "\r", "\n")
            at += 1
    return opened


def refuse_faults(source: IO[bytes], encoding: TextEncoding, dialect: Dialect, limits: ReadingLimits) -> None:
    """Raise the first fault of quotation marks or of length, if there is one."""
    for _ in _strict(_Lines(_text(source, encoding)), dialect, limits):
        pass


def _text(source: IO[bytes], encoding: TextEncoding) -> IO[str]:
    source.seek(encoding.mark_bytes)
    errors = "ignore" if encoding.is_cut_short else "strict"
    return io.TextIOWrapper(
        io.BufferedReader(_Kept(source), 1 << 20), encoding=encoding.name, errors=errors, newline=""
    )


def fault_in(text: str, dialect: Dialect, is_whole: bool) -> bool:
    """Whether the quotation marks in the file's first lines are at fault."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True
    )
    try:
        for _ in reader:
            pass
    except csv.Error as fault:
        return is_whole or "end of data" not in str(fault)
    return False


def text_of_records(text: str, dialect: Dialect, count: int) -> str:
    """The characters of the first ``count`` records, line ends included."""
    lines = _Lines(io.StringIO(text, newline=""))
    reader = csv.reader(iter(lines), delimiter=dialect.delimiter, quotechar=dialect.quote)
    for _ in range(count):
        next(reader, None)
    return "".join(lines.record)


def batches(
    source: IO[bytes],
    encoding: TextEncoding,
    dialect: Dialect,
    first_row: int,
    reading: Reading,
    progress: Progress,
    limits: ReadingLimits,
) -> Iterator[pa.RecordBatch]:
    """Batches of cells; rows with too few or too many cells go to ``reading.refused``, with their row."""
    source.seek(0, io.SEEK_END)
    size = max(1, source.tell())
    lines = _Lines(_text(source, encoding))
    width = len(reading.headers)
    rows: list[list[str]] = []
    numbers: list[int] = []
    late: list[tuple[int, list[str]]] = []
    blank: list[int] = []
    for number, record in enumerate(_strict(lines, dialect, limits), 1):
        if number < first_row:
            continue
        if not record or (len(record) == 1 and record[0].strip("\x1a") == ""):
            blank.append(number)
            continue
        record = _fitted(record, width)
        if len(record) == 1 and kind(record[0]) == "text" and width > 1:
            late.append((number, record))  # a footer, unless data follow
            continue
        rows += [[""] * width for _ in blank]  # data follow, so these are rows of the sheet, if blank ones
        numbers += blank
        blank = []
        for row, cells in late:
            reading.refuse(row, None, dialect.delimiter.join(cells), "RAGGED_ROW")
        late = []
        if len(record) != width:
            reading.refuse(number, None, dialect.delimiter.join(record), "RAGGED_ROW")
            continue
        rows.append(record)
        numbers.append(number)
        if len(rows) >= _BATCH_ROWS:
            progress(N_("Reading the lines"), 0.05 + 0.9 * source.tell() / size)
            yield _batch(rows, numbers, width)
            rows, numbers = [], []
    for row, cells in late:
        rows.append(cells + [""] * (width - 1))
        numbers.append(row)
    if lines.zero_bytes:
        reading.findings.append(finding("ZERO_BYTES", lines.zero_bytes))
    if rows:
        yield _batch(rows, numbers, width)


class _Kept(io.RawIOBase):
    """The file below a text layer, which closes what it reads; this one stays open."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._source.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _fitted(record: list[str], width: int) -> list[str]:
    """Blank cells too many are cut, and totals with cells too few are filled up; nothing else changes."""
    if len(record) > width and not any(map(plain, record[width:])):
        return record[:width]
    if len(record) < width:
        filled = [cell for cell in record if plain(cell)]
        if filled and is_total(filled[0]) and all(kind(cell) == "number" for cell in filled[1:]):
            return record + [""] * (width - len(record))
    return record


def _batch(rows: list[list[str]], numbers: list[int], width: int) -> pa.RecordBatch:
    columns = [pa.array([cell or None for cell in column], pa.string()) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays([*columns, pa.array(numbers, pa.int64())], schema=cells_schema(width))
