import shutil
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from segmentation.classifications import vip as levels
from segmentation.locale import Words
from segmentation.parameters import Analysis, Period, VipRules
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views import vip_wording as wording
from segmentation.views.basis import Basis, basis
from segmentation.views.vip import (
    Near,
    customers_like,
    distances,
    vip_view,
)
from segmentation.views.vip_in_force import IN_FORCE, in_force
from tests.reference import levels as reference
from tests.views.labelled_customers import STORED_LINES

WORDS = Words("en", "CNY")
LAST = date(2026, 6, 30)

VIP_ON_A_DAY = """
with own as (select * from orders where customer_id is not null and order_date <= $day),
inside as (
    select customer_id, sum(net_revenue) as m, count(distinct order_date) filter (net_revenue > 0) as visits
    from own where order_date > $day::date - 365 group by customer_id),
days as (select distinct customer_id, order_date as d from own where net_revenue > 0),
gaps as (select customer_id, d, d - lag(d) over (partition by customer_id order by d) as gap from days),
habits as (select customer_id, $day::date - max(d) as away, count(*) as n, median(gap) as mid from gaps group by customer_id)
select customer_id from inside join habits using (customer_id)
where m >= $limit and visits >= 2 and away <= greatest($long, 2 * case when n >= 3 then mid else $mid end)
"""
SHOP = """
with gaps as (
    select d - lag(d) over (partition by customer_id order by d) as gap
    from (select distinct customer_id, order_date as d from orders where net_revenue > 0 and customer_id is not null))
select median(gap) as mid, quantile_cont(gap, 0.9) as long from gaps where gap is not null
"""


def _vips_of_each_day(workspace: Workspace, limit: Decimal, days: int) -> dict[int, date]:
    """Customer → the last day as VIP, counted back over so many days; each day asked by itself."""
    shop = workspace.query(SHOP).to_pylist()[0]
    found: dict[int, date] = {}
    with workspace.cursor() as cursor:
        for back in range(days + 1):
            day = LAST - timedelta(days=back)
            values = {"day": day, "limit": limit, "mid": shop["mid"], "long": shop["long"]}
            for (customer,) in cursor.execute(VIP_ON_A_DAY, values).fetchall():
                found.setdefault(customer, day)
    return found


def test_grace_equals_asking_each_day_by_itself(tea_house: Workspace, tea_house_basis: Basis) -> None:
    limit = tea_house_basis.limits.vip_limit
    assert limit is not None
    last_day = _vips_of_each_day(tea_house, limit, 60)

    rows = tea_house.query_kept(
        in_force(tea_house_basis), f"select customer_id, vip_level, level_in_force, last_vip_day from {IN_FORCE}"
    ).to_pylist()

    assert {row["customer_id"]: LAST for row in rows if row["vip_level"] == "VIP"} == {
        customer: day for customer, day in last_day.items() if day == LAST
    }
    assert {row["customer_id"]: row["last_vip_day"] for row in rows if row["last_vip_day"]} == {
        customer: day for customer, day in last_day.items() if day < LAST
    }
    assert {row["customer_id"] for row in rows if row["level_in_force"] == "VIP"} == set(last_day)


def test_no_days_of_grace_leave_the_rule_alone(tea_house: Workspace) -> None:
    found = basis(tea_house, Analysis(Period(LAST), vip=VipRules(grace_days=0)))
    view = vip_view(tea_house, found)

    assert view.kept_by_grace == 0
    assert {level.key: level.customers for level in view.levels} == view.by_rule


def test_levels_by_rule_equal_plain_sql_and_all_customers_have_one(
    tea_house: Workspace, tea_house_basis: Basis
) -> None:
    twin = reference.counts(reference.shop(tea_house.query(STORED_LINES)), reference.VIP)
    view = vip_view(tea_house, tea_house_basis)

    assert view.by_rule == twin
    assert sum(level.customers for level in view.levels) == sum(twin.values())
    spent = tea_house.query(
        "select sum(net_revenue) as total from orders where customer_id is not null and order_date > ? and customer_id in "
        "(select customer_id from orders where net_revenue > 0 and order_date > ?)",
        [LAST - timedelta(days=365)] * 2,
    ).to_pylist()[0]["total"]
    assert sum(level.revenue for level in view.levels) == spent


def test_levels_of_the_real_shop_by_rule(online_retail_home: Path, shared: Path, tmp_path: Path) -> None:
    home = Home(Path(shutil.copytree(online_retail_home, tmp_path / "shops")))
    workspace = home.open(home.shops()[0].id)
    last = workspace.query("select max(order_date) as last from orders")["last"][0].as_py()
    view = vip_view(workspace, basis(workspace, Analysis(Period(last))))
    home.close_all()

    assert view.limit == Decimal("1983.58")
    assert view.by_rule == {"VIP": 799, "non-VIP": 2789, "quasi-VIP": 750}


