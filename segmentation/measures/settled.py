"""The measures of the whole history, from what the store settled of each customer at the last load.

``rfm_measures`` and ``customer_measures`` say what the measures are; here they are read instead of counted. What all orders of
a customer come to depends on ``as_of`` only for those who ordered again after it: these alone are counted anew.
"""

from __future__ import annotations

from datetime import timedelta

import ibis
import ibis.expr.types as ir

from segmentation.measures.customers import rfm_measures
from segmentation.measures.rhythm import customer_rhythm
from segmentation.measures.tables import ORDERS, PURCHASE_DAYS, SETTLED_CUSTOMERS, orders_in
from segmentation.parameters import Period, VipRules

_RFM = (
    "customer_id",
    "first_purchase_date",
    "last_purchase_date",
    "frequency",
    "monetary",
    "recency_days",
    "tenure_days",
    "purchase_span_days",
)
SETTLED_WINDOWS = (365, 90)
"""The window and the shorter one of quasi-VIPs, in days, whose sums are settled: those of the default rules."""

_RHYTHM = ("purchase_days", "median_gap", "last_gap", "gap_squares")


def is_settled(period: Period) -> bool:
    """Whether the functions of this module know the period: the whole history up to any day."""
    return period.window_days is None


def _as_they_stand(period: Period, settled: ir.Table) -> tuple[ir.Table, ir.Table]:
    """The customers whose orders all lie up to ``as_of``, with the measures of dates; and those who ordered again, by id."""
    as_of = ibis.literal(period.as_of, "date")
    standing = settled.filter(settled.last_order_date <= as_of)
    standing = standing.mutate(
        recency_days=as_of.delta(standing.last_purchase_date, unit="day"),
        tenure_days=as_of.delta(standing.first_purchase_date, unit="day"),
        purchase_span_days=standing.last_purchase_date.delta(standing.first_purchase_date, unit="day"),
    )
    again = settled.filter(settled.last_order_date > as_of, settled.first_purchase_date <= as_of)
    return standing, again.select("customer_id")


def settled_rfm(period: Period, settled: ir.Table = SETTLED_CUSTOMERS, orders: ir.Table = ORDERS) -> ir.Table:
    """``rfm_measures`` of the whole history up to ``as_of``."""
    standing, again = _as_they_stand(period, settled)
    counted = rfm_measures(period, orders.semi_join(again, "customer_id"))
    return ibis.union(standing.select(*_RFM), counted.select(*_RFM))


def settled_measures(
    period: Period, settled: ir.Table = SETTLED_CUSTOMERS, orders: ir.Table = ORDERS, days: ir.Table = PURCHASE_DAYS
) -> ir.Table:
    """``customer_measures`` of the whole history up to ``as_of``."""
    # One of the two has no rows, and then the engine does not touch what they are joined with.
    is_settled_on = _is_settled_on(period, settled)
    standing, _ = _as_they_stand(period, settled.filter(is_settled_on))
    return ibis.union(_all_measures(standing), _counted(period, settled.filter(~is_settled_on), orders, days))


def settled_window(
    period: Period,
    vip: VipRules,
    settled: ir.Table = SETTLED_CUSTOMERS,
    orders: ir.Table = ORDERS,
    days: ir.Table = PURCHASE_DAYS,
) -> ir.Table:
    """``window_spending`` of the whole history up to ``as_of``."""
    if (vip.window_days, vip.quasi_window_days) != SETTLED_WINDOWS:
        return _counted_window(period, vip, orders, days)
    is_settled_on = _is_settled_on(period, settled)
    ready = settled.filter(is_settled_on, settled.year_purchase_days > 0)
    counted = settled.filter(~is_settled_on)
    return ibis.union(
        ready.select(
            "customer_id",
            window_spending=ready.year_spending,
            window_purchase_days=ready.year_purchase_days,
            recent_purchase_days=ready.quarter_purchase_days,
        ),
        _counted_window(period, vip, orders.semi_join(counted, "customer_id"), days.semi_join(counted, "customer_id")),
    )


def _is_settled_on(period: Period, settled: ir.Table) -> ir.BooleanValue:
    return settled.settled_on == ibis.literal(period.as_of, "date")


def _counted(period: Period, settled: ir.Table, orders: ir.Table, days: ir.Table) -> ir.Table:
    """What depends on ``as_of`` counted over the orders of these settled customers."""
    standing, again = _as_they_stand(period, settled)
    counted = rfm_measures(period, orders.semi_join(again, "customer_id"))
    rhythm = customer_rhythm(period, days.semi_join(again, "customer_id"))
    counted = counted.left_join(rhythm, "customer_id").drop("customer_id_right")
    everyone = ibis.union(standing.select(*_RFM, *_RHYTHM), counted.select(*_RFM, *_RHYTHM))
    return _all_measures(everyone.left_join(_earlier(period, settled, orders), "customer_id").drop("customer_id_right"))


def _all_measures(measured: ir.Table) -> ir.Table:
    """The columns of ``customer_measures``."""
    later_revenue = (measured.monetary - measured.earlier_revenue).cast("decimal(38, 4)")
    return measured.select(*_RFM, *_RHYTHM, "earlier_revenue", later_revenue=later_revenue)


def _earlier(period: Period, settled: ir.Table, orders: ir.Table) -> ir.Table:
    """The earlier half of ``tenure_halves``: customer_id, earlier_revenue; one row a customer with a purchase."""
    as_of = ibis.literal(period.as_of, "date")
    known = settled.filter(settled.first_purchase_date <= as_of).select("customer_id", "first_purchase_date")
    joined = orders_in(period, orders).join(known, "customer_id")
    age_days = joined.order_date.delta(joined.first_purchase_date, unit="day")
    # As in ``tenure_halves``: 2 · age ≤ tenure is age ≤ tenure // 2.
    is_earlier = age_days * 2 <= as_of.delta(joined.first_purchase_date, unit="day")
    zero = ibis.literal(0).cast("decimal(18, 4)")
    return joined.group_by("customer_id").aggregate(
        earlier_revenue=ibis.cases((is_earlier, joined.net_revenue), else_=zero).sum()
    )


def _counted_window(period: Period, vip: VipRules, orders: ir.Table, days: ir.Table) -> ir.Table:
    """``window_spending`` with its purchase days counted over the stored ones."""
    opening = ibis.literal(period.as_of - timedelta(days=vip.window_days), "date")
    recent = ibis.literal(period.as_of - timedelta(days=vip.quasi_window_days), "date")
    inside = days.filter(days.purchase_date <= ibis.literal(period.as_of, "date"), days.purchase_date > opening)
    visits = inside.group_by("customer_id").aggregate(
        window_purchase_days=inside.count().cast("int32"),
        recent_purchase_days=ibis.cases((inside.purchase_date > recent, 1)).count().cast("int32"),
    )
    sold = orders_in(Period(period.as_of, vip.window_days), orders)
    spent = sold.group_by("customer_id").aggregate(window_spending=sold.net_revenue.sum())
    joined = visits.join(spent, "customer_id")
    return joined.select("customer_id", "window_spending", "window_purchase_days", "recent_purchase_days")
