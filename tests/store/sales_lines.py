"""Sales lines written by hand, loaded into shops, and a shop's whole state to compare."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.intake.findings import REFUSED
from segmentation.packed import PackedTable
from segmentation.schema import SALES
from segmentation.store.loading import Incoming
from segmentation.store.workspace import Workspace

Line = dict[str, Any]


def line(customer: str | None, day: int, amount: str | int, number: str | None = None, **more: Any) -> Line:
    """One sales line in January 2024."""
    return {
        "customer": customer,
        "customer_key": customer and customer.casefold(),
        "order_number": number,
        "sold_at": datetime(2024, 1, day, 12),
        "net_revenue": Decimal(amount),
        "is_counted": True,
    } | more


def sales(lines: list[Line]) -> pa.Table:
    empty = {field.name: None for field in SALES}
    rows = [empty | {"row_number": place} | one for place, one in enumerate(lines, start=2)]
    return pa.Table.from_pylist(rows, schema=SALES)


def incoming(lines: list[Line] | pa.Table, name: str = "sales.csv") -> Incoming:
    """A cleaned file of these lines; other lines or another name make another file."""
    table = sales(lines) if isinstance(lines, list) else lines
    digest = hashlib.sha256(name.encode() + repr(lines if isinstance(lines, list) else table.num_rows).encode())
    return Incoming(name, digest.hexdigest(), "", PackedTable.of(table), REFUSED.empty_table(), (), table.num_rows, 0)


def active_lines(workspace: Workspace) -> Counter[tuple[Any, ...]]:
    """The lines that count for the shop, as often as each stands."""
    rows = workspace.query(
        "select customer_key, order_number, sold_at, net_revenue, is_counted from lines "
        "left join customers using (customer_id) where is_active"
    ).to_pylist()
    return Counter(tuple(row.values()) for row in rows)


def orders(workspace: Workspace) -> Counter[tuple[Any, ...]]:
    rows = workspace.query(
        "select customer_key, order_number, order_date, net_revenue, line_count from orders "
        "left join customers using (customer_id)"
    ).to_pylist()
    return Counter(tuple(row.values()) for row in rows)


def state(workspace: Workspace) -> dict[str, Any]:
    """All that a load changes, except the moment it was made."""
    loads = (
        "load_id, file_name, sha256, read_count, kept_count, refused_count, duplicate_count, undone_at is null as used"
    )
    return {
        "active": workspace.query("select count(*) as n, sum(net_revenue) as m from lines where is_active").to_pylist(),
        "stored": workspace.query("select count(*) as n, sum(net_revenue) as m from lines").to_pylist(),
        "orders": workspace.query("select count(*) as n, sum(net_revenue) as m from orders").to_pylist(),
        "customers": workspace.query("select count(*) as n, max(customer_id) as last from customers").to_pylist(),
        "products": workspace.query("select count(*) as n from products").to_pylist(),
        "refused": workspace.query("select count(*) as n from refused_lines").to_pylist(),
        "loads": workspace.query(f"select {loads} from loads order by load_id").to_pylist(),
        "mappings": workspace.query("select count(*) as n from remembered_mappings").to_pylist(),
        "version": workspace.facts()["data_version"],
    }
