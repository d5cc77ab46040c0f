"""P11: a backup restores, proven; and nothing is lost on the way."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from segmentation.store.backup import back_up, backups, copy_to
from segmentation.store.errors import BackupOfAnotherShop, BackupUnsound, NotABackup
from segmentation.store.home import Home
from segmentation.store.loading import load_history, store_sales, undo
from segmentation.store.migrations import STEPS
from segmentation.store.proof import Contents, contents
from segmentation.store.restoring import restore
from segmentation.store.saved import save, saved
from segmentation.store.workspace import Workspace
from tests.store.sales_lines import active_lines, incoming, line, orders, state

LINES = [line("Ann", 3, 10, "1"), line("Bob", 4, "20.0001", "2"), line(None, 5, -3)]


@pytest.fixture
def loaded(workspace: Workspace) -> Workspace:
    store_sales(workspace, incoming(LINES))
    save(workspace, "list", "Our best", '{"r": 5}')
    return workspace


def without_version(seen: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in seen.items() if name != "version"}


def test_p11_a_backup_brings_everything_back(home: Home, loaded: Workspace) -> None:
    before, lines = state(loaded), active_lines(loaded)
    backup = back_up(loaded)
    store_sales(loaded, incoming([line("Cat", 9, 99)], "a mistake.csv"))
    undo(loaded, 1)
    save(loaded, "list", "Our best", "{}")

    restore(home, loaded.shop_id, backup)
    again = home.open(loaded.shop_id)
    assert without_version(state(again)) == without_version(before)
    assert active_lines(again) == lines
    assert saved(again, "list") == {"Our best": '{"r": 5}'}
    home.close_all()
    assert active_lines(home.open(loaded.shop_id)) == lines


def test_the_data_version_never_comes_back(home: Home, loaded: Workspace) -> None:
    backup, used = back_up(loaded), {loaded.data_version}
    for n in range(3):
        store_sales(home.open(loaded.shop_id), incoming([line("Cat", 9, n)], f"{n}.csv"))
        used.add(home.open(loaded.shop_id).data_version)
    restore(home, loaded.shop_id, backup)
    assert home.open(loaded.shop_id).data_version > max(used)


def test_what_stood_before_a_restore_is_a_backup_itself(home: Home, loaded: Workspace) -> None:
    backup = back_up(loaded)
    store_sales(loaded, incoming([line("Cat", 9, 99)], "later.csv"))
    later = orders(loaded)
    restore(home, loaded.shop_id, backup)
    newest = next(each.file for each in backups(home, loaded.shop_id) if each.file != backup)
    restore(home, loaded.shop_id, newest)
    assert orders(home.open(loaded.shop_id)) == later


def test_backups_are_told_newest_first_and_never_overwritten(home: Home, loaded: Workspace) -> None:
    made = [back_up(loaded) for _ in range(3)]
    assert {info.file for info in backups(home, loaded.shop_id)} == set(made)
    moments = [info.made_at for info in backups(home, loaded.shop_id)]
    assert moments == sorted(moments, reverse=True)
    assert next(info.file for info in backups(home, loaded.shop_id, most=1)) in made


def test_a_backup_holds_what_is_only_in_the_journal(loaded: Workspace) -> None:
    journal = loaded.folder / "shop.duckdb.wal"
    assert journal.stat().st_size > 0
    backup = back_up(loaded)
    with duckdb.connect(str(backup), read_only=True) as connection:
        assert connection.execute("select count(*), sum(net_revenue)::text from lines").fetchall() == [(3, "27.0001")]


def test_reading_goes_on_and_writing_waits_while_a_backup_is_made(loaded: Workspace) -> None:
    with loaded.unchanging():
        assert sum(orders(loaded).values()) == 3
        assert loaded._write_lock.locked()
    store_sales(loaded, incoming([line("Cat", 9, 99)], "later.csv"))


def test_a_copy_that_differs_is_not_kept(loaded: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check counts what the copy holds: a shop that changed under the copy is noticed."""
    from segmentation.store import backup as backups_of

    target = loaded.folder / "backups" / "unsound.duckdb"

    def another(connection: duckdb.DuckDBPyConnection, database: str) -> Contents:
        return contents(connection, database) | ({"main.lines": (0, 0)} if database.startswith("copy") else {})

    monkeypatch.setattr(backups_of, "contents", another)
    with pytest.raises(BackupUnsound, match="the shop is untouched"):
        copy_to(loaded, target)
    assert not target.exists()
    assert list((loaded.folder / "transfer").iterdir()) == []


def _garbage(path: Path) -> None:
    path.write_bytes(b"not a database" * 1000)


def _empty_database(path: Path) -> None:
    duckdb.connect(str(path)).close()


def _of_a_newer_program(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table shop_facts (fact text primary key, value text)")
        connection.execute(f"insert into shop_facts values ('schema_version', '{len(STEPS) + 1}')")


@pytest.mark.parametrize("make", [_garbage, _empty_database, _of_a_newer_program])
def test_what_is_no_backup_of_ours_is_refused_and_the_shop_untouched(
    home: Home, loaded: Workspace, make: object
) -> None:
    assert callable(make)
    folder = loaded.folder / "backups"
    folder.mkdir(exist_ok=True)
    wrong = folder / "2024-01-01-000000-wrong.duckdb"
    make(wrong)
    before = state(loaded)
    with pytest.raises(NotABackup, match=r"wrong\.duckdb is not a backup"):
        restore(home, loaded.shop_id, wrong)
    assert state(home.open(loaded.shop_id)) == before
    assert list((loaded.folder / "transfer").iterdir()) == []


def test_p6_a_backup_of_another_shop_is_refused(home: Home, loaded: Workspace) -> None:
    other = home.create("Other")
    backup = back_up(loaded)
    with pytest.raises(BackupOfAnotherShop, match=f"a backup of the shop {home.card(loaded.shop_id).name}, made on"):
        restore(home, other, backup)
    assert load_history(home.open(other)) == ()
