"""What the store settles of each customer gives the measures that counting all orders gives, up to any day."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.measures.customers import rfm_measures
from segmentation.measures.order_funnel import purchase_steps
from segmentation.measures.profile import customer_measures
from segmentation.measures.settled import SETTLED_WINDOWS, is_settled, settled_measures, settled_rfm, settled_window
from segmentation.measures.window_spending import window_spending
from segmentation.parameters import Period, VipRules
from tests.measures.conftest import AS_OF, many_orders, order, orders_table, run

days_back = st.integers(-50, 910)
"""From after the last order to before the first."""


@given(orders=many_orders, back=days_back)
@settings(max_examples=12, deadline=None)
def test_settled_customers_have_the_scores_measures_of_any_day(orders: pa.Table, back: int) -> None:
    period = Period(AS_OF - timedelta(days=back))
    assert run(settled_rfm(period), orders) == run(rfm_measures(period), orders)


@given(orders=many_orders, back=days_back, window=st.integers(1, 500), quasi=st.integers(1, 120))
@settings(max_examples=12, deadline=None)
def test_settled_customers_have_all_measures_of_any_day(orders: pa.Table, back: int, window: int, quasi: int) -> None:
    period, vip = Period(AS_OF - timedelta(days=back)), VipRules(window_days=window, quasi_window_days=quasi)
    assert run(settled_measures(period), orders) == run(customer_measures(period), orders)
    assert run(settled_window(period, vip), orders) == run(window_spending(period, vip), orders)


@given(orders=many_orders, window=st.sampled_from([365, 364]))
@settings(max_examples=12, deadline=None)
def test_on_the_last_day_of_the_shop_all_measures_stand_ready(orders: pa.Table, window: int) -> None:
    period, vip = Period(max(orders["order_date"].to_pylist())), VipRules(window_days=window)
    assert run(settled_measures(period), orders) == run(customer_measures(period), orders)
    assert run(settled_window(period, vip), orders) == run(window_spending(period, vip), orders)


def test_the_windows_that_are_settled_are_those_of_the_default_rules() -> None:
    assert (VipRules().window_days, VipRules().quasi_window_days) == SETTLED_WINDOWS


@pytest.mark.parametrize("back", [0, 30, 60])
def test_who_ordered_again_is_counted_as_on_the_day(back: int) -> None:
    orders = orders_table([order(1, 90, 10), order(1, 60, 20), order(1, 0, 40), order(2, 70, 5), order(3, 10, 8)])
    period = Period(AS_OF - timedelta(days=back))
    found = {row["customer_id"]: row for row in run(settled_measures(period), orders)}
    assert {customer: row["monetary"] for customer, row in found.items()} == (
        {1: 70, 2: 5, 3: 8} if back == 0 else {1: 30, 2: 5}
    )
    assert found[1]["last_gap"] == (60 if back == 0 else 30)


def test_only_the_whole_history_is_settled() -> None:
    assert is_settled(Period(AS_OF))
    assert not is_settled(Period(AS_OF, window_days=365))


def test_both_ways_give_the_same_columns_of_the_same_types() -> None:
    period, vip = Period(AS_OF), VipRules()
    assert settled_rfm(period).schema() == rfm_measures(period).schema()
    assert settled_measures(period).schema() == customer_measures(period).schema()
    for windows in (vip, VipRules(window_days=200)):
        assert settled_window(period, windows).schema() == window_spending(period, windows).schema()


@given(orders=many_orders, back=days_back)
@settings(max_examples=12, deadline=None)
def test_steps_of_the_stored_days_are_those_of_the_orders(orders: pa.Table, back: int) -> None:
    as_of = AS_OF - timedelta(days=back)
    counted = purchase_steps(Period(as_of, window_days=10_000), steps=4)
    assert run(purchase_steps(Period(as_of), steps=4), orders) == run(counted, orders)
