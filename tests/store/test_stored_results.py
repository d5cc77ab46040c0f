"""Results stored in the shop's file: there for whoever opens it next, gone with the first change of the data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from segmentation.store import merges
from segmentation.store.customer_records import change
from segmentation.store.home import Home
from segmentation.store.kept_results import REVISED
from segmentation.store.loading import store_sales
from segmentation.store.saved import save
from segmentation.store.vip_levels import set_level
from segmentation.store.workspace import Workspace
from tests.store.sales_lines import incoming, line

KEPT = {
    "big": "select * from orders where net_revenue > 10",
    "doubled": 'select net_revenue * 2 as twice from "big"',
}
SAID = {"said": "select count(*) as n from record_changes"}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "shops")
    store_sales(home.open(home.create("Stored")), incoming([line(f"C{n}", n, n, str(n)) for n in range(1, 21)]))
    yield home
    home.close_all()


def opened(home: Home) -> Workspace:
    return home.open(home.shops()[0].id)


def total(workspace: Workspace) -> int:
    return int(workspace.query_kept(KEPT, 'select sum(twice)::int as s from "doubled"')["s"][0].as_py())


def places(workspace: Workspace) -> tuple[int, int]:
    """Results in memory and in the file."""
    counted = workspace.query(
        "select count(*) filter (database_name = 'scratch') as memory, count(*) filter (schema_name = 'kept') as file "
        "from duckdb_tables()"
    ).to_pylist()[0]
    return counted["memory"], counted["file"]


def test_a_stored_result_is_there_when_the_shop_is_opened_again(home: Home) -> None:
    workspace = opened(home)
    store_sales(workspace, incoming([line("New", 25, 100, "100")], "more.csv"))
    expected = total(workspace)
    assert places(workspace) == (2, 0)
    workspace.store_kept(KEPT | SAID)
    assert places(workspace) == (0, 3)
    assert total(workspace) == expected
    home.close_all()

    again = opened(home)
    assert total(again) == expected
    assert again.query_kept(SAID, 'select n from "said"')["n"].to_pylist() == [0]
    assert places(again) == (0, 3)


def test_a_result_may_stand_on_a_stored_one(home: Home) -> None:
    workspace = opened(home)
    expected = total(workspace)
    workspace.store_kept({"big": KEPT["big"]})
    assert total(workspace) == expected
    workspace.store_kept(KEPT)
    assert places(workspace) == (0, 2)


def test_a_change_of_the_data_takes_them_and_a_saved_choice_does_not(home: Home) -> None:
    workspace = opened(home)
    workspace.store_kept(KEPT)
    before = total(workspace)
    save(workspace, "choice", "one", "1")
    assert places(workspace) == (0, 2)

    store_sales(workspace, incoming([line("New", 25, 100, "100")], "more.csv"))
    assert places(workspace)[1] == 0
    assert total(workspace) == before + 200


def test_a_change_that_fails_leaves_them(home: Home) -> None:
    workspace = opened(home)
    workspace.store_kept(KEPT)
    with pytest.raises(RuntimeError), workspace.writing():
        raise RuntimeError("the disk is full")
    assert places(workspace) == (0, 2)
    assert total(workspace) == 2 * sum(range(11, 21))


def test_those_of_a_backup_are_not_taken_for_those_of_now(home: Home) -> None:
    from segmentation.store.backup import back_up
    from segmentation.store.restoring import restore

    workspace = opened(home)
    workspace.store_kept(KEPT)
    shop, copy = home.shops()[0].id, back_up(workspace)
    store_sales(workspace, incoming([line("New", 25, 100, "100")], "more.csv"))
    workspace.store_kept(KEPT)
    restore(home, shop, copy)
    assert total(opened(home)) == 2 * sum(range(11, 21))


def test_answers_stay_right_while_results_are_stored_and_data_change(home: Home) -> None:
    workspace = opened(home)
    base = total(workspace)

    def ask(_: int) -> int:
        workspace.store_kept(KEPT)
        return total(workspace)

    def add(n: int) -> int:
        store_sales(workspace, incoming([line(f"N{n}", 26, 1000, f"n{n}")], f"{n}.csv"))
        return total(workspace)

    with ThreadPoolExecutor(8) as pool:
        asked = pool.map(ask, range(60))
        changed = list(pool.map(add, range(10)))
        answers = list(asked)
    assert set(answers + changed) <= {base + 2000 * n for n in range(11)}
    assert total(workspace) == base + 20_000


def test_a_correction_by_hand_leaves_the_results_that_do_not_read_it(home: Home) -> None:
    workspace = opened(home)
    workspace.store_kept(KEPT)
    workspace.store_kept(SAID)
    expected, version = total(workspace), workspace.data_version
    (customer,) = workspace.query("select min(customer_id) as id from customers")["id"].to_pylist()

    change(workspace, customer, {"city": "Hangzhou"})
    assert workspace.data_version == version + 1
    assert total(workspace) == expected
    assert places(workspace) == (0, 3)
    assert workspace.query_kept(SAID, 'select n from "said"')["n"].to_pylist() == [1]
    home.close_all()

    again = opened(home)
    assert total(again) == expected
    assert places(again) == (0, 3)
    assert again.query_kept(SAID, 'select n from "said"')["n"].to_pylist() == [1]


def contents(workspace: Workspace) -> dict[str, str]:
    """Each table of the shop → a digest of its rows."""
    tables = workspace.query("select table_name as t from duckdb_tables() where schema_name = 'main'")["t"].to_pylist()
    return {
        table: str(workspace.query(f"select bit_xor(hash(t)) as digest, count(*) as n from {table} as t").to_pylist())
        for table in tables
    }


REVISIONS: dict[str, Callable[[Workspace], object]] = {
    "record_changes": lambda workspace: change(workspace, 1, {"city": "Hangzhou"}),
    "merges": lambda workspace: merges.reject(workspace, 1, 2),
    "vip_grants": lambda workspace: set_level(
        workspace, 1, "VIP", reason="A friend", until=date(2030, 1, 1), counted_up_to=date(2026, 1, 1)
    ),
}


@pytest.mark.parametrize("table", REVISED)
def test_what_says_that_it_changes_one_table_changes_no_other(home: Home, table: str) -> None:
    workspace = opened(home)
    before = contents(workspace)
    REVISIONS[table](workspace)
    after = contents(workspace)
    assert {name for name in after if after[name] != before[name]} == {table, "shop_facts"}
    with pytest.raises(ValueError, match="orders"), workspace.revising("orders"):
        pass


def test_an_answer_is_stored_until_the_sales_change(home: Home) -> None:
    asked: list[str] = []

    def answer() -> pa.Table:
        asked.append("once more")
        return pa.table({"n": [1, 2, 3]})

    workspace = opened(home)
    workspace.store_answer("pairs of customers", answer)
    workspace.store_answer("pairs of customers", answer)
    assert len(asked) == 1
    change(workspace, 1, {"city": "Hangzhou"})
    home.close_all()

    again = opened(home)
    found = again.stored_answer("pairs of customers")
    assert found is not None
    assert found["n"].to_pylist() == [1, 2, 3]
    assert again.stored_answer("other pairs") is None
    store_sales(again, incoming([line("New", 25, 100, "100")], "more.csv"))
    assert again.stored_answer("pairs of customers") is None
