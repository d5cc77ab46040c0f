"""What all pages stand on: the shop's limits and cuts under the chosen rules, as values, and every customer labelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.classifications.cube import ScoreCube, cube_of
from segmentation.classifications.cuts import Limits, ScoreCuts, score_cuts
from segmentation.classifications.eight_types import EightTypeLimits, eight_type, limits_in_use, mean_limits
from segmentation.classifications.final_classification import (
    amount_of,
    buying_rhythm,
    final_class,
    first_class,
    third_limits,
)
from segmentation.classifications.lifecycle import ShopRhythm, lifecycle_stage, shop_rhythm
from segmentation.classifications.scores import cube_rows, scored
from segmentation.classifications.vip import spending_limit, vip_level
from segmentation.errors import NoSales
from segmentation.measures.rhythm import gap_counts
from segmentation.parameters import Analysis, CutChoice, FinalRules, LifecycleRules, Period, Scoring, VipRules
from segmentation.store.workspace import Workspace
from segmentation.views.answers import ValueAnswer
from segmentation.views.execution import (
    LABELLED,
    RFM,
    compiled,
    kept_measures,
    kept_rows,
    kept_table,
    rfm_with_units,
    rows,
    with_window,
)


@dataclass(frozen=True, eq=False)
class ScoreBasis:
    """Cuts and cube of one period under the chosen modes; weights and class limits are not in it."""

    period: Period
    cuts: ScoreCuts
    cube: ScoreCube
    first_purchase: date
    mean: EightTypeLimits


@dataclass(frozen=True)
class ShopLimits:
    """The shop's own limits on one date: what the rules of life cycle, VIP and final classification come to."""

    rhythm: ShopRhythm
    vip_limit: Decimal | None
    third_limits: Limits


def last_order_date(workspace: Workspace) -> date | None:
    """The last order date in the data: the default of ``as_of``; None for a shop without sales."""
    found: date | None = workspace.query("select max(order_date) as last from orders")["last"][0].as_py()
    return found


def rfm_arrays(workspace: Workspace, period: Period) -> pa.Table:
    """recency_days, frequency, monetary_units of every customer, in no order. Raises ``NoSales``."""
    found = workspace.query_kept(
        {RFM: compiled(rfm_with_units, period)},
        f'select recency_days, frequency, monetary_units, first_purchase_date from "{RFM}"',
    )
    if found.num_rows == 0:
        raise NoSales(as_of=period.as_of)
    return found


def _numbers(table: pa.Table, column: str) -> np.ndarray:
    return np.asarray(table[column].combine_chunks().to_numpy(zero_copy_only=False))


def kept_cells(period: Period, cuts: ScoreCuts) -> dict[str, str]:
    """For ``Workspace.query_kept``: customers, purchases and revenue of each cell of the score cube."""
    return {RFM: compiled(rfm_with_units, period), "kept_cells": compiled(_cube_rows, period, cuts)}


def _cube_rows(period: Period, cuts: ScoreCuts) -> ir.Table:
    return cube_rows(scored(kept_table(RFM, rfm_with_units, period), cuts))


def score_basis(workspace: Workspace, period: Period, r: CutChoice, f: CutChoice, m: CutChoice) -> ScoreBasis:
    """Cuts by the chosen modes, and the cube they give. Raises ``NoSales``."""
    facts = score_facts(workspace, period, r, f, m).value()
    cells = kept_rows(workspace, kept_cells(period, facts.cuts))
    return ScoreBasis(
        period=period,
        cuts=facts.cuts,
        cube=cube_of(
            zip(*(cells[name].to_pylist() for name in ("cell", "customers", "purchases", "revenue")), strict=True)
        ),
        first_purchase=facts.first_purchase,
        mean=facts.mean,
    )


@dataclass(frozen=True)
class ScoreFacts:
    """What all customers' measures of one period come to."""

    cuts: ScoreCuts
    first_purchase: date
    mean: EightTypeLimits


