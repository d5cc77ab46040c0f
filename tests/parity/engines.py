"""One shop on two engines: DuckDB, where the product runs, and Sail, where a shop goes that has outgrown one machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from segmentation.parameters import Analysis
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.profile_basis import ProfileBasis

STORED = (
    "orders",
    "purchase_days",
    "settled_customers",
    "lines",
    "products",
    "loads",
    "feedback",
    "interactions",
    "record_changes",
)

MONEY_TYPE = pa.decimal128(38, 4)
TOLERANCE = 1e-9
"""How far floats may lie apart, as a share of the larger one or, below 1, as they are."""


@dataclass(frozen=True, eq=False)
class TwoEngines:
    """A shop's stored tables on both engines, and the limits that its rules come to."""

    workspace: Workspace
    sail: Any
    transfer: Path
    analysis: Analysis
    profile: ProfileBasis

    @property
    def found(self) -> Basis:
        return self.profile

    def on_duckdb(self, expression: ir.Table, kept: Mapping[str, str]) -> pa.Table:
        return self.workspace.query_kept(kept, str(ibis.to_sql(expression, dialect="duckdb")))

    def on_sail(self, expression: ir.Table) -> pa.Table:
        return self.sail.sql(str(ibis.to_sql(expression, dialect="pyspark"))).toArrow()

    def keep_on_sail(self, name: str, expression: ir.Table) -> None:
        """What ``Workspace.query_kept`` does: the expression's rows, computed once, under a name that others build on."""
        sql = str(ibis.to_sql(expression, dialect="pyspark"))
        file = self.transfer / f"{hashlib.sha256(sql.encode()).hexdigest()}.parquet"
        if not file.exists():
            pq.write_table(self.sail.sql(sql).toArrow(), file)
        self.sail.read.parquet(str(file)).createOrReplaceTempView(name)

    def rows_on_sail(self, name: str, sql: str) -> None:
        """The rows that the shop's own statement gives, under a name that expressions build on."""
        file = self.transfer / f"{name}.parquet"
        pq.write_table(self.workspace.query(sql), file)
        self.sail.read.parquet(str(file)).createOrReplaceTempView(name)


def put_on_sail(sail: Any, workspace: Workspace, folder: Path) -> None:
    """The shop's stored tables as Sail's views, through one file a table."""
    for name in STORED:
        file = folder / f"{name}.parquet"
        pq.write_table(workspace.query(f"from {name}"), file)
        sail.read.parquet(str(file)).createOrReplaceTempView(name)


def _comparable(table: pa.Table) -> pa.Table:
    """Columns by name; engines may differ in a number's width and in a decimal's scale, but not in what kind it is."""
    columns = {name: table[name] for name in sorted(table.column_names)}
    for name, column in columns.items():
        kind = column.type
        if pa.types.is_decimal(kind):
            columns[name] = column.cast(MONEY_TYPE)  # raises where more than the shop's four decimals would be lost
        elif pa.types.is_integer(kind):
            columns[name] = column.cast(pa.int64())
        elif pa.types.is_floating(kind):
            columns[name] = column.cast(pa.float64())
        elif pa.types.is_timestamp(kind):
            columns[name] = column.cast(pa.timestamp("us"))
    found = pa.table(columns)
    # Floats last: they may differ by a hair, and then part only rows that are alike in all else.
    names = sorted(columns, key=lambda name: pa.types.is_floating(columns[name].type))
    return found.sort_by([(name, "ascending") for name in names])


def _equal(ours: pa.ChunkedArray, theirs: pa.ChunkedArray) -> pa.ChunkedArray:
    both_null = pc.and_(pc.is_null(ours), pc.is_null(theirs))
    same = pc.equal(ours, theirs)
    if pa.types.is_floating(ours.type):
        largest = pc.max_element_wise(pc.abs(ours), pc.abs(theirs), 1.0)
        same = pc.or_(same, pc.less_equal(pc.abs(pc.subtract(ours, theirs)), pc.multiply(largest, TOLERANCE)))
    return pc.or_(both_null, pc.fill_null(same, False))


def differences(ours: pa.Table, theirs: pa.Table) -> list[str]:
    """Where two results differ, row by row: money and whole numbers exactly, floats from 1e-9 on; [] = nowhere."""
    if ours.num_rows != theirs.num_rows:
        return [f"{ours.num_rows} and {theirs.num_rows} rows"]
    ours, theirs = _comparable(ours), _comparable(theirs)
    if ours.schema != theirs.schema:
        return [f"{one} and {other}" for one, other in zip(ours.schema, theirs.schema, strict=True) if one != other]
    found = []
    for name in ours.column_names:
        wrong = pc.indices_nonzero(pc.invert(_equal(ours[name], theirs[name]))).to_pylist()
        found += [
            f"{name}: {ours[name][row]} and {theirs[name][row]} in {ours.slice(row, 1).to_pylist()}" for row in wrong
        ]
    return found
