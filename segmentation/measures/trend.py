"""The shop month by month."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from segmentation.measures.rhythm import gaps
from segmentation.measures.tables import ORDERS, PURCHASE_DAYS, orders_in
from segmentation.parameters import Period


def monthly_sales(period: Period, orders: ir.Table = ORDERS, days: ir.Table = PURCHASE_DAYS) -> ir.Table:
    """One row a calendar month with an order: month (year · 12 + month − 1), net_revenue, purchases, identified_revenue,
    buyers (identified customers with a purchase), and new_customers (first purchase in that month).
    """
    counted = orders_in(period, orders)
    counted = counted.mutate(
        month=counted.order_date.year() * 12 + counted.order_date.month() - 1,
        is_purchase=counted.net_revenue > 0,
    )
    zero = ibis.literal(0).cast("decimal(18, 4)")
    sums = counted.group_by("month").aggregate(
        net_revenue=counted.net_revenue.sum(),
        purchases=ibis.cases((counted.is_purchase, 1), else_=0).sum().cast("int32"),
        identified_revenue=ibis.cases((counted.customer_id.notnull(), counted.net_revenue), else_=zero).sum(),
    )
    visits = gaps(period, days)
    visits = visits.mutate(month=visits.purchase_date.year() * 12 + visits.purchase_date.month() - 1)
    is_newcomer = visits.gap_days.isnull()
    # A customer's first day in a month: the day before it, so many days back, lies in another month.
    is_first_in_month = is_newcomer | (visits.gap_days >= visits.purchase_date.day())
    people = visits.group_by("month").aggregate(
        buyers=ibis.cases((is_first_in_month, 1)).count(), new_customers=ibis.cases((is_newcomer, 1)).count()
    )
    joined = sums.left_join(people, "month")
    return joined.select(
        sums.month,
        sums.net_revenue,
        sums.purchases,
        sums.identified_revenue,
        buyers=ibis.coalesce(people.buyers, 0),
        new_customers=ibis.coalesce(people.new_customers, 0),
    )