def score_facts(
    workspace: Workspace, period: Period, r: CutChoice, f: CutChoice, m: CutChoice
) -> ValueAnswer[ScoreFacts]:
    """Cuts by the chosen modes, and the means. Computing it raises ``NoSales``."""
    return ValueAnswer(
        workspace,
        f"score facts {period} {r} {f} {m}",
        ScoreFacts,
        lambda: _facts(workspace, period, Scoring(r=r, f=f, m=m)),
    )


def _facts(workspace: Workspace, period: Period, scoring: Scoring) -> ScoreFacts:
    arrays = rfm_arrays(workspace, period)
    values = {name: _numbers(arrays, name) for name in ("recency_days", "frequency", "monetary_units")}
    return ScoreFacts(
        cuts=score_cuts(scoring, **values),
        first_purchase=pc.min(arrays["first_purchase_date"]).as_py(),
        mean=mean_limits(**values),
    )


def _amounts(period: Period, vip: VipRules, final: FinalRules) -> ir.Table:
    measured = with_window(period, vip)
    return measured.select("window_units", "purchase_days", amount=amount_of(measured, final))


def limits_answer(workspace: Workspace, analysis: Analysis) -> ValueAnswer[ShopLimits]:
    """Rhythm, VIP limit and thirds on ``as_of``."""
    rules = (analysis.period, analysis.vip, analysis.final, analysis.lifecycle)
    return ValueAnswer(workspace, f"shop limits {rules}", ShopLimits, lambda: _shop_limits(workspace, analysis))


def _shop_limits(workspace: Workspace, analysis: Analysis) -> ShopLimits:
    period, vip = analysis.period, analysis.vip
    measured = workspace.query_kept(kept_measures(period, vip), compiled(_amounts, period, vip, analysis.final))
    gaps = rows(workspace, gap_counts, period)
    returning = int((_numbers(measured, "purchase_days") >= 2).sum())
    return ShopLimits(
        rhythm=shop_rhythm(_numbers(gaps, "gap_days"), _numbers(gaps, "gaps"), returning, analysis.lifecycle),
        vip_limit=spending_limit(
            np.asarray(measured["window_units"].combine_chunks().drop_null().to_numpy(zero_copy_only=False)), vip
        ),
        third_limits=third_limits(_numbers(measured, "amount")),
    )


def labelled(
    period: Period,
    vip: VipRules,
    lifecycle: LifecycleRules,
    final: FinalRules,
    cuts: ScoreCuts,
    mean: EightTypeLimits,
    limits: ShopLimits,
) -> ir.Table:
    """Every customer with all measures, scores and the level of every classification: the one scored table."""
    measured = scored(with_window(period, vip), cuts)
    staged = measured.mutate(
        lifecycle_stage=lifecycle_stage(measured, limits.rhythm, lifecycle),
        eight_type=eight_type(measured, mean),
        first_class=first_class(measured, limits.third_limits, final),
        second_class=buying_rhythm(measured, limits.rhythm),
        final_class=final_class(measured, limits.third_limits, limits.rhythm, final),
    )
    return staged.mutate(vip_level=vip_level(staged, limits.vip_limit, vip))


@dataclass(frozen=True, eq=False)
class Basis:
    """Score basis and shop limits under one analysis, and the statements that give the labelled customers."""

    analysis: Analysis
    scores: ScoreBasis
    limits: ShopLimits

    @property
    def eight_type_limits(self) -> EightTypeLimits:
        """From where the eight types are high: by hand, else the mean."""
        return limits_in_use(self.scores.mean, self.analysis.eight_types)

    @property
    def kept(self) -> dict[str, str]:
        """For ``Workspace.query_kept``: the labelled customers, under the name ``kept_labelled``."""
        a = self.analysis
        return {
            **kept_measures(a.period, a.vip),
            LABELLED: compiled(
                labelled, a.period, a.vip, a.lifecycle, a.final, self.scores.cuts, self.eight_type_limits, self.limits
            ),
        }


def basis(workspace: Workspace, analysis: Analysis) -> Basis:
    """All limits and cuts on ``as_of``. Raises ``NoSales``."""
    scoring = analysis.scoring
    scores = score_basis(workspace, analysis.period, scoring.r, scoring.f, scoring.m)
    return Basis(analysis, scores, limits_answer(workspace, analysis).value())
