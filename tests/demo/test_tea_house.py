from datetime import date, datetime, time, timedelta
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from segmentation.demo.calendar import MEMBER_DAY
from segmentation.demo.catalogue import CATEGORIES, PRODUCTS
from segmentation.demo.tea_house import AS_OF, sales, tea_house
from segmentation.demo.till import STAFF
from segmentation.errors import IllegalParameter
from segmentation.schema import SALES


@pytest.fixture(scope="module")
def lines():
    return sales()


@pytest.fixture(scope="module")
def sql(lines):
    connection = duckdb.connect()
    connection.register("lines", lines)
    yield lambda query: connection.execute(query).fetchall()
    connection.close()


@pytest.fixture(scope="module")
def one(sql):
    return lambda query: sql(query)[0][0]


def as_bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    return sink.getvalue().to_pybytes()


def test_the_same_seed_gives_the_same_shop_to_the_byte(lines):
    tea_house.cache_clear()
    assert as_bytes(sales()) == as_bytes(lines)


def test_another_seed_gives_another_shop(lines):
    assert as_bytes(sales(seed=8)) != as_bytes(lines)


def test_the_schema_is_that_of_every_loaded_sheet(lines):
    assert lines.schema == SALES
    lines.validate(full=True)
    for field in SALES:
        assert field.nullable or lines[field.name].null_count == 0, field.name


def test_the_size_is_that_of_a_small_shop(lines, one):
    assert 36_000 <= lines.num_rows <= 44_000
    assert 2_800 <= one("select count(distinct customer) from lines") <= 3_200
    assert 0.13 <= one("select avg((customer is null)::int) from lines") <= 0.17


def test_the_history_is_three_years_and_ends_on_the_last_day(one):
    assert one("select max(sold_at)::date from lines") == AS_OF
    assert one("select min(sold_at)::date from lines") == AS_OF - timedelta(days=1095)


@pytest.mark.parametrize("as_of", [date(2024, 2, 29), date(2030, 12, 31), date(2022, 1, 1), date(2034, 12, 31)])
def test_the_shop_can_end_on_another_day(as_of):
    table = sales(as_of=as_of)
    times = table["sold_at"].to_pylist()
    assert max(times).date() <= as_of
    assert (as_of - min(times).date()).days <= 1095
    assert table.num_rows > 30_000


@pytest.mark.parametrize("as_of", [date(2021, 12, 31), date(2035, 1, 1)])
def test_a_day_without_known_festivals_is_refused(as_of):
    with pytest.raises(IllegalParameter, match="from 2022-01-01 to 2034-12-31"):
        sales(as_of=as_of)


def test_net_revenue_is_quantity_times_price_less_discount(one):
    assert one("select count(*) from lines where net_revenue <> quantity * unit_price - discount") == 0
    assert one("select count(*) from lines where net_revenue <> round(net_revenue, 2) or unit_price <= 0") == 0


def test_a_return_gives_back_no_more_than_was_paid(one):
    assert one("select count(*) from lines where discount * quantity < 0") == 0
    assert one("select count(*) > 50 from lines where discount < 0") is True


def test_rows_are_numbered_and_in_time_order(lines):
    numbers = lines["row_number"].to_pylist()
    assert numbers == list(range(2, lines.num_rows + 2))
    times = lines["sold_at"].to_pylist()
    assert times == sorted(times)


def test_an_order_number_belongs_to_one_customer(one):
    split = "select order_number from lines group by 1 having count(distinct coalesce(customer_key, '')) > 1"
    assert one(f"select count(*) from ({split})") == 0


def test_guests_have_no_name_and_customers_have_one_name_each(one):
    assert one("select count(*) from lines where customer is null and coalesce(name, phone, email) is not null") == 0
    assert (
        one(
            "select max(n) from (select count(distinct name) n from lines where customer is not null group by customer)"
        )
        == 1
    )
    assert one("select count(*) from lines where customer_key <> lower(customer)") == 0


def test_nobody_real_can_be_called_or_written_to(one):
    assert one("select count(*) from lines where email not like '%@example.com'") == 0
    assert one("select count(*) from lines where not regexp_full_match(phone, '1380000[0-9]{4}')") == 0


def test_returns_are_negative_and_come_both_ways(sql, one):
    assert one("select avg((quantity < 0)::int) from lines") == pytest.approx(0.02, abs=0.01)
    assert one("select count(*) from lines where (quantity < 0) <> (status like '%returned')") == 0
    own = one("select count(*) from lines where order_number like 'R%'")
    inside = one("select count(*) from lines where quantity < 0 and order_number not like 'R%'")
    assert min(own, inside) > 100
    assert one("select count(*) from lines where order_number like 'R%' and quantity > 0") == 0


def test_returns_follow_a_sale_of_the_same_goods_to_the_same_customer(one):
    assert (
        one("""
        select count(*) from lines b where quantity < 0 and not exists (
          select 1 from lines s where s.customer_key = b.customer_key and s.product_code = b.product_code
          and s.quantity > 0 and s.sold_at < b.sold_at)""")
        == 0
    )


