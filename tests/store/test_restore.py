"""P11: whatever happened to a shop's file, a sound backup is put back whole, and nothing else ever is."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from segmentation.parameters import Period
from segmentation.store import restoring
from segmentation.store.backup import back_up, backups, newest_sound_backup
from segmentation.store.errors import (
    BackupDamaged,
    NoSoundBackup,
    NotABackup,
    ShopBeingRewritten,
    ShopDamaged,
    ShopFileMissing,
)
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from segmentation.store.proof import MANIFEST
from segmentation.store.restoring import restore
from segmentation.store.saved import save, saved
from segmentation.store.workspace import Workspace
from segmentation.views.chosen import analysis_in_use
from segmentation.views.summary import summary
from tests.conftest import PROJECT
from tests.store.sales_lines import incoming, line, orders

BLOCK = 262_144
HEADER = 4_096
LINES = [line(f"Customer {n % 40}", n % 28 + 1, n, str(n)) for n in range(1, 400)]
SHORT = [0, 1, HEADER, 3 * HEADER, 3 * HEADER + BLOCK // 2, 3 * HEADER + BLOCK]


@pytest.fixture
def loaded(workspace: Workspace) -> Workspace:
    store_sales(workspace, incoming(LINES))
    return workspace


def figures(workspace: Workspace) -> dict[str, Any]:
    return summary(workspace, analysis_in_use(workspace, Period(date(2024, 1, 28))))


def flip(file: Path, at: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        (byte,) = opened.read(1)
        opened.seek(at)
        opened.write(bytes([byte ^ 1]))


def places(file: Path) -> list[int]:
    """A byte in each header, and a few in each block: its checksum, its beginning, its middle."""
    blocks = range(3 * HEADER, file.stat().st_size, BLOCK)
    inside = [block + offset for block in blocks for offset in (0, 200, BLOCK // 2)]
    return [9, HEADER + 20, 2 * HEADER + 20, *inside]


def test_every_flip_in_the_file_is_told_or_harmless_and_the_backup_is_put_back(home: Home, loaded: Workspace) -> None:
    shop_id, before = loaded.shop_id, figures(loaded)
    backup = back_up(loaded)
    home.close_all()
    file = home.folder / shop_id / "shop.duckdb"
    whole, told = file.read_bytes(), 0
    for at in places(file):
        flip(file, at)
        try:
            assert figures(home.open(shop_id)) == before
        except (ShopDamaged, ShopFileMissing):
            told += 1
        home.close_all()
        restored = restore(home, shop_id, backup)
        assert figures(home.open(shop_id)) == before
        assert (restored.saved is None) != (restored.set_aside is None)
        home.close_all()
        (home.folder / shop_id / "shop.duckdb").write_bytes(whole)
    assert told > 3
    assert backup.exists()


@pytest.mark.parametrize("length", SHORT)
def test_a_file_cut_short_is_set_aside_whole_and_the_backup_is_put_back(
    home: Home, loaded: Workspace, length: int
) -> None:
    before, backup = figures(loaded), back_up(loaded)
    home.close_all()
    file = loaded.folder / "shop.duckdb"
    cut = file.read_bytes()[:length]
    file.write_bytes(cut)
    (loaded.folder / "shop.duckdb.wal").write_bytes(b"a journal of something else")
    with pytest.raises((ShopDamaged, ShopFileMissing)):
        home.open(loaded.shop_id)
    restored = restore(home, loaded.shop_id, backup)
    assert restored.saved is None
    assert restored.set_aside is not None
    assert (restored.set_aside / "shop.duckdb").read_bytes() == cut
    assert (restored.set_aside / "shop.duckdb.wal").read_bytes() == b"a journal of something else"
    assert figures(home.open(loaded.shop_id)) == before


def test_a_lone_journal_is_set_aside_and_never_deleted(home: Home, loaded: Workspace) -> None:
    before, backup = figures(loaded), back_up(loaded)
    home.close_all()
    (loaded.folder / "shop.duckdb").unlink()
    (loaded.folder / "shop.duckdb.wal").write_bytes(b"the only trace of a day")
    restored = restore(home, loaded.shop_id, backup)
    assert restored.set_aside is not None
    assert (restored.set_aside / "shop.duckdb.wal").read_bytes() == b"the only trace of a day"
    assert figures(home.open(loaded.shop_id)) == before


def test_a_damaged_backup_never_replaces_a_healthy_shop(home: Home, loaded: Workspace) -> None:
    backup, before = back_up(loaded), figures(loaded)
    whole = backup.read_bytes()
    refused = 0
    for at in places(backup):
        flip(backup, at)
        try:
            restore(home, loaded.shop_id, backup)
        except (BackupDamaged, NotABackup):
            refused += 1
            assert list(loaded.folder.glob("quarantine-*")) == []
        assert figures(home.open(loaded.shop_id)) == before
        backup.write_bytes(whole)
    assert refused > 3
    assert list((loaded.folder / "transfer").iterdir()) == []


def test_a_backup_whose_rows_are_not_those_of_its_list_is_refused(home: Home, loaded: Workspace) -> None:
    backup, before = back_up(loaded), figures(loaded)
    with duckdb.connect(str(backup)) as altered:
        altered.execute("update lines set net_revenue = 1 where net_revenue = 2")
    with pytest.raises(BackupDamaged, match="its rows are not those that its own list names"):
        restore(home, loaded.shop_id, backup)
    assert figures(home.open(loaded.shop_id)) == before


def test_a_backup_says_whose_it_is_and_what_it_holds(home: Home, loaded: Workspace) -> None:
    back_up(loaded)
    (info,) = backups(home, loaded.shop_id)
    assert (info.shop_id, info.shop, info.lines) == (loaded.shop_id, home.card(loaded.shop_id).name, len(LINES))
    assert info.revenue == Decimal(sum(range(1, 400)))
    assert str(info.schema_version) == loaded.facts()["schema_version"]


def test_a_restored_shop_carries_no_list_of_a_backup(home: Home, loaded: Workspace) -> None:
    restore(home, loaded.shop_id, back_up(loaded))
    tables = home.open(loaded.shop_id).query("select table_name as name from duckdb_tables()")["name"].to_pylist()
    assert MANIFEST not in tables


@pytest.mark.parametrize("name", ["before the sale.duckdb", "年终备份.duckdb"])
def test_a_backup_under_another_name_is_listed_and_put_back(home: Home, loaded: Workspace, name: str) -> None:
    before = figures(loaded)
    backup = back_up(loaded).rename(loaded.folder / "backups" / name)
    assert [info.file for info in backups(home, loaded.shop_id)] == [backup]
    store_sales(loaded, incoming([line("Cat", 9, 99)], "a mistake.csv"))
    restore(home, loaded.shop_id, backup)
    assert figures(home.open(loaded.shop_id)) == before


def test_a_backup_elsewhere_is_put_back_too(home: Home, loaded: Workspace, tmp_path: Path) -> None:
    before = figures(loaded)
    backup = back_up(loaded).rename(tmp_path / "on a stick.duckdb")
    store_sales(loaded, incoming([line("Cat", 9, 99)], "a mistake.csv"))
    restore(home, loaded.shop_id, backup)
    assert figures(home.open(loaded.shop_id)) == before


def test_a_backup_of_an_earlier_version_without_a_list_is_put_back(home: Home, loaded: Workspace) -> None:
    before, backup = figures(loaded), back_up(loaded)
    with duckdb.connect(str(backup)) as older:
        older.execute(f"drop table {MANIFEST}")
    (info,) = backups(home, loaded.shop_id)
    assert (info.shop_id, info.lines) == (None, len(LINES))
    restore(home, loaded.shop_id, backup)
    assert figures(home.open(loaded.shop_id)) == before


def test_the_newest_sound_backup_passes_over_damaged_ones(home: Home, loaded: Workspace) -> None:
    with pytest.raises(NoSoundBackup):
        newest_sound_backup(home, loaded.shop_id)
    sound = back_up(loaded)
    damaged = back_up(loaded)
    damaged.write_bytes(damaged.read_bytes()[:20_000])
    (loaded.folder / "backups" / "notes.duckdb").write_text("no database", encoding="utf-8")
    assert newest_sound_backup(home, loaded.shop_id) == sound


def test_an_edit_acknowledged_during_a_restore_is_never_lost(
    home: Home, loaded: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the rename delayed, whoever saves meanwhile is in the saved copy or in the restored shop."""
    backup, put = back_up(loaded), restoring.put_in_place
    acknowledged: list[str] = []
    stop = threading.Event()

    def delayed(part: Path, target: Path) -> None:
        time.sleep(0.4)
        put(part, target)

    def edit() -> None:
        while not stop.is_set():
            name = f"list {len(acknowledged)}"
            try:
                save(home.open(loaded.shop_id), "list", name, "{}")
            except ShopBeingRewritten:
                continue
            acknowledged.append(name)

    monkeypatch.setattr(restoring, "put_in_place", delayed)
    editing = threading.Thread(target=edit)
    editing.start()
    while not acknowledged:
        time.sleep(0.01)
    restored = restore(home, loaded.shop_id, backup)
    count = len(acknowledged)
    while len(acknowledged) == count:
        time.sleep(0.01)
    stop.set()
    editing.join()

    now = set(saved(home.open(loaded.shop_id), "list"))
    assert restored.saved is not None
    with duckdb.connect(str(restored.saved), read_only=True) as then:
        before = {name for (name,) in then.execute("select name from saved_parameters where kind = 'list'").fetchall()}
    assert set(acknowledged) <= now | before
    assert now & set(acknowledged)
    assert before & set(acknowledged)


