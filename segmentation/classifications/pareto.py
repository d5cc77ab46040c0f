"""Pareto: how few customers, products or categories bring how much of the revenue. Exact, on whole ten-thousandths."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from segmentation.classifications.cuts import MONEY_UNITS
from segmentation.parameters import ParetoRules

MOST_POINTS = 1001


@dataclass(frozen=True, eq=False)
class ParetoCurve:
    """The revenue share that the best customers (or products, categories) bring together.

    ``member_share``, ``revenue_share``: at most 1,001 points from 0 to 1, of exact values. ``negative_count``: members with
    negative revenue, counted as 0. ``own_rule``: the fewest members that bring ``rules.revenue_share`` of the revenue, as a
    share of all. ``tiers``: members in A, B and C. None where there is no revenue.
    """

    member_share: npt.NDArray[np.float64]
    revenue_share: npt.NDArray[np.float64]
    member_count: int
    revenue: Decimal
    negative_count: int
    top_share: float | None
    members_for_revenue: int | None
    own_rule: float | None
    gini: float | None
    tiers: tuple[int, int, int]


def fewest_for(falling: npt.NDArray[np.int64], share: Decimal) -> int:
    """How many of the largest bring ``share`` of the sum of what is above 0. ``falling``: largest first, none negative."""
    running = np.cumsum(falling)
    return _reached(running, share)


def _reached(running: npt.NDArray[np.int64], share: Decimal) -> int:
    if len(running) == 0 or running[-1] == 0:
        return 0
    top, bottom = share.as_integer_ratio()
    needed = -(-int(running[-1]) * top // bottom)
    return int(np.searchsorted(running, needed, side="left")) + 1


def ceil_share(n: int, share: Decimal) -> int:
    """ceil(share · n) without rounding of the share."""
    top, bottom = share.as_integer_ratio()
    return -(-n * top // bottom)


def pareto_curve(revenue_units: npt.NDArray[np.int64], rules: ParetoRules) -> ParetoCurve:
    """The curve and its readings (definitions, section 5). ``revenue_units``: one value a member, in any order."""
    n = len(revenue_units)
    rising = np.sort(np.maximum(revenue_units, 0))
    running = np.cumsum(rising[::-1])
    total = int(running[-1]) if n else 0
    if total == 0:
        return ParetoCurve(
            np.zeros(1), np.zeros(1), n, Decimal(0), int((revenue_units < 0).sum()), None, None, None, None, (0, 0, n)
        )
    points = np.unique(np.linspace(0, n, min(MOST_POINTS, n + 1)).round().astype(np.int64))
    reached = np.concatenate(([0], running))[points]
    members = _reached(running, rules.revenue_share)
    a, b = _reached(running, rules.tier_a), _reached(running, rules.tier_b)
    # Σ (2i − n − 1) · x_i with i from 1: in floats of 64 bits, good to 1e-12 at ten million customers.
    ranks = 2 * np.arange(1, n + 1, dtype=np.float64) - n - 1
    return ParetoCurve(
        member_share=points / n,
        revenue_share=reached / total,
        member_count=n,
        revenue=Decimal(total) / MONEY_UNITS,
        negative_count=int((revenue_units < 0).sum()),
        top_share=int(running[ceil_share(n, rules.top_share) - 1]) / total,
        members_for_revenue=members,
        own_rule=members / n,
        gini=float(np.dot(ranks, rising.astype(np.float64))) / (n * total),
        tiers=(a, b - a, n - b),
    )