def test_cancelled_orders_are_kept_but_not_counted(sql):
    assert sql("select distinct status from lines where not is_counted") == [("已取消 cancelled",)]
    assert sql("select count(*) from lines where is_counted and status like '%cancelled'") == [(0,)]
    assert sql("select count(*) > 20 from lines where not is_counted") == [(True,)]


def test_shops_sell_in_opening_hours_and_the_web_shop_by_day_and_evening(sql):
    hours = dict(
        sql("select store, (min(sold_at::time), max(sold_at::time)) from lines where quantity > 0 group by store")
    )
    for store in ("湖滨店 Lakeside", "老街店 Old Street"):
        earliest, latest = hours[store]
        assert time(9, 30) <= earliest < latest <= time(21, 0)
    assert hours["网店 Online"][0] >= time(7, 0)
    assert hours["网店 Online"][1] > time(22, 0)


def test_weekends_are_busier_than_weekdays(sql):
    days = dict(sql("select isodow(sold_at), count(distinct order_number) from lines group by 1"))
    assert min(days[6], days[7]) > 1.2 * max(days[day] for day in (1, 2, 3, 4))


def test_gift_boxes_sell_before_their_festivals_only(sql):
    seasons = "select product_code, min(sold_at::date), max(sold_at::date) from lines where year(sold_at) = 2025 "
    seasons += "and month(sold_at) > 6 and quantity > 0 and product_code in ('GI01', 'SN06') group by 1"
    found = sql(seasons)  # Mid-Autumn was on 6 October in 2025
    assert len(found) == 2
    for _, first, last in found:
        assert date(2025, 9, 1) <= first < last < date(2025, 10, 6)


def test_every_month_sells_and_the_shop_grows(sql):
    revenue = [
        float(r)
        for _, r in sql("select date_trunc('month', sold_at) k, sum(net_revenue) from lines group by k order by k")
    ]
    assert len(revenue) == 36
    years = [sum(revenue[start : start + 12]) for start in (0, 12, 24)]
    assert years[0] < years[1] < years[2] < 3 * years[0]
    assert max(revenue) < 6 * min(revenue)


def test_the_refurbished_shop_sells_nothing_and_the_total_dips(sql, one):
    opening = AS_OF - timedelta(days=1095)
    shut, open_again = opening + timedelta(days=290), opening + timedelta(days=346)
    within = f"sold_at >= timestamp '{shut}' and sold_at < timestamp '{open_again}' and quantity > 0"
    assert one(f"select count(*) from lines where {within} and store like '%Old Street'") == 0
    per_day = one(f"select count(*) / 56 from lines where {within}")
    assert per_day < 0.8 * one("select count(*) / 1096 from lines")


def test_prices_rise_every_year(sql):
    prices = sql("select distinct year(sold_at - interval 2 month), unit_price from lines where product_code = 'GR01' "
                 "and name not in (select name from lines where channel like '%phone') order by 1")  # fmt: skip
    by_year: dict[int, set[Decimal]] = {}
    for year, price in prices:
        by_year.setdefault(year, set()).add(price)
    assert [len(found) for found in by_year.values()] == [1] * 4
    assert [found.pop() for found in by_year.values()] == sorted({price for _, price in prices})


def test_promotions_give_discounts_and_services_do_not(one):
    share = "select avg((discount > 0)::int) from lines where quantity > 0 and category not like '%workshops'"
    assert one(f"{share} and strftime(sold_at, '%m-%d') between '11-10' and '11-12'") > 0.8
    assert one(f"{share} and day(sold_at) = {MEMBER_DAY} and customer is not null") > 0.7
    assert 0.02 < one(f"{share} and month(sold_at) = 10 and day(sold_at) <> {MEMBER_DAY}") < 0.3
    assert one("select count(*) from lines where category like '%workshops' and discount <> 0") == 0


def test_customers_differ_in_how_much_they_buy_discounted(one):
    share = "sum(net_revenue) filter (discount > 0) / sum(net_revenue)"
    shares = f"select {share} s from lines where quantity > 0 group by customer_key"
    assert one(f"select avg((coalesce(s, 0) = 0)::int) from ({shares})") > 0.15
    assert one(f"select avg((s > 0.5)::int) from ({shares})") > 0.1


def test_staff_sell_only_while_they_are_there(sql):
    opening = datetime.combine(AS_OF - timedelta(days=1095), time())
    found = sql(
        "select staff, min(sold_at), max(sold_at) from lines where quantity > 0 and staff is not null group by 1"
    )
    assert {name for name, _, _ in found} == {seller.name for seller in STAFF}
    spans = {name: ((first - opening).days, (last - opening).days) for name, first, last in found}
    for seller in STAFF:
        assert seller.first_day <= spans[seller.name][0] <= spans[seller.name][1] < seller.end_day
    assert spans["吴静 Wu Jing"][1] < 640


def test_every_product_and_category_sells(one):
    assert one("select count(distinct product_code) from lines") == len(PRODUCTS)
    assert one("select count(distinct category) from lines") == len(CATEGORIES)
