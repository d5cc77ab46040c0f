"""First, second, third … purchase: how many get there, and how long it takes."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from segmentation.measures.tables import ORDERS, PURCHASE_DAYS, identified_orders
from segmentation.parameters import Period


def purchase_steps(
    period: Period, *, steps: int = 12, orders: ir.Table = ORDERS, days: ir.Table = PURCHASE_DAYS
) -> ir.Table:
    """The histogram of days from each purchase to the next, for the first ``steps`` purchases.

    One row a step and number of days: step (1 = first purchase), days_since_previous (null for step 1), customers. The
    customers of a step summed are those with at least that many purchases.
    """
    each = _of_days(period, steps, days) if period.window_days is None else _of_orders(period, orders)
    each = each.filter(each.step <= steps)
    return each.group_by("step", "days_since_previous").aggregate(customers=each.count())


def _of_orders(period: Period, orders: ir.Table) -> ir.Table:
    """One row a purchase: step, days_since_previous."""
    counted = identified_orders(period, orders)
    bought = counted.filter(counted.is_purchase)
    # Purchases of one day may come in any order: the days since the one before are the same.
    in_order = ibis.window(group_by=bought.customer_id, order_by=bought.order_date)
    return bought.select(
        step=ibis.row_number().over(in_order) + 1,
        days_since_previous=bought.order_date.delta(bought.order_date.lag().over(in_order), unit="day"),
    )


def _of_days(period: Period, steps: int, days: ir.Table) -> ir.Table:
    """The same of the whole history: the first purchase of each stored day, and the further ones of that day."""
    counted = days.filter(days.purchase_date <= ibis.literal(period.as_of, "date"), days.earlier_purchases < steps)
    first = counted.select(
        step=(counted.earlier_purchases + 1).cast("int64"), days_since_previous=counted.gap_days.cast("int64")
    )
    places = ibis.range(2, steps + 1).unnest().name("place").as_table()
    further = counted.filter(counted.purchases > 1).cross_join(places)
    further = further.filter(
        further.place > further.earlier_purchases + 1, further.place <= further.earlier_purchases + further.purchases
    )
    of_same_day = further.select(step=further.place.cast("int64"), days_since_previous=ibis.literal(0, "int64"))
    return ibis.union(first, of_same_day)
