from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from segmentation.classifications.cube import GroupTotals
from segmentation.classifications.levels import Level
from segmentation.figures.axes import month_name, round_ticks
from segmentation.figures.colours import Paint
from segmentation.figures.levels import level_bars
from segmentation.figures.overview import monthly_revenue
from segmentation.locale import Words
from segmentation.views.overview import Month, Overview

WORDS = Words("en", "CNY")


def _months(count: int, *, is_partial: bool) -> tuple[Month, ...]:
    return tuple(
        Month(
            date(2023 + k // 12, k % 12 + 1, 1), Decimal(100 + k), 3, Decimal(50), 2, 1, is_partial and k == count - 1
        )
        for k in range(count)
    )


def _drawn(months: tuple[Month, ...]) -> Any:
    # The figure reads the months and the day of the view, nothing else.
    view = Overview(date(2025, 12, 9), None, None, (), months, None, (), None)  # type: ignore[arg-type] # unused parts
    return monthly_revenue(view, WORDS, "light")


def test_a_month_that_is_not_over_is_hatched_and_says_so() -> None:
    bars = _drawn(_months(14, is_partial=True)).data[0]

    assert list(bars.marker.pattern.shape) == [""] * 13 + ["/"]
    assert "up to" in bars.customdata[-1][5]
    assert bars.customdata[-2][5] == ""


def test_the_bars_are_the_months_revenue_at_most_36_of_them() -> None:
    bars = _drawn(_months(40, is_partial=False)).data[0]

    assert np.asarray(bars.y).tolist() == [float(104 + k) for k in range(36)]


@pytest.mark.parametrize(("count", "labels"), [(36, ["2023", "2024", "2025"]), (1, ["Jan 2023"])])
def test_months_are_labelled_so_that_labels_never_touch(count: int, labels: list[str]) -> None:
    assert list(_drawn(_months(count, is_partial=False)).layout.xaxis.ticktext) == labels


def test_months_read_in_the_readers_language() -> None:
    assert month_name(date(2026, 6, 1), Words("zh_CN")) == "2026年6月"


@pytest.mark.parametrize(("low", "high"), [(0, 437_000), (-30, 12), (0, 0.9), (5, 7), (0, 0), (0, 1)])
def test_ticks_are_few_round_and_hold_all_values(low: float, high: float) -> None:
    ticks = round_ticks(low, high)

    assert ticks[0] <= min(low, 0)
    assert ticks[-1] >= high * (1 - 1e-9)
    assert len(ticks) <= 8


LEVELS = (Level("A", "A key", ""), Level("B", "B <b>rest</b>", ""))
PAINTS = {"A": Paint("#000000", "#ffffff"), "B": Paint("#111111", "#eeeeee")}


def test_each_level_shows_its_customers_and_its_revenue() -> None:
    groups = (GroupTotals("A", 1, 5, Decimal(75)), GroupTotals("B", 3, 5, Decimal(25)))
    customers, revenue = level_bars(groups, LEVELS, PAINTS, WORDS, "light").data

    assert np.asarray(customers.x).tolist() == [0.25, 0.75]
    assert np.asarray(revenue.x).tolist() == [0.75, 0.25]
    assert list(customers.text) == ["1 · 25.0%", "3 · 75.0%"]
    assert list(revenue.text) == ["CN¥75 · 75.0%", "CN¥25 · 25.0%"]


def test_levels_that_brought_less_than_nothing_draw_no_bar_backwards() -> None:
    groups = (GroupTotals("A", 2, 2, Decimal(-75)), GroupTotals("B", 0, 0, Decimal(0)))
    _, revenue = level_bars(groups, LEVELS, PAINTS, WORDS, "dark").data

    assert np.asarray(revenue.x).tolist() == [0, 0]
    assert revenue.text[0].startswith("-CN¥75")