def test_what_is_missing_makes_the_next_level(tea_house: Workspace, tea_house_basis: Basis) -> None:
    limit, rules = tea_house_basis.limits.vip_limit, tea_house_basis.analysis.vip
    assert limit is not None
    for near in Near:
        rows = distances(tea_house, tea_house_basis, near).to_pylist()
        assert rows
        for row in rows:
            if row["next_level"] == "VIP":
                assert row["window_spending"] + row["money_missing"] >= limit
                assert row["window_purchase_days"] + row["visits_missing"] >= rules.purchase_days
            else:
                assert row["window_spending"] + row["money_missing"] >= limit / 2
        missing = [(row["is_lost"], row["money_missing"]) for row in rows]
        assert missing == sorted(missing)


def test_one_visit_from_vip_equals_plain_sql(tea_house: Workspace, tea_house_basis: Basis) -> None:
    limit = tea_house_basis.limits.vip_limit
    twin = tea_house.query_kept(
        in_force(tea_house_basis),
        f"""select customer from (
              select customer_id, sum(net_revenue) filter (order_date > date '2025-06-30') as spent,
                     count(distinct order_date) filter (order_date > date '2025-06-30' and net_revenue > 0) as visits,
                     sum(net_revenue) / count(*) filter (net_revenue > 0) as usual
              from orders where customer_id is not null group by customer_id having count(*) filter (net_revenue > 0) > 0)
            join {IN_FORCE} as in_force using (customer_id) join customers using (customer_id)
            where level_in_force <> 'VIP' and case when visits > 0 then spent else 0 end + usual >= ? and visits >= 1""",
        [limit],
    )
    found = distances(tea_house, tea_house_basis, Near.ONE_VISIT)

    assert sorted(found["customer"].to_pylist()) == sorted(twin["customer"].to_pylist())
    assert set(found["next_level"].to_pylist()) == {"VIP"}


def test_a_limit_that_nobody_reaches_leaves_no_vip(tea_house: Workspace) -> None:
    found = basis(tea_house, Analysis(Period(LAST), vip=VipRules(spending_limit=Decimal(10**9))))
    view = vip_view(tea_house, found)

    assert (view.by_rule["VIP"], view.kept_by_grace, view.one_visit_away) == (0, 0, 0)


def test_a_limit_finer_than_an_amount_is_reached_by_grace_as_by_the_rule(
    tea_house: Workspace, tea_house_basis: Basis
) -> None:
    newcomer = tea_house.query_kept(
        tea_house_basis.kept,
        """select customer_id, window_spending as spent from "kept_labelled"
           where tenure_days < 60 and purchase_days >= 2 and recency_days > 0 and window_spending > 0 order by 1 limit 1""",
    ).to_pylist()[0]
    for limit, level in ((newcomer["spent"], "VIP"), (newcomer["spent"] + Decimal("0.00001"), "quasi-VIP")):
        found = basis(tea_house, Analysis(Period(LAST), vip=VipRules(spending_limit=limit)))
        row = tea_house.query_kept(
            in_force(found),
            f"select vip_level, level_in_force from {IN_FORCE} where customer_id = ?",
            [newcomer["customer_id"]],
        ).to_pylist()
        assert row == [{"vip_level": level, "level_in_force": level}]


def test_customers_are_found_by_a_part_of_number_or_name(tea_house: Workspace) -> None:
    row = tea_house.query(
        "select customer_id, customer, name from customers where name is not null limit 1"
    ).to_pylist()[0]

    assert row["customer_id"] in customers_like(tea_house, row["customer"].lower())
    assert customers_like(tea_house, row["name"])
    assert customers_like(tea_house, "  ") == {}
    assert customers_like(tea_house, "100%' or 1=1") == {}


@pytest.mark.parametrize(
    ("next_level", "money", "visits", "said"),
    [
        ("quasi-VIP", "620", 2, "¥620.00 more, or 2 more visits within 90 days"),
        ("VIP", "620", 0, "¥620.00 more"),
        ("VIP", "620", 1, "¥620.00 more, on at least 1 more day"),
        ("VIP", "0", 1, "1 more visit"),
        ("VIP", "0", 0, "Any purchase: the customer is lost and only has to come back"),
    ],
)
def test_distances_are_said(next_level: str, money: str, visits: int, said: str) -> None:
    assert wording.distance(next_level, Decimal(money), visits, 90, WORDS).replace("CN¥", "¥") == said


def test_rules_are_said_with_the_shops_numbers(tea_house: Workspace, tea_house_basis: Basis) -> None:
    view = vip_view(tea_house, tea_house_basis)
    said = [wording.level_rule(key, view, WORDS) for key in levels.KEYS]

    assert said[0].startswith("Spent CN¥1,751.00 or more, on 2 or more days") or "1,751.00" in said[0]
    assert "875.50" in said[1]
    assert all(
        "{" not in text for text in (*said, wording.limit_in_words(view, WORDS), wording.grace_in_words(view, WORDS))
    )
    by_hand = replace(view, rules=VipRules(spending_limit=Decimal(5)), limit=Decimal(5))
    assert wording.limit_in_words(by_hand, WORDS).endswith("set by hand.")
