"""What a customer spent before and after the middle of the time with the shop."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from segmentation.measures.customers import rfm_measures
from segmentation.measures.tables import ORDERS, identified_orders
from segmentation.parameters import Period


def tenure_halves(period: Period, orders: ir.Table = ORDERS) -> ir.Table:
    """Net revenue up to and after the middle of the tenure (definitions, section 6).

    One row a customer with at least one purchase: customer_id, earlier_revenue, later_revenue (decimal(38, 4)). The middle
    is the first purchase day + tenure_days // 2 and belongs to the earlier half.
    """
    customers = rfm_measures(period, orders).select("customer_id", "first_purchase_date", "tenure_days")
    counted = identified_orders(period, orders)
    joined = counted.join(customers, "customer_id")
    age_days = joined.order_date.delta(joined.first_purchase_date, unit="day")
    # 2 · age ≤ tenure is age ≤ tenure // 2 for whole numbers, without a division.
    is_earlier = age_days * 2 <= joined.tenure_days
    zero = ibis.literal(0).cast("decimal(18, 4)")
    return joined.group_by("customer_id").aggregate(
        earlier_revenue=ibis.cases((is_earlier, joined.net_revenue), else_=zero).sum(),
        later_revenue=ibis.cases((is_earlier, zero), else_=joined.net_revenue).sum(),
    )
