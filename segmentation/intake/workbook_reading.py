"""A workbook's sheet read: the sheet chosen, its header found, its cells cleaned of what is no data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake import header_row
from segmentation.intake.cell_kinds import plain
from segmentation.intake.errors import CorruptXml, FormulasWithoutValues, NoData
from segmentation.intake.limits import LIMITS, ReadingLimits
from segmentation.intake.lost_digits import ask_about_lost_digits, powers_of_ten
from segmentation.intake.raw import ReadingChoices, Sheet
from segmentation.intake.reading import Progress, Reading, cells_schema, named
from segmentation.intake.sheet_rows import SAMPLE_ROWS, SheetRows, finding
from segmentation.intake.sheet_xml import Range
from segmentation.intake.workbooks import Grid, Workbook
from segmentation.locale import N_

HEAD_ROWS = 60
BATCH_ROWS = 65_536


def read(workbook: Workbook, choices: ReadingChoices, progress: Progress, limits: ReadingLimits = LIMITS) -> Reading:
    """The chosen sheet, or the visible one with the most filled cells.

    Raises ``NoData`` where no row below the header is filled and ``FormulasWithoutValues`` where a row of data has one.
    """
    grid, sheets = _choose(workbook, choices, progress)
    progress(N_("Finding the header"), 0.8)
    filled = np.flatnonzero(grid.filled)
    if not len(filled):
        raise NoData
    merged = workbook.merged_ranges(grid)
    header = header_row.find(_head(grid), merged=merged, chosen=choices.header_row)
    if len(filled) == 1 and not header.row and choices.header_row is None:
        raise NoData
    reading = Reading(workbook.kind, (), 0, sheet=grid.name, sheets=sheets, is_1904=workbook.is_1904)
    reading = named(reading, header)
    titles = filled[filled + 1 < header.first_row] + 1
    if len(titles):
        reading.findings.append(finding("TITLE_ROWS", len(titles), titles.tolist()))
    reading.alike = alike(workbook, grid.name)
    tell_other_sheets(reading, [grid.name])
    if grid.is_hidden:
        reading.findings.append(finding("HIDDEN_SHEET", 1, sheet=grid.name))
    body = filled[filled + 1 > header.row]
    if not len(body):
        raise NoData
    return _body(reading, workbook, grid, body, merged, header.names, limits)


def _choose(workbook: Workbook, choices: ReadingChoices, progress: Progress) -> tuple[Grid, tuple[Sheet, ...]]:
    """The sheet to read, and all sheets, each of which is looked at once."""
    names = workbook.sheet_names
    wanted = choices.sheet or (names[0] if len(names) == 1 else None)
    best = workbook.grid(wanted) if wanted is not None else None
    if best is not None:
        _look(workbook, best, choices)
    for at, name in enumerate(names):
        if name in workbook.sheets:
            continue
        progress(N_("Reading the sheets"), 0.2 + 0.6 * at / len(names))
        grid = workbook.grid(name)
        _look(workbook, grid, choices)
        if wanted is None:
            rank = (not grid.is_hidden, grid.filled_cells)
            if best is None or rank > (not best.is_hidden, best.filled_cells):
                best = grid
    if best is None:
        raise NoData
    return best, tuple(workbook.sheets[name] for name in names)


def _look(workbook: Workbook, grid: Grid, choices: ReadingChoices) -> None:
    """Note how many lines a sheet has and how its columns are called."""
    filled = np.flatnonzero(grid.filled)
    header = header_row.find(_head(grid), chosen=choices.header_row)
    body = filled[filled + 1 > header.row]
    rows = len(body)
    if header.row and rows and len(workbook.sheet_names) > 1:
        # Totals and footers are no lines: counted with them, a sheet would be offered with a line too many
        rows = sum(batch.num_rows for batch in _rows_of(grid.cells, body, header.names, workbook.limits)[1])
    headers = named(Reading(workbook.kind, (), 0), header).headers
    workbook.sheets[grid.name] = Sheet(grid.name, rows, grid.is_hidden)
    workbook.columns[grid.name] = column_keys(headers) if header.row and any(header.names) else ()


def column_keys(headers: Sequence[str]) -> tuple[str, ...]:
    """The names of a sheet's columns as they are compared with another sheet's, in whatever order they stand."""
    return tuple(sorted(plain(header).casefold() for header in headers))


def alike(workbook: Workbook, name: str) -> list[str]:
    """The sheets with lines under the same columns as this one, itself among them; hidden ones are left alone."""
    own = workbook.columns[name]
    found = [
        each.name
        for each in (workbook.sheets[one] for one in workbook.sheet_names)
        if each.name == name or (own and each.rows and not each.is_hidden and workbook.columns[each.name] == own)
    ]
    return found if len(found) > 1 else []


def tell_other_sheets(reading: Reading, taken: Sequence[str]) -> None:
    """A finding about the sheets of the same columns that are not taken."""
    others = [name for name in reading.alike if name not in taken]
    if others:
        reading.findings.append(finding("OTHER_SHEETS", len(others), sheets=", ".join(others)))


def _head(grid: Grid) -> list[tuple[int, tuple[str | None, ...]]]:
    """The first filled rows with their numbers."""
    filled = np.flatnonzero(grid.filled)[:HEAD_ROWS]
    return (
        list(zip((filled + 1).tolist(), _as_rows(grid.cells.take(pa.array(filled))), strict=True))
        if len(filled)
        else []
    )


def _as_rows(table: pa.Table) -> list[tuple[str | None, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True)) if table.num_columns else []


def _body(
    reading: Reading,
    workbook: Workbook,
    grid: Grid,
    body: np.ndarray,
    merged: Sequence[Range],
    header_names: Sequence[str],
    limits: ReadingLimits,
) -> Reading:
    first, last = int(body[0]) + 1, int(body[-1]) + 1
    cells = _filled_down(reading, grid.cells, merged, first)
    # Blank rows are known from the cells as they stand, before merged ranges were filled
    blanks = np.flatnonzero(~grid.filled[first - 1 : last]) + first
    if len(blanks):
        reading.findings.append(finding("BLANK_ROWS", len(blanks), blanks[:20].tolist()))
    width = len(reading.headers)
    rows, batches = _rows_of(cells, body, header_names, limits)
    kept = pa.Table.from_batches(list(batches), cells_schema(width))
    _refuse_formulas(workbook, grid, kept)
    data = _without_errors(reading, grid, kept)
    reading = replace(reading, left_out=rows.left_out, batches=iter(data.to_batches()))
    reading.findings.extend(rows.findings())
    _find_lost_digits(reading, workbook, grid, data)
    if not data.num_rows and not reading.refused:
        raise NoData
    return reading


def _rows_of(
    cells: pa.Table, body: np.ndarray, header: Sequence[str], limits: ReadingLimits
) -> tuple[SheetRows, Iterator[pa.RecordBatch]]:
    """The filled rows below the header that are lines, with their numbers in the sheet."""
    table = cells.append_column(
        pa.field("row_number", pa.int64(), nullable=False), pa.array(np.arange(1, cells.num_rows + 1))
    )
    if len(body) < table.num_rows:
        table = table.take(pa.array(body))
    sample = _as_rows(table.slice(0, SAMPLE_ROWS).drop_columns(["row_number"]))
    rows = SheetRows(sample, len(header), limits, header=header)
    return rows, rows.kept(iter(table.to_batches(max_chunksize=BATCH_ROWS)))


def _filled_down(reading: Reading, cells: pa.Table, merged: Sequence[Range], first: int) -> pa.Table:
    """Merged ranges of the data hold their value in the first row only; here each of their rows gets it."""
    sources: dict[int, np.ndarray] = {}
    blanks: dict[int, np.ndarray] = {}
    covered: Counter[int] = Counter()
    rows: list[int] = []
    for span in merged:
        bottom = min(span.bottom, cells.num_rows)
        if span.top < first or bottom <= span.top or not 0 <= span.left < cells.num_columns:
            continue
        column = cells.column(span.left)
        if column[span.top - 1].as_py() is None:
            continue
        covered[span.left] += bottom - span.top + 1
        if covered[span.left] > cells.num_rows:
            raise CorruptXml(found="merged ranges that lie upon each other")
        if span.left not in sources:
            sources[span.left], blanks[span.left] = np.arange(cells.num_rows), np.asarray(column.is_null())
        filled = np.flatnonzero(blanks[span.left][span.top : bottom]) + span.top
        sources[span.left][filled] = span.top - 1
        rows += (filled + 1).tolist()
    for index, source in sources.items():
        cells = cells.set_column(index, cells.schema.field(index), cells.column(index).take(pa.array(source)))
    if rows:
        reading.ask("MERGED_CELLS")
        reading.findings.append(finding("MERGED_CELLS", len(rows), sorted(rows)))
    return cells


def _without_errors(reading: Reading, grid: Grid, kept: pa.Table) -> pa.Table:
    """The rows without an Excel error; the others are refused, each error by its name."""
    if not grid.errors:
        return kept
    numbers = set(kept.column("row_number").to_pylist())
    for error in grid.errors:
        if error.row in numbers:
            reading.refuse(error.row, reading.headers[error.column], error.error, "ERROR_CELL")
    if not reading.refused:
        return kept
    rows = [row for row, *_ in reading.refused]
    reading.findings.append(finding("ERROR_CELL", len(rows), rows, reading.refused[0][2]))
    return kept.filter(pc.invert(pc.is_in(kept.column("row_number"), value_set=pa.array(rows, pa.int64()))))


def _refuse_formulas(workbook: Workbook, grid: Grid, kept: pa.Table) -> None:
    without = workbook.rows_without_results(grid)
    if without:
        numbers = set(kept.column("row_number").to_pylist())
        bad = {row: count for row, count in without.items() if row in numbers}
        if bad:
            raise FormulasWithoutValues(count=sum(bad.values()), row=min(bad))


def _find_lost_digits(reading: Reading, workbook: Workbook, grid: Grid, data: pa.Table) -> None:
    """Ids over 15 digits stored as numbers, and numbers written as powers of ten."""
    lost: Counter[int] = Counter()
    suspects: dict[int, list[int]] = {}
    numbers = data.column("row_number")
    for index in range(len(reading.headers)):
        column = data.column(index)
        if (pc.max(pc.binary_length(column)).as_py() or 0) >= 16:
            is_long = pc.fill_null(pc.greater_equal(pc.binary_length(column), 16), False)
            long, at = column.filter(is_long), numbers.filter(is_long)
            digits = pc.match_substring_regex(long, r"^-?\d{16,}$")
            if pc.any(digits).as_py():
                suspects[index] = at.filter(digits).to_pylist()
        lost[index] += powers_of_ten(column)
    for index, rows in (workbook.number_columns(grid, suspects) if suspects else {}).items():
        lost[index] += len(rows)
    ask_about_lost_digits(reading, lost)
