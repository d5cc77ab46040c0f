"""How long, how often and how regularly each customer has come, as ranks among all."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from segmentation.measures.exact_floats import exact_float


def regularity(measured: ir.Table, purchase_days: int) -> ir.FloatingValue:
    """How even a customer's gaps are: (Σ gap)² / (n · Σ gap²) over the n gaps; above 0 up to 1 = all alike.

    It is 1 / (1 + the squared coefficient of variation of the gaps), so it orders customers as that does. 0 with fewer than
    ``purchase_days`` purchase days: a single gap is as even as can be whatever it is, and would put every customer of
    two visits above those who come each week. Whole numbers up to the one division, so that equal gaps compare equal.

    ``measured``: needs purchase_days, purchase_span_days, gap_squares. Source: Jain, Chiu and Hawe (1984), the index of fairness.
    """
    whole = measured.purchase_span_days.cast("float64") * measured.purchase_span_days.cast("float64")
    parts = (measured.purchase_days - 1).cast("float64") * measured.gap_squares.cast("float64")
    return ibis.cases((measured.purchase_days >= purchase_days, whole / parts.nullif(0.0)), else_=exact_float(0.0))


def loyalty_points(measured: ir.Table, purchase_days: int) -> ir.Table:
    """The ranks behind loyalty.

    One row a customer of ``measured``: customer_id, regularity (0 to 1), tenure_points, visit_points, regularity_points and
    loyalty_points, their sum (whole numbers). Points are twice the tie-safe rank, 2 · customers with less + those with the same,
    so that equal customers get equal points whatever the order of rows.
    """
    each = measured.select(
        "customer_id", "tenure_days", "purchase_days", regularity=regularity(measured, purchase_days)
    )

    ranked = each
    for name, column in (
        ("tenure_points", "tenure_days"),
        ("visit_points", "purchase_days"),
        ("regularity_points", "regularity"),
    ):
        # By value first: there are far fewer values than customers, and ranking each customer would sort them all.
        values = each.group_by(value=each[column]).aggregate(same=each.count())
        up_to = values.same.sum().over(ibis.cumulative_window(order_by=values.value))
        # Of int32, because a sum of int64 is wider than Arrow's whole numbers; enough for a thousand million customers.
        points = values.select(value=values.value, **{name: (up_to * 2 - values.same).cast("int32")})
        ranked = ranked.join(points, ranked[column] == points.value).drop("value")
    return ranked.select(
        "customer_id",
        "regularity",
        "tenure_points",
        "visit_points",
        "regularity_points",
        loyalty_points=ranked.tenure_points + ranked.visit_points + ranked.regularity_points,
    )
