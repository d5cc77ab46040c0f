"""Cuts: where scores part, whatever the ties."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from segmentation.classifications.cuts import mid_rank_cuts, quintile_cuts, repeat_aware_cuts, score_cuts
from segmentation.parameters import CutChoice, CutMode, Scoring

values = st.lists(st.integers(0, 12), min_size=1, max_size=80)


def by_definition(value: int, all_values: list[int], parts: int) -> int:
    """min(parts, 1 + floor(parts · p)) with p the mid-rank, in fractions."""
    worse = sum(one < value for one in all_values)
    equal = sum(one == value for one in all_values)
    p = (worse + Fraction(equal, 2)) / len(all_values)
    return min(parts, 1 + floor(parts * p))


def by_cuts(value: int, cuts: tuple[int | float | None, ...]) -> int:
    return 1 + sum(cut is not None and cut <= value for cut in cuts)


@given(values, st.integers(2, 7))
def test_cuts_score_every_value_as_its_mid_rank_does(drawn: list[int], parts: int) -> None:
    cuts = mid_rank_cuts(np.array(drawn), parts)
    assert [by_cuts(value, cuts) for value in drawn] == [by_definition(value, drawn, parts) for value in drawn]


@given(values)
def test_recency_is_scored_the_other_way_round(drawn: list[int]) -> None:
    cuts = quintile_cuts(np.array(drawn), lower_is_better=True)
    scores = [1 + sum(cut is not None and cut >= value for cut in cuts) for value in drawn]
    assert scores == [by_definition(-value, [-one for one in drawn], 5) for value in drawn]


@given(values)
def test_cuts_never_cross(drawn: list[int]) -> None:
    reached = [cut for cut in mid_rank_cuts(np.array(drawn), 5) if cut is not None]
    assert reached == sorted(reached)


@given(values)
def test_one_purchase_scores_one_and_more_are_scored_among_themselves(drawn: list[int]) -> None:
    frequency = [value + 1 for value in drawn]
    cuts = repeat_aware_cuts(np.array(frequency))
    repeating = [value for value in frequency if value > 1]
    for value in frequency:
        expected = 1 if value == 1 else 1 + by_definition(value, repeating, 4)
        assert by_cuts(value, cuts) == expected


def test_equal_customers_all_score_in_the_middle() -> None:
    cuts = quintile_cuts(np.full(100, 7))
    assert cuts == (7, 7, None, None)


def test_money_cuts_are_in_the_shops_currency_and_exact() -> None:
    cuts = score_cuts(
        Scoring(),
        recency_days=np.arange(5),
        frequency=np.ones(5, dtype=np.int64),
        monetary_units=np.array([1, 20_001, 30_000, 40_000, 50_000]),
    )
    assert cuts.m == (Decimal("2.0001"), Decimal(3), Decimal(4), Decimal(5))
    assert cuts.f == (Decimal(2), None, None, None)


def test_fixed_limits_are_taken_as_they_are() -> None:
    limits = (Decimal(365), Decimal(180), Decimal(90), Decimal(30))
    scoring = Scoring(r=CutChoice(CutMode.FIXED, limits))
    ones = np.ones(3, dtype=np.int64)
    assert score_cuts(scoring, recency_days=ones, frequency=ones, monetary_units=ones).r == limits


def test_cutting_leaves_the_values_as_they_are() -> None:
    drawn = np.array([3, 1, 2])
    mid_rank_cuts(drawn, 5)
    assert drawn.tolist() == [3, 1, 2]
