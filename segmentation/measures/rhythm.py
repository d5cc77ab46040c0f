"""Purchase days and the gaps between them."""

from __future__ import annotations

from datetime import timedelta

import ibis
import ibis.expr.types as ir

from segmentation.measures.tables import PURCHASE_DAYS
from segmentation.parameters import Period


def gaps(period: Period, days: ir.Table = PURCHASE_DAYS) -> ir.Table:
    """The purchase days of the period, with the days since the one before.

    One row a customer and purchase day: customer_id, purchase_date, gap_days (int32, ≥ 1; null for the first day of the
    period).
    """
    counted = days.filter(days.purchase_date <= ibis.literal(period.as_of, "date"))
    if period.window_days is None:
        return counted
    opening = ibis.literal(period.as_of - timedelta(days=period.window_days), "date")
    counted = counted.filter(counted.purchase_date > opening)
    is_inside = counted.gap_days < counted.purchase_date.delta(opening, unit="day")
    return counted.mutate(gap_days=ibis.cases((is_inside, counted.gap_days)))


def gap_counts(period: Period, days: ir.Table = PURCHASE_DAYS) -> ir.Table:
    """The histogram of all customers' gaps: gap_days (≥ 1), gaps (count). A few thousand rows at the most."""
    all_gaps = gaps(period, days)
    all_gaps = all_gaps.filter(all_gaps.gap_days.notnull())
    return all_gaps.group_by("gap_days").aggregate(gaps=all_gaps.count())


def customer_rhythm(period: Period, days: ir.Table = PURCHASE_DAYS) -> ir.Table:
    """Purchase days and gaps of each customer.

    One row a customer with at least one purchase: customer_id, purchase_days (≥ 1), median_gap (days, float,
    interpolated; null without a gap), last_gap (days; null without a gap), gap_squares (Σ gap², int32; null without a gap).
    """
    each = gaps(period, days)
    counts = each.group_by("customer_id").aggregate(
        purchase_days=each.count(),
        last_day=each.purchase_date.max(),
        # Below 2³¹ for any span of under 127 years; a sum of int64 would be wider than Arrow's whole numbers.
        gap_squares=(each.gap_days.cast("int64") * each.gap_days).sum().cast("int32"),
    )
    known = each.filter(each.gap_days.notnull())
    in_order = ibis.window(group_by=known.customer_id, order_by=known.gap_days)
    known = known.mutate(position=ibis.row_number().over(in_order)).join(counts, "customer_id")
    # The middle one, or the two in the middle, of n = purchase_days − 1 gaps: positions (n − 1) // 2 to n // 2 from 0,
    # which are those with n − 2 ≤ 2 · position … written without a division.
    twice = known.position * 2
    is_middle = (twice >= known.purchase_days - 3) & (twice <= known.purchase_days - 1)
    middles = known.group_by("customer_id").aggregate(
        median_gap=ibis.cases((is_middle, known.gap_days.cast("float64"))).mean(),
        last_gap=ibis.cases((known.purchase_date == known.last_day, known.gap_days)).max(),
    )
    joined = counts.left_join(middles, "customer_id")
    return joined.select(
        counts.customer_id, counts.purchase_days, middles.median_gap, middles.last_gap, counts.gap_squares
    )
