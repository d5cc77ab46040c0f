"""Recency, frequency and monetary value: what they are, and the laws they keep."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.measures.customers import rfm_measures
from segmentation.parameters import Period
from tests.measures.conftest import AS_OF, many_orders, order, orders_table, run

PERIOD = Period(AS_OF)


def test_recency_is_zero_on_the_last_day() -> None:
    (customer,) = run(rfm_measures(PERIOD), orders_table([order(1, 0, 10)]))
    assert (customer["recency_days"], customer["tenure_days"], customer["purchase_span_days"]) == (0, 0, 0)


def test_returns_lower_monetary_and_are_no_purchase() -> None:
    (customer,) = run(rfm_measures(PERIOD), orders_table([order(1, 9, 100), order(1, 3, -30), order(1, 2, 0)]))
    assert customer["frequency"] == 1
    assert customer["recency_days"] == 9
    assert customer["monetary"] == Decimal(70)


def test_a_customer_who_only_returned_is_not_measured() -> None:
    assert run(rfm_measures(PERIOD), orders_table([order(1, 9, -5)])) == []


def test_unidentified_and_later_orders_are_left_out() -> None:
    sold = [order(1, 5, 10), order(None, 5, 99), order(1, -1, 500), order(2, -3, 5)]
    (customer,) = run(rfm_measures(PERIOD), orders_table(sold))
    assert (customer["customer_id"], customer["frequency"], customer["monetary"]) == (1, 1, Decimal(10))


def test_a_window_counts_its_last_day_and_not_the_day_before_its_first() -> None:
    sold = orders_table([order(1, 0, 1), order(1, 29, 2), order(1, 30, 4)])
    (customer,) = run(rfm_measures(Period(AS_OF, window_days=30)), sold)
    assert customer["monetary"] == Decimal(3)


@given(orders=many_orders)
@settings(max_examples=30, deadline=None)
def test_the_sum_of_monetary_is_the_net_revenue_of_the_customers_counted(orders: pa.Table) -> None:
    customers = run(rfm_measures(PERIOD), orders)
    known = {customer["customer_id"] for customer in customers}
    counted = [
        row["net_revenue"] for row in orders.to_pylist() if row["customer_id"] in known and row["order_date"] <= AS_OF
    ]
    assert sum(customer["monetary"] for customer in customers) == sum(counted)


@given(orders=many_orders, seed=st.randoms())
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_changes_nothing(orders: pa.Table, seed: st.DataObject) -> None:
    shuffled = orders.to_pylist()
    seed.shuffle(shuffled)  # type: ignore[attr-defined] # st.randoms gives a random.Random
    assert run(rfm_measures(PERIOD), orders) == run(rfm_measures(PERIOD), orders_table(shuffled))


@given(orders=many_orders, days=st.integers(1, 400))
@settings(max_examples=30, deadline=None)
def test_a_later_as_of_without_later_orders_adds_its_days_to_every_recency(orders: pa.Table, days: int) -> None:
    past = orders_table([row for row in orders.to_pylist() if row["order_date"] <= AS_OF])
    now = run(rfm_measures(PERIOD), past)
    later = run(rfm_measures(Period(AS_OF + timedelta(days=days))), past)
    assert [row["recency_days"] + days for row in now] == [row["recency_days"] for row in later]
    assert [row["monetary"] for row in now] == [row["monetary"] for row in later]
