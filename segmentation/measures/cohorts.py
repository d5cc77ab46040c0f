"""Customers by the month of their first purchase, and how many come again in the months after."""

from __future__ import annotations

import ibis.expr.types as ir

from segmentation.measures.tables import ORDERS, identified_orders
from segmentation.parameters import Period


def cohort_counts(period: Period, orders: ir.Table = ORDERS) -> ir.Table:
    """Customers with a purchase in the k-th calendar month after that of their first.

    One row a first month and k: cohort (year · 12 + month − 1), months_later (≥ 0), customers.
    """
    counted = identified_orders(period, orders)
    bought = counted.filter(counted.is_purchase)
    months = bought.select(
        "customer_id", month=bought.order_date.year() * 12 + bought.order_date.month() - 1
    ).distinct()
    first = months.group_by("customer_id").aggregate(cohort=months.month.min())
    joined = months.join(first, "customer_id")
    counts = joined.group_by("cohort", months_later=joined.month - joined.cohort)
    return counts.aggregate(customers=joined.count())
