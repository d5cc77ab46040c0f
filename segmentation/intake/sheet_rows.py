"""The rows below the header: blank rows, totals and footers taken out, overlong cells cut, each told in a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.cell_kinds import TOTAL_PATTERN, is_total, is_value, kind, plain
from segmentation.intake.findings import Finding
from segmentation.intake.header_row import as_compared
from segmentation.intake.limits import LIMITS, ReadingLimits
from segmentation.locale import N_

EXAMPLES = 20
SAMPLE_ROWS = 2_000
"""Rows of data from which it is learnt which columns are always filled."""

MESSAGES = {
    "TITLE_ROWS": N_("{count} rows above the header were taken for a title and left out."),
    "BLANK_ROWS": N_("{count} blank rows were skipped."),
    "TOTAL_ROW": N_("{count} rows of totals were left out; they are never counted as sales."),
    "REPEATED_HEADER": N_("{count} rows only repeat the header, as printed pages do, and were left out."),
    "FOOTER": N_("{count} rows below the data were taken for a footer and left out."),
    "LONG_CELL": N_("{count} cells were longer than {limit} characters and were cut there."),
    "ZERO_BYTES": N_("Zero bytes were taken out of the text."),
    "ERROR_CELL": N_("{count} cells hold an Excel error; their rows are refused."),
    "RAGGED_ROW": N_("{count} lines have not as many cells as the header; they are refused, never shifted."),
    "MERGED_CELLS": N_("{count} cells were filled down inside merged ranges."),
    "DUPLICATE_HEADERS": N_("Several columns have the same name; they are numbered: {columns}."),
    "PRECISION_LOST": N_(
        "{columns}: numbers there have lost their last digits in Excel, so they tell nobody apart. "
        "Format the column as text before the export."
    ),
    "HEADER_UNSURE": N_("No row looks like a header; the first row may already be a sale."),
    "TWO_ROW_HEADER": N_("The header stands in rows {first} to {last}; its names were joined."),
    "ENCODING_UNSURE": N_("The text was read as {encoding}, which is the best guess. Check the names."),
    "SINGLE_QUOTES": N_("Single quotation marks hold the cells together; the text was split by them."),
    "CUT_SHORT": N_("The file ends in the middle of a character, as after an interrupted download."),
    "SHEETS_OVERLAP": N_("{count} lines stand in more than one of the sheets, cell for cell."),
    "OTHER_SHEETS": N_(
        "{count} more sheets have the same columns and are not in this load: {sheets}. Load them too if they belong to it."
    ),
    "HIDDEN_SHEET": N_("The sheet {sheet} is hidden in the workbook."),
}
"""Code of a finding of the reading → its sentence."""


def finding(code: str, count: int, rows: Sequence[int] = (), example: str | None = None, **values: Any) -> Finding:
    """A finding of the reading, its sentence looked up by its code."""
    return Finding(code, MESSAGES[code], count, tuple(rows[:EXAMPLES]), example, MappingProxyType(values))


@dataclass
class Seen:
    """Counts the rows of one kind and keeps the first as examples."""

    count: int = 0
    rows: list[int] = field(default_factory=list)
    example: str | None = None

    def add(self, rows: Sequence[int], example: str | None = None) -> None:
        self.count += len(rows)
        self.rows += list(rows[: EXAMPLES - len(self.rows)])
        self.example = self.example or (example[:200] if example else None)


class SheetRows:
    """Takes the rows of a sheet in batches, with ``c0`` … and ``row_number``, and gives back those that are data.

    ``sample``: the first rows of data, from which it is learnt which columns are always filled.
    """

    def __init__(
        self,
        sample: Sequence[Sequence[str | None]],
        width: int,
        limits: ReadingLimits = LIMITS,
        *,
        header: Sequence[str] = (),
    ) -> None:
        self.limits = limits
        self.header = as_compared(header)
        sample = [row for row in sample if not self._repeats_header(row)] or sample
        # Totals between the lines are no pattern for what a line fills
        sample = [row for row in sample if not _begins_total(row)] or sample
        filled = [sum(bool(plain(row[c])) for row in sample if c < len(row)) for c in range(width)]
        most = max(filled, default=0)
        # A column nearly always filled: where it is blank, the row may be no sale
        self.key_columns = [c for c in range(width) if filled[c] >= 0.9 * most and most]
        lengths = {c: sum(len(row[c] or "") for row in sample if c < len(row)) for c in self.key_columns}
        self.longest_key = max(lengths, key=lambda c: lengths[c], default=None)
        self.usual_filled = sorted(sum(bool(plain(cell)) for cell in row) for row in sample)[len(sample) // 2 :][:1]
        self.blank, self.total, self.repeated, self.footer, self.long = Seen(), Seen(), Seen(), Seen(), Seen()

    def kept(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The batches without what is no data. One batch is held back, since footers are known only at the end."""
        before: pa.RecordBatch | None = None
        for batch in batches:
            batch = self._without_totals(self._without_headers(self._cut(batch)))
            if not batch.num_rows:
                continue
            if before is not None:
                yield before
            before = batch
        if before is not None:
            yield self._without_footer(before)

    @property
    def left_out(self) -> int:
        """Totals, footers and repeated headers, which were read and are neither kept nor refused."""
        return self.total.count + self.repeated.count + self.footer.count

    def findings(self) -> list[Finding]:
        found = []
        for code, seen in (
            ("BLANK_ROWS", self.blank),
            ("TOTAL_ROW", self.total),
            ("REPEATED_HEADER", self.repeated),
            ("FOOTER", self.footer),
        ):
            if seen.count:
                found.append(finding(code, seen.count, seen.rows, seen.example))
        if self.long.count:
            found.append(finding("LONG_CELL", self.long.count, self.long.rows, limit=self.limits.cell_characters))
        return found

    def _cut(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        most = self.limits.cell_characters
        columns = list(batch.columns)
        for index, column in enumerate(columns[:-1]):
            if (pc.max(pc.binary_length(column)).as_py() or 0) <= most:
                continue
            is_long = pc.fill_null(pc.greater(pc.utf8_length(column), most), False)
            self.long.add(columns[-1].filter(is_long).to_pylist())
            columns[index] = pc.utf8_slice_codeunits(column, 0, most)
        return pa.RecordBatch.from_arrays(columns, schema=batch.schema)

    def _repeats_header(self, cells: Sequence[str | None]) -> bool:
        return len(self.header) > 1 and as_compared(cells) == self.header

    def _without_headers(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        if len(self.header) < 2:
            return batch
        # One column tells nearly all other rows apart, and only what is left is compared cell by cell.
        at = max(range(len(self.header)), key=lambda column: len(self.header[column]))
        longest = self.header[at]
        near = pc.fill_null(pc.match_substring(batch.column(at), longest, ignore_case=True), False)
        keep = np.ones(batch.num_rows, dtype=bool)
        for index in np.flatnonzero(np.asarray(near)).tolist():
            if self._repeats_header([column[index].as_py() for column in batch.columns[:-1]]):
                keep[index] = False
                self.repeated.add([batch.column(-1)[index].as_py()])
        return batch if keep.all() else batch.filter(pa.array(keep))

    def _suspects(self, batch: pa.RecordBatch) -> np.ndarray:
        """Indices of rows in which a column that is always filled is blank."""
        suspect = np.zeros(batch.num_rows, dtype=bool)
        for index in self.key_columns:
            column = batch.column(index)
            if column.null_count:
                suspect |= np.asarray(pc.is_null(column))
        if self.longest_key is not None:
            # Cells of nothing but white space: seen in one column only, which is enough for a row of blanks
            spaces = pc.fill_null(pc.utf8_is_space(batch.column(self.longest_key)), False)
            suspect |= np.asarray(spaces)
        if not self.key_columns:
            suspect[:] = True
        return np.flatnonzero(suspect)

    def _without_totals(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        at = self._suspects(batch)
        if not len(at):
            return batch
        suspects = batch.take(pa.array(at))
        columns = suspects.columns[:-1]
        has_text = np.zeros(len(at), dtype=bool)
        has_total = np.zeros(len(at), dtype=bool)
        for column in columns:
            space = pc.or_kleene(pc.is_null(column), pc.fill_null(pc.utf8_is_space(column), True))
            has_text |= ~np.asarray(space)
            # A normalised total ("ＴＯＴＡＬ") is rare enough to be looked for in what RE2 lets through by its letters
            has_total |= np.asarray(pc.fill_null(pc.match_substring_regex(column, TOTAL_PATTERN), False))
        drop = ~has_text
        numbers = suspects.columns[-1]
        self.blank.add(numbers.filter(pa.array(drop)).to_pylist())
        for index in np.flatnonzero(has_total):
            cells = [column[int(index)].as_py() for column in columns]
            if self._is_total(cells):
                drop[index] = True
                self.total.add([numbers[int(index)].as_py()], " ".join(filter(None, cells)))
        if not drop.any():
            return batch
        keep = np.ones(batch.num_rows, dtype=bool)
        keep[at[drop]] = False
        return batch.filter(pa.array(keep))

    def _is_total(self, cells: list[str | None]) -> bool:
        if not _begins_total(cells):
            return False
        filled = [cell for cell in cells if plain(cell)]
        others = {kind(cell) for cell in filled if not is_total(cell)}
        # A day's total, or one with the day of printing: half of what a line fills says nothing there
        keys = [cells[column] for column in self.key_columns]
        is_sparse = 2 * sum(not plain(cell) or is_total(cell) for cell in keys) >= len(keys)
        return others <= ({"number", "date"} if is_sparse or is_total(filled[0]) else {"number"})

    def _without_footer(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        end = batch.num_rows
        while end:
            cells = [column[end - 1].as_py() for column in batch.columns[:-1]]
            if not self._is_footer(cells):
                break
            self.footer.add([batch.column(-1)[end - 1].as_py()], " ".join(filter(None, cells)))
            end -= 1
        self.footer.rows.sort()
        return batch.slice(0, end)

    def _is_footer(self, cells: list[str | None]) -> bool:
        filled = [cell for cell in cells if plain(cell)]
        usual = self.usual_filled[0] if self.usual_filled else 0
        if usual < 3 or not filled or 3 * len(filled) > usual:
            return False
        blank_keys = sum(not plain(cells[column]) for column in self.key_columns)
        return not is_value(filled[0]) and 2 * blank_keys >= len(self.key_columns)


def _begins_total(cells: Sequence[str | None]) -> bool:
    """Whether the first cell of words is a word for totals."""
    first = next((cell for cell in cells if kind(cell) == "text"), None)
    return first is not None and is_total(first)