KILLED = """
import os, signal, sys
from pathlib import Path
from segmentation.store import restoring as backup
from segmentation.store.home import Home
home, shop, file, step = Home(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]), sys.argv[4]
done = getattr(backup, step)
def die(*given):
    if os.environ["WHEN"] == "after":
        done(*given)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(backup, step, die)
backup.restore(home, shop, file)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["proved", "_without_manifest", "_saved", "_set_aside", "put_in_place"])
@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_restore_killed_at_any_step_leaves_the_shop_or_says_so_and_can_be_done_again(
    home: Home, loaded: Workspace, step: str, when: str, is_damaged: bool
) -> None:
    before, backup = figures(loaded), back_up(loaded)
    home.close_all()
    if is_damaged:
        file = loaded.folder / "shop.duckdb"
        file.write_bytes(file.read_bytes()[: 3 * HEADER + 100])
    elif step == "_set_aside":
        pytest.skip("a healthy shop is saved, not set aside")
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(home.folder), loaded.shop_id, str(backup), step],
        cwd=PROJECT, env={"WHEN": when, "PYTHONPATH": str(PROJECT)}, timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL
    try:
        assert figures(home.open(loaded.shop_id)) == before
    except (ShopDamaged, ShopFileMissing):
        assert is_damaged
    assert backup.exists()
    restore(home, loaded.shop_id, backup)
    assert figures(home.open(loaded.shop_id)) == before
    assert list((loaded.folder / "transfer").iterdir()) == []


def test_orders_are_the_same_after_a_restore_as_before(home: Home, loaded: Workspace) -> None:
    before = orders(loaded)
    restore(home, loaded.shop_id, back_up(loaded))
    assert orders(home.open(loaded.shop_id)) == before
