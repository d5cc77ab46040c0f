from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.classifications.monthly_frequency import counted_days, monthly_frequency_choice
from segmentation.parameters import Period


@pytest.mark.parametrize(("days", "limits"), [(365, (13, 25, 37, 49)), (30, (2, 3, 4, 5)), (7, (2, 3, 4, 5))])
def test_limits_of_some_windows(days: int, limits: tuple[int, ...]) -> None:
    assert monthly_frequency_choice(days).limits == limits


@given(st.integers(1, 40))
def test_a_purchase_each_calendar_month_is_one_a_month(years: int) -> None:
    first = date(1990, 1, 1)
    days = (first.replace(year=1990 + years) - first).days
    assert 12 * years < monthly_frequency_choice(days).limits[0]


@given(st.integers(30, 20_000), st.integers(1, 1_000))
def test_a_limit_is_the_fewest_purchases_above_k_a_month(days: int, purchases: int) -> None:
    limits = monthly_frequency_choice(days).limits
    score = 1 + sum(purchases >= limit for limit in limits if limit is not None)
    a_month = Decimal(purchases * 30) / days
    assert score == 1 + sum(a_month > k for k in (1, 2, 3, 4))


def test_the_days_counted_are_the_window_or_the_whole_history() -> None:
    assert counted_days(Period(date(2024, 3, 31), 90), date(2020, 1, 1)) == 90
    assert counted_days(Period(date(2024, 3, 31)), date(2024, 3, 1)) == 31
