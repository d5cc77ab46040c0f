"""``docs/data.md`` shows every table as the file has it, and its examples run.

``python -m tests.house.test_data_page`` writes the tables of the page anew.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from segmentation.__main__ import main
from segmentation.store.data_dictionary import DATA_DICTIONARY, meaning
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from segmentation.store.workspace import Workspace
from segmentation.views.customers_scored import renew_customers_scored
from tests.conftest import PROJECT
from tests.store.sales_lines import incoming, line

PAGE = PROJECT / "docs" / "data.md"
TEXT = PAGE.read_text(encoding="utf-8")


@contextmanager
def small_shop(folder: Path) -> Iterator[Workspace]:
    home = Home(folder)
    workspace = home.open(home.create("Small"))
    store_sales(workspace, incoming([line("Ann", 3, 10)]))
    renew_customers_scored(workspace)
    yield workspace
    home.close_all()


def tables_section(workspace: Workspace) -> str:
    """What the page says of the tables."""
    parts = []
    for table, (grain, _) in DATA_DICTIONARY.items():
        columns = workspace.query(
            """select column_name, lower(data_type) from duckdb_columns()
               where database_name = current_database() and schema_name = 'main' and table_name = ? order by column_index""",
            [table],
        )
        rows = [
            f"| `{name}` | {kind} | {meaning(table, name)} |" for name, kind in map(dict.values, columns.to_pylist())
        ]
        head = [f"### `{table}`", "", f"{grain}.", "", "| column | type | what it holds |", "|---|---|---|"]
        parts.append("\n".join([*head, *rows]))
    return "\n\n".join(parts) + "\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with small_shop(tmp_path_factory.mktemp("small")) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def backup(demo_seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup that the page tells to make, of the demo shop, under the name that its examples use."""
    home = Path(shutil.copytree(demo_seed, tmp_path_factory.mktemp("backup") / "home"))
    assert main(["backup", "--home", str(home), "--shop", "Tea house"]) == 0
    (made,) = home.glob("*/backups/*.duckdb")
    return made.rename(made.with_name("backup.duckdb"))


def test_every_table_view_and_column_says_what_it_holds(small: Workspace) -> None:
    silent = """select table_name, column_name from (
                    select table_name, column_name, comment, schema_name, database_name, internal from duckdb_columns()
                    union all
                    select table_name, '', comment, schema_name, database_name, internal from duckdb_tables()
                    union all
                    select view_name, '', comment, schema_name, database_name, internal from duckdb_views())
                where database_name = current_database() and schema_name = 'main' and not internal"""
    everything = {(row["table_name"], row["column_name"]) for row in small.query(silent).to_pylist()}
    assert {table for table, _ in everything} == set(DATA_DICTIONARY)
    said = {(table, column) for table, (_, columns) in DATA_DICTIONARY.items() for column in columns}
    assert said <= everything
    assert small.query(f"{silent} and coalesce(comment, '') = ''").to_pylist() == []


def test_the_page_shows_every_table_as_the_file_has_it(small: Workspace) -> None:
    assert TEXT.endswith(f"\n{tables_section(small)}"), "python -m tests.house.test_data_page writes the tables anew"
    assert len(re.findall("^### ", TEXT, flags=re.M)) == len(DATA_DICTIONARY)


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", TEXT, flags=re.S))
def test_every_query_of_the_page_finds_something_in_a_backup(backup: Path, query: str) -> None:
    with duckdb.connect(str(backup), read_only=True) as connection:
        assert connection.sql(query).fetchall()


def test_the_pages_python_gives_all_customers(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, flags=re.S)
    monkeypatch.chdir(backup.parent)
    names: dict[str, Any] = {}
    exec(code, names)
    assert names["customers"].num_rows > 1000
    names["shop"].close()


def test_the_orders_of_the_view_are_the_shops_totals(backup: Path) -> None:
    sums = "select count(*), sum(net_revenue) from"
    with duckdb.connect(str(backup), read_only=True) as connection:
        shown = connection.sql(f"{sums} orders_counted").fetchall()
        assert shown == connection.sql(f"{sums} orders").fetchall()
        counted = connection.sql("select sum(net_revenue) from lines where is_counted and is_active").fetchall()
        assert counted == [(shown[0][1],)]
        purchases = connection.sql("select count(*) from orders_counted where is_purchase and customer_id is not null")
        assert purchases.fetchall() == connection.sql("select sum(frequency) from customers_scored").fetchall()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, small_shop(Path(folder)) as shop:
        section = tables_section(shop)
    PAGE.write_text(TEXT.partition("### ")[0] + section, encoding="utf-8")
