"""The demo has someone to show in every chart: looked at with plain SQL of definitions.md."""

import duckdb
import pytest

from segmentation.demo.tea_house import sales
from tests.reference import levels


@pytest.fixture(scope="module")
def shop():
    connection = levels.shop(sales())
    yield connection
    connection.close()


def one(shop: duckdb.DuckDBPyConnection, query: str):
    return shop.execute(query).fetchone()[0]


LEVELS = {
    "segments": (levels.SEGMENTS, 10),
    "eight types": (levels.EIGHT_TYPES, 8),
    "value classes": (levels.CLASSES, 4),
    "stages": ("from stages", 7),
    "vip levels": (levels.VIP, 3),
    "final classes": (levels.FINAL, 9),
    "preference": (levels.PREFERENCE, 3),
}


@pytest.mark.parametrize("name", LEVELS)
def test_every_level_has_customers(shop, name):
    query, expected = LEVELS[name]
    found = levels.counts(shop, query)
    assert len(found) == expected, found
    assert sum(found.values()) == one(shop, "select count(*) from measures")
    # "waiting" is narrow by definition: one purchase, between 30 days and one and a half rhythms ago
    assert all(count >= (5 if level == "waiting" else 20) for level, count in found.items()), found


def test_every_cell_of_recency_and_frequency_has_customers(shop):
    cells = shop.execute("select rs, fs, count(*) from scores group by rs, fs").fetchall()
    assert len(cells) == 25
    assert min(count for _, _, count in cells) >= 10


def test_revenue_is_as_unequal_as_in_real_shops(shop):
    shares = """
      with sorted as (select greatest(m, 0) v, row_number() over (order by m) i, count(*) over () n from measures)
      select sum((2 * i - n - 1) * v) / (max(n) * sum(v)), sum(v) filter (n - i < ceil(0.2 * n)) / sum(v) from sorted"""
    gini, top_fifth = shop.execute(shares).fetchone()
    assert 0.65 <= gini <= 0.73
    assert 0.70 <= top_fifth <= 0.80


def test_two_in_five_customers_bought_once(shop):
    assert 0.35 <= one(shop, "select avg((pd = 1)::int) from measures") <= 0.45


def test_some_customers_gave_back_more_than_they_bought(shop):
    assert one(shop, "select count(*) from measures where m <= 0") >= 3


def test_some_customers_have_a_steady_rhythm(shop):
    steady = "select c from gaps group by c having count(*) >= 8 and stddev(gap) / avg(gap) < 0.75"
    assert one(shop, f"select count(*) from ({steady})") >= 100


CLUBS = {
    "collectors": ("PU01", "PU02", "WA05"),
    "young": ("HE05", "HE06", "SN05"),
    "classic": ("GR01", "GR03", "WH02"),
    "circle": ("OO01", "SV02", "WA01"),
    "givers": ("GI01", "GI02", "GI03"),
}


@pytest.mark.parametrize("club", CLUBS)
def test_goods_of_a_club_are_bought_by_the_same_customers(shop, club):
    """Lift of each pair inside the club above 1.25, and above that of every pair with another club's goods."""
    shop.execute("create or replace table bought as select distinct customer_key c, product_code p from lines "
                 "where quantity > 0 and customer_key in (select c from measures where pd > 1)")  # fmt: skip
    lift = """
      with n as (select count(distinct c)::double n from bought), own as (select p, count(*) k from bought group by p)
      select count(*) * max(n.n) / (max(a.k) * max(b.k)) from bought x join bought y using (c), n, own a, own b
      where x.p = ? and y.p = ? and a.p = x.p and b.p = y.p"""

    def between(first: str, second: str) -> float:
        return float(shop.execute(lift, [first, second]).fetchone()[0] or 0)

    goods = CLUBS[club]
    inside = [between(a, b) for place, a in enumerate(goods) for b in goods[place + 1 :]]
    outside = [between(a, others[0]) for name, others in CLUBS.items() if name != club for a in goods]
    assert min(inside) > 1.25
    assert sum(inside) / len(inside) > 1.5 * sum(outside) / len(outside)
