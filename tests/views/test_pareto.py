from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.classifications.cuts import MONEY_UNITS
from segmentation.locale import Words
from segmentation.parameters import Between, ListFilters, ParetoRules
from segmentation.store.workspace import Workspace
from segmentation.views import pareto_wording
from segmentation.views.basis import Basis
from segmentation.views.customer_list import list_cube
from segmentation.views.pareto import ParetoView, PointBy, Subject, goods_above, pareto, pareto_view, point

WORDS = Words("en", "CNY")

CUSTOMERS = """
with bought as (
    select customer_id, sum(net_revenue) as revenue from orders where customer_id is not null group by 1
    having count(*) filter (net_revenue > 0) > 0
)
"""
GOODS = {
    Subject.PRODUCTS: "select product_id as member, sum(l.net_revenue) as revenue from lines l where is_active and is_counted "
    "and product_id is not null group by 1",
    Subject.CATEGORIES: "select category as member, sum(l.net_revenue) as revenue from lines l join products using (product_id) "
    "where is_active and is_counted and category is not null group by 1",
}


def _demo(tea_house: Workspace, found: Basis, subject: Subject) -> ParetoView:
    return pareto(tea_house, found.analysis.period, found.analysis.pareto, subject)


@pytest.mark.parametrize("share", ["0.0001", "0.2", "0.437", "1"])
def test_customers_above_a_share_of_customers_equal_plain_sql(
    tea_house: Workspace, tea_house_basis: Basis, share: str
) -> None:
    at = point(_demo(tea_house, tea_house_basis, Subject.CUSTOMERS), PointBy.MEMBERS, Decimal(share))
    twin = tea_house.query(
        CUSTOMERS
        + """, last as (
            select min(revenue) as least from (
                select revenue from bought order by revenue desc limit (select ceil(? * count(*))::bigint from bought))
        ) select least, count(*) as members, sum(greatest(revenue, 0)) as revenue
          from bought, last where bought.revenue >= least group by least""",
        [Decimal(share)],
    ).to_pylist()[0]

    assert (at.limit, at.members, at.revenue) == (twin["least"], twin["members"], twin["revenue"])


@pytest.mark.parametrize("share", ["0.1", "0.8", "0.95"])
def test_customers_above_a_share_of_revenue_equal_plain_sql(
    tea_house: Workspace, tea_house_basis: Basis, share: str
) -> None:
    at = point(_demo(tea_house, tea_house_basis, Subject.CUSTOMERS), PointBy.REVENUE, Decimal(share))
    twin = tea_house.query(
        CUSTOMERS
        + """, running as (
            select revenue, sum(greatest(revenue, 0)) over (order by revenue desc rows unbounded preceding) as so_far,
                   sum(greatest(revenue, 0)) over () as total from bought
        ) select max(revenue) filter (so_far >= ? * total) as least from running""",
        [Decimal(share)],
    ).to_pylist()[0]

    assert at.limit == twin["least"]


def test_the_list_of_a_point_holds_exactly_its_customers(tea_house: Workspace, tea_house_basis: Basis) -> None:
    view = _demo(tea_house, tea_house_basis, Subject.CUSTOMERS)
    for share in ("0.03", "0.2", "0.999", "1"):
        at = point(view, PointBy.MEMBERS, Decimal(share))
        cube = list_cube(tea_house, tea_house_basis, ListFilters(monetary=Between(low=at.limit)))
        assert cube.customer_count == at.members
        if at.limit >= 0:
            assert cube.revenue == at.revenue


@pytest.mark.parametrize("subject", [Subject.PRODUCTS, Subject.CATEGORIES])
def test_goods_and_their_revenue_equal_plain_sql(
    tea_house: Workspace, tea_house_basis: Basis, subject: Subject
) -> None:
    view = _demo(tea_house, tea_house_basis, subject)
    twin = tea_house.query(f"select count(*) as members, sum(revenue) as revenue from ({GOODS[subject]})").to_pylist()[
        0
    ]
    everything = goods_above(view, point(view, PointBy.MEMBERS, Decimal(1)))

    assert view.curve.member_count == everything.num_rows == twin["members"]
    assert sum(everything["revenue"].to_pylist()) == twin["revenue"]
    assert everything["running_share"][-1].as_py() == pytest.approx(1)
    assert sum(everything["share"].to_pylist()) == pytest.approx(1)
    assert everything["tier"].to_pylist() == sorted(everything["tier"].to_pylist())


