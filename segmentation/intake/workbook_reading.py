"""A workbook's sheet read: the sheet chosen, its header found, its cells cleaned of what is no data."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake import header_row
from segmentation.intake.errors import FormulasWithoutValues, NoData
from segmentation.intake.lost_digits import ask_about_lost_digits, powers_of_ten
from segmentation.intake.limits import LIMITS, ReadingLimits
from segmentation.intake.raw import ReadingChoices, Sheet
from segmentation.intake.reading import Progress, Reading, cells_schema, named
from segmentation.intake.sheet_rows import SAMPLE_ROWS, SheetRows, finding
from segmentation.intake.workbooks import Grid, Workbook
from segmentation.locale import N_

HEAD_ROWS = 60
BATCH_ROWS = 65_536


def read(
    workbook: Workbook, choices: ReadingChoices, progress: Progress, limits: ReadingLimits = LIMITS
) -> Reading:
    """The chosen sheet, or the visible one with the most filled cells.

    Raises ``NoData`` where no row below the header is filled and ``FormulasWithoutValues`` where a row of data has one.
    """
    grid, sheets = _choose(workbook, choices, progress)
    progress(N_("Finding the header"), 0.8)
    filled = np.flatnonzero(grid.filled)
    if not len(filled):
        raise NoData
    merged = workbook.merged_ranges(grid)
    head = grid.cells.take(pa.array(filled[:HEAD_ROWS]))
    rows = list(zip((filled[:HEAD_ROWS] + 1).tolist(), _as_rows(head), strict=True))
    header = header_row.find(rows, merged=merged, chosen=choices.header_row)
    if len(filled) == 1 and not header.row and choices.header_row is None:
        raise NoData
    reading = Reading(workbook.kind, (), 0, sheet=grid.name, sheets=sheets, is_1904=workbook.is_1904)
    reading = named(reading, header)
    titles = filled[filled + 1 < header.first_row] + 1
    if len(titles):
        reading.findings.append(finding("TITLE_ROWS", len(titles), titles.tolist()))
    if grid.is_hidden:
        reading.findings.append(finding("HIDDEN_SHEET", 1, sheet=grid.name))
    body = filled[filled + 1 > header.row]
    if not len(body):
        raise NoData
    return _body(reading, workbook, grid, body, merged, limits)


def _choose(workbook: Workbook, choices: ReadingChoices, progress: Progress) -> tuple[Grid, tuple[Sheet, ...]]:
    names = workbook.sheet_names
    wanted = choices.sheet or (names[0] if len(names) == 1 else None)
    best: Grid | None = None
    sheets = []
    for at, name in enumerate(names):
        progress(N_("Reading the sheets"), 0.2 + 0.6 * at / len(names))
        grid = workbook.grid(name)
        sheets.append(grid.sheet)
        if wanted is None:
            rank = (not grid.is_hidden, grid.filled_cells)
            if best is None or rank > (not best.is_hidden, best.filled_cells):
                best = grid
        elif name == wanted:
            best = grid
    if best is None:
        best = workbook.grid(wanted or "")
    return best, tuple(sheets)


def _as_rows(table: pa.Table) -> list[tuple[str | None, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True)) if table.num_columns else []


def _body(
    reading: Reading, workbook: Workbook, grid: Grid, body: np.ndarray, merged: list, limits: ReadingLimits
) -> Reading:
    first, last = int(body[0]) + 1, int(body[-1]) + 1
    cells = _filled_down(reading, grid.cells, merged, first)
    # Blank rows are known from the cells as they stand, before merged ranges were filled
    blanks = np.setdiff1d(np.arange(first - 1, last), body)
    if len(blanks):
        reading.findings.append(finding("BLANK_ROWS", len(blanks), (blanks[:20] + 1).tolist()))
    is_kept = np.zeros(cells.num_rows, dtype=bool)
    is_kept[body] = True
    for error in grid.errors:
        if error.row > reading.header_row and is_kept[error.row - 1]:
            reading.refuse(error.row, reading.headers[error.column], error.error, "ERROR_CELL")
    at_fault = {row for row, *_ in reading.refused}
    if reading.refused:
        rows = [row for row, *_ in reading.refused]
        reading.findings.append(finding("ERROR_CELL", len(rows), rows, reading.refused[0][2]))
        is_kept[np.array(sorted(at_fault)) - 1] = False
    table = cells.append_column(
        pa.field("row_number", pa.int64(), nullable=False), pa.array(np.arange(1, cells.num_rows + 1))
    )
    width = len(reading.headers)
    if not is_kept.all():
        table = table.filter(pa.array(is_kept))
    sample = _as_rows(table.slice(0, SAMPLE_ROWS).drop_columns(["row_number"]))
    rows = SheetRows(sample, width, limits)
    kept = list(rows.kept(iter(table.to_batches(max_chunksize=BATCH_ROWS))))
    reading = replace(reading, left_out=rows.left_out, batches=iter(kept))
    reading.findings.extend(rows.findings())
    data = pa.Table.from_batches(kept, cells_schema(width))
    _refuse_formulas(workbook, grid, data, at_fault)
    _find_lost_digits(reading, workbook, grid, data)
    if not data.num_rows and not reading.refused:
        raise NoData
    return reading


def _filled_down(reading: Reading, cells: pa.Table, merged: list, first: int) -> pa.Table:
    """Merged ranges of the data hold their value in the first row only; here each of their rows gets it."""
    sources: dict[int, np.ndarray] = {}
    rows = []
    for span in merged:
        bottom = min(span.bottom, cells.num_rows)
        if span.top < first or bottom <= span.top or not 0 <= span.left < cells.num_columns:
            continue
        column = cells.column(span.left)
        if column[span.top - 1].as_py() is None:
            continue
        source = sources.setdefault(span.left, np.arange(cells.num_rows))
        for row in range(span.top + 1, bottom + 1):
            if column[row - 1].as_py() is None:
                source[row - 1] = span.top - 1
                rows.append(row)
    for index, source in sources.items():
        cells = cells.set_column(index, cells.schema.field(index), cells.column(index).take(pa.array(source)))
    if rows:
        reading.ask("MERGED_CELLS")
        reading.findings.append(finding("MERGED_CELLS", len(rows), sorted(rows)))
    return cells


def _refuse_formulas(workbook: Workbook, grid: Grid, data: pa.Table, at_fault: set[int]) -> None:
    without = workbook.rows_without_results(grid)
    if without:
        kept = set(data.column("row_number").to_pylist()) | at_fault
        bad = {row: count for row, count in without.items() if row in kept}
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
