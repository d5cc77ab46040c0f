"""The shop month by month."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from segmentation.measures.customers import rfm_measures
from segmentation.measures.tables import ORDERS, orders_in
from segmentation.parameters import Period


def monthly_sales(period: Period, orders: ir.Table = ORDERS) -> ir.Table:
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
    bought = (
        counted.filter(counted.is_purchase, counted.customer_id.notnull()).select("month", "customer_id").distinct()
    )
    buyers = bought.group_by("month").aggregate(buyers=bought.count())
    first = rfm_measures(period, orders)
    first = first.mutate(month=first.first_purchase_date.year() * 12 + first.first_purchase_date.month() - 1)
    newcomers = first.group_by("month").aggregate(new_customers=first.count())
    joined = sums.left_join(buyers, "month").left_join(newcomers, sums.month == newcomers.month)
    return joined.select(
        sums.month,
        sums.net_revenue,
        sums.purchases,
        sums.identified_revenue,
        buyers=ibis.coalesce(buyers.buyers, 0),
        new_customers=ibis.coalesce(newcomers.new_customers, 0),
    )
