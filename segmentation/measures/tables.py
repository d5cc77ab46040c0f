"""The shop's stored tables as unbound expressions, and the two ways of counting orders."""

from __future__ import annotations

from datetime import timedelta

import ibis
import ibis.expr.types as ir

from segmentation.parameters import Period

ORDERS: ir.Table = ibis.table(
    {
        "customer_id": "int32",
        "order_number": "string",
        "order_date": "date",
        "ordered_at": "timestamp",
        "net_revenue": "decimal(18, 4)",
        "line_count": "int32",
        "store": "string",
        "staff": "string",
        "channel": "string",
    },
    name="orders",
)
"""One row an order (definitions, section 1); customer_id null = unidentified. Only lines that count are in it."""

PURCHASE_DAYS: ir.Table = ibis.table(
    {
        "customer_id": "int32",
        "purchase_date": "date",
        "gap_days": "int32",
        "purchases": "int32",
        "earlier_purchases": "int32",
    },
    name="purchase_days",
)
"""One row a customer and purchase day of the whole history: gap_days since the one before, null for the first; the purchases
on it, and those on all days before.
"""

SETTLED_CUSTOMERS: ir.Table = ibis.table(
    {
        "customer_id": "int32",
        "first_purchase_date": "date",
        "last_purchase_date": "date",
        "last_order_date": "date",
        "frequency": "int32",
        "monetary": "decimal(38, 4)",
        "purchase_days": "int64",
        "median_gap": "float64",
        "last_gap": "int32",
        "gap_squares": "int32",
        "settled_on": "date",
        "earlier_revenue": "decimal(38, 4)",
        "year_spending": "decimal(38, 4)",
        "year_purchase_days": "int32",
        "quarter_purchase_days": "int32",
    },
    name="settled_customers",
)
"""One row a customer with a purchase: what all orders up to ``last_order_date`` come to, in the words of the measures.

On ``settled_on``, the shop's last order date, alone hold: earlier_revenue (``tenure_halves``), year_spending and
year_purchase_days (the last 365 days; 0 without any), quarter_purchase_days (the last 90).
"""

LINES: ir.Table = ibis.table(
    {
        "load_id": "int32",
        "customer_id": "int32",
        "order_number": "string",
        "sold_at": "timestamp",
        "product_id": "int32",
        "quantity": "decimal(18, 4)",
        "unit_price": "decimal(18, 4)",
        "discount": "decimal(18, 4)",
        "net_revenue": "decimal(18, 4)",
        "is_counted": "boolean",
        "is_active": "boolean",
    },
    name="lines",
)
"""One row a sales line of every load; those that count have is_counted and is_active."""

PRODUCTS: ir.Table = ibis.table(
    {"product_id": "int32", "product": "string", "category": "string"},
    name="products",
)
"""One row a product."""


def orders_in(period: Period, orders: ir.Table = ORDERS) -> ir.Table:
    """The orders of the period, unidentified ones too."""
    counted = orders.filter(orders.order_date <= ibis.literal(period.as_of, "date"))
    if period.window_days is not None:
        opening = period.as_of - timedelta(days=period.window_days)
        counted = counted.filter(counted.order_date > ibis.literal(opening, "date"))
    return counted


def identified_orders(period: Period, orders: ir.Table = ORDERS) -> ir.Table:
    """The orders of the period whose customer is known, with ``is_purchase`` (net revenue above 0)."""
    counted = orders_in(period, orders)
    counted = counted.filter(counted.customer_id.notnull())
    return counted.mutate(is_purchase=counted.net_revenue > 0)


def lines_in(period: Period, lines: ir.Table = LINES) -> ir.Table:
    """The active, counted lines of the period, by the calendar day of the line."""
    counted = lines.filter(lines.is_active, lines.is_counted)
    counted = counted.mutate(sold_date=counted.sold_at.date())
    counted = counted.filter(counted.sold_date <= ibis.literal(period.as_of, "date"))
    if period.window_days is not None:
        opening = period.as_of - timedelta(days=period.window_days)
        counted = counted.filter(counted.sold_date > ibis.literal(opening, "date"))
    return counted
