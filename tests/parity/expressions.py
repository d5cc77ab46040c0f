"""Every public expression with what it is run on: what is not in here is not known to run on a second engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import ibis.expr.types as ir

from segmentation.classifications import dimensions, eight_types, final_classification, lifecycle, scores, vip
from segmentation.measures import (
    buying_style,
    cohorts,
    customers,
    exact_floats,
    goods,
    growth,
    loyalty,
    order_funnel,
    profile,
    record_tables,
    rhythm,
    said,
    settled,
    tables,
    trend,
    window_spending,
)
from segmentation.parameters import DimensionRules, FinalRules, LifecycleRules, Period, VipRules
from segmentation.views.basis import Basis
from segmentation.views.profile_basis import ProfileBasis
from segmentation.views.profiled import SAID

VIP = VipRules()
NARROW_VIP = VipRules(window_days=200, quasi_window_days=45)
DIMENSIONS = DimensionRules()

Runs = tuple[tuple[Any, ...], ...]

MEASURES: dict[Callable[..., ir.Table], Runs | Callable[[ProfileBasis], Runs]] = {
    tables.orders_in: ((),),
    tables.identified_orders: ((),),
    tables.lines_in: ((),),
    customers.rfm_measures: ((),),
    rhythm.gaps: ((),),
    rhythm.gap_counts: ((),),
    rhythm.customer_rhythm: ((),),
    growth.tenure_halves: ((),),
    window_spending.window_spending: ((VIP,), (NARROW_VIP,)),
    profile.customer_measures: ((),),
    settled.settled_rfm: ((),),
    settled.settled_measures: ((),),
    settled.settled_window: ((VIP,), (NARROW_VIP,)),
    cohorts.cohort_counts: ((),),
    order_funnel.purchase_steps: ((),),
    trend.monthly_sales: ((),),
    goods.product_revenue: ((),),
    goods.category_revenue: ((),),
    buying_style.bought_lines: ((),),
    buying_style.product_prices: ((),),
    buying_style.top_category: ((),),
    buying_style.buying_style: lambda profile: (
        (profile.dimensions.prices, profile.dimensions.discount_loads),
        ((), ()),
    ),
    buying_style.service_spending: lambda profile: ((profile.dimensions.services,),),
    said.recent_contacts: ((DIMENSIONS,),),
    said.answers: ((DIMENSIONS,),),
    said.last_answers: ((DIMENSIONS,),),
}
"""Measure → the parameters it is run with, after the period, one tuple a run; or how the shop's limits give them."""

OF_CATEGORIES = {buying_style.product_prices, buying_style.service_spending, buying_style.top_category}
"""These have no rows in a shop without categories."""

SUMMED = {
    tables.lines_in: ("sold_date", "product_id"),
    buying_style.bought_lines: ("customer_id", "product_id"),
}
"""Half a million lines are compared as the sums of these groups; all else row by row."""

Build = Callable[[Callable[..., Any], ir.Table, Basis], dict[str, ir.Value]]

BY_HAND = LifecycleRules(overdue_days=40, lost_days=75)
ODD_LIMITS = (None, Decimal("399.99"), Decimal("1000.5"), Decimal(5000))


def _with_final(f: Callable[..., Any], rows: ir.Table, found: Basis) -> dict[str, ir.Value]:
    limits, shop = found.limits.third_limits, found.limits.rhythm
    return {"average": f(rows, limits, shop, FinalRules()), "total": f(rows, limits, shop, FinalRules(by_total=True))}


def _with_rhythm(f: Callable[..., Any], rows: ir.Table, found: Basis) -> dict[str, ir.Value]:
    return {
        "by_rhythm": f(rows, found.limits.rhythm, LifecycleRules()),
        "by_hand": f(rows, found.limits.rhythm, BY_HAND),
    }


