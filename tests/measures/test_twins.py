"""Every measure gives what plain SQL gives, on any orders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pytest
from hypothesis import given, settings

from segmentation.measures.cohorts import cohort_counts
from segmentation.measures.customers import rfm_measures
from segmentation.measures.growth import tenure_halves
from segmentation.measures.order_funnel import purchase_steps
from segmentation.measures.rhythm import customer_rhythm, gap_counts
from segmentation.measures.trend import monthly_sales
from segmentation.measures.window_spending import window_spending
from segmentation.parameters import Period, VipRules
from tests.measures.conftest import AS_OF, many_orders, rows, run
from tests.reference import measures as twins

PERIOD = Period(AS_OF)

TWINS: dict[str, tuple[Callable[[], ir.Table], str]] = {
    "recency, frequency, monetary": (lambda: rfm_measures(PERIOD), twins.RFM),
    "gaps": (lambda: gap_counts(PERIOD), twins.GAP_COUNTS),
    "rhythm": (lambda: customer_rhythm(PERIOD), twins.RHYTHM),
    "tenure halves": (lambda: tenure_halves(PERIOD), twins.HALVES),
    "window spending": (lambda: window_spending(PERIOD, VipRules()), twins.WINDOW),
    "cohorts": (lambda: cohort_counts(PERIOD), twins.COHORTS),
    "purchase steps": (lambda: purchase_steps(PERIOD), twins.STEPS),
    "months": (lambda: monthly_sales(PERIOD), twins.TREND),
}


def by_name(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    named = [dict(sorted(row.items())) for row in found]
    return sorted(named, key=lambda row: [(value is None, value) for value in row.values()])


@pytest.mark.parametrize("name", TWINS)
@given(orders=many_orders)
@settings(max_examples=15, deadline=None)
def test_a_measure_equals_its_twin_in_plain_sql(name: str, orders: pa.Table) -> None:
    expression, twin = TWINS[name]
    assert by_name(run(expression(), orders)) == by_name(rows(twins.on(twin, AS_OF), orders))
