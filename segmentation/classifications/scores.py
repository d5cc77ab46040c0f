"""R, F and M scores from 1 (worst) to 5 (best), laid on measured customers by cuts."""

from __future__ import annotations

from decimal import Decimal

import ibis
import ibis.expr.types as ir

from segmentation.classifications.cuts import MONEY_UNITS, Limits, ScoreCuts
from segmentation.measures.exact_floats import exact_float


def money_units(amount: ir.DecimalValue) -> ir.IntegerValue:
    """Money as whole ten-thousandths, int64: what numpy and comparisons across engines take exactly."""
    return (amount.cast("decimal(28, 4)") * MONEY_UNITS).cast("int64")


def score_of(value: ir.NumericValue, limits: Limits, *, lower_is_better: bool = False) -> ir.IntegerValue:
    """1 + the number of limits that the value reaches; int32. The more limits, the higher the best score."""
    score = ibis.literal(1, "int32")
    for limit in limits:
        if limit is None:
            continue
        reached = value <= _literal(limit) if lower_is_better else value >= _literal(limit)
        score = score + ibis.cases((reached, 1), else_=0).cast("int32")
    return score


def _literal(limit: Decimal) -> ir.Value:
    return ibis.literal(int(limit), "int64") if limit == limit.to_integral_value() else exact_float(float(limit))


def scored(measured: ir.Table, cuts: ScoreCuts) -> ir.Table:
    """The customers with r_score, f_score, m_score (1 to 5) and cell (100 · R + 10 · F + M), int32.

    ``measured``: needs recency_days, frequency, monetary.
    """
    in_units = tuple(None if limit is None else limit * MONEY_UNITS for limit in cuts.m)
    with_scores = measured.mutate(
        r_score=score_of(measured.recency_days, cuts.r, lower_is_better=True),
        f_score=score_of(measured.frequency, cuts.f),
        m_score=score_of(money_units(measured.monetary), in_units),
    )
    return with_scores.mutate(
        cell=(with_scores.r_score * 100 + with_scores.f_score * 10 + with_scores.m_score).cast("int32")
    )


def cube_rows(with_scores: ir.Table) -> ir.Table:
    """One row a score cell in use, at most 125: cell, customers, purchases, revenue (decimal(38, 4))."""
    return with_scores.group_by("cell").aggregate(
        customers=with_scores.count(),
        purchases=with_scores.frequency.sum().cast("int32"),
        revenue=with_scores.monetary.sum(),
    )
