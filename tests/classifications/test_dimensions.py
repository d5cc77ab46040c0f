"""Limits of the dimensions as values, the stars, and the registry of lenses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.classifications.cell_levels import level_of_cells, levels_in_use
from segmentation.classifications.cube import CELLS
from segmentation.classifications.dimensions import loyalty_limits, median_prices, service_categories, value_limits
from segmentation.classifications.lens import Need, Provenance
from segmentation.classifications.lenses import DIMENSIONS, LENSES
from segmentation.classifications.stars import influence_stars, performance, stars_of_cells
from segmentation.errors import IllegalParameter
from segmentation.parameters import Analysis, DimensionRules, Period, StarRules, from_json, to_json

RULES = DimensionRules()
UNITS = 10_000
DAY = date(2024, 1, 1)


def test_value_limits_are_the_revenue_of_the_last_of_the_fewest_that_bring_it() -> None:
    revenue = np.array([50, 20, 10, 10, 5, 5, -40]) * UNITS
    limits = value_limits(revenue, RULES)
    assert (limits.high, limits.middle) == (Decimal(50), Decimal(10))


@given(st.lists(st.integers(-500, 500), min_size=1, max_size=50))
def test_those_of_high_value_bring_half_and_without_the_least_of_them_would_not(revenue: list[int]) -> None:
    units = np.array(revenue, dtype=np.int64) * UNITS
    limits = value_limits(units, RULES)
    counted = [max(0, each) for each in revenue]
    if not any(counted):
        assert (limits.high, limits.middle) == (None, None)
        return
    assert limits.high is not None
    high = sorted(each for each in counted if each >= limits.high)
    assert 2 * sum(high) >= sum(counted)
    assert 2 * sum(each for each in high if each > limits.high) < sum(counted)


def test_nobody_brings_anything_where_there_is_no_revenue() -> None:
    assert value_limits(np.array([], dtype=np.int64), RULES) == value_limits(np.array([-3 * UNITS]), RULES)


def test_equal_points_fall_into_one_third() -> None:
    assert loyalty_limits(np.array([7, 7, 7], dtype=np.int64)) == (Decimal(7), None)


def test_a_categorys_price_is_the_middle_of_its_products() -> None:
    prices = median_prices(["tea", "pots", "tea", "tea", "pots"], np.array([9.0, 80.0, 1.0, 3.0, 20.0]))
    assert prices == (("pots", 50.0), ("tea", 3.0))
    assert median_prices([], np.array([])) == ()


def test_services_are_known_by_a_word_in_their_name() -> None:
    categories = ["Repair SERVICE", "茶课", "Tea", "Workshops", "Tea ware"]
    assert service_categories(categories, RULES) == ("Repair SERVICE", "Workshops", "茶课")
    assert service_categories(categories, DimensionRules(service_words=())) == ()


def test_stars_of_every_cell_are_those_of_plain_sql() -> None:
    twin = duckdb.sql(
        """select 100 * r + 10 * f + m as cell, floor((4 * f + 5 * m) / 9.0 + 0.5)::integer as stars
           from range(1, 6) as rs(r), range(1, 6) as fs(f), range(1, 6) as ms(m)"""
    ).fetchall()
    assert dict(twin) == dict(zip(CELLS, (5 - stars_of_cells(StarRules())).tolist(), strict=True))


def test_performance_is_four_parts_frequency_and_five_parts_amount() -> None:
    assert performance(152, StarRules()) == pytest.approx((4 * 5 + 5 * 2) / 9)
    stars = dict(zip(CELLS, (5 - stars_of_cells(StarRules())).tolist(), strict=True))
    for cell, found in stars.items():
        assert abs(found - performance(cell, StarRules())) <= 0.5
    assert (stars[111], stars[555]) == (1, 5)
    # A half goes up: F 1 and M 2 in equal parts are one star and a half.
    assert 5 - stars_of_cells(StarRules(1, 1))[CELLS.index(512)] == 2


def test_influence_has_the_handbooks_stars() -> None:
    assert influence_stars(StarRules()) == {"celebrity": 5, "professional": 4, "reviewer": 3, "none": 0}


def test_there_are_ten_dimensions_with_thirty_one_levels() -> None:
    assert len(DIMENSIONS) == 10
    assert sum(len(lens.levels) for lens in DIMENSIONS) == 31


@pytest.mark.parametrize("key", LENSES)
def test_a_lens_names_its_levels_once_and_its_rules_are_there(key: str) -> None:
    lens = LENSES[key]
    assert lens.key == key
    assert len(set(lens.level_keys)) == len(lens.levels) > 1
    assert all(lens.level(level.key) is level for level in lens.levels)
    assert hasattr(Analysis(Period(DAY)), lens.rules)
    with pytest.raises(KeyError):
        lens.level("no such level")


@pytest.mark.parametrize("key", [key for key, lens in LENSES.items() if lens.is_by_cell])
def test_every_cell_has_a_level_of_a_lens_by_cell(key: str) -> None:
    analysis = Analysis(Period(DAY))
    places = level_of_cells(LENSES[key], analysis)
    assert places.shape == (125,)
    assert set(places.tolist()) == set(range(len(levels_in_use(LENSES[key], analysis))))


def test_needs_and_provenances_say_what_they_mean() -> None:
    for each in (*Need, *Provenance):
        assert each.sentence.endswith(".")
    assert Need("sales") is Need.SALES
    assert f"{Provenance.ENTERED}" == "entered"


@pytest.mark.parametrize(
    "illegal",
    [
        {"value_high": Decimal("0.9")},
        {"contacts_high": 1},
        {"rating_low": Decimal(4)},
        {"regular_purchase_days": 2},
        {"recommendation_high": 11},
        {"marketing_share": Decimal(0)},
        {"entered_wins": ("value",)},
    ],
)
def test_rules_without_a_meaning_are_refused(illegal: dict[str, object]) -> None:
    with pytest.raises(IllegalParameter):
        DimensionRules(**illegal)  # type: ignore[arg-type] # one field of any type


def test_rules_go_through_json_unchanged() -> None:
    rules = DimensionRules(value_high=Decimal("0.4"), service_words=("spa", "养护"), entered_wins=("psychology",))
    assert from_json(DimensionRules, to_json(rules)) == rules
    assert from_json(StarRules, to_json(StarRules(2, 3))) == StarRules(2, 3)
