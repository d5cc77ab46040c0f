"""P12: a file of every format opens in the newest; a newer one is refused and left alone; what was released stays as it is."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import duckdb
import pytest

from segmentation.store.derived import DERIVED, MADE_BY
from segmentation.store.errors import ShopTooNew
from segmentation.store.home import Home
from segmentation.store.loading import load_history, redo, store_sales, undo
from segmentation.store.merges import accept
from segmentation.store.migrations import STEPS, migrate, version_of
from segmentation.store.saved import IN_USE, rule_versions, save
from segmentation.store.workspace import Workspace
from segmentation.views.latest import latest_basis
from segmentation.views.summary import summary
from tests.store.sales_lines import active_lines, incoming, line, orders
from tests.store.shop_of_then import APRIL, MARCH, MAY

DIGESTS = (
    "c079e5551d57a83898a42954c5228598bc8f1af01a273f84db19883fac8522db",
    "68d7eb79234d2be59185873e5526d465026c2c6787c6781b5c275d121c1a8aaf",
    "055c30e345e66b01fb3193f5f11322302827676a8b6fc63a97fd257fdda6b75c",
    "95a2fc46463fd8dafb2694e8506d30d83deef2b63f8cca755301eccfba21b546",
    "b4d647b7a2b230e07af005bd6f2466ac475d812f2597cbda32ad35849ce698c8",
    "de27b399da3db3d9edbffb8ab35f538a61d912e946ba1070ea91655e42584fc8",
    "d6ba238b0607ff6a2a5173d7bc0fdc123c9b23055e2a8ce140364303a1ff883d",
    "824f6b93c852ea392616c4da6418ff4f82f2b6e21e9f945261fcab18fe685c9c",
    "048b44dd43d42b2298be0040c8b10a11b8f542cec0899b187e7f76d0c0edcdfe",
    "2f67247ef87b6735b380b26799fb008ce40ef9612928be14ee27457cae38c3f7",
)
"""SHA-256 of each step's text. Only ever longer: a new step adds its digest and a file of its format to ``formats``."""

FORMATS = sorted((Path(__file__).parent / "formats").glob("format_*.sql"))
"""``format_1.sql`` was written by hand; the others by the program of their time from the sales of ``shop_of_then``. Of format 7
three kinds are out there: its step was edited twice."""
WRITTEN = [path for path in FORMATS if path.stem != "format_1"]


def contents(connection: duckdb.DuckDBPyConnection) -> dict[str, object]:
    """All that a file has room for, and what it says of itself."""
    asked = {
        "tables": "table_name, comment from duckdb_tables()",
        "columns": "table_name, column_index, column_name, data_type, comment from duckdb_columns()",
        "views": "view_name, sql, comment from duckdb_views()",
    }
    return {
        what: connection.execute(
            f"select {columns} where database_name = current_database() and not internal and schema_name = 'main' order by all"
        ).fetchall()
        for what, columns in asked.items()
    }


def assert_as_fresh(workspace: Workspace) -> None:
    with duckdb.connect() as fresh, workspace.cursor() as cursor:
        migrate(fresh)
        assert contents(cursor) == contents(fresh)


def file_of(home: Home, script: Path) -> str:
    """A shop whose file is the one of the script."""
    shop_id = home.create("Old")
    with duckdb.connect(str(home.folder / shop_id / "shop.duckdb")) as connection:
        connection.execute(script.read_text(encoding="utf-8"))
    return shop_id


def loaded_anew(home: Home, *, with_merge: bool) -> Workspace:
    """The shop of ``shop_of_then``, made by this program."""
    workspace = home.open(home.create("New"))
    for name, lines in (("march", MARCH), ("april", APRIL), ("may", MAY)):
        store_sales(workspace, incoming(lines, f"{name}.xlsx"))
    undo(workspace, 3)
    save(workspace, IN_USE, "final", '{"by_total": true}')
    if with_merge:
        accept(workspace, number(workspace, "王芳"), number(workspace, "王 芳"), reason="same phone")
    return workspace


def number(workspace: Workspace, customer: str) -> int:
    found: int = workspace.query("select customer_id from customers where customer = ?", [customer])[0][0].as_py()
    return found


def figures(workspace: Workspace) -> dict[str, Any]:
    found = latest_basis(workspace)
    assert found is not None
    return summary(workspace, found.analysis)


def test_an_empty_file_becomes_the_newest_format(home: Home) -> None:
    shop_id = home.create("Empty")
    duckdb.connect(str(home.folder / shop_id / "shop.duckdb")).close()
    workspace = home.open(shop_id)
    assert workspace.facts()["schema_version"] == str(len(STEPS))
    store_sales(workspace, incoming([line("Ann", 3, 10)]))
    assert list((home.folder / shop_id).glob("backups/*")) == []


def test_no_step_is_ever_edited() -> None:
    assert tuple(hashlib.sha256(step.encode()).hexdigest() for step in STEPS) == DIGESTS