def test_goods_above_a_point_are_the_largest(tea_house: Workspace, tea_house_basis: Basis) -> None:
    view = _demo(tea_house, tea_house_basis, Subject.PRODUCTS)
    at = point(view, PointBy.REVENUE, Decimal("0.5"))
    above = goods_above(view, at)
    rest = view.goods.slice(at.members)

    assert min(above["revenue"].to_pylist()) == at.limit > max(rest["revenue"].to_pylist())
    assert above["running_share"][-1].as_py() >= 0.5 > above["running_share"][-2].as_py()


def test_sales_without_a_category_are_left_out_and_told() -> None:
    view = pareto_view(Subject.CATEGORIES, ParetoRules(), np.array([3, 1]) * MONEY_UNITS, None, Decimal("12.5"))

    assert pareto_wording.notes(view, WORDS) == ("CN¥12.50 was sold without a category. It is not in the curve.",)


revenues = st.lists(st.integers(-50, 50), min_size=2, max_size=60).filter(lambda all_: max(all_) > 0)
shares = st.decimals("0.01", "1", places=4)


@given(revenues, shares, st.sampled_from(PointBy))
def test_equals_are_treated_equally_at_every_point(values: list[int], share: Decimal, by: PointBy) -> None:
    view = pareto_view(Subject.CUSTOMERS, ParetoRules(), np.array(values, dtype=np.int64) * MONEY_UNITS)
    at = point(view, by, share)

    above = [value for value in values if value >= at.limit]
    assert at.members == len(above) >= 1
    assert at.revenue == sum(max(value, 0) for value in above)
    assert 0 <= at.tied < max(values.count(int(at.limit)), 1)


@given(revenues, shares)
def test_a_point_by_revenue_is_the_fewest_that_reach_it(values: list[int], share: Decimal) -> None:
    view = pareto_view(Subject.CUSTOMERS, ParetoRules(), np.array(values, dtype=np.int64) * MONEY_UNITS)
    at = point(view, PointBy.REVENUE, share)
    falling = sorted((max(value, 0) for value in values), reverse=True)
    asked = at.members - at.tied

    assert sum(falling[:asked]) >= share * sum(falling) > sum(falling[: asked - 1])


@given(revenues, shares)
def test_a_point_by_members_takes_in_at_least_that_share(values: list[int], share: Decimal) -> None:
    view = pareto_view(Subject.CUSTOMERS, ParetoRules(), np.array(values, dtype=np.int64) * MONEY_UNITS)
    asked = point(view, PointBy.MEMBERS, share)

    assert asked.members - asked.tied - 1 < share * len(values) <= asked.members


@given(revenues)
def test_tiers_hold_every_member_and_all_revenue_once(values: list[int]) -> None:
    view = pareto_view(Subject.CUSTOMERS, ParetoRules(), np.array(values, dtype=np.int64) * MONEY_UNITS)

    assert sum(tier.members for tier in view.tiers) == len(values)
    assert sum(tier.revenue for tier in view.tiers) == view.curve.revenue


def test_the_point_says_who_is_in_it_for_being_equal() -> None:
    view = pareto_view(Subject.CUSTOMERS, ParetoRules(), np.array([9, 5, 5, 5, 1, 0, 0, -2, 0, 0]) * MONEY_UNITS)
    said = pareto_wording.above(view, point(view, PointBy.MEMBERS, Decimal("0.2")), WORDS)

    assert said == (
        "Above this point: 4 customers (40.00%) who brought CN¥5.00 or more each, together CN¥24.00 (96.00%).",
        "2 more than asked for: they brought exactly as much as the last one, and equals are treated equally.",
    )


def test_the_curve_is_told_in_words() -> None:
    view = pareto_view(Subject.CUSTOMERS, ParetoRules(), np.array([80, 5, 5, 5, 5, -3]) * MONEY_UNITS)

    assert pareto_wording.own_rule(view, WORDS) == "16.7% of the customers bring 80% of the revenue."
    assert [reading.value for reading in pareto_wording.readings(view, WORDS)] == ["6", "16.7%", "85.0%", "0.67"]
    assert pareto_wording.notes(view, WORDS) == ("1 customers gave back more than they bought. They count as 0 here.",)
    assert [reading.value for reading, _ in pareto_wording.tiers(view, WORDS)] == ["1", "3", "2"]


@pytest.mark.parametrize("values", [[], [5], [0, 0], [-1, -2]])
def test_without_two_to_compare_there_is_no_curve(values: list[int]) -> None:
    view = pareto_view(Subject.PRODUCTS, ParetoRules(), np.array(values, dtype=np.int64))

    assert not view.has_curve
    assert "nothing to compare" in pareto_wording.own_rule(view, WORDS)
    assert len(pareto_wording.tiers(view, WORDS)) == 3
