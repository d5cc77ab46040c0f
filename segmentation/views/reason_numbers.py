"""The numbers that the reasons of ``classifications.reasons`` are made of, from the kept tables."""

from __future__ import annotations

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir

from segmentation.classifications import dimensions
from segmentation.classifications.cuts import MONEY_UNITS, ScoreCuts
from segmentation.classifications.dimensions import DimensionLimits
from segmentation.classifications.eight_types import EightTypeLimits
from segmentation.classifications.final_classification import amount_of
from segmentation.classifications.lifecycle import lost_after
from segmentation.measures.said import last_answers
from segmentation.parameters import Analysis
from segmentation.views.basis import ShopLimits, labelled
from segmentation.views.execution import LABELLED, compiled, kept_table
from segmentation.views.profile_basis import PROFILE, ProfileBasis
from segmentation.views.profiled import LOYALTY, loyalty, profiled

_BY_ANSWER = {"feedback": dimensions.feedback_level, "satisfaction": dimensions.satisfaction_level}
"""The lenses whose numbers are answers, and the level that an answer gives."""

_OF_SALES = ("recency_days", "frequency", "monetary", "cell", "lifecycle_stage", "purchase_days", "tenure_days")


def reason_numbers(
    analysis: Analysis,
    cuts: ScoreCuts,
    mean: EightTypeLimits,
    limits: ShopLimits,
    found: DimensionLimits,
    answers: tuple[str, ...],
) -> ir.Table:
    """What customers' levels rest on.

    One row a customer: customer_id, the columns of ``_OF_SALES``, window_spending, window_purchase_days and
    recent_purchase_days (0 = nothing bought in the window), lost_after_days, amount (what the first classification ranks, in
    currency), mean_gap_days (null with one purchase day), regularity, ahead_of (of how many customers in loyalty), and for
    feedback, satisfaction and influence ``<lens>_provenance``. For the lenses in ``answers`` also last_rating and
    last_satisfaction, and ``<lens>_by_answer``, the level that the last answer gives (null = none).
    """
    period, rules = analysis.period, analysis.dimensions
    table = kept_table(LABELLED, labelled, period, analysis.vip, analysis.lifecycle, analysis.final, cuts, mean, limits)
    own = kept_table(LOYALTY, loyalty, period, rules.regular_purchase_days).select(
        "customer_id", "regularity", "loyalty_points"
    )
    sources = kept_table(PROFILE, profiled, analysis, cuts, mean, limits, found).select(
        "customer_id", "feedback_provenance", "satisfaction_provenance", "influence_provenance"
    )
    for part in (own, sources, *([last_answers(period, rules)] if answers else [])):
        table = table.left_join(part, "customer_id").drop("customer_id_right")
    gaps = (table.purchase_days - 1).nullif(0).cast("float64")
    return table.select(
        "customer_id",
        *_OF_SALES,
        *("regularity", "feedback_provenance", "satisfaction_provenance", "influence_provenance"),
        *(("last_rating", "last_satisfaction") if answers else ()),
        window_spending=ibis.coalesce(table.window_spending, 0),
        window_purchase_days=ibis.coalesce(table.window_purchase_days, 0),
        recent_purchase_days=ibis.coalesce(table.recent_purchase_days, 0),
        lost_after_days=lost_after(table, limits.rhythm, analysis.lifecycle),
        amount=(amount_of(table, analysis.final) / MONEY_UNITS).cast("decimal(22, 4)"),
        ahead_of=((table.loyalty_points - 3) / 6).round(1),
        mean_gap_days=table.purchase_span_days.cast("float64") / gaps,
        **{f"{lens}_by_answer": _BY_ANSWER[lens](table, rules) for lens in answers},
    )


def numbers_sql(found: ProfileBasis, lenses: Iterable[str]) -> str:
    """``reason_numbers`` for the reasons of these lenses, over the tables of ``ProfileBasis.kept``."""
    answers = tuple(lens for lens in lenses if lens in _BY_ANSWER)
    return compiled(
        reason_numbers,
        found.analysis,
        found.scores.cuts,
        found.eight_type_limits,
        found.limits,
        found.dimensions,
        answers,
    )
