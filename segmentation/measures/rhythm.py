"""Purchase days and the gaps between them."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from segmentation.measures.tables import ORDERS, identified_orders
from segmentation.parameters import Period


def purchase_days(period: Period, orders: ir.Table = ORDERS) -> ir.Table:
    """One row a customer and calendar day with at least one purchase: customer_id, purchase_date."""
    counted = identified_orders(period, orders)
    bought = counted.filter(counted.is_purchase)
    return bought.select("customer_id", purchase_date=bought.order_date).distinct()


def gaps(period: Period, orders: ir.Table = ORDERS) -> ir.Table:
    """The days between consecutive purchase days of one customer.

    One row a customer and purchase day: customer_id, purchase_date, gap_days (int64, ≥ 1; null for the first day).
    """
    days = purchase_days(period, orders)
    previous = days.purchase_date.lag().over(ibis.window(group_by=days.customer_id, order_by=days.purchase_date))
    return days.mutate(gap_days=days.purchase_date.delta(previous, unit="day"))


def gap_counts(period: Period, orders: ir.Table = ORDERS) -> ir.Table:
    """The histogram of all customers' gaps: gap_days (≥ 1), gaps (count). A few thousand rows at the most."""
    all_gaps = gaps(period, orders)
    all_gaps = all_gaps.filter(all_gaps.gap_days.notnull())
    return all_gaps.group_by("gap_days").aggregate(gaps=all_gaps.count())


def customer_rhythm(period: Period, orders: ir.Table = ORDERS) -> ir.Table:
    """Purchase days and gaps of each customer.

    One row a customer with at least one purchase: customer_id, purchase_days (≥ 1), gap_count, median_gap (days, float,
    interpolated; null without a gap), last_gap (days; null without a gap), gap_squares (Σ gap², int64; null without a gap).
    """
    days = gaps(period, orders)
    by_gap = ibis.window(group_by=days.customer_id, order_by=[days.gap_days.isnull(), days.gap_days])
    by_day = ibis.window(group_by=days.customer_id, order_by=days.purchase_date.desc())
    each = days.mutate(
        position=ibis.row_number().over(by_gap),
        age=ibis.row_number().over(by_day),
        purchase_days=days.count().over(ibis.window(group_by=days.customer_id)),
    )
    gap_count = each.purchase_days - 1
    # The middle one, or the two in the middle: positions (n - 1) // 2 and n // 2 of the n gaps, counted from 0.
    is_middle = (each.position >= ((gap_count - 1) / 2).floor().cast("int64")) & (
        each.position <= (gap_count / 2).floor().cast("int64")
    )
    is_middle = is_middle & each.gap_days.notnull()
    return each.group_by("customer_id").aggregate(
        purchase_days=each.purchase_days.max(),
        median_gap=ibis.cases((is_middle, each.gap_days.cast("float64"))).mean(),
        last_gap=ibis.cases((each.age == 0, each.gap_days)).max(),
        gap_squares=(each.gap_days * each.gap_days).sum().cast("int64"),
    )
