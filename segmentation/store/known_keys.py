"""Which column of a sheet names customers in the way that this shop's sales do."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from segmentation.intake.kind_headings import KindRecognition
from segmentation.intake.raw import RawTable
from segmentation.intake.sheet_kinds import SheetKind
from segmentation.intake.values.columns import customer_columns
from segmentation.store.workspace import Workspace

LEAST_MORE = 1.2
"""So many times as many customers must be met by another column before it is taken instead of the one that comes first."""

SAMPLE = 2000
"""Rows looked at, spread over the sheet: phones take long to compare."""


def column_of_known_customers(workspace: Workspace, raw: RawTable, found: KindRecognition) -> int | None:
    """The column whose values meet most of the shop's customers; None where the one taken meets as many.

    A shop whose sales know customers by phone gets a list joined by phone, although the list has numbers too.
    """
    taken = found.mapping.column("customer")
    if found.mapping.kind is SheetKind.PRODUCTS or taken is None:
        return None
    met = {taken: _met(workspace, raw, taken, found.mapping.customer_kind, found.mapping.phone_region)}
    for name in ("email", "phone", "name"):
        index = found.mapping.column(name)
        if index is not None and index not in met:
            met[index] = _met(workspace, raw, index, name, found.mapping.phone_region)
    best = max(met, key=lambda index: met[index])
    return best if met[best] > LEAST_MORE * met[taken] else None


def _met(workspace: Workspace, raw: RawTable, index: int, kind: str, region: str | None) -> int:
    rows = np.unique(np.linspace(0, max(raw.cells.num_rows - 1, 0), min(SAMPLE, raw.cells.num_rows)).astype(np.int64))
    cells = raw.cells.column(f"c{index}").take(pa.array(rows, pa.int64()))
    keys = customer_columns(cells, kind, region).key.unique().drop_null()
    with workspace.cursor() as cursor:
        cursor.register("keys", pa.table({"customer_key": keys}))
        ((found,),) = cursor.execute("select count(*) from keys join customers using (customer_key)").fetchall()
    return int(found)
