"""Every measure of a customer in one row: what all classifications are rules on."""

from __future__ import annotations

import ibis.expr.types as ir

from segmentation.measures.customers import rfm_measures
from segmentation.measures.growth import tenure_halves
from segmentation.measures.rhythm import customer_rhythm
from segmentation.measures.tables import ORDERS, PURCHASE_DAYS
from segmentation.parameters import Period


def customer_measures(period: Period, orders: ir.Table = ORDERS, days: ir.Table = PURCHASE_DAYS) -> ir.Table:
    """One row a customer with at least one purchase in the period: all columns of ``rfm_measures``,
    ``customer_rhythm`` and ``tenure_halves``.
    """
    joined = rfm_measures(period, orders)
    for others in (customer_rhythm(period, days), tenure_halves(period, orders)):
        joined = joined.left_join(others, "customer_id").drop("customer_id_right")
    return joined