def test_a_file_of_every_format_since_the_first_is_kept() -> None:
    assert {int(path.stem.split("_")[1]) for path in FORMATS} == set(range(1, len(STEPS) + 1))


@pytest.mark.parametrize("script", FORMATS, ids=lambda path: path.stem)
def test_p12_a_file_of_any_format_opens_as_a_fresh_one_would_be(home: Home, script: Path) -> None:
    shop_id = file_of(home, script)
    with duckdb.connect(str(home.folder / shop_id / "shop.duckdb"), read_only=True) as connection:
        old = version_of(connection)
        ((lines, version),) = connection.execute(
            "select (select count(*) from lines), (select value from shop_facts where fact = 'data_version')"
        ).fetchall()
    workspace = home.open(shop_id)
    assert workspace.facts()["schema_version"] == str(len(STEPS))
    assert workspace.data_version == int(version)
    assert workspace.query("select count(*) as n from lines")["n"].to_pylist() == [lines]
    assert_as_fresh(workspace)
    # What it was stands beside the backups.
    kept = list((home.folder / shop_id).glob(f"backups/*-format-{old}.duckdb"))
    assert len(kept) == (1 if old < len(STEPS) else 0)
    for copy in kept:
        with duckdb.connect(str(copy), read_only=True) as connection:
            assert version_of(connection) == old
            assert connection.execute("select count(*) from lines").fetchall() == [(lines,)]


def test_p12_the_first_format_opens_with_its_data(home: Home) -> None:
    workspace = home.open(file_of(home, FORMATS[0]))
    assert [(each.load_id, each.file_name, each.kept) for each in load_history(workspace)] == [(1, "march.xlsx", 2)]
    assert {(key[0], key[3]) for key in orders(workspace)} == {("ann", 30), (None, 5)}
    undo(workspace, 1)
    assert orders(workspace) == {}


@pytest.mark.parametrize("script", WRITTEN, ids=lambda path: path.stem)
def test_p12_a_file_of_any_format_keeps_its_figures(home: Home, script: Path) -> None:
    old = home.open(file_of(home, script))
    new = loaded_anew(home, with_merge=old.query("from merges").num_rows > 0)
    for shop in (old, new):
        assert [(one.file_name, one.kept, one.duplicates, one.is_undone) for one in load_history(shop)] == [
            ("may.xlsx", 2, 0, True), ("april.xlsx", 2, 0, False), ("march.xlsx", 15, 0, False),
        ]  # fmt: skip
    for is_redone in (False, True):
        if is_redone:  # what was undone in the program of then comes back in this one
            redo(old, 3)
            redo(new, 3)
        assert active_lines(old) == active_lines(new)
        for table in DERIVED:
            rows = f"from {table} order by all"
            assert old.query(rows).to_pylist() == new.query(rows).to_pylist(), table
        assert figures(old) == figures(new)


@pytest.mark.parametrize("script", FORMATS, ids=lambda path: path.stem)
def test_stored_measures_of_another_definition_are_made_anew(home: Home, script: Path) -> None:
    shop_id = file_of(home, script)
    workspace = home.open(shop_id)
    right = workspace.query("from settled_customers order by all").to_pylist()
    assert right
    with workspace.noting() as cursor:
        cursor.execute("update settled_customers set monetary = monetary + 1")
        cursor.execute("alter table purchase_days drop column gap_days")
        cursor.execute("create table kept.result_of_then (n integer)")
        cursor.execute("update shop_facts set value = 'another' where fact = ?", [MADE_BY])
    home.close(shop_id)
    workspace = home.open(shop_id)
    assert workspace.query("from settled_customers order by all").to_pylist() == right
    assert workspace.stored_results == 0  # they stood on the former tables
    assert_as_fresh(workspace)


def test_stored_measures_of_this_definition_are_left_alone(home: Home) -> None:
    shop_id = file_of(home, FORMATS[0])
    with home.open(shop_id).noting() as cursor:
        cursor.execute("update settled_customers set monetary = 12345")
    home.close(shop_id)
    assert home.open(shop_id).query("select monetary from settled_customers")["monetary"].to_pylist() == [12345]


def test_orders_that_no_lines_made_are_left_alone(home: Home) -> None:
    shop_id = file_of(home, FORMATS[0])
    with duckdb.connect(str(home.folder / shop_id / "shop.duckdb")) as connection:
        connection.execute("delete from lines")
    workspace = home.open(shop_id)
    assert workspace.query("select count(*) as n from orders")["n"].to_pylist() == [2]
    assert MADE_BY not in workspace.facts()


def test_measures_that_cannot_be_made_anew_leave_the_file_as_it_was(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop_id = file_of(home, FORMATS[0])
    before = home.open(shop_id).query("from settled_customers").to_pylist()
    home.close(shop_id)
    with monkeypatch.context() as patch:
        patch.setitem(DERIVED, "settled_customers", "select no_such_column from orders")
        with pytest.raises(duckdb.Error):
            home.open(shop_id)
    assert home.open(shop_id).query("from settled_customers").to_pylist() == before


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
