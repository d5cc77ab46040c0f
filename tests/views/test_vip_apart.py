import shutil
from collections.abc import Iterator
from datetime import date
from math import sqrt
from pathlib import Path
from statistics import fmean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.locale import Words
from segmentation.parameters import Analysis, Period
from segmentation.store.customer_records import change, values_of
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from segmentation.store.merges import accept
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis
from segmentation.views.vip_apart import ApartRules, Confidence, Difference, Trait, difference, differences
from segmentation.views.vip_wording import trait_amount, trait_value
from tests.store.sales_lines import incoming, line

CATEGORY_SHARES = """
with members as (select customer_id, vip_level = 'VIP' as is_vip from "kept_labelled" where window_purchase_days > 0),
spent as (
    select customer_id, sum(net_revenue) filter (category like '%Pu''er')::double / sum(net_revenue)::double as x
    from lines join products using (product_id)
    where is_active and is_counted and net_revenue > 0 and sold_at::date > date '2025-06-30' group by customer_id)
select is_vip, coalesce(x, 0) as x from members join spent using (customer_id)
"""

SHARES = (Trait.CATEGORY, Trait.WEEKDAY, Trait.STORE, Trait.STAFF, Trait.CHANNEL, Trait.CITY)


def _sums(values: list[float]) -> tuple[int, float, float]:
    return len(values), sum(values), sum(value * value for value in values)


CITIES = """
insert into record_changes (change_id, customer_id, field, value, provenance, changed_at, undone_at)
select row_number() over (), customer_id, 'city',
       case when (customer_id + turn) % 13 = 0 then '' else
         ['Suzhou', 'Wuxi', 'Hangzhou', 'Ürümqi'][1 + (customer_id // 6 + turn) % 4] end,
       case when (customer_id + turn) % 3 = 0 then 'imported' else 'entered' end,
       timestamp '2024-02-01' + to_days(((customer_id * 3 + turn * 11) % 60)::integer),
       case when (customer_id + turn) % 8 = 0 then timestamp '2024-05-01' end
from customers, range(2) as turns(turn) where customer_id % 6 < 4
"""


@pytest.fixture(scope="module")
def tea_house(demo_seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The demo shop with the cities of most customers, some imported, some corrected, some taken back."""
    home = Home(Path(shutil.copytree(demo_seed, tmp_path_factory.mktemp("cities") / "shops")))
    workspace = home.open(home.shops()[0].id)
    with workspace.writing() as cursor:
        cursor.execute(CITIES)
    yield workspace
    home.close_all()


@pytest.fixture(scope="module")
def tea_house_basis(tea_house: Workspace) -> Basis:
    return basis(tea_house, Analysis(Period(date(2026, 6, 30))))


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


@pytest.mark.parametrize("trait", list(SHARES))
def test_shares_of_a_trait_add_up_to_one_in_both_groups(found: tuple[Difference, ...], trait: Trait) -> None:
    of_trait = [one for one in found if one.trait is trait]

    assert sum(one.vip for one in of_trait) == pytest.approx(1)
    assert sum(one.rest for one in of_trait) == pytest.approx(1)


def test_the_share_of_a_city_is_of_the_customers_whose_file_names_one(
    tea_house: Workspace, tea_house_basis: Basis, found: tuple[Difference, ...]
) -> None:
    members = tea_house.query_kept(
        tea_house_basis.kept,
        "select customer_id, vip_level = 'VIP' as is_vip from \"kept_labelled\" where window_purchase_days > 0",
    ).to_pylist()
    files = values_of(tea_house, [row["customer_id"] for row in members])
    cities: dict[bool, list[str]] = {True: [], False: []}
    for row in members:
        value = files.get(row["customer_id"], {}).get("city")
        if value is not None and value.value:
            cities[row["is_vip"]].append(value.value)
    expected = {
        city: (cities[True].count(city) / len(cities[True]), cities[False].count(city) / len(cities[False]))
        for city in {*cities[True], *cities[False]}
    }
    of_city = [one for one in found if one.trait is Trait.CITY]

    assert len(expected) > 3
    assert {one.value: (one.vip, one.rest) for one in of_city} == {
        city: pytest.approx(shares) for city, shares in expected.items()
    }
    assert {(one.vip_customers, one.rest_customers) for one in of_city} == {(len(cities[True]), len(cities[False]))}
    assert len(cities[True]) + len(cities[False]) < len(members)


def test_a_city_entered_by_hand_counts_once_for_customers_who_are_one_person(tmp_path: Path) -> None:
    home = Home(tmp_path / "shops")
    shop = home.open(home.create("Corner shop"))
    names = ("Ann", "Anne", "Bob", "Cid")
    store_sales(
        shop, incoming([line(who, day, 10 * n, f"{n}-{day}") for n, who in enumerate(names, 1) for day in (n, 20 + n)])
    )
    for number, city in ((1, "Suzhou"), (2, "Wuxi"), (4, "Ürümqi")):
        change(shop, number, {"city": city}, author="Li")

    def cities() -> dict[str, tuple[int, int]]:
        found = differences(shop, basis(shop, Analysis(Period(date(2024, 1, 31)))))
        return {one.value: (one.vip_customers, one.rest_customers) for one in found if one.trait is Trait.CITY}

    assert cities() == dict.fromkeys(("Suzhou", "Wuxi", "Ürümqi"), (1, 2))
    accept(shop, 3, 2)
    assert cities() == dict.fromkeys(("Suzhou", "Wuxi", "Ürümqi"), (1, 2)), "what was entered of Anne is Bob's"
    change(shop, 3, {"city": "Kashgar"}, author="Li")
    assert cities() == dict.fromkeys(("Suzhou", "Kashgar", "Ürümqi"), (1, 2))
    change(shop, 1, {"city": ""}, author="Li")
    assert cities() == dict.fromkeys(("Kashgar", "Ürümqi"), (1, 1))
    home.close_all()


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
