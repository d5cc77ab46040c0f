"""What each customer did in the VIP window."""

from __future__ import annotations

from datetime import timedelta

import ibis
import ibis.expr.types as ir

from segmentation.measures.tables import ORDERS, identified_orders
from segmentation.parameters import Period, VipRules


def window_spending(period: Period, rules: VipRules, orders: ir.Table = ORDERS) -> ir.Table:
    """Spending and purchase days inside the window that ends with ``as_of`` (definitions, section 7).

    One row a customer with a purchase in the window: customer_id, window_spending (decimal(38, 4), returns included),
    window_purchase_days (≥ 1), recent_purchase_days (those after ``as_of`` − ``quasi_window_days``).
    """
    counted = identified_orders(Period(period.as_of, rules.window_days), orders)
    recent = ibis.literal(period.as_of - timedelta(days=rules.quasi_window_days), "date")
    by_day = counted.group_by("customer_id", "order_date").aggregate(
        spending=counted.net_revenue.sum(),
        is_purchase_day=ibis.cases((counted.is_purchase, 1), else_=0).max(),
    )
    customers = by_day.group_by("customer_id").aggregate(
        window_spending=by_day.spending.sum(),
        window_purchase_days=by_day.is_purchase_day.sum().cast("int32"),
        recent_purchase_days=ibis.cases((by_day.order_date > recent, by_day.is_purchase_day), else_=0)
        .sum()
        .cast("int32"),
    )
    return customers.filter(customers.window_purchase_days > 0)
