"""A workbook's sheet read: the sheet chosen, its header found, its cells cleaned of what is no data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake import header_row
from segmentation.intake.cell_kinds import plain
from segmentation.intake.errors import DifferentColumns, FormulasWithoutValues, NoData
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
    grid, sheets, same = _choose(workbook, choices, progress)
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
    if same:
        reading.findings.append(finding("OTHER_SHEETS", len(same), sheets=", ".join(same)))
    if grid.is_hidden:
        reading.findings.append(finding("HIDDEN_SHEET", 1, sheet=grid.name))
    body = filled[filled + 1 > header.row]
    if not len(body):
        raise NoData
    return _body(reading, workbook, grid, body, merged, limits)


def read_several(
    workbook: Workbook,
    names: Sequence[str],
    choices: ReadingChoices,
    progress: Progress,
    limits: ReadingLimits = LIMITS,
) -> Reading:
    """The sheets one below the other; columns are matched by name, row numbers stay those of each sheet.

    Nothing is added and nothing merged: lines that stand in more than one sheet are counted in a finding. Raises
    ``DifferentColumns`` where the sheets have not the same names.
    """
    readings = [read(workbook, replace(choices, sheet=name), progress, limits) for name in names]
    first = readings[0]
    keys = [plain(header).casefold() for header in first.headers]
    tables: list[pa.Table] = []
    for reading in readings:
        own = [plain(header).casefold() for header in reading.headers]
        if sorted(own) != sorted(keys):
            raise DifferentColumns(sheet=reading.sheet, first=first.sheet)
        order = [f"c{own.index(key)}" for key in keys]
        table = pa.Table.from_batches(list(reading.batches), cells_schema(len(own)))
        tables.append(table.select([*order, "row_number"]).rename_columns(cells_schema(len(own)).names))
    joined = replace(
        first,
        sheet=", ".join(names),
        batches=iter([batch for table in tables for batch in table.to_batches()]),
        joined=[(reading.sheet, table.num_rows) for reading, table in zip(readings, tables, strict=True)],
        refused=[row for reading in readings for row in reading.refused],
        findings=[found for reading in readings for found in reading.findings],
        questions=list(dict.fromkeys(code for reading in readings for code in reading.questions)),
        left_out=sum(reading.left_out for reading in readings),
    )
    _tell_overlap(joined, tables)
    return joined


def _tell_overlap(reading: Reading, tables: Sequence[pa.Table]) -> None:
    """Count the lines of each sheet that stand in an earlier one with the same cells."""
    count, rows = 0, []
    lines = [
        pc.binary_join_element_wise(
            *table.drop_columns(["row_number"]).columns, "\x1f", null_handling="replace", null_replacement="\x1e"
        )
        for table in tables
    ]
    for at in range(1, len(lines)):
        earlier = pa.chunked_array([chunk for column in lines[:at] for chunk in column.chunks], pa.string())
        is_again = pc.is_in(lines[at], value_set=earlier)
        again = tables[at].column("row_number").filter(is_again)
        count += len(again)
        rows += again.slice(0, 20).to_pylist()
    if count:
        reading.findings.append(finding("SHEETS_OVERLAP", count, rows))


def _choose(
    workbook: Workbook, choices: ReadingChoices, progress: Progress
) -> tuple[Grid, tuple[Sheet, ...], list[str]]:
    """The sheet to read, all sheets with their filled rows, which are counted once, and the others with its columns.

    Others are looked for where nobody chose the sheet, among those that are not hidden.
    """
    names = workbook.sheet_names
    wanted = choices.sheet or (names[0] if len(names) == 1 else None)
    best = workbook.grid(wanted) if wanted is not None else None
    columns: dict[str, frozenset[str]] = {}
    if best is not None:
        workbook.sheets[best.name] = best.sheet
    for at, name in enumerate(names):
        if name in workbook.sheets:
            continue
        progress(N_("Reading the sheets"), 0.2 + 0.6 * at / len(names))
        grid = workbook.grid(name)
        workbook.sheets[name] = grid.sheet
        if wanted is None:
            if not grid.is_hidden:
                columns[name] = frozenset(plain(cell).casefold() for cell in header_row.find(_head(grid)).names) - {""}
            rank = (not grid.is_hidden, grid.filled_cells)
            if best is None or rank > (not best.is_hidden, best.filled_cells):
                best = grid
    if best is None:
        raise NoData
    own = columns.get(best.name)
    same = [name for name, found in columns.items() if own and found == own and name != best.name]
    return best, tuple(workbook.sheets[name] for name in names), same


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
    reading: Reading, workbook: Workbook, grid: Grid, body: np.ndarray, merged: Sequence[Range], limits: ReadingLimits
) -> Reading:
    first, last = int(body[0]) + 1, int(body[-1]) + 1
    cells = _filled_down(reading, grid.cells, merged, first)
    # Blank rows are known from the cells as they stand, before merged ranges were filled
    blanks = np.flatnonzero(~grid.filled[first - 1 : last]) + first
    if len(blanks):
        reading.findings.append(finding("BLANK_ROWS", len(blanks), blanks[:20].tolist()))
    table = cells.append_column(
        pa.field("row_number", pa.int64(), nullable=False), pa.array(np.arange(1, cells.num_rows + 1))
    )
    width = len(reading.headers)
    if len(body) < table.num_rows:
        table = table.take(pa.array(body))
    rows = SheetRows(_as_rows(table.slice(0, SAMPLE_ROWS).drop_columns(["row_number"])), width, limits)
    kept = pa.Table.from_batches(list(rows.kept(iter(table.to_batches(max_chunksize=BATCH_ROWS)))), cells_schema(width))
    _refuse_formulas(workbook, grid, kept)
    data = _without_errors(reading, grid, kept)
    reading = replace(reading, left_out=rows.left_out, batches=iter(data.to_batches()))
    reading.findings.extend(rows.findings())
    _find_lost_digits(reading, workbook, grid, data)
    if not data.num_rows and not reading.refused:
        raise NoData
    return reading


def _filled_down(reading: Reading, cells: pa.Table, merged: Sequence[Range], first: int) -> pa.Table:
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
