"""The shop's rhythm, and the stage each customer is in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.classifications.lifecycle import ShopRhythm, gap_quantile, lifecycle_stage, shop_rhythm
from segmentation.parameters import LifecycleRules

CUSTOMER = pa.schema(
    [
        ("recency_days", pa.int64()),
        ("purchase_days", pa.int64()),
        ("median_gap", pa.float64()),
        ("last_gap", pa.int64()),
        ("earlier_revenue", pa.decimal128(38, 4)),
        ("later_revenue", pa.decimal128(38, 4)),
    ]
)

KNOWN = ShopRhythm(median_gap=20.0, lost_gap=60.0, gap_count=500, returning_customers=200, is_known=True)
UNKNOWN = ShopRhythm(median_gap=20.0, lost_gap=60.0, gap_count=50, returning_customers=20, is_known=False)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60), st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0]))
def test_quantiles_of_the_histogram_are_those_of_its_values(drawn: list[int], quantile: float) -> None:
    days, counts = np.unique(drawn, return_counts=True)
    assert gap_quantile(days, counts, quantile) == pytest.approx(float(np.quantile(drawn, quantile)))


def test_a_shop_without_gaps_has_no_rhythm() -> None:
    empty = np.array([], dtype=np.int64)
    shop = shop_rhythm(empty, empty, 0, LifecycleRules())
    assert (shop.median_gap, shop.lost_gap, shop.is_known) == (None, None, False)


@pytest.mark.parametrize(("returning", "is_known"), [(99, False), (100, True)])
def test_a_rhythm_is_known_from_a_hundred_returning_customers_on(returning: int, is_known: bool) -> None:
    assert shop_rhythm(np.array([7]), np.array([returning]), returning, LifecycleRules()).is_known is is_known


def stage(shop: ShopRhythm, rules: LifecycleRules | None = None, **measures: Any) -> str:
    customer = {
        "recency_days": 0, "purchase_days": 1, "median_gap": None, "last_gap": None,
        "earlier_revenue": Decimal(100), "later_revenue": Decimal(100),
    } | measures  # fmt: skip
    table = ibis.table(
        {
            "recency_days": "int64", "purchase_days": "int64", "median_gap": "float64", "last_gap": "int64",
            "earlier_revenue": "decimal(38, 4)", "later_revenue": "decimal(38, 4)",
        },
        name="customers",
    )  # fmt: skip
    expression = table.select(stage=lifecycle_stage(table, shop, rules or LifecycleRules()))
    with duckdb.connect() as connection:
        connection.register("customers", pa.Table.from_pylist([customer], schema=CUSTOMER))
        found = connection.sql(str(ibis.to_sql(expression, dialect="duckdb"))).fetchall()
    return str(found[0][0])


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ({"recency_days": 30}, "new"),
        ({"recency_days": 31}, "at risk"),
        ({"recency_days": 61}, "lost"),
        ({"purchase_days": 2, "recency_days": 30, "last_gap": 10}, "growing"),
        ({"purchase_days": 2, "recency_days": 31, "last_gap": 10}, "at risk"),
        ({"purchase_days": 2, "recency_days": 3, "last_gap": 61}, "returned"),
        ({"purchase_days": 2, "recency_days": 3, "last_gap": 60}, "growing"),
        ({"purchase_days": 5, "median_gap": 50.0, "recency_days": 75, "last_gap": 50}, "mature"),
        ({"purchase_days": 5, "median_gap": 50.0, "recency_days": 76, "last_gap": 50}, "at risk"),
        ({"purchase_days": 5, "median_gap": 50.0, "recency_days": 101, "last_gap": 50}, "lost"),
        ({"purchase_days": 5, "median_gap": 9.0, "last_gap": 9, "later_revenue": Decimal("110")}, "growing"),
        ({"purchase_days": 5, "median_gap": 9.0, "last_gap": 9, "later_revenue": Decimal("109.99")}, "mature"),
    ],
)
def test_the_first_rule_that_fits_gives_the_stage(measures: dict[str, Any], expected: str) -> None:
    assert stage(KNOWN, **measures) == expected


@pytest.mark.parametrize(("days", "expected"), [(31, "waiting"), (90, "waiting"), (91, "at risk"), (181, "lost")])
def test_without_a_known_rhythm_90_and_180_days_are_the_limits(days: int, expected: str) -> None:
    assert stage(UNKNOWN, recency_days=days) == expected


def test_limits_set_by_hand_win() -> None:
    rules = LifecycleRules(overdue_days=5, lost_days=10)
    days = {"purchase_days": 2, "last_gap": 3}
    assert [stage(KNOWN, rules, recency_days=n, **days) for n in (5, 6, 10, 11)] == [
        "growing", "at risk", "at risk", "lost",
    ]  # fmt: skip
