"""Tables of orders to measure: drawn by hypothesis, and the demo shop's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa
from hypothesis import strategies as st

from segmentation.store.derived import DAYS_OF_PURCHASES, SETTLED_CUSTOMERS

AS_OF = date(2024, 6, 30)

ORDERS_SCHEMA = pa.schema(
    [
        ("customer_id", pa.int32()),
        ("order_number", pa.string()),
        ("order_date", pa.date32()),
        ("ordered_at", pa.timestamp("us")),
        ("net_revenue", pa.decimal128(18, 4)),
        ("line_count", pa.int32()),
        ("store", pa.string()),
        ("staff", pa.string()),
        ("channel", pa.string()),
    ]
)


def order(customer_id: int | None, days_ago: int, amount: str | int, number: str = "") -> dict[str, Any]:
    """One order, so many days before ``AS_OF`` (after it where negative)."""
    day = AS_OF - timedelta(days=days_ago)
    return {
        "customer_id": customer_id,
        "order_number": number or f"{customer_id}-{days_ago}-{amount}",
        "order_date": day,
        "ordered_at": datetime(day.year, day.month, day.day, 12),
        "net_revenue": Decimal(amount),
        "line_count": 1,
    }


def orders_table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=ORDERS_SCHEMA)


many_orders = st.lists(
    st.builds(
        order,
        st.one_of(st.none(), st.integers(1, 8)),
        st.integers(-40, 900),
        st.decimals(-50, 400, places=2, allow_nan=False).map(str),
        st.uuids().map(str),
    ),
    min_size=1,
    max_size=60,
).map(orders_table)
"""Orders of up to eight customers, guests among them, with returns, days with several orders, and days after AS_OF."""


def run(expression: ir.Table, orders: pa.Table) -> list[dict[str, Any]]:
    """The expression's rows on these orders, in an order of their own."""
    return rows(str(ibis.to_sql(expression, dialect="duckdb")), orders)


def rows(sql: str, orders: pa.Table) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        connection.register("orders", orders)
        connection.execute(f"create table purchase_days as {DAYS_OF_PURCHASES}")
        connection.execute(f"create table settled_customers as {SETTLED_CUSTOMERS}")
        found: list[dict[str, Any]] = connection.sql(sql).to_arrow_table().to_pylist()
    return sorted(found, key=lambda row: [(value is None, value) for value in row.values()])
