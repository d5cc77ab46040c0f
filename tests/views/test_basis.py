"""Every customer's scores and levels against plain SQL, on the demo shop and on small drawn shops; and their laws."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.classifications import eight_types, final_classification, lifecycle, vip
from segmentation.errors import NoSales
from segmentation.intake.findings import REFUSED
from segmentation.packed import PackedTable
from segmentation.parameters import Analysis, LifecycleRules, Period
from segmentation.schema import SALES
from segmentation.store.home import Home
from segmentation.store.loading import Incoming, store_sales
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis, last_order_date
from segmentation.views.execution import LABELLED
from tests.reference import levels
from tests.views.labelled_customers import STORED_LINES, of_each_customer

LAST = date(2024, 6, 30)


def test_every_customer_of_the_demo_shop_is_where_plain_sql_puts_them(
    tea_house: Workspace, tea_house_basis: Basis
) -> None:
    expected = levels.of_each_customer(levels.shop(tea_house.query(STORED_LINES)))
    assert of_each_customer(tea_house, tea_house_basis) == expected
    assert len(expected) > 2500


def test_on_an_earlier_day_too(tea_house: Workspace) -> None:
    day = date(2024, 9, 17)
    expected = levels.of_each_customer(levels.shop(tea_house.query(STORED_LINES), as_of=day))
    assert of_each_customer(tea_house, basis(tea_house, Analysis(Period(day)))) == expected


def sale(customer: int | None, days_ago: int, amount: Decimal, number: int | None, is_counted: bool) -> dict[str, Any]:
    """One line; customer ``number`` of orders may hold several lines."""
    return {
        "customer": None if customer is None else f"Customer {customer}",
        "customer_key": None if customer is None else f"customer {customer}",
        "order_number": None if number is None else f"{number}",
        "sold_at": datetime.combine(LAST, datetime.min.time()) - timedelta(days=days_ago) + timedelta(hours=10),
        "net_revenue": amount,
        "is_counted": is_counted,
    }


# Few different days and amounts, so that ties and customers right on a limit are the rule and not the exception.
days_ago = st.one_of(st.sampled_from([0, 1, 29, 30, 31, 60, 89, 90, 91, 180, 181, 364, 365, 366]), st.integers(0, 800))
amounts = st.one_of(
    st.sampled_from([Decimal(text) for text in ("10", "20", "30", "33.3333", "66.6666", "100", "0", "-10", "-30")]),
    st.decimals(-50, 400, places=2, allow_nan=False),
)
small_shops = st.lists(
    st.builds(
        sale,
        st.one_of(st.none(), st.integers(1, 12)),
        days_ago,
        amounts,
        st.one_of(st.none(), st.integers(1, 25)),
        st.sampled_from([True, True, True, True, False]),
    ),
    min_size=1,
    max_size=80,
)


def sales_table(lines: list[dict[str, Any]]) -> pa.Table:
    empty = {field.name: None for field in SALES}
    rows = [empty | line | {"row_number": place} for place, line in enumerate(lines, start=2)]
    return pa.Table.from_pylist(rows, schema=SALES)


_numbers = count()


def shop_of(folder: Path, lines: list[dict[str, Any]]) -> Home:
    """A home with one new shop of these lines, loaded like any other."""
    home = Home(folder / f"home-{next(_numbers)}")
    sales = sales_table(lines)
    incoming = Incoming("drawn.csv", "0" * 64, "", PackedTable.of(sales), REFUSED.empty_table(), (), sales.num_rows, 0)
    store_sales(home.open(home.create("Drawn")), incoming)
    return home


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drawn_shops")


@given(lines=small_shops, enough=st.sampled_from([1, 3, 100]))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_small_shop_is_sorted_as_plain_sql_sorts_it(folder: Path, lines: list[dict[str, Any]], enough: int) -> None:
    home = shop_of(folder, lines)
    try:
        workspace = home.open(home.shops()[0].id)
        expected = levels.of_each_customer(levels.shop(sales_table(lines), enough=enough))
        last = last_order_date(workspace)
        analysis = Analysis(Period(last or LAST), lifecycle=LifecycleRules(enough_returning=enough))
        if not expected:
            with pytest.raises(NoSales):
                basis(workspace, analysis)
            return
        found = basis(workspace, analysis)
        assert of_each_customer(workspace, found) == expected
        assert found.scores.cube.customer_count == len(expected)
    finally:
        home.close_all()


@pytest.mark.parametrize(
    ("column", "keys"),
    [
        ("eight_type", eight_types.KEYS),
        ("lifecycle_stage", lifecycle.KEYS),
        ("final_class", final_classification.KEYS),
        ("vip_level", vip.KEYS),
    ],
)
def test_levels_partition_the_customers(
    tea_house: Workspace, tea_house_basis: Basis, column: str, keys: tuple[str, ...]
) -> None:
    found = tea_house.query_kept(
        tea_house_basis.kept,
        f'select {column} as level, count(*) as n, sum(monetary) as m from "{LABELLED}" group by 1',
    ).to_pylist()
    assert {row["level"] for row in found} == set(keys)
    assert sum(row["n"] for row in found) == tea_house_basis.scores.cube.customer_count
    assert sum(row["m"] for row in found) == tea_house_basis.scores.cube.revenue


def test_the_cube_holds_each_customer_purchase_and_amount_once(tea_house: Workspace, tea_house_basis: Basis) -> None:
    twin = tea_house.query(
        "with bought as (select customer_id, count(*) filter (net_revenue > 0) as purchases, sum(net_revenue) as m "
        "from orders where customer_id is not null group by 1) "
        "select count(*) as customers, sum(purchases) as purchases, sum(m) as revenue from bought where purchases > 0"
    ).to_pylist()[0]
    cube = tea_house_basis.scores.cube
    assert (cube.customer_count, int(cube.purchases.sum()), cube.revenue) == tuple(twin.values())


def test_money_times_ten_leaves_every_score_and_level_alone(folder: Path, tea_house: Workspace) -> None:
    lines = [
        line | {"customer": line["customer_key"]}
        for line in tea_house.query(f"{STORED_LINES} and hash(order_number) % 12 = 0 order by sold_at").to_pylist()
    ]
    tenfold = [line | {"net_revenue": line["net_revenue"] * 10} for line in lines]
    sorted_ = []
    for sold in (lines, tenfold):
        home = shop_of(folder, sold)
        workspace = home.open(home.shops()[0].id)
        sorted_.append(of_each_customer(workspace, basis(workspace, Analysis(Period(date(2026, 6, 30))))))
        home.close_all()
    assert sorted_[0] == sorted_[1]
    assert len(sorted_[0]) > 500


def test_a_limit_below_zero_raises_nobody_who_bought_nothing_in_the_window(folder: Path) -> None:
    bought = [(1, 40, "10"), (1, 30, "-30"), (2, 400, "90"), (2, 380, "80")]
    home = shop_of(folder, [sale(who, ago, Decimal(amount), None, True) for who, ago, amount in bought])
    workspace = home.open(home.shops()[0].id)
    found = basis(workspace, Analysis(Period(LAST), lifecycle=LifecycleRules(overdue_days=900, lost_days=999)))
    assert found.limits.vip_limit == Decimal(-20)
    assert of_each_customer(workspace, found)["customer 2"]["vip_level"] == "non-VIP"
    home.close_all()


def test_a_shop_without_sales_says_so(tmp_path: Path) -> None:
    home = Home(tmp_path / "shops")
    workspace = home.open(home.create("Empty"))
    assert last_order_date(workspace) is None
    with pytest.raises(NoSales, match="no sales up to 2024-06-30"):
        basis(workspace, Analysis(Period(LAST)))
    home.close_all()
