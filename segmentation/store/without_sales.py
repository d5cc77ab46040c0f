"""Customers and products of a loaded list that no sale of the shop knows: which, and in which row of the file."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from segmentation.intake.sheet_kinds import SheetKind
from segmentation.store.loaded_records import LIVE_LOADS
from segmentation.store.workspace import Workspace

_CUSTOMER_ROWS = """
insert into load_rows
select $load, min(row_number), customer_id, null, null from incoming join customers using (customer_key)
group by customer_id
"""
_PRODUCT_ROWS = """
insert into load_rows
select $load, min(row_number), null, product_key, arg_min(product, row_number) from incoming group by product_key
"""

_STRANGERS = f"""
select row_number, coalesce(customer, customer_key) as key, name from load_rows join customers using (customer_id)
where load_id = ? and load_id in ({LIVE_LOADS}) and customer_id not in (
    select coalesce(merged_from, customer_id) from lines where is_active and customer_id is not null)
order by row_number
"""
_UNSOLD = f"""
with sold as (select product_key from products where product_id in (select product_id from lines where is_active))
select row_number, product_key as key, product as name from load_rows
where load_id = ? and load_id in ({LIVE_LOADS}) and product_key not in (from sold)
      and coalesce(product, product_key) not in (from sold)
order by row_number
"""


def keep_rows(cursor: duckdb.DuckDBPyConnection, kind: SheetKind, load_id: int) -> None:
    """Keep in which row of ``incoming`` each customer or product stands first."""
    cursor.execute(_PRODUCT_ROWS if kind is SheetKind.PRODUCTS else _CUSTOMER_ROWS, {"load": load_id})


def without_sales(workspace: Workspace, load_id: int, kind: SheetKind) -> pa.Table:
    """Who or what of a load has no sales now: row_number (the first one), key, name; each once, in the file's order.
    None of a load that is undone.

    A customer who was merged counts by their own sales.
    """
    return workspace.query(_UNSOLD if kind is SheetKind.PRODUCTS else _STRANGERS, [load_id])
