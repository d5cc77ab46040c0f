"""Many at once: each gets the answer to its own question."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random

import duckdb
import pytest

from segmentation.store.home import Home
from segmentation.store.kept_results import KEPT_RESULTS
from segmentation.store.loading import store_sales
from segmentation.store.workspace import Workspace
from tests.store.sales_lines import incoming, line


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    home = Home(tmp_path_factory.mktemp("threads") / "shops")
    workspace = home.open(home.create("Busy"))
    store_sales(workspace, incoming([line(f"C{n}", n % 28 + 1, n, str(n)) for n in range(1, 501)]))
    yield workspace
    home.close_all()


def test_two_hundred_queries_at_once_are_all_right(workspace: Workspace) -> None:
    def ask(n: int) -> tuple[int, list[int]]:
        found = workspace.query(
            "select ? as asked, sum(net_revenue)::int as below from orders where net_revenue <= ?", [n, n]
        )
        return n, list(found.to_pylist()[0].values())

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(ask, range(1, 201)))
    assert answers == [(n, [n, n * (n + 1) // 2]) for n in range(1, 201)]


def test_kept_results_are_right_while_others_push_them_out(workspace: Workspace) -> None:
    """Twenty-five sessions with far more results than are kept, each built on two others."""
    random = Random(5)
    questions = [random.randrange(1, KEPT_RESULTS * 8) for _ in range(150)]

    def ask(n: int) -> int:
        kept = {
            "below": f"select * from orders where net_revenue <= {n}",
            "doubled": 'select net_revenue * 2 as twice from "below"',
            "fourfold": 'select twice * 2 as four_times from "doubled"',
        }
        return int(workspace.query_kept(kept, 'select sum(four_times)::int as s from "fourfold"')["s"][0].as_py())

    with ThreadPoolExecutor(25) as pool:
        answers = list(pool.map(ask, questions))
    assert answers == [2 * n * (n + 1) for n in questions]
    kept = workspace.query("select count(*) as n from duckdb_tables() where database_name = 'scratch'")["n"][0].as_py()
    assert kept <= KEPT_RESULTS


def test_a_statement_that_fails_holds_on_to_nothing(workspace: Workspace) -> None:
    for n in range(KEPT_RESULTS + 3):
        with pytest.raises(duckdb.Error):
            workspace.query_kept({"one": f"select {n} as n"}, 'select nothing from "one"')
        with pytest.raises(duckdb.Error):
            workspace.query_kept({"one": f"select {n} as n", "two": 'select nothing from "one"'}, 'from "two"')
    kept = workspace.query("select count(*) as n from duckdb_tables() where database_name = 'scratch'")["n"][0].as_py()
    assert kept <= KEPT_RESULTS


def test_a_kept_result_is_computed_anew_when_the_data_changed(workspace: Workspace) -> None:
    def total() -> int:
        kept = {"all_orders": "from orders"}
        return int(workspace.query_kept(kept, 'select count(*) as n from "all_orders"')["n"][0].as_py())

    before = total()
    store_sales(workspace, incoming([line("New", 2, 1, "new")], "one more.csv"))
    assert total() == before + 1


def test_readers_see_the_shop_before_or_after_a_load_and_never_between(workspace: Workspace) -> None:
    lines = [line(f"N{n}", 5, 1, f"n{n}") for n in range(300)]

    def counted(_: int) -> tuple[int, int]:
        found = workspace.query("select (select count(*) from orders), (select count(*) from lines where is_active)")
        both = list(found.to_pylist()[0].values())
        return both[0], both[1]

    before = counted(0)
    with ThreadPoolExecutor(6) as pool:
        storing = pool.submit(store_sales, workspace, incoming(lines, "more.csv"))
        seen = set(pool.map(counted, range(120)))
        storing.result()
    after = counted(0)
    assert after == (before[0] + 300, before[1] + 300)
    assert seen <= {before, after}


def test_writers_wait_for_each_other(workspace: Workspace) -> None:
    version = workspace.data_version
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: store_sales(workspace, incoming([line("W", 7, n, f"w{n}")], f"w{n}.csv")), range(12)))
    assert workspace.data_version == version + 12
    ids = workspace.query("select load_id from loads order by load_id")["load_id"].to_pylist()
    assert ids == list(range(1, len(ids) + 1))
    assert workspace.query("select count(*) as n from customers where customer_key = 'w'")["n"].to_pylist() == [1]
