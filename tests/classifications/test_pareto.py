"""Few who bring much: the readings of the curve against their definitions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.classifications.pareto import MOST_POINTS, pareto_curve
from segmentation.parameters import ParetoRules

revenues = st.lists(st.integers(-50, 1000), min_size=1, max_size=60).filter(lambda drawn: max(drawn) > 0)


@given(revenues)
def test_readings_are_those_of_the_definitions(drawn: list[int]) -> None:
    curve = pareto_curve(np.array(drawn), ParetoRules())
    falling = sorted((max(value, 0) for value in drawn), reverse=True)
    n, total = len(falling), sum(falling)
    assert curve.negative_count == sum(value < 0 for value in drawn)
    assert curve.top_share == pytest.approx(sum(falling[: ceil(Fraction(n, 5))]) / total)
    fewest = next(k for k in range(1, n + 1) if sum(falling[:k]) >= Fraction(4, 5) * total)
    assert (curve.members_for_revenue, curve.own_rule) == (fewest, fewest / n)
    rising = falling[::-1]
    gini = Fraction(sum((2 * i - n - 1) * x for i, x in enumerate(rising, start=1)), n * total)
    assert curve.gini == pytest.approx(float(gini))
    assert sum(curve.tiers) == n
    assert curve.tiers[0] == fewest


@given(revenues, st.integers(2, 1000))
def test_money_times_k_leaves_every_reading_alone(drawn: list[int], k: int) -> None:
    once, more = (pareto_curve(np.array(drawn) * factor, ParetoRules()) for factor in (1, k))
    assert (once.own_rule, once.top_share, once.tiers) == (more.own_rule, more.top_share, more.tiers)


def test_the_curve_runs_from_nothing_to_everything_in_at_most_1001_points() -> None:
    curve = pareto_curve(np.arange(1, 20_001), ParetoRules())
    assert len(curve.member_share) == MOST_POINTS
    assert (curve.member_share[0], curve.revenue_share[0]) == (0, 0)
    assert (curve.member_share[-1], curve.revenue_share[-1]) == (1, 1)
    assert (np.diff(curve.revenue_share) >= 0).all()


def test_without_revenue_there_is_no_reading() -> None:
    curve = pareto_curve(np.array([0, -5]), ParetoRules())
    assert (curve.own_rule, curve.gini, curve.revenue, curve.negative_count) == (None, None, Decimal(0), 1)
