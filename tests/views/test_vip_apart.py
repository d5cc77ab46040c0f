from math import sqrt
from statistics import fmean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.locale import Words
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.vip_apart import ApartRules, Confidence, Difference, Trait, difference, differences
from segmentation.views.vip_wording import trait_amount, trait_value

CATEGORY_SHARES = """
with members as (select customer_id, vip_level = 'VIP' as is_vip from "kept_labelled" where window_purchase_days > 0),
spent as (
    select customer_id, sum(net_revenue) filter (category like '%Pu''er')::double / sum(net_revenue)::double as x
    from lines join products using (product_id)
    where is_active and is_counted and net_revenue > 0 and sold_at::date > date '2025-06-30' group by customer_id)
select is_vip, coalesce(x, 0) as x from members join spent using (customer_id)
"""


def _sums(values: list[float]) -> tuple[int, float, float]:
    return len(values), sum(values), sum(value * value for value in values)


@pytest.fixture(scope="module")
def found(tea_house: Workspace, tea_house_basis: Basis) -> tuple[Difference, ...]:
    return differences(tea_house, tea_house_basis)


def test_a_categorys_index_equals_plain_sql(
    tea_house: Workspace, tea_house_basis: Basis, found: tuple[Difference, ...]
) -> None:
    rows = tea_house.query_kept(tea_house_basis.kept, CATEGORY_SHARES).to_pylist()
    vips, rest = ([row["x"] for row in rows if row["is_vip"] is side] for side in (True, False))
    puer = next(one for one in found if one.value.endswith("Pu'er"))

    assert (puer.vip_customers, puer.rest_customers) == (len(vips), len(rest))
    assert puer.index == pytest.approx(100 * fmean(vips) / fmean(rest))
    welch = (fmean(vips) - fmean(rest)) / sqrt(variance(vips) / len(vips) + variance(rest) / len(rest))
    assert puer.z == pytest.approx(welch)


@pytest.mark.parametrize("trait", [Trait.CATEGORY, Trait.WEEKDAY, Trait.STORE, Trait.STAFF, Trait.CHANNEL])
def test_shares_of_a_trait_add_up_to_one_in_both_groups(found: tuple[Difference, ...], trait: Trait) -> None:
    of_trait = [one for one in found if one.trait is trait]

    assert sum(one.vip for one in of_trait) == pytest.approx(1)
    assert sum(one.rest for one in of_trait) == pytest.approx(1)


def test_the_surest_come_first_and_each_trait_is_there(found: tuple[Difference, ...]) -> None:
    order = [list(Confidence).index(one.confidence) for one in found]

    assert order == sorted(order)
    assert {one.trait for one in found} == set(Trait)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=20), st.lists(st.floats(0, 1), min_size=2, max_size=20))
def test_groups_exchanged_turn_the_difference_around(vips: list[float], rest: list[float]) -> None:
    one = difference(Trait.STORE, "a", _sums(vips), _sums(rest), ApartRules(fewest=1))
    other = difference(Trait.STORE, "a", _sums(rest), _sums(vips), ApartRules(fewest=1))

    assert (one.z is None) == (other.z is None)
    assert (one.z or 0.0) == pytest.approx(-(other.z or 0.0))
    assert one.confidence is other.confidence


def test_the_same_in_both_groups_may_be_chance_and_few_customers_are_said() -> None:
    half = _sums([0.0, 1.0] * 50)

    assert difference(Trait.STORE, "a", half, half, ApartRules()).confidence is Confidence.OPEN
    assert difference(Trait.STORE, "a", _sums([1.0] * 29), half, ApartRules()).confidence is Confidence.TOO_FEW
    assert difference(Trait.STORE, "a", _sums([1.0] * 30), half, ApartRules()).confidence is Confidence.SURE


def test_weekdays_and_amounts_are_said_in_the_readers_language() -> None:
    monday = Difference(Trait.WEEKDAY, "1", 0.2, 0.1, 40, 50, 3.0, Confidence.LIKELY)
    basket = Difference(Trait.BASKET, "", 20.0, 10.0, 40, 50, 3.0, Confidence.LIKELY)

    assert [trait_value(monday, Words(code)) for code in ("en", "zh_CN")] == ["Monday", "星期一"]
    assert trait_amount(monday, monday.vip, Words("en")) == "20.0%"
    assert (trait_value(basket, Words("en")), trait_amount(basket, basket.vip, Words("en"))) == (
        "Average order value",
        "20.00",
    )
