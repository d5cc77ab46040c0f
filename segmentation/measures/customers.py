"""Recency, frequency and monetary value of each customer."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from segmentation.measures.tables import ORDERS, identified_orders
from segmentation.parameters import Period


def rfm_measures(period: Period, orders: ir.Table = ORDERS) -> ir.Table:
    """Recency, frequency and monetary value (definitions, section 2).

    One row a customer with at least one purchase in the period.

    ================== ================ ======================================================================
    customer_id        int32
    first_purchase_date date
    last_purchase_date date
    recency_days       int64, ≥ 0       ``as_of`` − last purchase
    frequency          int32, ≥ 1       purchases
    monetary           decimal(38, 4)   net revenue of all orders in the period, returns included; may be ≤ 0
    tenure_days        int64, ≥ 0       ``as_of`` − first purchase
    purchase_span_days int64, ≥ 0       last − first purchase
    ================== ================ ======================================================================
    """
    counted = identified_orders(period, orders)
    # case instead of a filtered aggregate: every engine has it.
    purchase_date = ibis.cases((counted.is_purchase, counted.order_date))
    customers = counted.group_by("customer_id").aggregate(
        first_purchase_date=purchase_date.min(),
        last_purchase_date=purchase_date.max(),
        frequency=ibis.cases((counted.is_purchase, 1), else_=0).sum().cast("int32"),
        monetary=counted.net_revenue.sum(),
    )
    customers = customers.filter(customers.frequency > 0)
    as_of = ibis.literal(period.as_of, "date")
    return customers.mutate(
        recency_days=as_of.delta(customers.last_purchase_date, unit="day"),
        tenure_days=as_of.delta(customers.first_purchase_date, unit="day"),
        purchase_span_days=customers.last_purchase_date.delta(customers.first_purchase_date, unit="day"),
    )
