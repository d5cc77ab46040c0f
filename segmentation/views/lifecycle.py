"""Where customers stand in their life with the shop, and how many go on from each purchase to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
import numpy as np

from segmentation.classifications.cube import GroupTotals
from segmentation.classifications.lifecycle import ShopRhythm, gap_quantile
from segmentation.measures.order_funnel import purchase_steps
from segmentation.parameters import LifecycleRules, Period
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.data_support import DataSupport, data_support
from segmentation.views.execution import rows
from segmentation.views.standing import Standing

SHOWN_STEPS = 10


@dataclass(frozen=True)
class PurchaseStep:
    """Customers with at least ``step`` purchases.

    ``arriving_share``: of those with one purchase fewer; ``median_days``: since that purchase (0 = the same day), interpolated
    linearly. Both None for the first. ``going_on_share``: who has one more.
    """

    step: int
    customers: int
    arriving_share: float | None
    median_days: float | None
    going_on_share: float


@dataclass(frozen=True)
class LifecycleView:
    """Stages in their order, the limits that a customer of the shop's own rhythm has (days), and the order funnel."""

    stages: tuple[GroupTotals, ...]
    rhythm: ShopRhythm
    rules: LifecycleRules
    overdue_days: float
    lost_days: float
    steps: tuple[PurchaseStep, ...]
    support: DataSupport


def overdue_days(rhythm: ShopRhythm, rules: LifecycleRules) -> float:
    """After how many days a customer of the shop's own rhythm is overdue."""
    if rules.overdue_days is not None:
        return float(rules.overdue_days)
    if not rhythm.is_known or rhythm.median_gap is None:
        return float(rules.unknown_overdue_days)
    return rhythm.median_gap * float(rules.overdue_factor)


def lost_days(rhythm: ShopRhythm, rules: LifecycleRules) -> float:
    """After how many days a customer of the shop's own rhythm is lost."""
    if rules.lost_days is not None:
        return float(rules.lost_days)
    if not rhythm.is_known or rhythm.median_gap is None or rhythm.lost_gap is None:
        return float(rules.unknown_lost_days)
    return max(rhythm.lost_gap, rhythm.median_gap * float(rules.lost_factor))


def _steps(period: Period) -> ir.Table:
    # One more than is shown: whether the last ones shown go on.
    return purchase_steps(period, steps=SHOWN_STEPS + 1)


def order_funnel(workspace: Workspace, period: Period) -> tuple[PurchaseStep, ...]:
    """From the first purchase on, at most ``SHOWN_STEPS``; none without a purchase."""
    found = rows(workspace, _steps, period)
    step, customers = found["step"].to_numpy(), found["customers"].to_numpy()
    days = found["days_since_previous"].fill_null(0).to_numpy()
    reached = [int(customers[step == k].sum()) for k in range(1, SHOWN_STEPS + 2)]
    return tuple(
        PurchaseStep(
            step=k,
            customers=count,
            arriving_share=None if k == 1 else count / reached[k - 2],
            median_days=None
            if k == 1
            else gap_quantile(days[step == k].astype(np.int64), customers[step == k].astype(np.int64), 0.5),
            going_on_share=reached[k] / count,
        )
        for k, count in enumerate(reached[:SHOWN_STEPS], start=1)
        if count
    )


def lifecycle(workspace: Workspace, found: Basis, stands: Standing, span: tuple[date, date]) -> LifecycleView:
    """The page's figures. ``span``: first and last order date of the shop."""
    period, rules, rhythm = found.analysis.period, found.analysis.lifecycle, found.limits.rhythm
    return LifecycleView(
        stages=stands.stages,
        rhythm=rhythm,
        rules=rules,
        overdue_days=overdue_days(rhythm, rules),
        lost_days=lost_days(rhythm, rules),
        steps=order_funnel(workspace, period),
        support=data_support(span, period.as_of, stands.customers, stands.returning_customers),
    )
