"""Several sheets of a workbook with the same columns, read as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from segmentation.intake.cell_kinds import plain
from segmentation.intake.errors import DifferentColumns
from segmentation.intake.limits import LIMITS, ReadingLimits
from segmentation.intake.raw import ReadingChoices
from segmentation.intake.reading import Progress, Reading, cells_schema
from segmentation.intake.workbook_reading import column_keys, read, tell_other_sheets
from segmentation.intake.workbooks import Workbook


def read_several(
    workbook: Workbook,
    names: Sequence[str],
    choices: ReadingChoices,
    progress: Progress,
    limits: ReadingLimits = LIMITS,
) -> Reading:
    """The sheets one below the other; columns are matched by name, row numbers stay those of each sheet.

    Nothing is added and nothing merged. Raises ``DifferentColumns`` where the sheets have not the same names.
    """
    readings = [read(workbook, replace(choices, sheet=name), progress, limits) for name in names]
    first = readings[0]
    keys = [plain(header).casefold() for header in first.headers]
    tables: list[pa.Table] = []
    for reading in readings:
        if column_keys(reading.headers) != column_keys(first.headers):
            raise DifferentColumns(sheet=reading.sheet, first=first.sheet)
        own = [plain(header).casefold() for header in reading.headers]
        order = [f"c{own.index(key)}" for key in keys]
        table = pa.Table.from_batches(list(reading.batches), cells_schema(len(own)))
        tables.append(table.select([*order, "row_number"]).rename_columns(cells_schema(len(own)).names))
    joined = replace(
        first,
        sheet=", ".join(names),
        batches=iter([batch for table in tables for batch in table.to_batches()]),
        joined=[(reading.sheet, table.num_rows) for reading, table in zip(readings, tables, strict=True)],
        refused=[row for reading in readings for row in reading.refused],
        findings=[found for reading in readings for found in reading.findings if found.code != "OTHER_SHEETS"],
        questions=list(dict.fromkeys(code for reading in readings for code in reading.questions)),
        left_out=sum(reading.left_out for reading in readings),
    )
    tell_other_sheets(joined, names)
    return joined
