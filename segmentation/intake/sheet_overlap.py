"""Lines that stand in more than one of the sheets that were read as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.findings import Finding
from segmentation.intake.raw import RawTable
from segmentation.intake.sheet_rows import EXAMPLES, finding
from segmentation.intake.values.scratch import scratch
from segmentation.locale import N_
from segmentation.packed import PackedTable

COUNTED_ONCE = N_("{count} lines stand in more than one of the sheets, cell for cell. Each is counted once.")
COUNTED_EACH_TIME = N_(
    "{count} lines stand in more than one of the sheets, cell for cell. They count each time, as was chosen."
)


def repeated(cells: PackedTable, joined: Sequence[tuple[str, int]]) -> pa.ChunkedArray | None:
    """Which rows repeat one of an earlier sheet in every cell; None where none does.

    A sheet that has a line twice keeps both, for two of the same may have been sold: the second of its own repeats only the
    second of an earlier sheet.
    """
    ends = np.cumsum([rows for _, rows in joined]).tolist()
    if len(ends) < 2:
        return None
    columns = ", ".join(name for name in cells.column_names if name != "row_number")
    sheet = " ".join(f"when position <= {end} then {place}" for place, end in enumerate(ends))
    with scratch() as connection:
        connection.register("raw", cells)
        again = (
            connection.sql(
                f"""with placed as (select {columns}, row_number() over () as position from raw),
                    own as (select *, case {sheet} end as sheet from placed),
                    counted as (select *, row_number() over (partition by {columns}, sheet order by position) as nth from own)
                    select row_number() over (partition by {columns}, nth order by position) > 1 as again
                    from counted order by position"""
            )
            .to_arrow_table()
            .column("again")
        )
    return again if again.to_numpy().any() else None


def first_lines(raw: RawTable, indexes: Sequence[int | None], rows: int) -> PackedTable:
    """Lines enough from the top; those of an earlier sheet left out, which look like orders of several lines and are none."""
    if raw.repeated is None:
        return next(raw.cells.parts(rows), raw.cells)
    names = [*dict.fromkeys(f"c{index}" for index in indexes if index is not None), "row_number"]
    return PackedTable.of(raw.cells.select(names).filter(pc.invert(raw.repeated)).slice(0, rows))


def overlap_found(cells: PackedTable, again: pa.ChunkedArray) -> Finding:
    """How many lines stand in more than one sheet, the first of them as examples."""
    rows = cells.column("row_number").filter(again)
    return finding("SHEETS_OVERLAP", len(rows), rows.slice(0, EXAMPLES).to_pylist())


def said(findings: Sequence[Finding], is_once: bool) -> tuple[Finding, ...]:
    """The findings, with what became of the lines that stand in more than one sheet."""
    message = COUNTED_ONCE if is_once else COUNTED_EACH_TIME
    return tuple(replace(each, message=message) if each.code == "SHEETS_OVERLAP" else each for each in findings)
