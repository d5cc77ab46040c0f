"""The shop in one set of figures: what the command line prints and the overview shows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from segmentation.classifications import eight_types, final_classification, lifecycle, rfm_segments, value_classes, vip
from segmentation.classifications.cube import totals
from segmentation.classifications.pareto import pareto_curve
from segmentation.measures.cohorts import cohort_counts
from segmentation.measures.order_funnel import purchase_steps
from segmentation.parameters import Analysis
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis
from segmentation.views.execution import LABELLED, RFM, compiled, rfm_with_units, rows

_SHOP_TOTALS = """
select count(*) as lines, count(*) filter (customer_id is null) as lines_without_customer,
       coalesce(sum(net_revenue), 0) as net_all
from lines where is_active and is_counted and sold_at::date <= ?
"""

FUNNEL_STEPS = 6
COHORT_MONTHS = 7


def summary(workspace: Workspace, analysis: Analysis) -> dict[str, Any]:
    """Every key figure on ``as_of``; money as Decimal, shares from 0 to 1. Raises ``NoSales``."""
    found = basis(workspace, analysis)
    as_of = analysis.period.as_of
    shop = workspace.query(_SHOP_TOTALS, [as_of]).to_pylist()[0]
    arrays = workspace.query_kept(
        {RFM: compiled(rfm_with_units, analysis.period)}, f'select recency_days, monetary_units from "{RFM}"'
    )
    curve = pareto_curve(arrays["monetary_units"].to_numpy(), analysis.pareto)
    funnel, cohorts = _funnel(workspace, analysis), _cohorts(workspace, analysis)
    cube = found.scores.cube
    table = rfm_segments.table_in_use(analysis.segments)
    segments = totals(cube, rfm_segments.segment_of_cells(table), table.keys)
    scoring = analysis.scoring
    classes = totals(cube, value_classes.class_of_cells(scoring.weights, scoring.class_limits), value_classes.KEYS)
    n = cube.customer_count
    return {
        "as_of": as_of,
        "lines": shop["lines"],
        "lines_without_customer": shop["lines_without_customer"],
        "net_all": shop["net_all"],
        "customers": n,
        "purchases": int(cube.purchases.sum()),
        "monetary": cube.revenue,
        "negative_customers": curve.negative_count,
        "repeat_rate": funnel[1] / n if len(funnel) > 1 else 0.0,
        "recency_median": float(np.median(arrays["recency_days"].to_numpy())),
        "top20_share": curve.top_share,
        "customers_for_80": curve.members_for_revenue,
        "own_rule": curve.own_rule,
        "gini": curve.gini,
        "scores": {
            name: {str(score + 1): int(count) for score, count in enumerate(cube.customers.sum(axis=axes))}
            for name, axes in (("R", (1, 2)), ("F", (0, 2)), ("M", (0, 1)))
        },
        "segments": {group.key: group.customers for group in segments},
        "classes": {group.key: group.customers for group in classes},
        "segment_revenue": {group.key: group.revenue for group in segments},
        "gap_median": found.limits.rhythm.median_gap,
        "gap_p90": found.limits.rhythm.lost_gap,
        "gaps": found.limits.rhythm.gap_count,
        "purchase_funnel": funnel,
        **cohorts,
        "eight_types": level_counts(workspace, found, "eight_type", eight_types.KEYS),
        "lifecycle": level_counts(workspace, found, "lifecycle_stage", lifecycle.KEYS),
        "rhythm_known": found.limits.rhythm.is_known,
        "vip_limit": found.limits.vip_limit,
        "vip_levels": level_counts(workspace, found, "vip_level", vip.KEYS),
        "final_classification": level_counts(workspace, found, "final_class", final_classification.KEYS),
    }


def level_counts(workspace: Workspace, found: Basis, column: str, keys: tuple[str, ...]) -> dict[str, int]:
    """Customers of each level of one of our own columns, levels without customers too."""
    counted = workspace.query_kept(
        found.kept, f'select {column} as level, count(*) as customers from "{LABELLED}" group by 1'
    )
    counts = dict(zip(counted["level"].to_pylist(), counted["customers"].to_pylist(), strict=True))
    return {key: int(counts.get(key, 0)) for key in keys}


def _funnel(workspace: Workspace, analysis: Analysis) -> list[int]:
    steps = rows(workspace, purchase_steps, analysis.period)
    reached = [0] * FUNNEL_STEPS
    for step, customers in zip(steps["step"].to_pylist(), steps["customers"].to_pylist(), strict=True):
        if step <= FUNNEL_STEPS:
            reached[step - 1] += customers
    return [count for count in reached if count]


def _cohorts(workspace: Workspace, analysis: Analysis) -> dict[str, Any]:
    counts = {
        (row["cohort"], row["months_later"]): row["customers"]
        for row in rows(workspace, cohort_counts, analysis.period).to_pylist()
    }
    first = min(cohort for cohort, _ in counts)
    last = analysis.period.as_of.year * 12 + analysis.period.as_of.month - 1
    shown = range(min(COHORT_MONTHS, last - first + 1))
    return {
        "first_cohort": f"{first // 12:04d}-{first % 12 + 1:02d}",
        "first_cohort_counts": [int(counts.get((first, k), 0)) for k in shown],
    }


def json_ready(value: Any) -> Any:
    """Dates as ISO text, money as numbers: what ``json.dumps`` takes."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: json_ready(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [json_ready(one) for one in value]
    return value
