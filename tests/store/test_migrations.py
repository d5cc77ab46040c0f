"""P12: a file of every format opens in the newest; a newer one is refused and left alone."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from segmentation.store.errors import ShopTooNew
from segmentation.store.home import Home
from segmentation.store.loading import load_history, store_sales, undo
from segmentation.store.migrations import STEPS, migrate, version_of
from segmentation.store.saved import rule_versions
from segmentation.store.workspace import Workspace
from tests.store.sales_lines import incoming, line, orders

FORMATS = sorted((Path(__file__).parent / "formats").glob("format_*.sql"))


def tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    rows = connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() where database_name = current_database() "
        "order by table_name, column_index"
    ).fetchall()
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in rows:
        found.setdefault(table, []).append((column, kind))
    return found


def test_an_empty_file_becomes_the_newest_format(home: Home) -> None:
    shop_id = home.create("Empty")
    duckdb.connect(str(home.folder / shop_id / "shop.duckdb")).close()
    workspace = home.open(shop_id)
    assert workspace.facts()["schema_version"] == str(len(STEPS))
    store_sales(workspace, incoming([line("Ann", 3, 10)]))
    assert list((home.folder / shop_id).glob("backups/*")) == []


def test_every_format_since_the_first_is_kept_for_this_test() -> None:
    assert [path.stem for path in FORMATS] == [f"format_{number}" for number in range(1, len(FORMATS) + 1)]
    assert FORMATS


@pytest.mark.parametrize("script", FORMATS, ids=lambda path: path.stem)
def test_p12_a_file_of_an_older_format_opens_with_its_data(home: Home, script: Path) -> None:
    shop_id = home.create("Old")
    file = home.folder / shop_id / "shop.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(script.read_text(encoding="utf-8"))
        old = version_of(connection)
    workspace = home.open(shop_id)
    assert workspace.facts()["schema_version"] == str(len(STEPS))
    assert workspace.data_version == 7
    assert [(each.load_id, each.file_name, each.kept) for each in load_history(workspace)] == [(1, "march.xlsx", 2)]
    assert {(key[0], key[3]) for key in orders(workspace)} == {("ann", 30), (None, 5)}
    undo(workspace, 1)
    assert orders(workspace) == {}

    with duckdb.connect() as fresh, workspace.cursor() as cursor:
        migrate(fresh)
        assert tables(cursor) == tables(fresh)
    # What it was stands beside the backups.
    kept = list((home.folder / shop_id).glob(f"backups/*-format-{old}.duckdb"))
    assert len(kept) == (1 if old < len(STEPS) else 0)
    for copy in kept:
        with duckdb.connect(str(copy), read_only=True) as connection:
            assert version_of(connection) == old
            assert connection.execute("select count(*) from orders").fetchall() == [(2,)]


def test_rules_in_use_before_their_history_was_kept_are_its_first_entries(home: Home) -> None:
    shop_id = home.create("Old rules")
    folder = home.folder / shop_id
    old = Workspace(folder, steps=STEPS[:7])
    with old.noting() as cursor:
        cursor.execute(
            "insert into saved_parameters values ('in use', 'vip', '{}', '2024-05-02'), ('list', 'a', '{}', '2024-05-01'), "
            "('in use', 'final', '{\"by_total\": true}', '2024-05-01')"
        )
    old.close()
    found = [(one.version_id, one.name, one.used_at.day) for one in rule_versions(home.open(shop_id))]
    assert found == [(2, "vip", 2), (1, "final", 1)]


def test_a_file_of_a_newer_program_is_refused_and_left_as_it_is(home: Home) -> None:
    shop_id = home.create("From the future")
    store_sales(home.open(shop_id), incoming([line("Ann", 3, 10)]))
    home.close_all()
    file = home.folder / shop_id / "shop.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"update shop_facts set value = '{len(STEPS) + 1}' where fact = 'schema_version'")
    before = file.read_bytes()
    for _ in range(2):
        with pytest.raises(ShopTooNew, match=rf"format {len(STEPS) + 1}; this program knows up to {len(STEPS)}"):
            home.open(shop_id)
    assert file.read_bytes() == before
    assert list((home.folder / shop_id).glob("quarantine-*")) == []


def test_a_step_that_fails_leaves_the_file_at_its_format(home: Home) -> None:
    shop_id = home.create("Half way")
    store_sales(home.open(shop_id), incoming([line("Ann", 3, 10)]))
    home.close_all()
    folder = home.folder / shop_id
    broken = (*STEPS, "create table extra (n integer); insert into extra values ('not a number')")
    with pytest.raises(duckdb.Error):
        Workspace(folder, steps=broken)
    again = Workspace(folder)  # the failed one holds no lock
    assert again.facts()["schema_version"] == str(len(STEPS))
    assert again.query("select count(*) as n from duckdb_tables() where table_name = 'extra'")["n"].to_pylist() == [0]
    assert sum(orders(again).values()) == 1
    again.close()


def test_a_new_step_runs_once_after_a_copy_was_put_aside(home: Home) -> None:
    shop_id = home.create("Next")
    store_sales(home.open(shop_id), incoming([line("Ann", 3, 10)]))
    home.close_all()
    steps = (*STEPS, "create table extra (n integer); insert into extra select count(*) from orders")
    for _ in range(2):
        workspace = Workspace(home.folder / shop_id, steps=steps)
        assert workspace.query("from extra")["n"].to_pylist() == [1]
        workspace.close()
    assert len(list((home.folder / shop_id).glob(f"backups/*-format-{len(STEPS)}.duckdb"))) == 1
