import duckdb
import pyarrow as pa
import pytest

from segmentation.schema import SALES
from tests.benchmarks.generator import sales_batches, sales_lines

LINES = 40_000


@pytest.fixture(scope="module")
def lines():
    return sales_lines(LINES)


@pytest.fixture(scope="module")
def one(lines):
    connection = duckdb.connect()
    connection.register("lines", lines)
    yield lambda query: connection.execute(query).fetchone()
    connection.close()


def test_the_lines_are_those_of_a_loaded_sheet(lines):
    assert lines.schema == SALES
    assert lines.num_rows == LINES
    lines.validate(full=True)


def test_the_same_seed_gives_the_same_lines(lines):
    assert sales_lines(LINES).equals(lines)
    assert not sales_lines(LINES, seed=2).equals(lines)


@pytest.mark.parametrize("n", [1, 4, 5, 19, 20, 1_003])
def test_any_number_of_lines_can_be_had(n):
    table = sales_lines(n)
    assert table.num_rows == n
    assert table["row_number"].to_pylist() == list(range(2, n + 2))


def test_batches_follow_one_another_without_gap_or_step_back():
    batches = list(sales_batches(LINES, batch_orders=1_000))
    assert [batch.num_rows for batch in batches] == [5_000] * 8
    together = pa.Table.from_batches(batches)
    assert together["row_number"].to_pylist() == list(range(2, LINES + 2))
    times = together["sold_at"].to_pylist()
    assert times == sorted(times)
    assert together["customer"].drop_null().unique().to_pylist().__len__() == LINES // 20


def test_customers_and_orders_are_as_many_as_said(one):
    assert one("select count(distinct customer), count(distinct order_number) from lines") == (LINES // 20, LINES // 5)
    assert one("select min(n), max(n) from (select count(*) n from lines group by order_number)") == (5, 5)


def test_orders_may_have_fewer_lines():
    short = sales_lines(800, lines_an_order=2)
    numbers = short["order_number"].to_pylist()
    assert (len(numbers), len(set(numbers))) == (800, 400)
    assert len(short["customer"].drop_null().unique()) == 100


def test_guests_returns_and_spending_are_as_said(one):
    guests, returned = one("select avg((customer is null)::int), avg((quantity < 0)::int) from lines")
    assert guests == pytest.approx(0.10, abs=0.015)
    assert returned == pytest.approx(0.03, abs=0.005)
    assert one("""
      with spent as (select sum(net_revenue) m from lines where customer is not null group by customer)
      select sum(m) filter (m >= (select quantile_disc(m, 0.8) from spent)) / sum(m) between 0.6 and 0.85 from spent
    """) == (True,)


def test_net_revenue_is_quantity_times_price_less_discount(one):
    assert one("select count(*) from lines where net_revenue <> quantity * unit_price - discount") == (0,)


def test_the_years_are_three(one):
    first, last = one("select min(sold_at)::date, max(sold_at)::date from lines")
    assert 1_090 <= (last - first).days <= 1_095