CLASSIFICATIONS: dict[Callable[..., Any], Build] = {
    exact_floats.exact_float: lambda f, rows, found: {
        "limit": f(1 / 3),
        "reached": rows.median_gap >= f(30.000000000000004),
    },
    scores.money_units: lambda f, rows, found: {"units": f(rows.monetary)},
    scores.score_of: lambda f, rows, found: {
        "rising": f(rows.monetary.cast("float64"), ODD_LIMITS),
        "falling": f(rows.recency_days, found.scores.cuts.r, lower_is_better=True),
    },
    eight_types.eight_type: lambda f, rows, found: {"eight_type": f(rows, found.scores.mean)},
    final_classification.amount_of: lambda f, rows, found: {
        "average": f(rows, FinalRules()),
        "total": f(rows, FinalRules(by_total=True)),
    },
    final_classification.buying_rhythm: lambda f, rows, found: {"second": f(rows, found.limits.rhythm)},
    final_classification.final_class: _with_final,
    final_classification.first_class: lambda f, rows, found: {
        "first": f(rows, found.limits.third_limits, FinalRules()),
    },
    loyalty.regularity: lambda f, rows, found: {"regularity": f(rows, DIMENSIONS.regular_purchase_days)},
    lifecycle.rhythm_of: lambda f, rows, found: {"rhythm": f(rows, found.limits.rhythm)},
    lifecycle.overdue_after: _with_rhythm,
    lifecycle.lost_after: _with_rhythm,
    lifecycle.lifecycle_stage: _with_rhythm,
    vip.vip_level: lambda f, rows, found: {
        "by_rule": f(rows, found.limits.vip_limit, VIP),
        "by_hand": f(rows, Decimal("640.0001"), NARROW_VIP),
        "without_sales": f(rows, None, VIP),
    },
}
"""Classification of one customer → the columns it gives on measured customers who have a life-cycle stage."""

TABLES: dict[Callable[..., ir.Table], Callable[..., ir.Table]] = {
    scores.scored: lambda f, rows, found: f(rows, found.scores.cuts),
    scores.cube_rows: lambda f, rows, found: f(scores.scored(rows, found.scores.cuts)),
    loyalty.loyalty_points: lambda f, rows, found: f(rows, DIMENSIONS.regular_purchase_days),
    record_tables.not_undone: lambda f, rows, found: f(record_tables.FEEDBACK),
    said.entered_values: lambda f, rows, found: f(SAID),
}
"""Other expressions that give a table → how they are run on measured customers."""

DIMENSION_LEVELS: dict[Callable[..., Any], Callable[[Callable[..., Any], ir.Table, ProfileBasis], ir.Value]] = {
    dimensions.value_level: lambda f, rows, found: f(rows, found.dimensions.value),
    dimensions.buying_level: lambda f, rows, found: f(rows, found.limits.rhythm),
    dimensions.interaction_level: lambda f, rows, found: f(rows, found.dimensions, DIMENSIONS),
    dimensions.feedback_level: lambda f, rows, found: f(rows, DIMENSIONS),
    dimensions.satisfaction_level: lambda f, rows, found: f(rows, DIMENSIONS),
    dimensions.recommendation_level: lambda f, rows, found: f(rows, DIMENSIONS),
    dimensions.life_cycle_level: lambda f, rows, found: f(rows),
    dimensions.preference_level: lambda f, rows, found: f(rows, DIMENSIONS),
    dimensions.psychology_level: lambda f, rows, found: f(rows, DIMENSIONS),
    dimensions.loyalty_level: lambda f, rows, found: f(rows, found.dimensions.loyalty),
    dimensions.reaches_share: lambda f, rows, found: f(rows.modest_line_count, rows.bought_line_count, Decimal("0.25")),
}
"""Level of a dimension → the column it gives on customers with their traits and answers."""


def periods(whole: Period) -> dict[str, Period]:
    """The windows that every measure is run on: all, the last year, and a quarter that ended half a year ago."""
    return {
        "whole history": whole,
        "last year": Period(whole.as_of, window_days=365),
        "a quarter back then": Period(whole.as_of - timedelta(days=180), window_days=91),
    }
