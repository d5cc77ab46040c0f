from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.classifications.cuts import MONEY_UNITS
from segmentation.figures.pareto import PICKED_PARTS, pareto_curve, small_curve
from segmentation.locale import Words
from segmentation.parameters import ParetoRules
from segmentation.views.pareto import PointBy, Subject, pareto_view, point

WORDS = Words("en", "CNY")
TEN = pareto_view(Subject.CUSTOMERS, ParetoRules(), np.array([64, 15, 9, 4, 3, 2, 1, 1, 1, 0]) * MONEY_UNITS)


def test_the_curve_of_millions_is_sent_in_at_most_25_kilobytes() -> None:
    many = (np.random.default_rng(1).pareto(1.2, 2_500_000) * MONEY_UNITS).astype(np.int64)
    view = pareto_view(Subject.CUSTOMERS, ParetoRules(), many)
    drawn = pareto_curve(view, point(view, PointBy.MEMBERS, Decimal("0.2")), WORDS, "light")

    assert len(drawn.data[0].x) == 1001
    assert drawn.data[0].x.dtype == drawn.data[0].y.dtype == np.float32
    assert len(drawn.to_json()) <= 25_000


def test_the_curve_runs_through_the_exact_values() -> None:
    line = pareto_curve(TEN, None, WORDS, "light").data[0]

    assert line.x.tolist() == pytest.approx([k / 10 for k in range(11)])
    assert line.y.tolist() == pytest.approx([0, 0.64, 0.79, 0.88, 0.92, 0.95, 0.97, 0.98, 0.99, 1, 1])


def test_the_shops_rule_and_the_top_share_are_marked_on_the_curve() -> None:
    marks = pareto_curve(TEN, None, WORDS, "light").data[2]

    assert list(zip(marks.x, marks.y, marks.text, strict=True)) == [
        (0.3, 0.88, "30.0% → 80%"),
        (0.2, 0.79, "20% → 79.0%"),
    ]


def test_the_small_curve_marks_the_shops_rule_alone_and_cannot_be_clicked() -> None:
    drawn = small_curve(TEN, WORDS, "dark")

    assert list(drawn.data[2].text) == ["30.0% → 80%"]
    assert drawn.data[0].mode == "lines"


def test_the_picked_point_is_drawn_where_it_lies() -> None:
    at = point(TEN, PointBy.MEMBERS, Decimal("0.4"))
    picked = pareto_curve(TEN, at, WORDS, "light").data[-1]

    assert (picked.x[1], picked.y[1]) == (0.4, 0.92)


@given(st.integers(2, 1000).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n))))
def test_a_click_takes_exactly_the_members_up_to_its_point(size_and_place: tuple[int, int]) -> None:
    size, place = size_and_place
    view = pareto_view(Subject.CUSTOMERS, ParetoRules(), np.arange(size, 0, -1) * MONEY_UNITS)
    clicked = int(pareto_curve(view, None, WORDS, "light").data[0].customdata[place])

    assert point(view, PointBy.MEMBERS, Decimal(clicked) / PICKED_PARTS).members == place
