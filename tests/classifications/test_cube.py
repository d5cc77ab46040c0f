"""The weighted score and the cube's totals."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.classifications import value_classes
from segmentation.classifications.cube import CELLS, cube_of, totals, weighted_score, weighted_scores
from segmentation.errors import IllegalParameter
from segmentation.parameters import ClassLimits, Weights, from_json, to_json

weights = st.builds(Weights, *(st.integers(0, 10).map(Decimal) for _ in range(2)), st.integers(1, 10).map(Decimal))


@pytest.mark.parametrize(("r", "f", "m", "expected"), [(5, 1, 4, 60), (5, 5, 5, 100), (1, 1, 1, 20)])
def test_the_worked_example_of_the_weighted_score(r: int, f: int, m: int, expected: float) -> None:
    assert weighted_score(r, f, m, Weights(Decimal(4), Decimal(8), Decimal(8))) == expected


@given(weights)
def test_scores_lie_between_20_and_100_and_never_fall_as_a_part_rises(chosen: Weights) -> None:
    scores = weighted_scores(chosen).reshape(5, 5, 5)
    assert scores.min() == 20
    assert scores.max() == 100
    assert all((np.diff(scores, axis=axis) >= 0).all() for axis in range(3))


@given(weights, st.integers(2, 9))
def test_only_the_ratio_of_the_weights_counts(chosen: Weights, factor: int) -> None:
    larger = Weights(chosen.r * factor, chosen.f * factor, chosen.m * factor)
    assert np.array_equal(weighted_scores(chosen), weighted_scores(larger))


def test_a_score_that_is_exactly_a_limit_is_in_the_class_above() -> None:
    labels = value_classes.class_of_cells(Weights(), ClassLimits())
    assert value_classes.KEYS[labels[CELLS.index(514)]] == "B"


@given(
    weights, st.lists(st.tuples(st.sampled_from(CELLS), st.integers(1, 9), st.integers(1, 9)), unique_by=lambda x: x[0])
)
def test_classes_partition_customers_purchases_and_revenue(chosen: Weights, drawn: list[tuple[int, int, int]]) -> None:
    cube = cube_of((cell, n, n * 2, Decimal(amount)) for cell, n, amount in drawn)
    groups = totals(cube, value_classes.class_of_cells(chosen, ClassLimits()), value_classes.KEYS)
    assert sum(group.customers for group in groups) == cube.customer_count == sum(n for _, n, _ in drawn)
    assert sum(group.revenue for group in groups) == cube.revenue == sum(amount for _, _, amount in drawn)


@pytest.mark.parametrize("wrong", [("0", "0", "0"), ("-1", "1", "1"), ("0.001", "1", "1"), ("NaN", "1", "1")])
def test_weights_without_a_meaning_are_refused(wrong: tuple[str, str, str]) -> None:
    with pytest.raises(IllegalParameter):
        Weights(*map(Decimal, wrong))


@given(weights)
def test_weights_go_through_json_unchanged(chosen: Weights) -> None:
    assert from_json(Weights, to_json(chosen)) == chosen
