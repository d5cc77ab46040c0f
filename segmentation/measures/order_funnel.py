"""First, second, third … purchase: how many get there, and how long it takes."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from segmentation.measures.tables import ORDERS, identified_orders
from segmentation.parameters import Period


def purchase_steps(period: Period, *, steps: int = 12, orders: ir.Table = ORDERS) -> ir.Table:
    """The histogram of days from each purchase to the next, for the first ``steps`` purchases.

    One row a step and number of days: step (1 = first purchase), days_since_previous (null for step 1), customers. The
    customers of a step summed are those with at least that many purchases.
    """
    counted = identified_orders(period, orders)
    bought = counted.filter(counted.is_purchase)
    # Purchases of one day may come in any order: the days since the one before are the same.
    in_order = ibis.window(group_by=bought.customer_id, order_by=bought.order_date)
    each = bought.mutate(
        step=ibis.row_number().over(in_order) + 1,
        days_since_previous=bought.order_date.delta(bought.order_date.lag().over(in_order), unit="day"),
    )
    each = each.filter(each.step <= steps)
    return each.group_by("step", "days_since_previous").aggregate(customers=each.count())
